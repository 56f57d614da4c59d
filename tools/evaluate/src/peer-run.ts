import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EvaluationSet } from './case.js';
import { measure, type Measures } from './measures.js';
import { PeerState, type PeerTask } from './peer-worker.js';

/** What a peer did on a set. */
export interface PeerResult {
  readonly peer: string;
  readonly set: string;
  /** Over the texts it was asked about. */
  readonly measures: Measures;
  readonly microseconds: number;
  readonly threw: number;
  readonly hung: number;
  /** Texts of the set that its time did not suffice for; those it was asked about are a random part. */
  readonly open: number;
}

/** CPU time of a peer on one set. */
const BUDGET_MS = 6000;
/** A text that takes longer than this hangs. */
const HANG_MS = 5000;
/** After so many the rest of a set stays open. */
const MOST_HANGS = 3;

/** Runs a peer over a set in a thread. */
export async function judgeByPeer(peer: string, set: EvaluationSet): Promise<PeerResult> {
  const texts = set.cases.map(({ text }) => text);
  const order = shuffled(texts.length);
  const states = new Uint8Array(new SharedArrayBuffer(texts.length));
  const progress = new Int32Array(new SharedArrayBuffer(4));
  let hung = 0;
  let microseconds = 0;
  for (;;) {
    const task: PeerTask = { peer, texts, order, states, progress, budgetMs: BUDGET_MS };
    const spent = await run(task);
    if (spent !== undefined) {
      microseconds += spent;
      break;
    }
    states[order[progress[0]!]!] = PeerState.HUNG;
    progress[0]!++;
    hung++;
    if (hung === MOST_HANGS || progress[0]! >= texts.length) break;
  }
  const asked = set.cases
    .map(({ expected }, index) => ({ expected, state: states[index]! }))
    .filter(({ state }) => state !== PeerState.OPEN);
  const judged = asked
    .filter(({ expected }) => expected !== undefined)
    .map(({ expected, state }) => ({ expected: expected!, flagged: state === PeerState.FLAGGED, score: 0 }));
  return {
    peer,
    set: set.name,
    measures: measure(judged),
    microseconds: asked.length === 0 ? 0 : microseconds / asked.length,
    threw: asked.filter(({ state }) => state === PeerState.THREW).length,
    hung,
    open: texts.length - asked.length,
  };
}

/** CPU microseconds, or undefined where it hung. */
async function run(task: PeerTask): Promise<number | undefined> {
  const worker = new Worker(new URL('./peer-worker.js', import.meta.url), { workerData: task });
  let spent: number | undefined;
  let hangs = false;
  let last = -1;
  const watch = setInterval(() => {
    const now = Atomics.load(task.progress, 0);
    if (now === last && spent === undefined) {
      hangs = true;
      void worker.terminate();
    }
    last = now;
  }, HANG_MS);
  worker.on('message', (microseconds: number) => (spent = microseconds));
  try {
    await once(worker, 'exit');
  } finally {
    clearInterval(watch);
  }
  return hangs ? undefined : spent;
}

/** Positions in an order that looks random and is always the same (a linear congruential generator). */
function shuffled(length: number): Int32Array<SharedArrayBuffer> {
  const order = new Int32Array(new SharedArrayBuffer(length * 4));
  for (let i = 0; i < length; i++) order[i] = i;
  let seed = 1;
  for (let i = length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
