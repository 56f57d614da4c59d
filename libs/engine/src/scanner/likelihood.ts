import { LABELS, type Label } from '../classifier/index.js';
import type { Grade } from '../lexicon-entry.js';

/** From which probability a label says which severity of its topic; both rise, so more likely is never milder. */
interface Steps {
  readonly topic: string;
  readonly steps: readonly (readonly [probability: number, severity: number])[];
  /** Says so only where a group is named: without one it is no hate. */
  readonly group?: true;
}

/**
 * The one table between the classifier and severities. "toxic" names no topic of its own: it is what the others have in
 * common. Severity 5 (flagged) is asked for where about one ordinary chat line in ten thousand would reach it; vulgarity and
 * spam are told by words and rates, so the classifier stays below that.
 */
const TABLE: Readonly<Partial<Record<Label, Steps>>> = {
  insult: {
    topic: 'bullying',
    steps: [
      [0.7, 4],
      [0.975, 5],
      [0.995, 6],
    ],
  },
  hate: {
    topic: 'hate',
    steps: [
      [0.5, 4],
      [0.8, 5],
      [0.9, 6],
    ],
    group: true,
  },
  threat: {
    topic: 'violence',
    steps: [
      [0.7, 4],
      [0.96, 5],
      [0.985, 6],
    ],
  },
  vulgar: {
    topic: 'vulgarity',
    steps: [
      [0.8, 3],
      [0.97, 4],
    ],
  },
  sexual: {
    topic: 'sexual',
    steps: [
      [0.5, 4],
      [0.9, 5],
      [0.95, 6],
    ],
  },
  spam: { topic: 'spam', steps: [[0.95, 3]] },
  self_harm: {
    topic: 'self_harm',
    steps: [
      [0.3, 4],
      [0.7, 5],
      [0.9, 6],
    ],
  },
};

/**
 * What a mild hit (severity 4) and the classifier say together: from this probability of this label it counts as 5.
 * By topic of the hit.
 */
const CORROBORATION: Readonly<Record<string, readonly [label: Label, probability: number]>> = {
  bullying: ['insult', 0.6],
  violence: ['threat', 0.6],
  sexual: ['sexual', 0.6],
  self_harm: ['self_harm', 0.5],
};

/** Texts of fewer words than this are the lexicon's alone: letters of one word prove nothing. */
export const FEWEST_WORDS = 3;

const STEPS = LABELS.map((label) => TABLE[label]);
/** The lowest step of each label. */
const FLOORS = Float32Array.from(STEPS, (steps) => steps?.steps[0]![0] ?? 2);

/** Per label, the lowest probability that changes anything. */
export const LEAST_LIKELY = Float32Array.from(LABELS, (label, number) =>
  Object.values(CORROBORATION).reduce(
    (least, [other, probability]) => (other === label ? Math.min(least, probability) : least),
    FLOORS[number]!,
  ),
);

/** Labels that say nothing where no group is named, as bits by their number. */
export const ABOUT_GROUPS = STEPS.reduce((bits, row, label) => (row?.group ? bits | (1 << label) : bits), 0);

/** Whether the probabilities say anything at all: the cheap question asked of every message. */
export function speaks(probabilities: Float32Array): boolean {
  for (let label = 0; label < FLOORS.length; label++) if (probabilities[label]! >= FLOORS[label]!) return true;
  return false;
}

/** What the probabilities say: a grade for each label that reaches a step. */
export function gradesOf(
  probabilities: Float32Array,
  groupNamed: boolean,
): { readonly label: Label; readonly grade: Grade }[] {
  return STEPS.flatMap((row, label) => {
    if (!row || (row.group && !groupNamed)) return [];
    const reached = row.steps.findLast(([probability]) => probabilities[label]! >= probability);
    return reached ? [{ label: LABELS[label]!, grade: { topic: row.topic, severity: reached[1] } }] : [];
  });
}

/** Whether the classifier lifts a mild hit of a topic to a flagged one. */
export function corroborates(probabilities: Float32Array, { topic, severity }: Grade): boolean {
  const row = CORROBORATION[topic];
  return severity === 4 && row !== undefined && probabilities[LABELS.indexOf(row[0])]! >= row[1];
}
