import { Error_Reason, enumName, type Retraction } from '@breakwater/contracts';
import type { Answer } from '@breakwater/contracts/grpc';
import { Backoff } from './backoff.js';
import { DeadlineWheel } from './deadline-wheel.js';
import { degradedVerdicts } from './degraded-verdict.js';
import { ModerationError, UnavailableError } from './errors.js';
import { FlushTimer } from './flush-timer.js';
import { MessageStream, type MessageStreamEvents } from './message-stream.js';
import type { ResolvedOptions } from './options.js';
import { MessageQueue, type PendingMessage } from './pending-message.js';
import { hopeless, type CallStatus, type Connection } from './raw/connection.js';
import { frameBytes } from './wire-message.js';

/** Counts since the client was made. */
export interface DispatcherCounts {
  sent: number;
  answered: number;
  retried: number;
  unavailable: number;
  reconnects: number;
  renewals: number;
}

/**
 * Moves messages from the line into frames, frames onto the one current stream, and answers back to their callers.
 *
 * A message is in exactly one place: in the line (`#queue`), on a stream (`unanswered`) or beside a stream because its
 * id is taken there (`waiting`). When a stream ends, what it left goes back to the head of the line, so it is judged
 * twice at most and answered once: judging is idempotent. A decision may then be recorded twice, under the same
 * message id.
 */
export class Dispatcher implements MessageStreamEvents {
  readonly counts: DispatcherCounts = { sent: 0, answered: 0, retried: 0, unavailable: 0, reconnects: 0, renewals: 0 };
  readonly #options: ResolvedOptions;
  readonly #connection: Connection;
  readonly #queue = new MessageQueue();
  readonly #deadlines = new DeadlineWheel((item) => this.#expire(item));
  readonly #timer: FlushTimer;
  readonly #backoff: Backoff;
  readonly #streams = new Set<MessageStream>();
  #current: MessageStream | undefined;
  #connecting = false;
  #everConnected = false;
  /** The last flush left messages behind because the stream or `maxInFlight` was full. */
  #held = false;
  #lastFailure: Error | undefined;
  #watch: NodeJS.Timeout | undefined;
  #maxAgeMs = 0;
  #whenIdle: (() => void) | undefined;
  #whenStreamless: (() => void) | undefined;

  constructor(options: ResolvedOptions, connection: Connection) {
    this.#options = options;
    this.#connection = connection;
    this.#timer = new FlushTimer(options.maxDelayUs, () => this.#flush());
    this.#backoff = new Backoff(options.minBackoffMs, options.maxBackoffMs, () => this.#connect());
  }

