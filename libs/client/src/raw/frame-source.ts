import type { Message } from '@breakwater/contracts';
import { ModerateBatchRequest } from '@breakwater/contracts/grpc';
import { frameBytes } from '../wire-message.js';

/** Length of a stamped id: decimal digits with leading zeros. */
export const idDigits = 10;

/**
 * Messages encoded once, sent many times: a frame is one copy of neighbouring messages whose ids are overwritten with
 * consecutive numbers. Memory: the messages' encoded size and 8 bytes each.
 */
export class FrameSource {
  /** Number of messages. */
  readonly size: number;
  readonly #bytes: Buffer;
  /** Where each message starts; one more entry for the end. */
  readonly #starts: Uint32Array;
  readonly #ids: Uint32Array;

  /** The messages' own ids are not sent. At least one message. */
  constructor(messages: readonly Message[]) {
    if (messages.length === 0) throw new RangeError('A frame source needs at least one message.');
    this.size = messages.length;
    this.#starts = new Uint32Array(messages.length + 1);
    this.#ids = new Uint32Array(messages.length);
    const chunks: Uint8Array[] = [];
    let at = 0;
    messages.forEach((message, index) => {
      const chunk = ModerateBatchRequest.encode({ messages: [{ ...message, id: '0'.repeat(idDigits) }] }).finish();
      chunks.push(chunk);
      this.#starts[index] = at;
      this.#ids[index] = at + idOffset(chunk);
      at += chunk.length;
    });
    this.#starts[messages.length] = at;
    this.#bytes = Buffer.concat(chunks, at);
  }

  /** How many messages from `first` on, at most `most`, make a frame: to the end of the source, within 256 KiB. */
  fit(first: number, most: number): number {
    const last = Math.min(first + most, this.size);
    let count = last - first;
    while (count > 1 && this.#start(first + count) - this.#start(first) > frameBytes) count--;
    return count;
  }

  /** A ModerateStreamRequest or ModerateBatchRequest of `count` messages from `first` on, with ids from `sequence` on. */
  frame(first: number, count: number, sequence: number): Buffer {
    const from = this.#start(first);
    const frame = Buffer.allocUnsafe(this.#start(first + count) - from);
    this.#bytes.copy(frame, 0, from, from + frame.length);
    for (let index = 0; index < count; index++) {
      let value = sequence + index;
      let at = (this.#ids[first + index] as number) - from + idDigits;
      for (let digit = 0; digit < idDigits; digit++) {
        const rest = Math.floor(value / 10);
        frame[--at] = 0x30 + value - rest * 10;
        value = rest;
      }
    }
    return frame;
  }

  #start(index: number): number {
    return this.#starts[index] as number;
  }
}

/** The id is the first field of the message: after the list's tag and length, and its own tag and length. */
function idOffset(chunk: Uint8Array): number {
  let at = 1;
  while ((chunk[at] as number) >= 0x80) at++;
  return at + 3;
}
