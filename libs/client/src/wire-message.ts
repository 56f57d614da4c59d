import { Message_ContentKind, type Message } from '@breakwater/contracts';
import { ModerationError } from './errors.js';

/** A message as callers write it: only the text is required. */
export interface MessageInput {
  readonly text: string;
  /** The caller's own id, kept in the record of the decision. Without one the client makes one up. */
  readonly id?: string;
  readonly contentKind?: Message_ContentKind | keyof typeof Message_ContentKind;
  /** One verdict each, in this order; none: the server's default audience. */
  readonly audiences?: readonly string[];
  readonly senderId?: string;
  readonly channelId?: string;
  readonly tenantId?: string;
  readonly language?: string;
  readonly sentAt?: Date | Message['sentAt'];
}

/** Most bytes and messages of one frame: the contract's limits. */
export const frameBytes = 256 * 1024;

/**
 * The contract's message.
 * @throws ModerationError for what no server could take: a text that is no string or not Unicode (encoding it would
 *   silently replace the lone surrogate), an unknown content kind, an invalid date.
 */
export function toWire(input: MessageInput, id: string): Message {
  if (typeof input.text !== 'string') {
    throw new ModerationError('REQUEST_MALFORMED', 'message.text', 'message.text must be a string.');
  }
  const message: Message = {
    id,
    text: input.text,
    contentKind: contentKindOf(input.contentKind),
    audiences: (input.audiences as string[] | undefined) ?? [],
    senderId: input.senderId ?? '',
    channelId: input.channelId ?? '',
    tenantId: input.tenantId ?? '',
    language: input.language ?? '',
    sentAt: input.sentAt instanceof Date ? toTimestamp(input.sentAt) : input.sentAt,
  };
  requireUnicode(message.text, 'message.text');
  requireUnicode(message.id, 'message.id');
  requireUnicode(message.senderId, 'message.senderId');
  requireUnicode(message.channelId, 'message.channelId');
  requireUnicode(message.tenantId, 'message.tenantId');
  requireUnicode(message.language, 'message.language');
  for (const audience of message.audiences) requireUnicode(audience, 'message.audiences');
  return message;
}

/** At least as many bytes as the message takes in a frame: exact enough, and cheaper than encoding it. */
export function wireBytes(message: Message): number {
  let bytes =
    60 + utf8Bound(message.text) + utf8Bound(message.id) + utf8Bound(message.senderId) + utf8Bound(message.channelId);
  bytes += utf8Bound(message.tenantId) + utf8Bound(message.language);
  for (const audience of message.audiences) bytes += 6 + utf8Bound(audience);
  return bytes;
}

function utf8Bound(text: string): number {
  return text.length < 128 ? text.length * 3 : Buffer.byteLength(text);
}

function contentKindOf(kind: MessageInput['contentKind']): Message_ContentKind {
  if (typeof kind !== 'string') return kind ?? Message_ContentKind.UNSPECIFIED;
  if (!Object.hasOwn(Message_ContentKind, kind)) {
    const known = Object.keys(Message_ContentKind).join(', ');
    throw new ModerationError(
      'CONTENT_KIND_UNKNOWN',
      'message.contentKind',
      `message.contentKind must be one of ${known}.`,
    );
  }
  return Message_ContentKind[kind];
}

function toTimestamp(date: Date): Message['sentAt'] {
  const ms = date.getTime();
  if (Number.isNaN(ms)) {
    throw new ModerationError('REQUEST_MALFORMED', 'message.sentAt', 'message.sentAt must be a valid date.');
  }
  const seconds = Math.floor(ms / 1000);
  return { seconds: BigInt(seconds), nanos: (ms - seconds * 1000) * 1_000_000 };
}

function requireUnicode(text: string, field: string): void {
  if (text.isWellFormed()) return;
  throw new ModerationError(
    'NOT_UNICODE',
    field,
    `${field} has a lone surrogate (half of a character): send whole characters.`,
  );
}
