import {
  Degradation_Mark,
  Verdict_Action,
  Verdict_Durability,
  type Message,
  type Verdict,
} from '@breakwater/contracts';
import type { CounterChild, Instruments } from '@breakwater/metrics';
import { DatabaseError } from './database-error.js';
import type { Database } from './database.js';
import { actionNames, decisionOf } from './decision-of.js';
import { RecordQueue } from './record-queue.js';
import type { Decision } from './decision.js';
import type { RetractionRecord } from './retraction-record.js';
import { silent, type Log } from './log.js';
import { uuidV7Generator } from './uuid-v7.js';

/** The part of a Database that recording needs. */
export interface DecisionDatabase {
  readonly decisions: { insert(rows: readonly Decision[]): Promise<number> };
  readonly retractions: { insert(rows: readonly RetractionRecord[]): Promise<number> };
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DecisionRecorderOptions {
  /**
   * Connects, for instance `() => openDatabase(options)`. Called in the background, again and again until it succeeds,
   * and anew where an exchange got no answer; the recorder owns what it got and closes it.
   */
  readonly connect: () => Promise<Pick<Database, 'ping' | 'close'> & DecisionDatabase>;
  readonly metrics: Instruments;
  /** Decisions that may wait. */
  readonly capacity: number;
  /** Share of ALLOW verdicts that is recorded, 0 to 1. */
  readonly allowSampleRate: number;
  /** Whether texts are kept. */
  readonly storeText: boolean;
  readonly log?: Log;
  /** Rows of one statement at most: 500. So many waiting start a write at once. */
  readonly batchSize?: number;
  /** Time between writes of fewer: 200 ms. */
  readonly flushIntervalMs?: number;
  /** First and longest pause while the database is away: 100 ms and 5 s, doubled in between, halved at random. */
  readonly backoffMs?: { readonly first: number; readonly longest: number };
  /** An exchange with the database that takes longer has failed; the connections are given up for new ones: 15 s. */
  readonly exchangeTimeoutMs?: number;
  /** For tests. */
  readonly random?: () => number;
}

/** A retraction that has no id yet. */
export type NewRetraction = Omit<RetractionRecord, 'id' | 'foundAt'>;

/** One table and what waits for it. */
interface Lane<Row extends { readonly id: string }> {
  readonly queue: RecordQueue<Row>;
  insert(database: DecisionDatabase, rows: readonly Row[]): Promise<number>;
  readonly recorded: CounterChild;
  lost(row: Row, reason: DropReason): void;
}

/** What became of the decisions and retractions that were waiting. */
export interface DrainResult {
  readonly written: number;
  readonly lost: number;
}

/** Why a row was lost. */
type DropReason = 'queue_full' | 'rejected' | 'shutdown';

/** An idle recorder asks the database this often whether it is there. */
const idlePingMs = 5000;

/**
 * Records verdicts in the database, off the hot path: `record` puts them into a bounded queue in memory, and a
 * background loop writes batches, in order, each until it succeeds (idempotent by id). The gateway serves whether or
 * not there is a database. This class is the seam for a durable journal: one that takes its place between `record`
 * and the loop turns BUFFERED into DURABLE, and nothing else changes.
 */
export class DecisionRecorder {
  private readonly decisions: Lane<Decision>;
  private readonly retractions: Lane<RetractionRecord>;
  private readonly lanes: readonly Lane<never>[];
  private readonly nextId = uuidV7Generator();
  private readonly random: () => number;
  private readonly log: Log;
  private readonly batchSize: number;
  private readonly dropped: Readonly<Record<DropReason, readonly CounterChild[]>>;
  private readonly count;
  private database: DecisionDatabase | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private draining: Promise<DrainResult> | undefined;
  private failuresInARow = 0;
  private lastContact = 0;
  private isConnected = false;
  private written = 0;
  private saidFull = false;
  /** Set when a drain is over: what still runs touches neither queue nor counters any more. */
  private over = false;

