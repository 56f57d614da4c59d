import { Degradation_Mark, enumName, Hit_Transform, Verdict_Action, Verdict_Durability } from '@breakwater/contracts';
import type { Hit, Verdict } from '@breakwater/contracts';
import type { Terminal } from '../terminal.js';
import { columnsOf, printable, underlined } from './cells.js';

/** Disguises as a person says them. */
const disguises: Readonly<Record<string, string>> = {
  CASE: 'mixed case',
  LEET: 'digits or symbols for letters',
  HOMOGLYPH: 'look-alike letters of another alphabet',
  STYLED: 'styled letters',
  DIACRITIC: 'accents',
  INVISIBLE: 'invisible characters',
  REPEAT: 'stretched letters',
  SPACING: 'set apart by spaces',
  SEPARATOR: 'set apart by punctuation',
  MASK: 'masked letters',
};

const actionStyles = { ALLOW: 'green', REDACT: 'yellow', HOLD: 'magenta', BLOCK: 'red' } as const;

type Paint = Pick<Terminal, 'paint' | 'columns'>;

/** The text with its hits underlined, what they mean, and for each audience what it may see and why. */
export function renderVerdicts(text: string, verdicts: readonly Verdict[], terminal: Paint): string {
  const hits = verdicts[0]?.hits ?? [];
  const out = renderText(text, hits, terminal);
  out.push('', ...renderHits(text, hits, terminal), '');
  const width = Math.max(...verdicts.map(({ audience }) => audience.length));
  for (const verdict of verdicts) out.push(...renderAudience(verdict, width, terminal), '');
  const [first] = verdicts;
  if (first) out.push(terminal.paint('dim', renderFooter(first)));
  return `${out.join('\n')}\n`;
}

function renderText(text: string, hits: readonly Hit[], { paint, columns }: Paint): string[] {
  return underlined(text, hits, Math.max(20, columns - 4)).flatMap(({ line, marks }) =>
    marks === '' ? [`  ${line}`] : [`  ${line}`, `  ${paint('red', marks)}`],
  );
}

function renderHits(text: string, hits: readonly Hit[], { paint }: Paint): string[] {
  if (hits.length === 0) return ['  Nothing found.'];
  const rows = hits.map((hit) => ({
    topic: `${hit.topic} ${hit.severity}`,
    written: `"${printable(text.slice(hit.start, hit.end))}"`,
    term: hit.term,
    disguise: hit.transforms
      .map((transform) => enumName(Hit_Transform, transform))
      .map((name) => `${name} (${disguises[name] ?? name})`)
      .join(', '),
    severity: hit.severity,
  }));
  const topicWidth = Math.max(...rows.map(({ topic }) => topic.length));
  const writtenWidth = Math.max(...rows.map(({ written }) => columnsOf(written)));
  const termWidth = Math.max(...rows.map(({ term }) => columnsOf(term)));
  const pad = (value: string, width: number) => value + ' '.repeat(Math.max(0, width - columnsOf(value)));
  return rows.map(({ topic, written, term, disguise, severity }) => {
    const style = severity >= 6 ? 'red' : severity >= 5 ? 'yellow' : 'cyan';
    const how = disguise === '' ? paint('dim', 'plain') : `disguise: ${disguise}`;
    return `  ${paint(style, topic.padEnd(topicWidth))}  ${pad(written, writtenWidth)}  ${pad(term, termWidth)}  ${how}`;
  });
}

function renderAudience(verdict: Verdict, width: number, { paint }: Paint): string[] {
  const action = enumName(Verdict_Action, verdict.action);
  const style = Object.hasOwn(actionStyles, action) ? actionStyles[action as keyof typeof actionStyles] : 'white';
  const indent = ' '.repeat(width + 4);
  const lines = [
    `  ${verdict.audience.padEnd(width)}  ${paint(['bold', style], action)}${' '.repeat(8 - action.length)}severity ${verdict.severity}`,
  ];
  if (verdict.redactedText !== '') lines.push(`${indent}shows: ${printable(verdict.redactedText)}`);
  for (const reason of verdict.reasons) lines.push(`${indent}${reason}`);
  const marks = verdict.degraded.map((mark) => enumName(Degradation_Mark, mark));
  if (marks.length > 0) lines.push(`${indent}${paint('yellow', `degraded: ${marks.join(', ')}`)}`);
  return lines;
}

function renderFooter({ versions, serverTimeUs, decisionId, durability }: Verdict): string {
  const parts = [
    `policy ${versions?.policy || '?'}`,
    `lexicon ${versions?.lexicon || '?'}`,
    `model ${versions?.model || '?'}`,
    `${serverTimeUs} µs`,
  ];
  if (decisionId !== '') parts.push(`decision ${decisionId} (${enumName(Verdict_Durability, durability)})`);
  return `  ${parts.join(' · ')}`;
}
