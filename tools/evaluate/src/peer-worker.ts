/**
 * A peer in a thread of its own, so that one that hangs can be ended. Judges texts in the order given, writes one
 * state a text and how far it is into shared memory, and reports its CPU time.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PEERS } from './peers.js';

/** What became of a text. */
export const PeerState = { OPEN: 0, QUIET: 1, FLAGGED: 2, THREW: 3, HUNG: 4 } as const;

/** What the thread is started with. */
export interface PeerTask {
  readonly peer: string;
  readonly texts: readonly string[];
  /** Positions in `texts`, in the order to judge them. */
  readonly order: Int32Array<SharedArrayBuffer>;
  /** One PeerState per text. */
  readonly states: Uint8Array<SharedArrayBuffer>;
  /** [0] place in `order` that is being judged. */
  readonly progress: Int32Array<SharedArrayBuffer>;
  /** CPU time after which the rest stays open. */
  readonly budgetMs: number;
}

const TEXTS_PER_LOOK = 16;

if (parentPort !== null) {
  const port = parentPort;
  const { peer, texts, order, states, progress, budgetMs } = workerData as PeerTask;
  const judge = await PEERS.find(({ name }) => name === peer)!.open();
  const started = process.threadCpuUsage();
  const first = progress[0]!;
  for (let place = first; place < order.length; place++) {
    Atomics.store(progress, 0, place);
    const at = order[place]!;
    try {
      states[at] = judge(texts[at]!) ? PeerState.FLAGGED : PeerState.QUIET;
    } catch {
      states[at] = PeerState.THREW;
    }
    // Asking for the time costs as much as a fast peer takes for a text.
    if (place % TEXTS_PER_LOOK !== 0) continue;
    if (process.threadCpuUsage(started).user > budgetMs * 1000) break;
  }
  const { user, system } = process.threadCpuUsage(started);
  port.postMessage(user + system);
}
