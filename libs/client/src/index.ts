/**
 * `@breakwater/client`: moderate messages on a Breakwater server from Node 20 or newer. Encoded frames for load
 * generators and bridges are in `@breakwater/client/raw`, a scripted server for tests in `@breakwater/client/testing`.
 */
export { BreakwaterClient, type BatchItem, type ClientStats, type ModerateOptions } from './client.js';
export { ClosedError, ModerationError, UnavailableError } from './errors.js';
export type { BreakwaterClientOptions, TlsOptions, WhenUnavailable } from './options.js';
export type { WatchOptions } from './retraction-watch.js';
export type { MessageInput } from './wire-message.js';
export {
  Degradation_Mark,
  Hit_Transform,
  Message_ContentKind,
  Verdict_Action,
  Verdict_Durability,
  type Hit,
  type RetractedMessage,
  type Retraction,
  type TopicSeverity,
  type Verdict,
  type Versions,
} from '@breakwater/contracts';
export type { GetRulesetResponse } from '@breakwater/contracts/grpc';
