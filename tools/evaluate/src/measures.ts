import type { Outcome } from './case.js';

/** How many of what was expected and found. */
export interface Counts {
  readonly caught: number;
  readonly missed: number;
  readonly falseAlarms: number;
  readonly quiet: number;
}

/** An outcome beside what was expected. */
export interface Judged extends Outcome {
  readonly expected: boolean;
}

/** Shares from 0 to 1; undefined where the set has nothing to divide by. */
export interface Measures extends Counts {
  readonly n: number;
  /** Share of those to flag that were flagged. */
  readonly recall: number | undefined;
  /** Share of the flagged that were to flag. */
  readonly precision: number | undefined;
  /** Share of those not to flag that were flagged. */
  readonly falseAlarmRate: number | undefined;
  readonly f1: number | undefined;
  readonly accuracy: number | undefined;
  /** Mean of the F1 of flagging and the F1 of leaving alone. */
  readonly macroF1: number | undefined;
  /** Average precision; undefined unless both kinds of case and more than two scores occur. */
  readonly prAuc: number | undefined;
}

/** All measures of a list. O(n log n) for the average precision. */
export function measure(judged: readonly Judged[]): Measures {
  const number = (expected: boolean, flagged: boolean) =>
    judged.reduce((sum, each) => sum + Number(each.expected === expected && each.flagged === flagged), 0);
  const counts = {
    caught: number(true, true),
    missed: number(true, false),
    falseAlarms: number(false, true),
    quiet: number(false, false),
  };
  return measuresOf(counts, averagePrecision(judged));
}

/** The measures that follow from counts. */
export function measuresOf(counts: Counts, prAuc?: number): Measures {
  const { caught, missed, falseAlarms, quiet } = counts;
  const n = caught + missed + falseAlarms + quiet;
  const f1 = f1Of(caught, falseAlarms, missed);
  const f1OfQuiet = f1Of(quiet, missed, falseAlarms);
  return {
    ...counts,
    n,
    recall: share(caught, caught + missed),
    precision: share(caught, caught + falseAlarms),
    falseAlarmRate: share(falseAlarms, falseAlarms + quiet),
    f1,
    accuracy: share(caught + quiet, n),
    macroF1: f1 === undefined || f1OfQuiet === undefined ? undefined : (f1 + f1OfQuiet) / 2,
    prAuc,
  };
}

/** Part of whole; undefined for part of nothing. */
export function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/** Harmonic mean of precision and recall; undefined where no case of the kind exists, 0 where none was found. */
function f1Of(hits: number, wrong: number, missed: number): number | undefined {
  return hits + missed === 0 ? undefined : (2 * hits) / (2 * hits + wrong + missed);
}

/**
 * Average precision: the sum over thresholds of (recall gained) x (precision there). Cases of equal score stand or fall
 * together, so the order of a file changes nothing. Undefined unless both kinds of case and more than two scores occur.
 */
export function averagePrecision(judged: readonly Judged[]): number | undefined {
  const positives = judged.filter(({ expected }) => expected).length;
  if (positives === 0 || positives === judged.length) return undefined;
  const sorted = [...judged].sort((a, b) => b.score - a.score);
  let taken = 0;
  let hits = 0;
  let sum = 0;
  let thresholds = 0;
  for (let i = 0; i < sorted.length;) {
    const { score } = sorted[i]!;
    let gained = 0;
    for (; i < sorted.length && sorted[i]!.score === score; i++) {
      taken++;
      if (sorted[i]!.expected) gained++;
    }
    hits += gained;
    sum += (gained / positives) * (hits / taken);
    thresholds++;
  }
  return thresholds > 2 ? sum : undefined;
}

/** Middle value; of an even number the upper one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
