import { LABELS, type Model } from '@breakwater/engine';
import type { Example } from './example.js';
import { figuresOf, type Figures } from './figures.js';
import type { TextScorer } from './text-scorer.js';

/** Fewest texts of each kind for which a figure means something. */
const FEWEST = 15;

/** A line of the table: how well a label is known in some sets. */
export interface ReportRow extends Figures {
  readonly sets: string;
  readonly label: string;
}

/** Figures on the examples of split `test`: all public sets, each public set, and our own texts by language. */
export function reportRows(examples: readonly Example[], scorer: TextScorer): ReportRow[] {
  const tested = examples.filter(({ split }) => split === 'test');
  const scores = tested.map(({ text }) => scorer.score(text).slice());
  const rows: ReportRow[] = [];
  const add = (sets: string, belongs: (set: string) => boolean) => {
    for (const [label, name] of LABELS.entries()) {
      const known = tested.flatMap(({ targets, set }, i) =>
        belongs(set) && (targets[label]! >= 0.5 || targets[label]! <= 0.2) ? [i] : [],
      );
      const figures = figuresOf(
        known.map((i) => scores[i]![label]!),
        known.map((i) => tested[i]!.targets[label]! >= 0.5),
      );
      if (figures.positives >= FEWEST && figures.count - figures.positives >= FEWEST) {
        rows.push({ sets, label: name, ...figures });
      }
    }
  };
  add('public', (set) => !set.startsWith('own_'));
  add('own', (set) => set.startsWith('own_'));
  for (const set of new Set(tested.map(({ set }) => set))) add(set, (other) => other === set);
  return rows;
}

/** The rows as a Markdown table. */
export function reportTable(rows: readonly ReportRow[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const lines = rows.map(
    ({ sets, label, count, positives, averagePrecision, recallAtOnePercent, calibrationError }) =>
      `| ${sets} | ${label} | ${count} | ${positives} | ${averagePrecision.toFixed(3)} | ${percent(recallAtOnePercent)} | ${calibrationError.toFixed(3)} |`,
  );
  return [
    '| sets | label | texts | positive | average precision | recall at 1 % false alarms | calibration error |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

/** Shares of ordinary chat for which the table below gives the score that so many reach. */
const SHARES = [0.01, 0.003, 0.001] as const;
/** Words of a piece: as long as a chat message. */
const PIECE = 7;

/** How high ordinary chat scores, label by label, and how many of our own positive texts score higher: Markdown. */
export function ordinaryTable(examples: readonly Example[], scorer: TextScorer): string {
  const tested = examples.filter(({ split }) => split === 'test');
  const chat = tested.flatMap(({ text, ordinary }) => (ordinary ? piecesOf(text) : []));
  const scores = chat.map((text) => scorer.score(text).slice());
  const lines = LABELS.map((name, label) => {
    const falling = scores.map((score) => score[label]!).sort((a, b) => b - a);
    const positive = tested
      .filter(({ set, targets }) => set.startsWith('own_') && targets[label]! >= 0.5)
      .map(({ text }) => scorer.score(text)[label]!);
    const cells = SHARES.map((share) => {
      const score = falling[Math.floor(share * falling.length)]!;
      const found = positive.filter((other) => other > score).length / positive.length;
      return `${score.toFixed(2)} (${(100 * found).toFixed(0)} %)`;
    });
    return `| ${name} | ${positive.length} | ${cells.join(' | ')} |`;
  });
  const heads = SHARES.map((share) => `reached by ${(100 * share).toFixed(1)} %`);
  return [
    `Score that so many of ${chat.length} pieces of ordinary chat reach (share of our own positive texts above it).`,
    '',
    `| label | positive texts | ${heads.join(' | ')} |`,
    '|---|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

function piecesOf(text: string): string[] {
  const words = text.split(' ');
  return Array.from({ length: Math.ceil(words.length / PIECE) }, (_, i) =>
    words.slice(i * PIECE, (i + 1) * PIECE).join(' '),
  );
}

/** One line about a model's size. */
export function describeModel({ words, contexts, classes, masked }: Model): string {
  const used = (table: Int8Array) => {
    let count = 0;
    for (const weight of table) if (weight !== 0) count++;
    return `${((100 * count) / table.length).toFixed(0)} % of ${table.length} weights`;
  };
  return `words: ${used(words)}; contexts: ${used(contexts)}; ${classes.length} classes, masked: ${masked.join(', ')}`;
}
