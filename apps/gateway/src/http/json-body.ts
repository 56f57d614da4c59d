import { Error_Reason, type Message } from '@breakwater/contracts';
import { ModerateBatchRequest } from '@breakwater/contracts/grpc';
import { decodeJson, ModerateBatchRequestSchema, ModerateRequestSchema } from '@breakwater/contracts/json';
import { ModerationError } from '@breakwater/service-kit';
import type { Frame } from '../frame.js';
import { HttpFault } from './http-fault.js';

type JsonValue = Parameters<typeof decodeJson>[1];
type JsonObject = Record<string, unknown>;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const packagePrefix = /breakwater\.moderation\.v1\.|google\.protobuf\./g;

/**
 * Reads the body of POST /v1/moderate as a frame of one message (none where it has no message).
 * @throws ModerationError naming what is wrong: content type, JSON, Unicode, field.
 */
export function readModerate(contentType: string | undefined, body: unknown): Frame {
  const json = parse(contentType, body, 'ModerateRequest');
  const { value, field } = wellFormed(json.message);
  if (field !== undefined) {
    throw new ModerationError(
      Error_Reason.NOT_UNICODE,
      `Field ${field} has a lone surrogate, which is not valid Unicode: pair it or leave it out.`,
      `message.${field}`,
    );
  }
  const { message } = decode(() => decodeJson(ModerateRequestSchema, replaced(json, 'message', value)), 'message');
  return { messages: message ? [plain(message)] : [], byteLength: 0, notUtf8: undefined, malformed: false };
}

/**
 * Reads the body of POST /v1/moderate:batch. A message with a lone surrogate is noted for itself alone, as broken
 * UTF-8 is in gRPC; the size is that of the same batch in protobuf, so that both faces have one limit.
 * @throws ModerationError naming what is wrong: content type, JSON, field.
 */
export function readBatch(contentType: string | undefined, body: unknown): Frame {
  const json = parse(contentType, body, 'ModerateBatchRequest');
  const fields: (string | undefined)[] = [];
  const given = Array.isArray(json.messages)
    ? json.messages.map((item: unknown) => {
        const { value, field } = wellFormed(item);
        fields.push(field);
        return value;
      })
    : json.messages;
  const decoded = decode(() => decodeJson(ModerateBatchRequestSchema, replaced(json, 'messages', given)), 'messages[]');
  const messages = decoded.messages.map(plain);
  const notUtf8 = new Map<Message, string>();
  messages.forEach((message, index) => {
    const field = fields[index];
    if (field !== undefined) notUtf8.set(message, field);
  });
  const byteLength = ModerateBatchRequest.encode({ messages }).finish().length;
  return { messages, byteLength, notUtf8: notUtf8.size > 0 ? notUtf8 : undefined, malformed: false };
}

function parse(contentType: string | undefined, body: unknown, type: string): JsonObject {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    throw new HttpFault(
      415,
      Error_Reason.REQUEST_MALFORMED,
      'The body must be JSON and say so: send the header Content-Type: application/json.',
    );
  }
  let text: string;
  try {
    text = strictUtf8.decode(Buffer.isBuffer(body) ? body : new Uint8Array());
  } catch {
    throw new ModerationError(Error_Reason.NOT_UNICODE, 'The body is not valid UTF-8: encode it as UTF-8.');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // V8 quotes the body in its message; the position is all that is passed on.
    const place = /position \d+/.exec(String(error))?.[0];
    throw refused(`The body is not JSON${place ? ` (see ${place})` : ''}: send one ${type} as JSON.`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw refused(`The body must be one JSON object, a ${type}; its fields are described at /docs.`);
  }
  return json as JsonObject;
}

function decode<Value>(read: () => Value, path: string): Value {
  try {
    return read();
  } catch (error) {
    const cause = String((error as Error).message)
      .replace(packagePrefix, '')
      .slice(0, 200);
    throw new ModerationError(
      Error_Reason.REQUEST_MALFORMED,
      `The body is JSON but not what is described at /docs: ${cause}.`,
      fieldOf(cause, path),
    );
  }
}

/** The field that a message of protobuf-es speaks of, as a path; empty where it names none. */
function fieldOf(cause: string, path: string): string {
  if (cause.includes('message Timestamp')) return `${path}.sentAt`;
  if (cause.includes('enum Message.ContentKind')) return `${path}.contentKind`;
  const [, owner, name] =
    /field (\w+)\.(\w+) /.exec(cause) ?? /message (\w+) from JSON: key "([^"]*)"/.exec(cause) ?? [];
  if (owner === undefined || name === undefined) return '';
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return owner === 'Message' ? `${path}.${camel}` : camel;
}

/** A message's JSON with every lone surrogate replaced, and the first field that had one. */
function wellFormed(item: unknown): { value: unknown; field: string | undefined } {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { value: item, field: undefined };
  let field: string | undefined;
  const repair = (key: string, value: unknown): unknown => {
    if (typeof value === 'string' && !value.isWellFormed()) {
      field ??= key;
      return value.toWellFormed();
    }
    return Array.isArray(value) ? value.map((part) => repair(key, part)) : value;
  };
  const value = Object.fromEntries(Object.entries(item).map(([key, part]) => [key, repair(key, part)]));
  return { value, field };
}

function replaced(json: JsonObject, key: string, value: unknown): JsonValue {
  return (key in json ? { ...json, [key]: value } : json) as JsonValue;
}

/** The JSON codec's message as the hot codec's. */
function plain(message: Omit<Message, 'sentAt'> & { sentAt?: Message['sentAt'] }): Message {
  const { id, text, contentKind, audiences, senderId, channelId, tenantId, language, sentAt } = message;
  return { id, text, contentKind, audiences, senderId, channelId, tenantId, language, sentAt };
}

function refused(sentence: string): ModerationError {
  return new ModerationError(Error_Reason.REQUEST_MALFORMED, sentence);
}
