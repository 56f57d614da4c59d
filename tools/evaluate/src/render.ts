import type { Bar } from './bar.js';
import { OURS, type ResultLine } from './evaluation.js';

const HEAD = ['set', 'detector', 'n', 'recall', 'precision', 'false alarms', 'F1', 'accuracy', 'PR-AUC', 'µs/message'];

/** The table of results with aligned columns. */
export function textTable(lines: readonly ResultLine[]): string {
  return aligned([HEAD, ...lines.map(cells)]);
}

export function markdownTable(lines: readonly ResultLine[]): string {
  return markdown([HEAD, ...lines.map(cells)]);
}

const BAR_HEAD = ['', 'bar', 'value', 'goal', 'n', ''];

export function textBars(bars: readonly Bar[]): string {
  return aligned([BAR_HEAD, ...bars.map(barCells)]);
}

export function markdownBars(bars: readonly Bar[]): string {
  return markdown([BAR_HEAD, ...bars.map(barCells)]);
}

function cells({ set, part, detector, measures, microseconds, note }: ResultLine): string[] {
  const { n, recall, precision, falseAlarmRate, f1, accuracy, prAuc } = measures;
  return [
    part === '' ? (detector === OURS ? set : '') : `  ${part}`,
    part !== '' ? '' : note === undefined ? detector : `${detector} (${note})`,
    String(n),
    percent(recall),
    percent(precision),
    percent(falseAlarmRate),
    fraction(f1),
    fraction(accuracy),
    fraction(prAuc),
    microseconds === undefined ? '' : microseconds < 100 ? microseconds.toFixed(2) : microseconds.toFixed(0),
  ];
}

function barCells({ name, value, unit, goal, met, n, reason }: Bar): string[] {
  const shown = value === null ? '-' : `${value.toLocaleString('en', { maximumFractionDigits: 2 })} ${unit}`;
  return [met ? 'met' : 'NOT MET', name, shown, `${goal} ${unit}`, n === undefined ? '' : String(n), reason ?? ''];
}

const percent = (value: number | undefined) => (value === undefined ? '' : `${(value * 100).toFixed(2)} %`);
const fraction = (value: number | undefined) => (value === undefined ? '' : value.toFixed(3));

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumber(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

const isNumber = (cell: string) => /^[\d.,]+( \S+)?$/.test(cell);

function markdown(rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |\n`;
  const rule = `|${rows[0]!.map(() => '---|').join('')}\n`;
  return line(rows[0]!) + rule + rows.slice(1).map(line).join('');
}
