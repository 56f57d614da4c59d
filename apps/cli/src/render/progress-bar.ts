import type { Terminal } from '../terminal.js';
import { grouped } from './numbers.js';

const width = 24;
const redrawMs = 100;

/** One line on `err`, redrawn at most ten times a second; draws nothing where `err` is no terminal. */
export class ProgressBar {
  readonly #startedAt = performance.now();
  #drawnAt = 0;
  readonly #terminal: Pick<Terminal, 'err' | 'drawsProgress'>;

  constructor(terminal: Pick<Terminal, 'err' | 'drawsProgress'>) {
    this.#terminal = terminal;
  }

  /** @param total 0 where it is not known */
  update(lines: number, read: number, total: number): void {
    if (!this.#terminal.drawsProgress) return;
    const now = performance.now();
    if (now - this.#drawnAt < redrawMs) return;
    this.#drawnAt = now;
    const rate = (lines / Math.max(1, now - this.#startedAt)) * 1000;
    this.#terminal.err.write(`\r\x1b[2K${renderBar(lines, rate, total > 0 ? read / total : undefined)}`);
  }

  clear(): void {
    if (this.#drawnAt > 0) this.#terminal.err.write('\r\x1b[2K');
  }
}

/** `[######------]  50 %  1,200 lines  40,000/s`, without the bar where the share is not known. */
export function renderBar(lines: number, rate: number, share: number | undefined): string {
  const counts = `${grouped(lines)} lines  ${grouped(rate)}/s`;
  if (share === undefined) return counts;
  const filled = Math.round(Math.min(1, share) * width);
  const percent = `${Math.floor(Math.min(1, share) * 100)}`.padStart(3);
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${percent} %  ${counts}`;
}
