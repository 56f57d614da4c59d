import type { Verdict, Retraction } from '@breakwater/contracts';
import { GetRulesetRequest, GetRulesetResponse } from '@breakwater/contracts/grpc';
import { Dispatcher } from './dispatcher.js';
import { ClosedError, ModerationError, UnavailableError } from './errors.js';
import { checkWhenUnavailable, resolveOptions } from './options.js';
import type { BreakwaterClientOptions, ResolvedOptions, WhenUnavailable } from './options.js';
import { PendingMessage } from './pending-message.js';
import { RetractionWatch, type WatchOptions } from './retraction-watch.js';
import { Connection } from './raw/connection.js';
import { frameBytes, toWire, wireBytes, type MessageInput } from './wire-message.js';

/** What one call wants otherwise than the client's options say. */
export interface ModerateOptions {
  readonly timeoutMs?: number;
  readonly onUnavailable?: WhenUnavailable;
  /** Aborting rejects the promise with the signal's reason. A message already sent is judged all the same. */
  readonly signal?: AbortSignal;
}

/** The outcome for one message of a batch: verdicts, or an error and no verdicts. */
export interface BatchItem {
  /** The caller's id; empty where the caller gave none. */
  readonly id: string;
  readonly verdicts: Verdict[];
  readonly error: ModerationError | UnavailableError | undefined;
}

export interface ClientStats {
  /** Messages written to a stream, repeats included. */
  readonly sent: number;
  /** Messages whose caller got the server's answer. */
  readonly answered: number;
  /** Messages written again because their stream ended without an answer for them. */
  readonly retried: number;
  /** Messages no server answered in time: failed open, failed closed or rejected. */
  readonly unavailable: number;
  /** Streams opened because another one broke or was ended by the server. */
  readonly reconnects: number;
  /** Streams opened because another one was old or left a message unanswered. */
  readonly renewals: number;
  /** Messages waiting in line now. */
  readonly queued: number;
  /** Messages sent and not answered now. */
  readonly inFlight: number;
}

/**
 * The typed client of a Breakwater server. Any number of moderate() calls share one bidirectional stream: messages
 * that come within `maxDelayUs` share a frame, answers are matched by id. The stream is opened with the first
 * message, reopened with backoff when it breaks, and renewed without a gap when it is old or the server ends it.
 *
 * Promises made for every message: its promise is settled once, within its deadline (and 4 ms); while it is unsettled
 * it is sent again whenever a stream ends without an answer for it. It may therefore be judged twice. That changes no
 * verdict, but a decision may be recorded twice under the same message id.
 *
 * Ids: a message keeps the caller's id, which is also what records and retractions name. Two messages of one id are
 * never on a stream together: the second waits, its deadline running, until the first is answered. So ids should be
 * unique per message; one that repeats costs time, not correctness.
 */
export class BreakwaterClient {
  readonly #options: ResolvedOptions;
  readonly #connection: Connection;
  readonly #dispatcher: Dispatcher;
  readonly #idPrefix = `~${Math.random().toString(36).slice(2, 10)}.`;
  readonly #watches = new Set<RetractionWatch>();
  #lastId = 0;
  #closed: Promise<void> | undefined;

  /** @throws TypeError naming the option that is unknown, missing or out of range. Does not connect yet. */
  constructor(options: BreakwaterClientOptions) {
    this.#options = resolveOptions(options);
    this.#connection = new Connection(this.#options);
    this.#dispatcher = new Dispatcher(this.#options, this.#connection);
  }

  /**
   * Judges one message: one verdict per audience asked for. Rejects with
   * - ModerationError where this message is refused (`reason` and `field` say why),
   * - UnavailableError where no server answered in time and `onUnavailable` is 'throw'; with 'open' or 'closed' it
   *   resolves instead to verdicts marked SERVER_UNAVAILABLE,
   * - the signal's reason where it was aborted, ClosedError after close().
   */
  moderate(message: MessageInput, options?: ModerateOptions): Promise<Verdict[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new ClosedError();
      const timeoutMs = options?.timeoutMs ?? this.#options.timeoutMs;
      if (!(timeoutMs > 0)) throw new TypeError('"timeoutMs" must be a number above 0.');
      const signal = options?.signal;
      signal?.throwIfAborted();
      const choice = options?.onUnavailable ? checkWhenUnavailable(options.onUnavailable) : this.#options.onUnavailable;
      const wire = toWire(message, message.id || this.#idPrefix + ++this.#lastId);
      const bytes = wireBytes(wire);
      if (bytes > frameBytes) {
        const rule = `The message is larger than a frame (${frameBytes} bytes): shorten message.text.`;
        throw new ModerationError('TEXT_TOO_LONG', 'message.text', rule);
      }
      const item = new PendingMessage(wire, bytes, performance.now() + timeoutMs, timeoutMs, choice, resolve, reject);
      if (signal) {
        const onAbort = () => this.#dispatcher.abort(item, signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        item.forgetSignal = () => signal.removeEventListener('abort', onAbort);
      }
      this.#dispatcher.submit(item);
    });
  }

  /**
   * Judges many messages on the same stream. Resolves when all are settled, in the order given; one that is refused
   * or gets no answer carries its error alone. Rejects only where all would: aborted, closed, bad options.
   */
  moderateBatch(messages: readonly MessageInput[], options?: ModerateOptions): Promise<BatchItem[]> {
    return Promise.all(
      messages.map(async (message) => {
        const id = message.id ?? '';
        try {
          return { id, verdicts: await this.moderate(message, options), error: undefined };
        } catch (error) {
          if (error instanceof ModerationError || error instanceof UnavailableError) return { id, verdicts: [], error };
          throw error;
        }
      }),
    );
  }

  /**
   * What the server decides with now. Fails at once where nothing listens at the address.
   * @throws UnavailableError where no server answers within `timeoutMs`, ClosedError after close().
   */
  ruleset(): Promise<GetRulesetResponse> {
    if (this.#closed) return Promise.reject(new ClosedError());
    return new Promise((resolve, reject) => {
      const request = Buffer.from(GetRulesetRequest.encode({}).finish());
      this.#connection.call('getRuleset', request, this.#options.timeoutMs, (outcome, response) => {
        if (response) resolve(GetRulesetResponse.decode(response));
        else reject(new UnavailableError(`${this.#options.address} gave no ruleset: ${outcome.details}.`));
      });
    });
  }

  /**
   * Retractions of a tenant as they are found, whoever sent the messages and by whichever call:
   * `for await (const retraction of client.retractions()) ...`. Begins at once and connects again for as long as it is
   * iterated; ends when the loop is left, by the signal, or with close(). A watch that broke misses what is found until
   * the next one has begun.
   * @throws UnavailableError from the loop where the server refuses, ClosedError after close()
   */
  retractions(options: WatchOptions = {}): AsyncIterableIterator<Retraction> {
    if (this.#closed) throw new ClosedError();
    const watch = new RetractionWatch(this.#connection, this.#options, options, (ended) => this.#watches.delete(ended));
    this.#watches.add(watch);
    return watch;
  }

  /**
   * Takes no more messages, waits until all taken before are settled (their deadlines bound that), then ends the
   * stream and the connection. Further calls return the same promise.
   */
  close(): Promise<void> {
    for (const watch of this.#watches) watch.stop();
    this.#closed ??= this.#dispatcher.close();
    return this.#closed;
  }

  stats(): ClientStats {
    const { queued, inFlight, counts } = this.#dispatcher;
    return { ...counts, queued, inFlight };
  }
}
