import type { Bar } from './bar.js';
import type { PeerResult } from './peer-run.js';
import type { Measures } from './measures.js';
import type { SetResult } from './set-result.js';
import type { Footprint } from './footprint.js';
import type { SpeedResult } from './speed.js';

/** One line of the table of results. */
export interface ResultLine {
  readonly set: string;
  /** Part of the set: a kind of disguise, a functionality, a language; '' for the whole. */
  readonly part: string;
  /** Whose figures: "Breakwater" or a peer's name. */
  readonly detector: string;
  readonly measures: Measures;
  /** CPU time of a message. */
  readonly microseconds?: number;
  /** What else must be said. */
  readonly note?: string;
}

export const OURS = 'Breakwater';

/** Everything that a run measured, as its record keeps it. */
export interface Evaluation {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly lexicon: string;
  readonly model: string;
  /** Files that were not there, so that bars are missing. */
  readonly missing: readonly string[];
  readonly peers: readonly { readonly name: string; readonly version: string; readonly setup: string }[];
  readonly bars: readonly Bar[];
  readonly lines: readonly ResultLine[];
  readonly speed?: SpeedResult;
  readonly footprint?: Footprint;
}

/** More parts than this are not broken down. */
const MOST_PARTS = 60;

/** A set's line and those of its parts, worst first where each part has one kind of case, by size else. */
export function linesOf({ set, whole, groups, microseconds }: SetResult): ResultLine[] {
  const line = (part: string, measures: Measures): ResultLine => ({ set: set.name, part, detector: OURS, measures });
  const parts = groups.size > 1 && groups.size <= MOST_PARTS ? [...groups] : [];
  const accuracy = (measures: Measures) => measures.accuracy ?? 0;
  return [
    microseconds === undefined ? line('', whole) : { ...line('', whole), microseconds },
    ...parts.sort(([, a], [, b]) => accuracy(a) - accuracy(b)).map(([part, measures]) => line(part, measures)),
  ];
}

/** A peer's line. */
export function peerLine({ peer, set, measures, microseconds, threw, hung, open }: PeerResult): ResultLine {
  const notes = [
    ...(threw > 0 ? [`threw on ${threw}`] : []),
    ...(hung > 0 ? [`hung on ${hung}`] : []),
    ...(open > 0 ? [`${open} not reached in time`] : []),
  ];
  const line = { set, part: '', detector: peer, measures, microseconds };
  return notes.length === 0 ? line : { ...line, note: notes.join(', ') };
}
