import { isUtf8 } from 'node:buffer';
import { Message } from '@breakwater/contracts';
import { BinaryReader } from '@bufbuild/protobuf/wire';

/** A batch or frame as it came off the wire. */
export interface Frame {
  readonly messages: Message[];
  /** Size on the wire. */
  readonly byteLength: number;
  /** Which messages have a string that is not UTF-8, and in which field; undefined when none has (the usual case). */
  readonly notUtf8: ReadonlyMap<Message, string> | undefined;
  /** The bytes are no frame at all; there are no messages then. */
  readonly malformed: boolean;
}

const messageField = 1;
const messageTag = (messageField << 3) | 2;

/**
 * Decodes `repeated Message = 1` (ModerateBatchRequest, ModerateStreamRequest) or, read as a frame of at most one
 * message, `Message = 1` (ModerateRequest). Never throws. Stricter than the generated decoder, which reads broken
 * UTF-8 as U+FFFD and stops without a word at some broken bytes: here the one is noted for its message alone, and the
 * other makes the frame malformed. Unknown fields are skipped.
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  const messages: Message[] = [];
  let notUtf8: Map<Message, string> | undefined;
  let broken: string | undefined;
  const reader = new BinaryReader(bytes, (part) => {
    const text = decodeUtf8(part);
    // A real U+FFFD is legal, so that only its presence asks for the check.
    if (text.includes('\uFFFD') && !isUtf8(part)) broken = text;
    return text;
  });
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag !== messageTag) {
        if (tag >>> 3 === 0) throw new RangeError('illegal tag');
        reader.skip(tag & 7, tag >>> 3);
        continue;
      }
      const length = reader.uint32();
      const end = reader.pos + length;
      if (end > reader.len) throw new RangeError('premature end');
      const message = Message.decode(reader, length);
      if (reader.pos !== end) throw new RangeError('message runs over its end');
      messages.push(message);
      if (broken !== undefined) {
        notUtf8 ??= new Map();
        notUtf8.set(message, fieldOf(message, broken));
        broken = undefined;
      }
    }
    if (reader.pos > reader.len) throw new RangeError('premature end');
  } catch {
    // The decoder throws RangeError and Error alike for bytes that are no protobuf.
    return { messages: [], byteLength: bytes.length, notUtf8: undefined, malformed: true };
  }
  return { messages, byteLength: bytes.length, notUtf8, malformed: false };
}

function decodeUtf8(part: Uint8Array): string {
  // grpc-js hands out Buffers, whose own slice is faster than a TextDecoder.
  return Buffer.isBuffer(part) ? part.toString('utf8') : new TextDecoder('utf-8', { ignoreBOM: true }).decode(part);
}

function fieldOf(message: Message, value: string): string {
  for (const [field, candidate] of Object.entries(message)) if (candidate === value) return field;
  return 'audiences';
}