  /** Messages waiting in line, whatever for. */
  get queued(): number {
    let waiting = 0;
    for (const stream of this.#streams) for (const line of stream.waiting.values()) waiting += line.length;
    return this.#queue.size + waiting;
  }

  /** Messages sent and not answered, those included whose caller has given up. */
  get inFlight(): number {
    let count = 0;
    for (const stream of this.#streams) count += stream.unanswered.size;
    return count;
  }

  submit(item: PendingMessage): void {
    this.#deadlines.add(item);
    this.#queue.push(item);
    if (this.#queue.size >= this.#options.maxBatch && !this.#held) this.#flush();
    else this.#timer.arm();
  }

  /** The caller lost interest: its promise rejects with the reason. */
  abort(item: PendingMessage, reason: unknown): void {
    if (this.#settle(item)) item.reject(reason);
    this.#tellIdle();
  }

  /** Resolves once every message submitted before is settled, streams and connection are closed. */
  async close(): Promise<void> {
    if (this.#deadlines.size > 0) {
      this.#flush();
      await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    }
    this.#timer.disarm();
    this.#backoff.stop();
    const graceful = new Promise<void>((resolve) => (this.#whenStreamless = resolve));
    const patience = setTimeout(() => {
      for (const stream of [...this.#streams]) stream.abandon('The client was closed.');
    }, 1000);
    this.#current = undefined;
    for (const stream of this.#streams) stream.retire();
    if (this.#streams.size > 0) await graceful;
    clearTimeout(patience);
    clearInterval(this.#watch);
    this.#connection.close();
  }

  onAnswer(stream: MessageStream, item: PendingMessage, answer: Answer): void {
    const next = stream.waiting.size > 0 ? stream.nextWaiting(answer.id) : undefined;
    if (next) this.#requeue(next);
    const { error } = answer;
    if (error?.reason === Error_Reason.SHUTTING_DOWN && !item.settled) {
      // Not judged: another server, or the next stream, may.
      this.counts.retried++;
      this.#requeue(item);
      this.#retire(stream);
      this.#backoff.start();
      return;
    }
    this.#backoff.reset();
    if (!this.#settle(item)) return;
    this.counts.answered++;
    if (error) item.reject(new ModerationError(enumName(Error_Reason, error.reason), error.field, error.message));
    else if (answer.verdicts.length > 0) item.resolve(answer.verdicts);
    else item.reject(new ModerationError('INTERNAL', '', 'The server answered with neither verdicts nor an error.'));
  }

  onRetractions(retractions: readonly Retraction[]): void {
    const { onRetraction } = this.#options;
    if (onRetraction === undefined) return;
    // Outside of the stream's own work: what it throws is the caller's.
    for (const retraction of retractions) queueMicrotask(() => onRetraction(retraction));
  }

  onFrameDone(): void {
    if (this.#held) this.#flush();
    this.#tellIdle();
  }

  onDrain(): void {
    if (this.#held) this.#flush();
  }

  onEnd(stream: MessageStream, outcome: CallStatus): void {
    this.#streams.delete(stream);
    const wasCurrent = this.#current === stream;
    if (wasCurrent) this.#current = undefined;
    const left = [...stream.unanswered.values(), ...[...stream.waiting.values()].flat()];
    for (const item of left.reverse()) {
      if (item.settled) continue;
      if (item.sentAt > 0) this.counts.retried++;
      item.sentAt = 0;
      this.#queue.unshift(item);
    }
    if (outcome.code !== 0) {
      this.#lastFailure = new UnavailableError(`The stream broke: ${outcome.details || `status ${outcome.code}`}`);
      if (hopeless.has(outcome.code)) this.#failAll(this.#lastFailure);
    }
    if (this.#streams.size === 0) this.#whenStreamless?.();
    if (!wasCurrent) {
      if (left.length > 0) this.#flush();
    } else if (outcome.code === 0 && stream.lastAnswerAt > 0) {
      if (this.#queue.size > 0) this.#connect();
    } else {
      this.#backoff.start();
    }
  }

  #flush(): void {
    this.#timer.disarm();
    const stream = this.#current;
    if (stream === undefined) {
      this.#held = this.#queue.size > 0;
      if (this.#held && !this.#backoff.waiting) this.#connect();
      return;
    }
    let room = this.#options.maxInFlight - this.inFlight;
    while (this.#queue.size > 0 && stream.writable && room > 0) {
      const frame = this.#takeFrame(stream, Math.min(room, this.#options.maxBatch));
      if (frame.length === 0) break;
      room -= frame.length;
      this.counts.sent += frame.length;
      stream.send(frame);
    }
    this.#held = this.#queue.size > 0;
  }

  /** Takes up to `most` messages whose ids are free, as far as they fit into a frame, and marks those ids as taken. */
  #takeFrame(stream: MessageStream, most: number): PendingMessage[] {
    const frame: PendingMessage[] = [];
    let bytes = 0;
    while (frame.length < most) {
      const item = this.#queue.first;
      if (item === undefined) break;
      const { id } = item.message;
      if (stream.unanswered.has(id)) {
        this.#queue.remove(item);
        stream.wait(item);
        continue;
      }
      if (frame.length > 0 && bytes + item.bytes > frameBytes) break;
      this.#queue.remove(item);
      stream.unanswered.set(id, item);
      bytes += item.bytes;
      frame.push(item);
    }
    return frame;
  }

  #requeue(item: PendingMessage): void {
    item.sentAt = 0;
    this.#queue.unshift(item);
    this.#timer.arm();
  }

  #connect(): void {
    if (this.#connecting || this.#current !== undefined || this.#queue.size === 0) return;
    this.#connecting = true;
    this.#connection.whenReady((error) => {
      this.#connecting = false;
      if (this.#queue.size === 0 || this.#current !== undefined) return;
      if (error) {
        this.#lastFailure = new UnavailableError(`No connection to ${this.#options.address}.`, { cause: error });
        this.#backoff.start();
        return;
      }
      this.#open('reconnects');
      this.#flush();
    });
  }

  #open(why: 'reconnects' | 'renewals'): void {
    if (this.#everConnected) this.counts[why]++;
    this.#everConnected = true;
    this.#current = new MessageStream(this.#connection, this);
    this.#streams.add(this.#current);
    this.#maxAgeMs = this.#options.maxStreamAgeMs * (0.9 + Math.random() * 0.2);
    const { stallMs, maxStreamAgeMs } = this.#options;
    this.#watch ??= setInterval(() => this.#look(), Math.max(5, Math.min(stallMs, maxStreamAgeMs, 4000) / 4)).unref();
  }

  /** Renews the current stream where it is old, and gives up streams that leave messages unanswered. */
  #look(): void {
    const now = performance.now();
    const { stallMs } = this.#options;
    for (const stream of [...this.#streams]) {
      const stalled = stream.oldestMs(now) > stallMs;
      if (stream.retiredAt > 0) {
        if (now - stream.retiredAt > stallMs) stream.abandon('A stream did not end after it was closed.');
      } else if (stalled && now - stream.lastAnswerAt > stallMs) {
        stream.abandon(`The server answered nothing for ${stallMs} ms.`);
      } else if (stalled || now - stream.openedAt > this.#maxAgeMs) {
        this.#renew(stream);
      }
    }
  }

  /** New messages go to a new stream; the old one may finish what it has. */
  #renew(stream: MessageStream): void {
    this.#open('renewals');
    this.#retire(stream);
    if (this.#queue.size > 0) this.#flush();
  }

  #retire(stream: MessageStream): void {
    if (this.#current === stream) this.#current = undefined;
    stream.retire();
  }

  #expire(item: PendingMessage): void {
    if (!this.#settle(item)) return;
    this.#giveUp(item, `No server answered within ${item.timeoutMs} ms.`, this.#lastFailure);
    this.#tellIdle();
  }

  #failAll(cause: Error): void {
    for (let item = this.#queue.shift(); item; item = this.#queue.shift()) {
      if (this.#settle(item)) this.#giveUp(item, `The server refuses this client: ${cause.message}.`, cause);
    }
    this.#tellIdle();
  }

  #giveUp(item: PendingMessage, why: string, cause: Error | undefined): void {
    this.counts.unavailable++;
    if (item.whenUnavailable === 'throw') item.reject(new UnavailableError(why, { cause }));
    else item.resolve(degradedVerdicts(item.message, item.whenUnavailable, why));
  }

  /** Takes it out of line and deadlines. False: it was settled before. */
  #settle(item: PendingMessage): boolean {
    if (item.settled) return false;
    item.settled = true;
    this.#deadlines.remove(item);
    this.#queue.remove(item);
    item.forgetSignal?.();
    return true;
  }

  #tellIdle(): void {
    if (this.#whenIdle && this.#deadlines.size === 0) this.#whenIdle();
  }
}
