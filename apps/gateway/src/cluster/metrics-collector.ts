import type { Worker } from 'node:cluster';
import { aggregate, catalogue, createMetrics, type Snapshot } from '@breakwater/metrics';
import type { ToPrimary } from './messages.js';
import type { WorkerPool } from './worker-pool.js';

/** A worker that is busy or dying must not hold up the others' numbers. */
const timeoutMs = 2000;

const countedHere: ReadonlySet<string> = new Set([catalogue.workerRestarts.name]);

interface Collection {
  readonly parts: Snapshot[];
  /** Workers that have not answered yet. */
  readonly missing: Set<number>;
  readonly done: () => void;
}

/** The primary's side of /metrics: collects a snapshot from every worker, merges them, answers the one that asked. */
export class MetricsCollector {
  /** What the primary itself counts. */
  private readonly own = createMetrics({ processMetrics: false });
  private readonly collections = new Map<number, Collection>();
  private lastRequest = 0;

  constructor(private readonly pool: WorkerPool) {}

  /** Counts a worker that died and is replaced. */
  workerRestarted(): void {
    this.own.workerRestarts.child({}).inc();
  }

  async handle(worker: Worker, message: ToPrimary): Promise<void> {
    if (message.kind === 'collected') {
      const collection = this.collections.get(message.request);
      if (collection?.missing.delete(worker.id)) collection.parts.push(message.snapshot);
      if (collection?.missing.size === 0) collection.done();
    }
    if (message.kind === 'scrape') {
      const text = await aggregate([await this.ofPrimary(), ...(await this.ofWorkers())]);
      this.pool.send(worker, { kind: 'metrics', request: message.request, text });
    }
  }

  private async ofWorkers(): Promise<Snapshot[]> {
    const request = (this.lastRequest += 1);
    const workers = this.pool.serving;
    const parts: Snapshot[] = [];
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((done) => {
      timer = setTimeout(done, timeoutMs);
      this.collections.set(request, { parts, missing: new Set(workers.map(({ id }) => id)), done });
      for (const worker of workers) this.pool.send(worker, { kind: 'collect', request });
    });
    clearTimeout(timer);
    this.collections.delete(request);
    return parts;
  }

  /** Only what the primary counts: its zeros for the rest would spoil the smallest and the largest. */
  private async ofPrimary(): Promise<Snapshot> {
    return (await this.own.snapshot()).filter(({ name }) => countedHere.has(name));
  }
}
