import { walkAnswer, walkAnswers, type Connection, type FrameSource, type FrameStream } from '@breakwater/client/raw';
import type { Tracker } from './tracker.js';

/** One connection under load. */
export interface Lane {
  /** Messages out on it. */
  readonly outstanding: number;
  /** It takes a frame now. */
  readonly ready: boolean;
  /** Sends `count` messages of the source, which are the next sequence numbers. */
  send(first: number, count: number, sequence: number): void;
  close(): void;
}

export interface LaneContext {
  readonly index: number;
  readonly connection: Connection;
  readonly source: FrameSource;
  readonly tracker: Tracker;
  /** Answers came, or it takes frames again. */
  onRoom(): void;
  /** A call or stream failed with this sentence. */
  onBroken(details: string): void;
}

const reopenMs = 100;

/** A ModerateStream. One that the server ends cleanly is replaced, and what it left unanswered is sent again. */
export class StreamLane implements Lane {
  outstanding = 0;
  ready = true;
  #closed = false;
  #stream: FrameStream;
  readonly #context: LaneContext;

  constructor(context: LaneContext) {
    this.#context = context;
    this.#stream = this.#open();
  }

  send(first: number, count: number, sequence: number): void {
    this.outstanding += count;
    this.ready = this.#stream.write(this.#context.source.frame(first, count, sequence));
  }

  close(): void {
    this.#closed = true;
    this.#stream.end();
  }

  #open(): FrameStream {
    const { connection, tracker, index, onRoom, onBroken } = this.#context;
    return connection.openStream({
      onFrame: (frame) => {
        const now = performance.now();
        try {
          walkAnswers(frame, (sequence, verdicts, action, reason) => {
            if (tracker.answer(sequence, verdicts, action, reason, now)) this.outstanding--;
          });
        } catch (error) {
          tracker.errors.malformed++;
          onBroken((error as Error).message);
        }
        onRoom();
      },
      onDrain: () => {
        this.ready = true;
        onRoom();
      },
      onEnd: ({ code, details }) => {
        if (this.#closed) return;
        this.ready = false;
        if (code === 0) {
          this.#reopen();
          return;
        }
        tracker.lose('broken', index);
        this.outstanding = 0;
        onBroken(details);
        setTimeout(() => {
          if (!this.#closed) this.#reopen();
        }, reopenMs);
      },
    });
  }

  #reopen(): void {
    const { tracker, source, index, onRoom } = this.#context;
    this.#stream = this.#open();
    this.ready = true;
    for (const sequence of tracker.outOn(index)) {
      this.ready = this.#stream.write(source.frame(sequence % source.size, 1, sequence));
    }
    onRoom();
  }
}

/** Unary calls: `moderate` for one message each, `moderateBatch` for several. */
export class CallLane implements Lane {
  outstanding = 0;
  readonly #context: LaneContext;
  readonly #method: 'moderate' | 'moderateBatch';
  readonly #mostOutstanding: number;

  constructor(context: LaneContext, method: 'moderate' | 'moderateBatch', mostOutstanding: number) {
    this.#context = context;
    this.#method = method;
    this.#mostOutstanding = mostOutstanding;
  }

  get ready(): boolean {
    return this.outstanding < this.#mostOutstanding;
  }

  send(first: number, count: number, sequence: number): void {
    const { connection, source, tracker, onRoom, onBroken } = this.#context;
    // A frame of one message is a ModerateRequest as well: field 1 holds the message in both.
    const frame = source.frame(first, count, sequence);
    this.outstanding += count;
    connection.call(this.#method, frame, 30_000, (outcome, response) => {
      const now = performance.now();
      this.outstanding -= count;
      try {
        if (!response) throw new Error(outcome.details);
        const walk = this.#method === 'moderate' ? walkAnswer : walkAnswers;
        walk(response, (id, verdicts, action, reason) => void tracker.answer(id, verdicts, action, reason, now));
      } catch (error) {
        onBroken((error as Error).message);
      }
      // What the response should have answered and did not.
      for (let index = 0; index < count; index++) tracker.fail(sequence + index);
      onRoom();
    });
  }

  close(): void {
    // A call ends by itself.
  }
}
