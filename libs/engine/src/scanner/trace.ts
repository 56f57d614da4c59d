import type { Mark } from '../context/context-source.js';
import type { FoldBuffer } from '../text/fold.js';
import { TRAIL_0, LEAD_0, printSymbol } from '../text/symbols.js';
import type { Reading } from './readings.js';

/** What a scan did, phase by phase, for people. */
export class ScanTrace {
  /** The readings made, what the text folded to ("_" separates words, "?" is a letter that no term uses), hits found. */
  readonly readings: { reading: Reading; folded: string; hits: number }[] = [];
  /** Terms found that an exception saved. */
  readonly saved: { term: string; start: number; end: number; exception: string }[] = [];
  /** Terms found that a longer hit already says. */
  readonly covered: { term: string; start: number; end: number; by: string }[] = [];

  /** Terms that stand inside a longer word, where they do not count. */
  readonly inside: { term: string; start: number; end: number }[] = [];
  /** Hits that the words around them took back. */
  readonly cleared: { source: string; start: number; end: number; mark: Mark }[] = [];

  /** The language that the text's function words are of; undefined where they don't tell. */
  language: string | undefined;

  read(reading: Reading, buffer: FoldBuffer | undefined, hits: number): void {
    let folded = '';
    for (let i = 0; buffer && i < buffer.length; i++) {
      const symbol = buffer.symbols[i]!;
      if (symbol >= LEAD_0 && symbol < TRAIL_0) continue;
      folded += printSymbol(symbol);
    }
    this.readings.push({ reading, folded, hits });
  }
}
