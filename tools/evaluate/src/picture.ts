import { OURS, type Evaluation, type ResultLine } from './evaluation.js';
import type { Measures } from './measures.js';

/** A group of bars: one set, one measure. */
interface Chart {
  readonly set: string;
  readonly title: string;
  readonly value: (measures: Measures) => number | undefined;
  /** Share at the right edge. */
  readonly full: number;
  readonly better: 'more' | 'less';
}

const CHARTS: readonly Chart[] = [
  { set: 'disguises', title: 'Disguised terms caught', value: recall, full: 1, better: 'more' },
  { set: 'evasion_rustrict_tests', title: 'rustrict’s evasion tests caught', value: recall, full: 1, better: 'more' },
  {
    set: 'usernames',
    title: 'User names with joined or disguised terms caught',
    value: recall,
    full: 1,
    better: 'more',
  },
  { set: 'hatecheck_en.dev', title: 'HateCheck: accuracy', value: ({ accuracy }) => accuracy, full: 1, better: 'more' },
  { set: 'traps', title: 'Traps flagged', value: alarms, full: 0.2, better: 'less' },
  {
    set: 'scunthorpe_rustrict_false_positives',
    title: 'Harmless words that hold a term: flagged',
    value: alarms,
    full: 0.2,
    better: 'less',
  },
  { set: 'ubuntu_irc_benign', title: 'Technical chat flagged', value: alarms, full: 0.05, better: 'less' },
];

function recall(measures: Measures): number | undefined {
  return measures.recall;
}

function alarms({ falseAlarmRate }: Measures): number | undefined {
  return falseAlarmRate;
}

const WIDTH = 760;
const LEFT = 190;
const BAR_WIDTH = 470;
const ROW = 20;
const TITLE = 42;

/**
 * The results as a picture: for each set one bar of Breakwater and one of each peer. Text and lines take their colours
 * from the page's light or dark scheme.
 */
export function picture({ lines, date }: Evaluation): string {
  let y = 34;
  const parts: string[] = [];
  for (const { set, title, value, full, better } of CHARTS) {
    const rows = lines
      .filter((line) => line.set === set && line.part === '')
      .map((line) => ({ line, share: value(line.measures) }))
      .filter((row): row is { line: ResultLine; share: number } => row.share !== undefined);
    if (rows.length === 0) continue;
    const scale = full === 1 ? '' : ` (scale ends at ${full * 100} %)`;
    parts.push(text(16, (y += TITLE - ROW), 'head', escape(title + scale)));
    parts.push(text(WIDTH - 16, y, 'note', better === 'more' ? 'more is better' : 'less is better', 'end'));
    for (const { line, share } of rows) {
      y += ROW;
      const width = Math.round(BAR_WIDTH * Math.min(1, share / full) * 10) / 10;
      const kind = line.detector === OURS ? 'ours' : 'peer';
      parts.push(text(LEFT - 8, y, kind === 'ours' ? 'own' : 'name', escape(line.detector), 'end'));
      parts.push(`<rect class="rail" x="${LEFT}" y="${y - 11}" width="${BAR_WIDTH}" height="13" rx="2"/>`);
      parts.push(`<rect class="${kind}" x="${LEFT}" y="${y - 11}" width="${width}" height="13" rx="2"/>`);
      parts.push(text(LEFT + BAR_WIDTH + 8, y, 'figure', `${(share * 100).toFixed(full === 1 ? 1 : 2)} %`));
    }
    y += ROW;
  }
  const height = y + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Detection compared with npm filters">
<title>Detection compared with npm filters, ${date}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2937 }
.head { font-weight: 600; font-size: 14px }
.own { font-weight: 600 }
.note, .figure { fill: #6b7280; font-size: 12px }
.rail { fill: #e5e7eb }
.ours { fill: #0f766e }
.peer { fill: #94a3b8 }
@media (prefers-color-scheme: dark) {
text { fill: #e5e7eb }
.note, .figure { fill: #9ca3af }
.rail { fill: #1f2937 }
.ours { fill: #2dd4bf }
.peer { fill: #64748b }
}
</style>
${text(16, 24, 'head', `Breakwater ${date}, shipped configuration, beside npm filters in the same run`)}
${parts.join('\n')}
</svg>
`;
}

function text(x: number, y: number, kind: string, content: string, anchor = 'start'): string {
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`;
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
