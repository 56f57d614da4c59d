import type { Decision } from '@breakwater/aurora';
import type { Terminal } from '../terminal.js';
import { columnsOf, printable } from './cells.js';

const head = ['decided at', 'action', 'severity', 'audience', 'topics', 'message', 'sender', 'channel'];
const widest = 36;

/** Decisions as a table, in the order given. Ids longer than 36 columns are cut. */
export function renderDecisions(decisions: readonly Decision[], { paint }: Pick<Terminal, 'paint'>): string {
  if (decisions.length === 0) return 'No decision is recorded.\n';
  const rows = decisions.map((decision) => [
    decision.decidedAt.toISOString(),
    decision.action,
    String(decision.severity),
    decision.audience,
    decision.topics.map(({ topic, severity }) => `${topic} ${severity}`).join(', ') || '-',
    short(decision.messageId),
    short(decision.senderId),
    short(decision.channelId),
  ]);
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => columnsOf(row[index] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - columnsOf(cell)))
      .join('  ')
      .trimEnd();
  return `${[paint('bold', line(head)), ...rows.map(line)].join('\n')}\n`;
}

function short(id: string): string {
  const shown = printable(id) || '-';
  return shown.length > widest ? `${shown.slice(0, widest - 1)}…` : shown;
}
