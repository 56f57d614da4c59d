import { Error_Reason, Message_ContentKind, type Error as ItemError, type Message } from '@breakwater/contracts';

/** Longest id of any kind, in characters. */
export const maxIdLength = 128;
/** Most messages in a batch or frame. */
export const maxFrameMessages = 1000;
/** Largest batch or frame, in bytes of its protobuf form. */
export const maxFrameBytes = 256 * 1024;

const contentKinds: ReadonlySet<number> = new Set(Object.values(Message_ContentKind));

/** The fields of a message that hold a string, in the order in which they are checked. */
const stringFields = ['id', 'text', 'senderId', 'channelId', 'tenantId', 'language'] as const;
const idFields = ['id', 'senderId', 'channelId', 'tenantId', 'language'] as const;

/**
 * What a message must be before it is judged. Every check returns undefined for a good message, without allocating;
 * otherwise the contract's error, with a field path that starts with `path` ("message" or "messages[3]").
 */
export class MessageRules {
  private readonly audiences: ReadonlySet<string>;

  constructor(
    audiences: readonly string[],
    private readonly maxTextBytes: number,
  ) {
    this.audiences = new Set(audiences);
  }

  /** Whether there is a policy for an audience. */
  knows(audience: string): boolean {
    return this.audiences.has(audience);
  }

  /** Checks all but the id's presence and uniqueness. */
  check(message: Message, path: string, index = -1): ItemError | undefined {
    const { text, audiences } = message;
    for (const field of stringFields) {
      if (!message[field].isWellFormed()) return notUnicode(at(path, index, field));
    }
    for (const field of idFields) {
      if (message[field].length > maxIdLength && longerThan(message[field], maxIdLength)) {
        return fault(
          Error_Reason.ID_TOO_LONG,
          `Field ${field} is longer than ${maxIdLength} characters: send a shorter one.`,
          at(path, index, field),
        );
      }
    }
    // A UTF-16 code unit takes at most three bytes, so that most texts need no count.
    if (text.length * 3 > this.maxTextBytes && Buffer.byteLength(text) > this.maxTextBytes) {
      return fault(
        Error_Reason.TEXT_TOO_LONG,
        `The text has ${Buffer.byteLength(text)} bytes of UTF-8, and at most ${this.maxTextBytes} are allowed: ` +
          'shorten it or split it (the operator can raise the limit with --max-text-bytes).',
        at(path, index, 'text'),
      );
    }
    if (!contentKinds.has(message.contentKind)) {
      return fault(
        Error_Reason.CONTENT_KIND_UNKNOWN,
        `The number ${message.contentKind} is no content kind: send 0 to ${contentKinds.size - 1}.`,
        at(path, index, 'contentKind'),
      );
    }
    for (let place = 0; place < audiences.length; place += 1) {
      const audience = audiences[place] as string;
      if (!this.audiences.has(audience)) return this.unknownAudience(audience, at(path, index, `audiences[${place}]`));
      if (audiences.indexOf(audience) !== place) {
        return fault(
          Error_Reason.AUDIENCE_DUPLICATE,
          `Audience "${audience}" stands twice: name each audience once.`,
          at(path, index, `audiences[${place}]`),
        );
      }
    }
    return undefined;
  }

  private unknownAudience(audience: string, field: string): ItemError {
    const shown = audience.isWellFormed() && audience.length <= 64 ? ` "${audience}"` : '';
    const known = [...this.audiences].join(', ');
    return fault(Error_Reason.AUDIENCE_UNKNOWN, `There is no policy for audience${shown}: use ${known}.`, field);
  }
}

/** The answer to a message in a batch or frame without an id. */
export function idMissing(index: number): ItemError {
  return fault(
    Error_Reason.ID_MISSING,
    'A message in a batch or frame needs an id, by which its answer is found: set one that is unique in it.',
    at('messages', index, 'id'),
  );
}

/** The answer to a message whose id an earlier one of the same batch or frame has. */
export function idDuplicate(index: number): ItemError {
  return fault(
    Error_Reason.ID_DUPLICATE,
    'An earlier message of this batch or frame has the same id, and only that one was judged: use unique ids.',
    at('messages', index, 'id'),
  );
}

/** The answer to a string that is not valid Unicode. */
export function notUnicode(field: string): ItemError {
  return fault(
    Error_Reason.NOT_UNICODE,
    'A string is not valid Unicode (broken UTF-8 or a lone surrogate): encode it as UTF-8 and send it again.',
    field,
  );
}

/** What is wrong with a batch or frame as a whole; undefined when nothing is. */
export function frameFault(messages: number, bytes: number): ItemError | undefined {
  if (messages > maxFrameMessages) {
    return fault(
      Error_Reason.FRAME_TOO_MANY_MESSAGES,
      `There are ${messages} messages, and at most ${maxFrameMessages} are allowed together: send several smaller ones.`,
      'messages',
    );
  }
  if (bytes > maxFrameBytes) {
    return fault(
      Error_Reason.FRAME_TOO_LARGE,
      `The messages take ${bytes} bytes, and at most ${maxFrameBytes} are allowed together: send several smaller ones.`,
      'messages',
    );
  }
  return undefined;
}

/** The answer to a unary request without a message. */
export function messageMissing(): ItemError {
  return fault(Error_Reason.MESSAGE_MISSING, 'The request has no message: set the field message.', 'message');
}

/** The answer to bytes that are no request of this service. */
export function malformed(): ItemError {
  return fault(
    Error_Reason.REQUEST_MALFORMED,
    'The bytes are not a request of this method in protobuf: encode it with code generated from proto/breakwater.',
    '',
  );
}

function fault(reason: Error_Reason, message: string, field: string): ItemError {
  return { reason, message, field };
}

function at(path: string, index: number, field: string): string {
  return index < 0 ? `${path}.${field}` : `${path}[${index}].${field}`;
}

function longerThan(value: string, characters: number): boolean {
  return value.length > characters * 2 || [...value].length > characters;
}
