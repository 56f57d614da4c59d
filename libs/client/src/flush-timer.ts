/**
 * Fires once after a window given in microseconds. Node's timers count milliseconds, so a shorter window is measured
 * by turning the event loop, and a window of 0 ends with the current turn.
 */
export class FlushTimer {
  #armed = false;
  #immediate: NodeJS.Immediate | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #due = 0;
  readonly #delayMs: number;
  readonly #fire: () => void;

  constructor(delayUs: number, fire: () => void) {
    this.#delayMs = delayUs / 1000;
    this.#fire = fire;
  }

  /** Starts the window; nothing happens where it is running. */
  arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    if (this.#delayMs >= 1) {
      this.#timeout = setTimeout(this.#end, this.#delayMs);
      return;
    }
    if (this.#delayMs > 0) this.#due = performance.now() + this.#delayMs;
    this.#immediate = setImmediate(this.#look);
  }

  disarm(): void {
    if (!this.#armed) return;
    this.#armed = false;
    if (this.#timeout) clearTimeout(this.#timeout);
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#timeout = this.#immediate = undefined;
  }

  readonly #look = (): void => {
    if (this.#delayMs > 0 && performance.now() < this.#due) this.#immediate = setImmediate(this.#look);
    else this.#end();
  };

  readonly #end = (): void => {
    this.#armed = false;
    this.#timeout = this.#immediate = undefined;
    this.#fire();
  };
}
