import type { LintFinding } from '@breakwater/lexicon';
import type { Terminal } from '../terminal.js';
import { columnsOf, printable } from './cells.js';
import { grouped } from './numbers.js';

/** Widest term and example shown, in columns. */
const WIDEST = 40;

/** What was looked at, for the first line. */
export interface Looked {
  /** Lines of the lexicon that were checked. */
  readonly lines: number;
  readonly corpora: readonly { readonly name: string; readonly texts: number }[];
}

/** Findings as a table, problems first, each with its place, count and examples; the last line sums up. */
export function renderLint(
  findings: readonly LintFinding[],
  looked: Looked,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const corpora = looked.corpora.map(({ name, texts }) => `${grouped(texts)} ${name}`).join(', ');
  const head = `${grouped(looked.lines)} lines of the lexicon against ${corpora}\n`;
  const ordered = [...findings].sort((a, b) => Number(b.problem) - Number(a.problem) || b.count - a.count);
  const rows = ordered.map((finding) => [
    finding.problem ? 'problem' : 'note',
    `${finding.file}:${finding.line}`,
    short(finding.term),
    finding.rule,
    grouped(finding.count),
  ]);
  const titles = ['', 'where', 'term', 'rule', 'count'];
  const widths = titles.map((title, index) => Math.max(title.length, ...rows.map((row) => columnsOf(row[index]!))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell + ' '.repeat(widths[index]! - columnsOf(cell)))
      .join('  ')
      .trimEnd();
  const body = ordered.map((finding, index) => {
    const examples = finding.examples.map((example) => `"${short(example)}"`).join(', ');
    const mark = paint(finding.problem ? 'red' : 'dim', line(rows[index]!));
    return `${mark}\n    ${printable(finding.message)}${examples && ` ${examples}`}\n`;
  });
  const problems = findings.filter(({ problem }) => problem).length;
  const sum = `${grouped(problems)} problems, ${grouped(findings.length - problems)} notes\n`;
  return head + (rows.length > 0 ? `${paint('bold', line(titles))}\n` : '') + body.join('') + sum;
}

function short(text: string): string {
  const shown = printable(text);
  return shown.length > WIDEST ? `${shown.slice(0, WIDEST - 1)}…` : shown;
}
