import { Histogram } from './histogram.js';

/** Messages that may be out at once; a power of two. */
export const mostOutstanding = 1 << 19;

/** What went wrong, by kind. */
export interface LoadErrors {
  /** No answer until the end of the run. */
  unanswered: number;
  /** Lost with a call or stream that failed. */
  broken: number;
  /** Answers to nothing that was asked, or a second answer. */
  unmatched: number;
  /** Answers with another number of verdicts than audiences asked for, or a verdict without an action. */
  malformed: number;
  /** Open loop: due, and the server's back-pressure kept it from being sent. */
  notSent: number;
}

/**
 * Matches answers to what was sent, by sequence number, and measures from each message's scheduled time. Fixed memory
 * (about 8 MB), no allocation per message.
 */
export class Tracker {
  readonly latency = new Histogram();
  readonly errors: LoadErrors = { unanswered: 0, broken: 0, unmatched: 0, malformed: 0, notSent: 0 };
  /** Error reason of the contract to count. */
  readonly refused = new Map<number, number>();
  /** Action to count. */
  readonly actions = new Map<number, number>();
  sent = 0;
  answered = 0;
  outstanding = 0;
  next = 0;
  readonly #scheduled = new Float64Array(mostOutstanding);
  readonly #lane = new Int16Array(mostOutstanding).fill(-1);
  readonly #verdicts: Uint8Array;
  readonly #countFrom: number;

  /**
   * @param verdicts number of verdicts expected for each message of the source; message of a sequence number is that
   *   number modulo the length
   * @param countFrom messages scheduled before this time (`performance.now()`) warm up and are not counted
   */
  constructor(verdicts: Uint8Array, countFrom: number) {
    this.#verdicts = verdicts;
    this.#countFrom = countFrom;
  }

  /** Messages that may be sent now. */
  get room(): number {
    return mostOutstanding - this.outstanding;
  }

  /** Marks the next sequence number as out on a lane. At most `room` times in a row. */
  issue(lane: number, scheduledAt: number): void {
    const slot = this.next++ & (mostOutstanding - 1);
    // Answers out of order: the oldest may still be out after the ring has gone round.
    if ((this.#lane[slot] as number) >= 0) {
      this.errors.unanswered++;
      this.outstanding--;
    }
    this.#scheduled[slot] = scheduledAt;
    this.#lane[slot] = lane;
    this.outstanding++;
    if (scheduledAt >= this.#countFrom) this.sent++;
  }

  /** Takes an answer. False: it answers nothing that is out. */
  answer(sequence: number, verdicts: number, action: number, reason: number, now: number): boolean {
    const slot = sequence & (mostOutstanding - 1);
    if (
      sequence < 0 ||
      sequence < this.next - mostOutstanding ||
      sequence >= this.next ||
      (this.#lane[slot] as number) < 0
    ) {
      this.errors.unmatched++;
      return false;
    }
    this.#lane[slot] = -1;
    this.outstanding--;
    const scheduledAt = this.#scheduled[slot] as number;
    if (scheduledAt < this.#countFrom) return true;
    if (reason !== 0) {
      this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
      return true;
    }
    if (verdicts !== this.#verdicts[sequence % this.#verdicts.length] || action < 1 || action > 4) {
      this.errors.malformed++;
      return true;
    }
    this.answered++;
    this.actions.set(action, (this.actions.get(action) ?? 0) + 1);
    this.latency.record((now - scheduledAt) * 1000);
    return true;
  }

  /** Gives up one message whose call failed. */
  fail(sequence: number): void {
    const slot = sequence & (mostOutstanding - 1);
    if ((this.#lane[slot] as number) < 0) return;
    this.#lane[slot] = -1;
    this.outstanding--;
    this.errors.broken++;
  }

  /** Gives up everything that is out on a lane; all lanes where none is named. */
  lose(kind: 'broken' | 'unanswered', lane?: number): void {
    for (let slot = 0; slot < mostOutstanding; slot++) {
      const owner = this.#lane[slot] as number;
      if (owner < 0 || (lane !== undefined && owner !== lane)) continue;
      this.#lane[slot] = -1;
      this.outstanding--;
      this.errors[kind]++;
    }
  }

  /** Sequence numbers that are out on a lane, in order. */
  outOn(lane: number): number[] {
    const found: number[] = [];
    for (let slot = 0; slot < mostOutstanding; slot++) {
      if (this.#lane[slot] !== lane) continue;
      const round = Math.floor((this.next - 1 - slot) / mostOutstanding);
      found.push(slot + round * mostOutstanding);
    }
    return found.sort((a, b) => a - b);
  }
}
