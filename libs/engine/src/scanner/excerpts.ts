import { SURROGATE, type CharTable } from '../text/char-table.js';
import { codePointOf, type CodeUnits } from '../text/code-units.js';
import { STRETCH_SIGNALS, SIGNAL_CIPHER, SIGNAL_SPACED, FoldBuffer, foldPlain, isWord } from '../text/fold.js';
import { LETTER_Z, SEPARATOR } from '../text/symbols.js';
import { ALL, type QuietStretches } from './quiet-stretches.js';
import { looksCiphered } from './rewriting/ciphers.js';

/** Texts up to here, in code units, are read closer as a whole: hardly any message of a chat is longer. */
export const LONG_TEXT = 2048;
/** Most of a longer text that is read closer, in code units. */
const MOST_UNITS = 1536;
/** Part of a text that is looked at by itself, and how far beyond it a word or a row of single letters is followed. */
const BLOCK = 128;
const MARGIN = 32;
/** How far back an excerpt's edge may lie so that it cuts no word. */
const LONGEST_WORD = 64;

/**
 * Told of an excerpt: where it begins and ends, the signals that the plain fold saw in it, and which closer readings are
 * worth making, bits of BY_...
 */
export type ExcerptFound = (from: number, to: number, signals: number, by: number) => void;

/**
 * Finds the parts of a long text that are worth a closer look, so that garbage without end takes no more than its plain
 * reading: those in which the plain fold sees a sign of a disguise, unless all its stretches are quiet or were read
 * often enough. What lies next to each other is one excerpt. Linear in the text.
 */
export class Excerpts {
  private readonly buffer = new FoldBuffer(BLOCK + 2 * (MARGIN + LONGEST_WORD));

  constructor(
    private readonly table: CharTable,
    private readonly quiet: QuietStretches,
  ) {}

  /**
   * @param source units of the text
   * @returns whether all that is worth a closer look was told of
   */
  find(text: string, source: CodeUnits, found: ExcerptFound): boolean {
    const { buffer, quiet } = this;
    const { units, size } = source;
    quiet.beginLong();
    let left = MOST_UNITS;
    let from = 0;
    let to = 0;
    let signals = 0;
    let by = 0;
    for (let block = 0; block < size; block += BLOCK) {
      const start = this.edge(source, block - MARGIN);
      const end = this.edge(source, block + BLOCK + MARGIN);
      let seen = 0;
      let loud = 0;
      if (!this.isPlain(units, start, end)) {
        const part = text.slice(start, end);
        seen = foldPlain(part, this.table, buffer);
        if (seen & SIGNAL_CIPHER && !looksCiphered(part)) seen &= ~SIGNAL_CIPHER;
        loud = seen === 0 ? 0 : seen & SIGNAL_SPACED ? ALL : quiet.loud(part, buffer, true);
      }
      const worth = loud !== 0 || (seen & ~STRETCH_SIGNALS) !== 0;
      if (worth && left > 0) {
        if (to === 0) from = start;
        to = end;
        signals |= seen;
        by |= loud;
        left -= BLOCK;
        continue;
      }
      if (to > 0) found(from, to, signals, by);
      to = signals = by = 0;
      if (worth) return false;
    }
    if (to > 0) found(from, to, signals, by);
    return !quiet.leftOut;
  }

  /** Whether a part of a text is words of Latin letters without a row of single ones: nothing for the fold to see, at a look. */
  private isPlain(units: Uint16Array, start: number, end: number): boolean {
    const { plain } = this.table;
    let previous = SEPARATOR;
    let single = true;
    let singles = 0;
    for (let i = start; i < end; i++) {
      const value = plain[units[i]!]!;
      if (value > LETTER_Z) return false;
      if (value === SEPARATOR) {
        if (previous !== SEPARATOR) singles = single ? singles + 1 : 0;
        if (singles === 2) return false;
        single = true;
      } else if (value !== previous && previous !== SEPARATOR) single = false;
      previous = value;
    }
    return true;
  }

  /** The place at or shortly before `at` where a word begins; where there is none, a place that cuts no character. */
  private edge({ units, size }: CodeUnits, at: number): number {
    if (at <= 0) return 0;
    if (at >= size) return size;
    const { plain } = this.table;
    let between = -1;
    for (let i = at; i > at - LONGEST_WORD && i > 0; i--) {
      const value = plain[units[i - 1]!]!;
      if (value === SEPARATOR) return i;
      if (between < 0 && value !== SURROGATE && !isWord(value)) between = i;
    }
    if (between >= 0) return between;
    return codePointOf(units, at - 1) > 0xffff ? at + 1 : at;
  }
}
