import { create, fromJson, toJson, type DescMessage, type JsonValue, type MessageInitShape } from '@bufbuild/protobuf';
import { MessageSchema } from './generated/json/breakwater/moderation/v1/message_pb.js';
import {
  AnswerSchema,
  GetRulesetResponseSchema,
  ModerateBatchRequestSchema,
  ModerateBatchResponseSchema,
  ModerateRequestSchema,
  ModerateResponseSchema,
  WatchRetractionsResponseSchema,
} from './generated/json/breakwater/moderation/v1/moderation_service_pb.js';
import { RetractionSchema } from './generated/json/breakwater/moderation/v1/retraction_pb.js';
import { VerdictSchema } from './generated/json/breakwater/moderation/v1/verdict_pb.js';

/**
 * The one JSON form of the contract: proto3 JSON in lowerCamelCase, zero values written out, enum values as bare
 * names, times as RFC 3339. Strict: an unknown key or a value of the wrong type throws an Error that names the field.
 * Not for the hot path (about 20 times slower than the binary codec).
 */
export {
  AnswerSchema,
  GetRulesetResponseSchema,
  MessageSchema,
  ModerateBatchRequestSchema,
  ModerateBatchResponseSchema,
  ModerateRequestSchema,
  ModerateResponseSchema,
  RetractionSchema,
  VerdictSchema,
  WatchRetractionsResponseSchema,
};

/** Writes a contract value (of the hot codec, or a literal) as its JSON form. */
export function encodeJson<Desc extends DescMessage>(schema: Desc, value: MessageInitShape<Desc>): JsonValue {
  return toJson(schema, create(schema, value), { alwaysEmitImplicit: true });
}

/**
 * Reads a contract value from its JSON form, as the plain shape that the hot codec uses.
 * @throws Error naming the field: unknown key, wrong type, unknown enum name, bad time.
 */
export function decodeJson<Desc extends DescMessage>(schema: Desc, json: JsonValue) {
  return fromJson(schema, json);
}
