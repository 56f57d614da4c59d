import { LEET_SYMBOL, MASK_SYMBOL, TRAIT_MASK, type CharTable } from '../text/char-table.js';
import { LETTER_A, LETTER_Z } from '../text/symbols.js';

/** Told of each masked term: its entry and where it stands, in original code units. */
export type MaskFound = (entry: number, start: number, end: number) => void;

/** Bounds of a masked word, in characters. */
const SHORTEST = 4;
const LONGEST = 24;

/** A term that a mask may hide. */
export interface MaskableTerm {
  /** a-z only, at least four letters. */
  readonly word: string;
  /** More letters may follow. */
  readonly open: boolean;
  /** Where several terms fit, the one of the highest rank is meant. */
  readonly rank: number;
  readonly entry: number;
}

/**
 * Finds words whose letters are hidden by placeholders: f*ck, sh#t. The first and last letter of the term must show,
 * and each placeholder hides one letter. Terms are kept by (first letter, last letter, length), so a masked word of n
 * characters costs at most n look-ups and a few comparisons each.
 */
export class MaskIndex {
  private readonly buckets = new Map<number, MaskableTerm[]>();

  constructor(terms: Iterable<MaskableTerm>) {
    for (const term of terms) {
      if (term.word.length < SHORTEST || term.word.length > LONGEST) continue;
      const key = keyOf(
        term.word.charCodeAt(0) - 96,
        term.word.charCodeAt(term.word.length - 1) - 96,
        term.word.length,
      );
      const bucket = this.buckets.get(key);
      if (bucket) bucket.push(term);
      else this.buckets.set(key, [term]);
    }
  }

  scan(text: string, table: CharTable, found: MaskFound): void {
    const size = text.length;
    let i = 0;
    while (i < size) {
      const start = i;
      let masked = false;
      while (i < size && i - start <= LONGEST && (letterAt(text, i, table) > 0 || isMask(text, i, table))) {
        if (letterAt(text, i, table) === 0) masked = true;
        i++;
      }
      if (i - start > LONGEST) {
        while (i < size && (letterAt(text, i, table) > 0 || isMask(text, i, table))) i++;
      } else if (masked && i - start >= SHORTEST) this.look(text, start, i, table, found);
      if (i === start) i++;
    }
  }

  private look(text: string, from: number, to: number, table: CharTable, found: MaskFound): void {
    let start = from;
    while (start < to && letterAt(text, start, table) === 0) start++;
    const first = letterAt(text, start, table);
    // A placeholder that ends the word hides nothing that could be told.
    let end = to;
    while (end > start && letterAt(text, end - 1, table) === 0) end--;
    for (let stop = end; stop - start >= SHORTEST; stop--) {
      const last = letterAt(text, stop - 1, table);
      if (last === 0) continue;
      let best: MaskableTerm | undefined;
      for (const term of this.buckets.get(keyOf(first, last, stop - start)) ?? []) {
        if (best && best.rank >= term.rank) continue;
        if ((stop === end || term.open) && this.fits(term.word, text, start, table)) best = term;
      }
      if (best) found(best.entry, start, stop);
    }
  }

  private fits(word: string, text: string, start: number, table: CharTable): boolean {
    let hidden = 0;
    for (let i = 0; i < word.length; i++) {
      const letter = letterAt(text, start + i, table);
      if (letter === 0) hidden++;
      else if (letter !== word.charCodeAt(i) - 96) return false;
    }
    return hidden > 0;
  }
}

function keyOf(first: number, last: number, length: number): number {
  return (first * 32 + last) * 32 + length;
}

function letterAt(text: string, i: number, table: CharTable): number {
  const value = table.plain[text.charCodeAt(i)]!;
  return value >= LETTER_A && value <= LETTER_Z ? value : 0;
}

function isMask(text: string, i: number, table: CharTable): boolean {
  const unit = text.charCodeAt(i);
  const value = table.plain[unit]!;
  return (value === MASK_SYMBOL || value === LEET_SYMBOL) && (table.traits[unit]! & TRAIT_MASK) !== 0;
}
