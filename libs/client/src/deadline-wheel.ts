import type { PendingMessage } from './pending-message.js';

/** Width of a bucket, milliseconds: a deadline is noticed at most this late. */
const tickMs = 4;
const bucketCount = 256;

/**
 * The deadlines of all pending messages behind one interval timer, which runs (and keeps the process alive) only
 * while there are any. Adding and removing is O(1); a deadline further away than one turn of the wheel (about a
 * second) is looked at once per turn.
 */
export class DeadlineWheel {
  size = 0;
  readonly #heads = new Array<PendingMessage | undefined>(bucketCount).fill(undefined);
  readonly #onExpired: (item: PendingMessage) => void;
  #timer: NodeJS.Timeout | undefined;
  /** Last tick whose bucket was looked at. */
  #seen = 0;

  constructor(onExpired: (item: PendingMessage) => void) {
    this.#onExpired = onExpired;
  }

  add(item: PendingMessage): void {
    if (this.#timer === undefined) {
      this.#seen = Math.floor(performance.now() / tickMs);
      this.#timer = setInterval(() => this.#turn(), tickMs);
    }
    const tick = Math.max(Math.floor(item.deadline / tickMs), this.#seen) + 1;
    const bucket = tick & (bucketCount - 1);
    const head = this.#heads[bucket];
    item.bucket = bucket;
    item.earlier = undefined;
    item.later = head;
    if (head) head.earlier = item;
    this.#heads[bucket] = item;
    this.size++;
  }

  /** Takes it out; nothing happens where it is not in the wheel. */
  remove(item: PendingMessage): void {
    if (item.bucket < 0) return;
    if (item.earlier) item.earlier.later = item.later;
    else this.#heads[item.bucket] = item.later;
    if (item.later) item.later.earlier = item.earlier;
    item.earlier = item.later = undefined;
    item.bucket = -1;
    this.size--;
  }

  #turn(): void {
    if (this.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    const current = Math.floor(now / tickMs);
    for (let tick = Math.max(this.#seen + 1, current - bucketCount + 1); tick <= current; tick++) {
      const expired: PendingMessage[] = [];
      for (let item = this.#heads[tick & (bucketCount - 1)]; item; item = item.later) {
        if (item.deadline <= now) expired.push(item);
      }
      this.#seen = tick;
      for (const item of expired) if (item.bucket >= 0) this.#onExpired(item);
    }
  }
}
