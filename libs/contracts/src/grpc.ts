/** The service and its requests for @grpc/grpc-js, generated from proto/. */
export {
  Answer,
  GetRulesetRequest,
  GetRulesetResponse,
  ModerateBatchRequest,
  ModerateBatchResponse,
  ModerateRequest,
  ModerateResponse,
  ModerateStreamRequest,
  ModerateStreamResponse,
  ModerationServiceClient,
  ModerationServiceService,
  WatchRetractionsRequest,
  WatchRetractionsResponse,
  type ModerationServiceServer,
} from './generated/hot/breakwater/moderation/v1/moderation_service.js';
