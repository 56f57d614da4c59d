import { ModerateStreamRequest, ModerateStreamResponse, type Answer } from '@breakwater/contracts/grpc';
import type { Message, Retraction } from '@breakwater/contracts';
import type { PendingMessage } from './pending-message.js';
import type { CallStatus, Connection, FrameStream } from './raw/connection.js';

export interface MessageStreamEvents {
  /** An answer for a message of this stream, which has left `unanswered` before. */
  onAnswer(stream: MessageStream, item: PendingMessage, answer: Answer): void;
  /** Retractions of messages that were on this stream. */
  onRetractions(retractions: readonly Retraction[]): void;
  /** All answers of one frame were handed over. */
  onFrameDone(stream: MessageStream): void;
  onDrain(stream: MessageStream): void;
  /** Once, and nothing after it. What is still in `unanswered` and `waiting` got no answer. */
  onEnd(stream: MessageStream, outcome: CallStatus): void;
}

/**
 * One stream and what is unanswered on it. Ids are unique among those: a message whose id is taken waits here until
 * the answer to the other one has come. A message whose caller has given up keeps its id taken all the same, or its
 * late answer would be handed to the next message of that id.
 */
export class MessageStream {
  readonly unanswered = new Map<string, PendingMessage>();
  readonly waiting = new Map<string, PendingMessage[]>();
  readonly openedAt = performance.now();
  lastAnswerAt = 0;
  /** Half-closed by us: takes no more messages. */
  retiredAt = 0;
  writable = true;
  #ended = false;
  readonly #frames: FrameStream;
  readonly #events: MessageStreamEvents;

  constructor(connection: Connection, events: MessageStreamEvents) {
    this.#events = events;
    this.#frames = connection.openStream({
      onFrame: (frame) => this.#read(frame),
      onDrain: () => {
        this.writable = true;
        if (!this.#ended) events.onDrain(this);
      },
      onEnd: (outcome) => this.#end(outcome),
    });
  }

  /** Writes one frame, whose messages are in `unanswered` already. */
  send(items: readonly PendingMessage[]): void {
    const messages: Message[] = [];
    const now = performance.now();
    for (const item of items) {
      item.sentAt = now;
      messages.push(item.message);
    }
    const bytes = ModerateStreamRequest.encode({ messages }).finish();
    this.writable = this.#frames.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /** Keeps a message until its id is free. */
  wait(item: PendingMessage): void {
    const { id } = item.message;
    const line = this.waiting.get(id);
    if (line === undefined) {
      this.waiting.set(id, [item]);
      return;
    }
    line.push(item);
    // Those whose caller gave up go now and then, so that the line stays as long as its callers are many.
    const isPowerOfTwo = (line.length & (line.length - 1)) === 0;
    if (line.length >= 64 && isPowerOfTwo) {
      const live = line.filter((other) => !other.settled);
      this.waiting.set(id, live);
    }
  }

  /** The next message that waited for this id; undefined where none does. */
  nextWaiting(id: string): PendingMessage | undefined {
    const line = this.waiting.get(id);
    if (line === undefined) return undefined;
    let next = line.shift();
    while (next?.settled) next = line.shift();
    if (line.length === 0) this.waiting.delete(id);
    return next;
  }

  /** Half-closes: the server answers what it has read and ends the stream. */
  retire(): void {
    if (this.retiredAt > 0) return;
    this.retiredAt = performance.now();
    this.#frames.end();
  }

  /** Ends it at once, with this outcome. */
  abandon(details: string): void {
    this.#frames.cancel();
    this.#end({ code: 14, details });
  }

  /** How long the oldest unanswered message has been out, milliseconds. */
  oldestMs(now: number): number {
    for (const item of this.unanswered.values()) return now - item.sentAt;
    return 0;
  }

  #read(frame: Buffer): void {
    if (this.#ended) return;
    let answers: Answer[];
    let retractions: Retraction[];
    try {
      ({ answers, retractions } = ModerateStreamResponse.decode(frame));
    } catch (cause) {
      this.abandon(`The server sent a frame that is no answer: ${(cause as Error).message}`);
      return;
    }
    if (retractions.length > 0) this.#events.onRetractions(retractions);
    if (answers.length > 0) this.lastAnswerAt = performance.now();
    for (const answer of answers) {
      const item = this.unanswered.get(answer.id);
      if (item === undefined) continue;
      this.unanswered.delete(answer.id);
      this.#events.onAnswer(this, item, answer);
    }
    if (!this.#ended) this.#events.onFrameDone(this);
  }

  #end(outcome: CallStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    this.writable = false;
    this.#events.onEnd(this, outcome);
  }
}
