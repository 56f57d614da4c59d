import type { Retraction } from '@breakwater/contracts';
import { WatchRetractionsRequest, WatchRetractionsResponse } from '@breakwater/contracts/grpc';
import { UnavailableError } from './errors.js';
import type { ResolvedOptions } from './options.js';
import { hopeless, type CallStatus, type Connection, type Watch } from './raw/connection.js';

export interface WatchOptions {
  /** The tenant whose retractions are wanted. Default: the default tenant. */
  readonly tenantId?: string;
  /** Only these channels, at most 1,000. Default: all. */
  readonly channelIds?: readonly string[];
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

/** A watch that asks for too much. */
const invalidArgument = 3;
/** Retractions read ahead of the loop that takes them; then the server is not read until it has caught up. */
const readAhead = 100;

/**
 * Retractions as an async iterator: one WatchRetractions call after the other until it is stopped. Between a call that
 * broke and the next there is a gap, whose retractions are not seen.
 */
export class RetractionWatch implements AsyncIterableIterator<Retraction> {
  readonly #waiting: Retraction[] = [];
  readonly #request: Buffer;
  #watch: Watch | undefined;
  #stopped = false;
  #failure: Error | undefined;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly backoff: Pick<ResolvedOptions, 'minBackoffMs' | 'maxBackoffMs'>,
    { tenantId = '', channelIds = [], signal }: WatchOptions,
    private readonly onStop: (watch: RetractionWatch) => void,
  ) {
    this.#request = Buffer.from(WatchRetractionsRequest.encode({ tenantId, channelIds: [...channelIds] }).finish());
    if (signal?.aborted) this.stop();
    else signal?.addEventListener('abort', () => this.stop(), { once: true });
    if (!this.#stopped) this.#open();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next retraction. @throws UnavailableError where the server refuses this client */
  async next(): Promise<IteratorResult<Retraction, undefined>> {
    for (;;) {
      const value = this.#waiting.shift();
      if (value !== undefined) {
        if (this.#waiting.length < readAhead) this.#watch?.resume();
        return { value, done: false };
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#stopped) return { value: undefined, done: true };
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Called where a loop is left early. */
  async return(): Promise<IteratorResult<Retraction, undefined>> {
    this.stop();
    this.#waiting.length = 0;
    return { value: undefined, done: true };
  }

  /** Ends the iteration once what has come is taken. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#watch?.cancel();
    this.onStop(this);
    this.#tell();
  }

  #open(): void {
    this.#watch = this.connection.watchRetractions(this.#request, {
      onFrame: (frame) => this.#read(frame),
      onEnd: (outcome) => this.#end(outcome),
    });
  }

  #read(frame: Buffer): void {
    this.#failures = 0;
    this.#waiting.push(...WatchRetractionsResponse.decode(frame).retractions);
    if (this.#waiting.length >= readAhead) this.#watch?.pause();
    this.#tell();
  }

  #end({ code, details }: CallStatus): void {
    this.#watch = undefined;
    if (this.#stopped) return;
    if (hopeless.has(code) || code === invalidArgument) {
      this.#failure = new UnavailableError(`The server refuses to be watched: ${details}.`);
      this.stop();
      return;
    }
    const { minBackoffMs, maxBackoffMs } = this.backoff;
    const pause = Math.min(maxBackoffMs, minBackoffMs * 2 ** Math.min(this.#failures++, 30));
    this.#retry = setTimeout(() => this.#open(), pause * (0.5 + Math.random() / 2));
  }

  #tell(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