  constructor(private readonly options: DecisionRecorderOptions) {
    const { metrics } = options;
    this.random = options.random ?? Math.random;
    this.log = options.log ?? silent;
    this.batchSize = options.batchSize ?? 500;
    const perAction = (reason: DropReason) =>
      actionNames.map((action) => metrics.decisionsDropped.child({ action: action.toLowerCase(), reason }));
    this.dropped = {
      queue_full: perAction('queue_full'),
      rejected: perAction('rejected'),
      shutdown: perAction('shutdown'),
    };
    const retractionsDropped = metrics.retractionsDropped.child({ at: 'record' });
    this.decisions = {
      queue: new RecordQueue(options.capacity),
      insert: (database, rows) => database.decisions.insert(rows),
      recorded: metrics.decisionsRecorded.child({}),
      lost: ({ action }, reason) => this.dropped[reason][actionNames.indexOf(action)]?.inc(),
    };
    this.retractions = {
      queue: new RecordQueue(options.capacity),
      insert: (database, rows) => database.retractions.insert(rows),
      recorded: metrics.retractions.child({ to: 'record' }),
      lost: () => retractionsDropped.inc(),
    };
    // Decisions first: a retraction names those of its messages.
    this.lanes = [this.decisions, this.retractions] as unknown as readonly Lane<never>[];
    this.count = {
      failures: metrics.decisionInsertFailures.child({}),
      duration: metrics.decisionInsertDuration.child({}),
    };
    metrics.decisionQueueCapacity.child({}).set(options.capacity);
    metrics.decisionQueueDepth.child({}).readWith(() => this.decisions.queue.length);
    metrics.decisionQueueOldestAge.child({}).readWith(() => {
      const { oldest } = this.decisions.queue;
      return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.decidedAt.getTime()) / 1000;
    });
    metrics.databaseUp.child({}).readWith(() => Number(this.isConnected));
  }

  /** Whether the last exchange with the database (a write, or a ping every 5 s without one) succeeded. */
  get connected(): boolean {
    return this.isConnected;
  }

  /** Decisions that wait. */
  get depth(): number {
    return this.decisions.queue.length;
  }

  /** Rows that wait, retractions too. */
  private get waiting(): number {
    return this.decisions.queue.length + this.retractions.queue.length;
  }

  /** Begins to connect and to write, in the background. Its timer does not keep the process alive. */
  start(): void {
    this.schedule(0);
  }

  /**
   * Records a verdict if it is to be recorded: every one but ALLOW, and of those the sampled share. Sets decisionId and
   * durability BUFFERED; where the queue is full or the recorder is draining, leaves both and adds the degradation mark
   * NOT_RECORDED. Call it once per verdict, before it is encoded; topics, hits and reasons must not change afterwards.
   * Synchronous, never throws; some microseconds for a recorded verdict, no allocation for another.
   */
  record(message: Message, verdict: Verdict): void {
    if (verdict.action === Verdict_Action.ALLOW && this.random() >= this.options.allowSampleRate) return;
    const { queue } = this.decisions;
    if (queue.isFull || this.draining !== undefined) {
      this.drop(verdict);
      return;
    }
    const id = this.nextId();
    queue.push(decisionOf(message, verdict, id, Date.now(), this.options.storeText));
    verdict.decisionId = id;
    verdict.durability = Verdict_Durability.BUFFERED;
    this.hurry(queue.length);
  }

  /**
   * Records a retraction, found now. Where the queue of retractions is full or the recorder is draining, it is counted
   * as lost and `recorded` is false; the id is good all the same.
   */
  recordRetraction(retraction: NewRetraction): {
    readonly id: string;
    readonly foundAt: Date;
    readonly recorded: boolean;
  } {
    const row = { ...retraction, id: this.nextId(), foundAt: new Date() };
    const { id, foundAt } = row;
    const { queue } = this.retractions;
    if (queue.isFull || this.draining !== undefined) {
      this.retractions.lost(row, this.draining === undefined ? 'queue_full' : 'shutdown');
      return { id, foundAt, recorded: false };
    }
    queue.push(row);
    this.hurry(queue.length);
    return { id, foundAt, recorded: true };
  }

  /**
   * Takes no more decisions, writes those that wait, for at most `deadlineMs`, and closes the database. Never throws.
   * What is lost is counted, also in the metrics; a batch that the database was still busy with counts as lost.
   */
  drain(deadlineMs: number): Promise<DrainResult> {
    this.draining ??= this.finish(deadlineMs);
    return this.draining;
  }

  /** Does not wait for the next flush where a batch is full. */
  private hurry(waiting: number): void {
    if (waiting === this.batchSize && this.timer !== undefined && this.failuresInARow === 0) this.schedule(0);
  }

