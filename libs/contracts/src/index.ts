/**
 * The words of the wire contract as TypeScript, generated from proto/ and never edited: plain interfaces, enums as
 * literals and the hot-path codec (`Message.encode`, `Verdict.decode`). Platform-neutral. The service lives in
 * `@breakwater/contracts/grpc`, the proto3 JSON form in `@breakwater/contracts/json`.
 */
export { enumName, enumNames } from './enum-names.js';
export { Error, Error_Reason } from './generated/hot/breakwater/moderation/v1/error.js';
export { Message, Message_ContentKind } from './generated/hot/breakwater/moderation/v1/message.js';
export { RetractedMessage, Retraction } from './generated/hot/breakwater/moderation/v1/retraction.js';
export {
  Degradation_Mark,
  Hit,
  Hit_Transform,
  TopicSeverity,
  Verdict,
  Verdict_Action,
  Verdict_Durability,
  Versions,
} from './generated/hot/breakwater/moderation/v1/verdict.js';
