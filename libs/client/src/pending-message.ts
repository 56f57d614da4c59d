import type { Message, Verdict } from '@breakwater/contracts';
import type { WhenUnavailable } from './options.js';

/** A message on its way to its verdict. One object per message, with its links in the line and in the deadlines. */
export class PendingMessage {
  /** Set once its promise is settled. Its id may still be taken on a stream until the answer comes or that ends. */
  settled = false;
  /** When it was last written to a stream, `performance.now()` milliseconds; 0 while it waits in line. */
  sentAt = 0;
  /** Ends the caller's interest in its abort signal. */
  forgetSignal: (() => void) | undefined = undefined;

  queued = false;
  ahead: PendingMessage | undefined = undefined;
  behind: PendingMessage | undefined = undefined;

  bucket = -1;
  earlier: PendingMessage | undefined = undefined;
  later: PendingMessage | undefined = undefined;

  constructor(
    readonly message: Message,
    /** At least as many bytes as it takes in a frame. */
    readonly bytes: number,
    /** `performance.now()` milliseconds. */
    readonly deadline: number,
    readonly timeoutMs: number,
    readonly whenUnavailable: WhenUnavailable,
    readonly resolve: (verdicts: Verdict[]) => void,
    readonly reject: (reason: unknown) => void,
  ) {}
}

/** First in, first out, with removal from anywhere. Every operation is O(1) and allocates nothing. */
export class MessageQueue {
  size = 0;
  #first: PendingMessage | undefined;
  #last: PendingMessage | undefined;

  get first(): PendingMessage | undefined {
    return this.#first;
  }

  push(item: PendingMessage): void {
    item.queued = true;
    item.ahead = this.#last;
    item.behind = undefined;
    if (this.#last) this.#last.behind = item;
    else this.#first = item;
    this.#last = item;
    this.size++;
  }

  /** Puts it before all others. */
  unshift(item: PendingMessage): void {
    item.queued = true;
    item.ahead = undefined;
    item.behind = this.#first;
    if (this.#first) this.#first.ahead = item;
    else this.#last = item;
    this.#first = item;
    this.size++;
  }

  /** Takes it out; nothing happens where it is not in the queue. */
  remove(item: PendingMessage): void {
    if (!item.queued) return;
    item.queued = false;
    if (item.ahead) item.ahead.behind = item.behind;
    else this.#first = item.behind;
    if (item.behind) item.behind.ahead = item.ahead;
    else this.#last = item.ahead;
    item.ahead = item.behind = undefined;
    this.size--;
  }

  shift(): PendingMessage | undefined {
    const item = this.#first;
    if (item) this.remove(item);
    return item;
  }
}
