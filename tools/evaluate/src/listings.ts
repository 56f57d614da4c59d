import type { JoinFindings } from './joins.js';
import type { SetResult } from './set-result.js';

/**
 * What was judged wrongly, one line a case: set, row, group, what was wrong, score, text as JSON. Of sequences of
 * messages it is their name, of the chat log as a channel the line that completed something.
 */
export function missesOf(results: readonly SetResult[], { sequences, channel }: JoinFindings): string {
  const wrong = (expected: boolean) => (expected ? 'missed' : 'false alarm');
  const lines = results.flatMap(({ set, outcomes }) =>
    set.cases.flatMap(({ row, group, expected, text }, index) => {
      const { flagged, score } = outcomes[index]!;
      if (expected === undefined || expected === flagged) return [];
      return [[set.name, row, group, wrong(expected), score, JSON.stringify(text)].join('\t')];
    }),
  );
  for (const { name, expected } of sequences?.wrong ?? []) lines.push(`multi-message\t${name}\t\t${wrong(expected)}`);
  for (const line of channel?.joins ?? []) lines.push(`channel\t${line}\t\t${wrong(false)}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** A line of chat that holds what was taken for personal data. */
export interface FlaggedLine {
  readonly line: number;
  readonly text: string;
  readonly parts: readonly string[];
}

const DRAWN = 100;

/** A hundred of them, drawn so that the same lines are drawn again: line, what was flagged, text, as JSON. */
export function drawnForReading(flagged: readonly FlaggedLine[]): string {
  const drawn = [...flagged].sort((a, b) => scatter(a.line) - scatter(b.line)).slice(0, DRAWN);
  const lines = drawn.map(({ line, parts, text }) => `${line}\t${JSON.stringify(parts)}\t${JSON.stringify(text)}\n`);
  return lines.join('');
}

/** A number that has nothing to do with the order of lines (Knuth's multiplicative hash). */
function scatter(line: number): number {
  return Math.imul(line, 2654435761) >>> 0;
}
