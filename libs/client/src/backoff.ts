/** Exponential pauses with jitter: each between half and all of min, 2 min, 4 min, … at most max milliseconds. */
export class Backoff {
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #then: () => void;

  constructor(minMs: number, maxMs: number, then: () => void) {
    this.#minMs = minMs;
    this.#maxMs = Math.max(minMs, maxMs);
    this.#then = then;
  }

  /** A pause is running. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  /** Starts the next, longer pause; nothing happens where one is running. */
  start(): void {
    if (this.#timer) return;
    const pause = Math.min(this.#maxMs, this.#minMs * 2 ** Math.min(this.#attempt, 30));
    this.#attempt++;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#then();
      },
      pause * (0.5 + Math.random() / 2),
    );
  }

  /** It works again: the next pause is a short one. */
  reset(): void {
    this.#attempt = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
