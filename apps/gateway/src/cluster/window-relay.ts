import type { Worker } from 'node:cluster';
import type { CounterChild, Metrics } from '@breakwater/metrics';
import type { ToPrimary } from './messages.js';
import type { WorkerPool } from './worker-pool.js';

/** Batches on their way to one worker before further ones are dropped: it does not read, or is dying. */
const mostOnTheWay = 32;

/**
 * The primary's side of the window over channels: passes notes to the worker that owns their channel, and retractions
 * to all workers but the one that found them. Keeps nothing and waits for nobody.
 */
export class WindowRelay {
  private readonly onTheWay = new WeakMap<Worker, number>();
  private readonly ownerAway: CounterChild;
  private readonly full: CounterChild;

  constructor(
    private readonly pool: WorkerPool,
    metrics: Metrics,
  ) {
    this.ownerAway = metrics.windowDropped.child({ reason: 'owner_away' });
    this.full = metrics.windowDropped.child({ reason: 'queue_full' });
  }

  handle(worker: Worker, message: ToPrimary): void {
    if (message.kind === 'notes') {
      const { slot, notes } = message;
      const owner = this.pool.inSlot(slot);
      if (owner === undefined) this.ownerAway.inc(notes.length);
      else if (!this.pass(owner, { kind: 'notes', notes })) this.full.inc(notes.length);
    }
    if (message.kind === 'retractions') {
      for (const other of this.pool.serving) {
        if (other !== worker) this.pass(other, { kind: 'retractions', retractions: message.retractions });
      }
    }
  }

  private pass(to: Worker, message: Parameters<WorkerPool['send']>[1]): boolean {
    const before = this.onTheWay.get(to) ?? 0;
    if (before >= mostOnTheWay) return false;
    this.onTheWay.set(to, before + 1);
    this.pool.send(to, message, () => this.onTheWay.set(to, (this.onTheWay.get(to) ?? 1) - 1));
    return true;
  }
}
