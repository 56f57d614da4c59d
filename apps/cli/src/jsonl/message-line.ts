import { Message_ContentKind, type Message } from '@breakwater/contracts';
import { decodeJson, MessageSchema } from '@breakwater/contracts/json';

/** What is wrong with a line, without its number: `"id" must be a string`. */
export class LineError extends Error {
  override readonly name = 'LineError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

const strings = ['id', 'text', 'senderId', 'channelId', 'tenantId', 'language'] as const;
const known = new Set<string>([...strings, 'contentKind', 'audiences', 'sentAt']);

/**
 * Reads one line: a Message in its JSON form, of which only `text` is required.
 * @param ignoreUnknown lets keys through that a message does not have
 * @throws LineError naming the key and what it must be
 */
export function parseMessageLine(line: string, ignoreUnknown: boolean): Message {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new LineError('', 'it is no valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LineError('', 'it must be a JSON object, such as {"id":"1","text":"hello"}');
  }
  const given = value as Record<string, unknown>;
  if (!ignoreUnknown) {
    for (const key of Object.keys(given)) {
      if (known.has(key)) continue;
      const shown = JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
      throw new LineError('', `${shown} is no key of a message; --ignore-unknown lets such keys through`);
    }
  }
  for (const key of strings) {
    if (given[key] === undefined) continue;
    const text = given[key];
    if (typeof text !== 'string') throw new LineError(`message.${key}`, `"${key}" must be a string`);
    if (!text.isWellFormed()) throw new LineError(`message.${key}`, `"${key}" has a lone surrogate`);
  }
  if (given.text === undefined) throw new LineError('message.text', '"text" is missing');
  return {
    id: (given.id as string | undefined) ?? '',
    text: given.text as string,
    contentKind: contentKindOf(given.contentKind),
    audiences: audiencesOf(given.audiences),
    senderId: (given.senderId as string | undefined) ?? '',
    channelId: (given.channelId as string | undefined) ?? '',
    tenantId: (given.tenantId as string | undefined) ?? '',
    language: (given.language as string | undefined) ?? '',
    sentAt: sentAtOf(given.sentAt),
  };
}

function contentKindOf(value: unknown): Message_ContentKind {
  if (value === undefined) return Message_ContentKind.UNSPECIFIED;
  if (typeof value === 'string' && Object.hasOwn(Message_ContentKind, value)) {
    return Message_ContentKind[value as keyof typeof Message_ContentKind];
  }
  const names = Object.keys(Message_ContentKind).join(', ');
  throw new LineError('message.contentKind', `"contentKind" must be one of ${names}`);
}

function audiencesOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && name.isWellFormed())) return value;
  throw new LineError('message.audiences', '"audiences" must be an array of strings');
}

function sentAtOf(value: unknown): Message['sentAt'] {
  if (value === undefined) return undefined;
  try {
    if (typeof value === 'string') return decodeJson(MessageSchema, { sentAt: value }).sentAt;
  } catch {
    // Said below.
  }
  throw new LineError('message.sentAt', '"sentAt" must be a time such as "2026-01-31T12:00:00Z"');
}
