export { decodeStatusDetails, statusDetailsKey, type ErrorInfo } from './error-details.js';
export { GrpcServer, maxReceiveBytes, type GrpcServerOptions } from './grpc-server.js';
export { createLogger, logLevels, type Logger, type LogLevel } from './logger.js';
export { ModerationError, reasonName } from './moderation-error.js';
export { claimPort } from './port.js';
export { requestId } from './request-id.js';
export { renderHelp, renderReference } from './settings-reference.js';
export {
  defineSettings,
  envOf,
  flagOf,
  helpRequested,
  parseSettings,
  type Setting,
  type SettingsOf,
  type SettingsSources,
  type SettingsTable,
} from './settings.js';
export { StartupError } from './startup-error.js';
export { toErrorBody, toGrpcError, toStatus, type ErrorBody, type MappedStatus } from './status.js';
