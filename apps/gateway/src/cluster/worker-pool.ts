import cluster, { type Worker } from 'node:cluster';
import { StartupError, type Logger } from '@breakwater/service-kit';
import type { PeerAddress } from '../peers/peers.js';
import type { ToPrimary, ToWorker } from './messages.js';
import type { PeerDirectory } from './peer-directory.js';

export interface WorkerPoolOptions {
  readonly count: number;
  /** What every worker, also a later replacement, begins with. */
  readonly start: Omit<Extract<ToWorker, { kind: 'start' }>, 'slot' | 'workers' | 'address'>;
  /** Where workers listen for each other; undefined where they do not. */
  readonly peers: PeerDirectory | undefined;
  /** Everything but ready and refused, which the pool handles itself. */
  readonly onMessage: (worker: Worker, message: ToPrimary) => void;
  /** A worker died after the start and will be replaced. */
  readonly onRestart: () => void;
  readonly log: Logger;
}

/** A worker that lived this long starts its count of crashes anew. */
const healthyMs = 60_000;
/**
 * V8 by itself lets the garbage of short-lived calls grow to several times what lives: 420 MB resident under load. A
 * small young generation and an early collection of the old one keep it below 250 MB, at the same rates.
 */
const workerFlags = ['--max-semi-space-size=8', '--heap-growing-percent=40'];
const firstBackoffMs = 100;
const longestBackoffMs = 10_000;

/**
 * The worker processes: started together, replaced one by one when they die (after 0.1 s, doubled with each crash in a
 * row up to 10 s), drained together.
 */
export class WorkerPool {
  /** Workers that answer, and where the others find them. */
  private readonly ready = new Map<Worker, PeerAddress>();
  private readonly waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private crashesInARow = 0;
  private started = false;
  private draining = false;

  constructor(private readonly options: WorkerPoolOptions) {}

  /** Workers that answer. */
  get serving(): readonly Worker[] {
    return [...this.ready.keys()];
  }

  /**
   * Forks all workers and waits until each answers.
   * @throws StartupError when one refuses to start or dies before it answers.
   */
  async start(): Promise<void> {
    cluster.setupPrimary({ execArgv: [...process.execArgv, ...workerFlags] });
    const all = new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }));
    for (let index = 0; index < this.options.count; index += 1) this.fork(index);
    await all;
    this.started = true;
  }

  /**
   * Asks every worker to answer what is in flight and exit.
   * @returns true when all did with exit code 0 within `timeoutMs`; false when some were killed or failed.
   */
  async drain(timeoutMs: number): Promise<boolean> {
    this.draining = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    let clean = true;
    const exits = workers.map(
      (worker) =>
        new Promise<void>((resolve) => {
          worker.once('exit', (code) => {
            if (code !== 0) clean = false;
            resolve();
          });
          if (worker.isDead()) resolve();
          else this.send(worker, { kind: 'drain' });
        }),
    );
    const timer = setTimeout(() => this.kill(), timeoutMs);
    await Promise.all(exits);
    clearTimeout(timer);
    return clean;
  }

  /** Ends every worker at once. */
  kill(): void {
    this.draining = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL');
  }

  send(worker: Worker, message: ToWorker): void {
    // A worker that is just dying cannot be told anything; its exit is handled where exits are.
    if (worker.isConnected()) worker.send(message, () => undefined);
  }

  private fork(slot: number): void {
    const bornAt = Date.now();
    const { start, count, peers } = this.options;
    const address = peers?.draw();
    const worker = cluster.fork();
    worker.on('online', () => this.send(worker, { ...start, slot, workers: count, address }));
    worker.on('message', (message: ToPrimary) => {
      if (message.kind === 'ready') this.onReady(worker, { slot, address: address ?? '' });
      else if (message.kind === 'refused') this.fail(new StartupError(message.sentence, message.exitCode));
      else this.options.onMessage(worker, message);
    });
    worker.on('error', (error) =>
      this.options.log.error({ err: error, workerPid: worker.process.pid }, 'worker error'),
    );
    worker.on('exit', (code, signal) => {
      if (this.ready.delete(worker)) this.introduce([{ slot, address: '' }], this.serving);
      if (!this.draining) this.onCrash(worker, slot, code, signal, Date.now() - bornAt);
    });
  }

  private onReady(worker: Worker, peer: PeerAddress): void {
    this.ready.set(worker, peer);
    if (this.started) {
      this.introduce([...this.ready.values()], [worker]);
      this.introduce(
        [peer],
        this.serving.filter((other) => other !== worker),
      );
    } else if (this.ready.size === this.options.count) {
      // All at once: one by one, that would be as many messages as there are pairs.
      this.introduce([...this.ready.values()], this.serving);
      for (const { resolve } of this.waiting.splice(0)) resolve();
    }
  }

  private introduce(peers: readonly PeerAddress[], to: readonly Worker[]): void {
    if (this.options.peers === undefined) return;
    for (const worker of to) this.send(worker, { kind: 'peers', peers });
  }

  private onCrash(worker: Worker, slot: number, code: number, signal: string | null, livedMs: number): void {
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    if (!this.started) {
      this.fail(new StartupError(`A worker process ended with ${how} before it answered; its log says why.`, 1));
      return;
    }
    this.crashesInARow = livedMs > healthyMs ? 1 : this.crashesInARow + 1;
    const delayMs = Math.min(firstBackoffMs * 2 ** (this.crashesInARow - 1), longestBackoffMs);
    this.options.log.error({ workerPid: worker.process.pid, how, delayMs }, 'worker died; starting another');
    this.options.onRestart();
    setTimeout(() => {
      if (!this.draining) this.fork(slot);
    }, delayMs);
  }

  private fail(error: StartupError): void {
    if (this.started) {
      this.options.log.error({ err: error }, 'a replaced worker refuses to start');
      return;
    }
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
