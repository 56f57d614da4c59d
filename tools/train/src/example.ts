import { LABEL_COUNT, LABELS, type Label } from '@breakwater/engine';

/** What a text is for: weights are learned from `train`, calibration from `calibrate`, figures come from `test`. */
export type Split = 'train' | 'calibrate' | 'test';

/** A text and what is known about it. */
export interface Example {
  readonly text: string;
  /** ISO 639-1 code. */
  readonly language: string;
  /** Set that it comes from, as figures name it. */
  readonly set: string;
  readonly split: Split;
  /** Probability of each label, NaN where the set says nothing about it. */
  readonly targets: Float32Array;
  /** How much the text counts in training. */
  readonly weight: number;
  /** Everyday chat that names no group and quotes nobody: what false alarms are counted on. */
  readonly ordinary?: boolean;
}

export type Known = Partial<Record<Label, number | undefined>>;

/** Targets of the labels that are known; the others are unknown. */
export function targetsOf(known: Known): Float32Array {
  const targets = new Float32Array(LABEL_COUNT).fill(NaN);
  for (const [i, label] of LABELS.entries()) targets[i] = known[label] ?? NaN;
  return targets;
}
