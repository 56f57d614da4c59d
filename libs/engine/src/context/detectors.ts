import type { Grade } from '../lexicon-entry.js';
import type { Runnable } from './steps.js';
import type { Item } from './unit-pattern.js';

/** Told of a detect rule that matches, with its place in the original text. */
export type RuleReport = (name: string, grades: readonly Grade[], start: number, end: number) => void;

/** A detect rule; its anchor is the item whose words are the rarest. */
export interface Detector extends Runnable {
  readonly name: string;
  readonly grades: readonly Grade[];
  readonly needs: Int32Array;
}

/** Numbers of a need: classes as two words of bits, and two signatures of words, see TextReader.seen. */
const NEED = 4;

const NOTHING = new Int32Array(0);

/** What a text must have for a pattern to match: a need for each item that can't be left out, the rarest first. */
export function needsOf(items: readonly Item[], anchor: number): Int32Array {
  const needed = items.filter((item, at) => item.kind === 'unit' && !item.optional && at !== anchor);
  return Int32Array.from(
    needed
      .map((item) => item as Extract<Item, { kind: 'unit' }>)
      .sort((a, b) => b.rarity - a.rarity || 0)
      .flatMap(({ low, high, first, second }) => [low, high, first, second]),
  );
}

/** Whether a text has what some needs, from one index to before another, ask for. @param seen see TextReader.seen */
export function hasAll(seen: Int32Array, needs: Int32Array, from = 0, to = needs.length): boolean {
  for (let i = from; i < to; i += NEED) {
    if ((needs[i]! & seen[0]!) | (needs[i + 1]! & seen[1]!)) continue;
    if ((needs[i + 2]! & seen[2]!) === 0 || (needs[i + 3]! & seen[3]!) === 0) return false;
  }
  return true;
}

/**
 * Detectors that start at the same units. Their needs lie in a row, so that the many that can't match cost a text no
 * more than reading these.
 */
export class DetectorList {
  private readonly needs: Int32Array;
  /** Where in `needs` those of a detector begin; one more for the end. */
  private readonly starts: Int32Array;

  /** @param met whether the text at hand is known to have what they need */
  constructor(
    readonly detectors: readonly Detector[],
    met = false,
  ) {
    const needs = detectors.map((detector) => (met ? NOTHING : detector.needs));
    this.starts = new Int32Array(detectors.length + 1);
    for (const [i, { length }] of needs.entries()) this.starts[i + 1] = this.starts[i]! + length;
    this.needs = new Int32Array(this.starts[detectors.length]!);
    for (const [i, own] of needs.entries()) this.needs.set(own, this.starts[i]);
  }

  /** Place in `detectors` of the first from one on for which a text has what it needs; -1 where there is none. */
  next(seen: Int32Array, from: number): number {
    const { needs, starts } = this;
    for (let i = from; i + 1 < starts.length; i++) if (hasAll(seen, needs, starts[i], starts[i + 1])) return i;
    return -1;
  }

  /** Those for which a text has what they need. */
  possible(seen: Int32Array): Detector[] {
    const { needs, starts } = this;
    return this.detectors.filter((_, i) => hasAll(seen, needs, starts[i], starts[i + 1]));
  }
}

export const NO_DETECTORS = new DetectorList([]);
