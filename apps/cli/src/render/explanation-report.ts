import type { Explanation, Thresholds } from '@breakwater/moderation';
import type { Terminal } from '../terminal.js';
import { columnsOf, printable } from './cells.js';
import { renderVerdicts } from './verdict-report.js';

/** What a policy says to one topic. */
export interface RuleFired {
  readonly audience: string;
  readonly topic: string;
  readonly severity: number;
  /** Name of the action; ALLOW where no threshold is reached. */
  readonly action: string;
  /** Severity from which the action applies; 0 for ALLOW. */
  readonly from: number;
  readonly thresholds: Thresholds;
}

/** Readings as a person says them. */
const readings: Readonly<Record<string, string>> = {
  plain: 'as it stands',
  disguise: 'digits, symbols and look-alikes as letters',
  'disguise-second': 'the same, 1 as l',
  joined: 'parts set apart as one word',
  mask: 'letters behind placeholders',
};

/** The phases of one judgement, in their order. */
export function renderExplanation(
  text: string,
  { trace, evidence, words, verdicts }: Explanation,
  rules: readonly RuleFired[],
  terminal: Pick<Terminal, 'paint' | 'columns'>,
): string {
  const { paint } = terminal;
  const out: string[] = [];
  const phase = (title: string, rows: readonly (readonly string[])[], nothing: string) => {
    out.push(paint('bold', title), ...(rows.length > 0 ? table(rows) : [`  ${paint('dim', nothing)}`]), '');
  };
  const part = (start: number, end: number) => `"${printable(text.slice(start, end))}"`;

  phase(
    '1 Read',
    trace.readings.map(({ reading, folded, hits }) => [
      readings[reading] ?? reading,
      folded === '' ? '' : printable(folded),
      `${hits} found`,
    ]),
    'no reading was needed',
  );
  phase(
    '2 Left out',
    [
      ...trace.saved.map(({ term, start, end, exception }) => [
        part(start, end),
        term,
        `saved by the exception "${exception}"`,
      ]),
      ...trace.covered.map(({ term, start, end, by }) => [part(start, end), term, `a longer hit says it: ${by}`]),
      ...trace.cleared.map(({ source, start, end, mark }) => [part(start, end), source, `taken back: ${mark}`]),
    ],
    'no exception applied, no hit lay inside another, no context took one back',
  );
  phase(
    '3 Kept',
    evidence.hits.map(({ start, end, source, grades, entry, context }) => [
      part(start, end),
      source,
      grades.map(({ topic, severity }) => `${topic} ${severity}`).join(', '),
      context === undefined ? '' : `context ${context}`,
      entry ? `boundary ${entry.boundary}, from ${entry.provenance.join(', ')}` : '',
    ]),
    'nothing',
  );
  phase(
    'In words',
    words.map((sentence) => [printable(sentence)]),
    'nothing was found',
  );
  phase(
    '4 Decide',
    rules.map(({ audience, topic, severity, action, from, thresholds }) => [
      audience,
      `${topic} ${severity}`,
      action === 'ALLOW' ? 'ALLOW' : `${action} from ${from}`,
      `policy: ${describe(thresholds)}`,
    ]),
    'no topic, so every policy allows',
  );
  out.push(paint('bold', '5 Verdict'), renderVerdicts(text, verdicts, terminal));
  return out.join('\n');
}

function describe(thresholds: RuleFired['thresholds']): string {
  const parts = Object.entries(thresholds).map(([action, from]) => `${action} ${from}`);
  return parts.length > 0 ? parts.join(', ') : 'never acts';
}

/** Rows with their columns aligned. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, Math.min(60, columnsOf(cell)))));
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] as number) - columnsOf(cell))));
    return `  ${cells.join('  ').trimEnd()}`;
  });
}