  private drop(verdict: Verdict): void {
    const reason = this.draining === undefined ? 'queue_full' : 'shutdown';
    this.dropped[reason][verdict.action]?.inc();
    verdict.degraded = [...verdict.degraded, Degradation_Mark.NOT_RECORDED];
    if (this.saidFull) return;
    this.saidFull = true;
    const why = reason === 'shutdown' ? 'the recorder is shutting down' : 'the queue is full';
    this.log.warn({ reason, capacity: this.options.capacity }, `decisions are not recorded: ${why}`);
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.running = this.turn();
    }, delayMs).unref();
  }

  /** One round of the loop. Never rejects. */
  private async turn(): Promise<void> {
    const delayMs = (await this.exchange()) ? (this.options.flushIntervalMs ?? 200) : this.backoff();
    if (this.draining === undefined) this.schedule(delayMs);
  }

  /** Writes all that waits, or asks whether the database is there. @returns whether it worked */
  private async exchange(): Promise<boolean> {
    try {
      const database = (this.database ??= await this.connect());
      if (this.over) {
        await this.close();
        return true;
      }
      if (this.waiting === 0) {
        if (this.isConnected && performance.now() - this.lastContact < idlePingMs) return true;
        await this.inTime(database.ping());
        this.onContact();
      }
      for (const { queue, ...lane } of this.lanes) {
        while (queue.length > 0) {
          const batch = queue.peek(this.batchSize);
          await this.write(database, lane, batch);
          if (this.over) return true;
          queue.remove(batch.length);
          this.onContact();
        }
      }
      this.saidFull = false;
      return true;
    } catch (error) {
      if (!this.over) this.onFailure(error);
      return false;
    }
  }

  private async connect(): Promise<DecisionDatabase> {
    const connecting = this.options.connect();
    try {
      return await this.inTime(connecting);
    } catch (error) {
      if (error instanceof NoAnswer) void connecting.then((late) => this.discard(late)).catch(() => undefined);
      throw error;
    }
  }

  /** @throws NoAnswer where `work` takes too long: it goes on, but nobody waits for it. */
  private async inTime<Result>(work: Promise<Result>): Promise<Result> {
    const limitMs = this.options.exchangeTimeoutMs ?? 15_000;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        work,
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new NoAnswer(limitMs)), limitMs).unref();
        }),
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Writes rows; where one of them is at fault, finds it by halves, so that the others are kept. */
  private async write<Row extends { readonly id: string }>(
    database: DecisionDatabase,
    lane: Omit<Lane<Row>, 'queue'>,
    rows: readonly Row[],
  ): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.inTime(lane.insert(database, rows));
      if (this.over) return;
      // Also those that are there already: an earlier try that got no answer may have written them.
      lane.recorded.inc(rows.length);
      this.count.duration.observe((performance.now() - startedAt) / 1000);
      this.written += rows.length;
    } catch (error) {
      if (this.over || !(error instanceof DatabaseError && error.isDataFault)) throw error;
      if (rows.length > 1) {
        const middle = rows.length >>> 1;
        await this.write(database, lane, rows.slice(0, middle));
        if (this.over) return;
        await this.write(database, lane, rows.slice(middle));
        return;
      }
      const [row] = rows;
      lane.lost(row!, 'rejected');
      this.log.error({ id: row!.id, code: error.code }, `a record is lost. ${error.message}`);
    }
  }

  private onContact(): void {
    this.lastContact = performance.now();
    if (!this.isConnected) this.log.info({ waiting: this.waiting }, 'decisions reach the database');
    this.isConnected = true;
    this.failuresInARow = 0;
  }

  private onFailure(error: unknown): void {
    this.count.failures.inc();
    this.failuresInARow += 1;
    if (this.isConnected || this.failuresInARow === 1) {
      const why = error instanceof Error ? error.message : String(error);
      this.log.warn({ waiting: this.waiting }, `decisions wait, and writing them is tried again. ${why}`);
    }
    this.isConnected = false;
    if (error instanceof NoAnswer && this.database !== undefined) {
      void this.discard(this.database);
      this.database = undefined;
    }
  }

  private backoff(): number {
    const { first, longest } = this.options.backoffMs ?? { first: 100, longest: 5000 };
    return Math.min(first * 2 ** (this.failuresInARow - 1), longest) * (0.5 + 0.5 * this.random());
  }

  private async finish(deadlineMs: number): Promise<DrainResult> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const before = this.written;
    let ring = (): void => undefined;
    const deadline = new Promise<void>((resolve) => (ring = resolve));
    const timer = setTimeout(() => ring(), deadlineMs);
    const writing = async (): Promise<void> => {
      // What runs now holds rows of the queue; with an empty one it may be a connect that nobody needs any more.
      if (this.waiting > 0) await this.running;
      while (!this.over && this.waiting > 0 && !(await this.exchange())) await pause(this.backoff());
    };
    await Promise.race([deadline, writing()]);
    this.over = true;
    let lost = 0;
    for (const { queue, lost: count } of this.lanes) {
      const left = queue.peek(queue.length);
      queue.remove(left.length);
      lost += left.length;
      for (const row of left) count(row, 'shutdown');
    }
    const written = this.written - before;
    await Promise.race([deadline, this.close()]);
    clearTimeout(timer);
    return { written, lost };
  }

  private async close(): Promise<void> {
    if (this.database !== undefined) await this.discard(this.database);
  }

  private async discard(database: DecisionDatabase): Promise<void> {
    try {
      await database.close();
    } catch (error) {
      this.log.warn({}, `the database connection did not close cleanly. ${String(error)}`);
    }
  }
}

class NoAnswer extends Error {
  constructor(limitMs: number) {
    super(`The database gave no answer in ${limitMs / 1000} s.`);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
