import { LEET_SYMBOL, MASK_SYMBOL, NATIVE, TRAIT_MASK, type CharTable } from '../text/char-table.js';
import { isDigit } from '../text/fold.js';
import { LETTER_A, LETTER_Z } from '../text/symbols.js';

/** Told of each masked term: its entry and where it stands, in original code units. */
export type MaskFound = (entry: number, start: number, end: number) => void;

/** Bounds of a masked word, in characters. */
const SHORTEST = 4;
const LONGEST = 24;

/** What a character of a masked word is, if not a letter: those are table values, 1..26 and NATIVE upwards. */
const NONE = 0;
const PLACEHOLDER = 30;
/** One hyphen, or one digit, hides a letter of words that everybody knows only; several hyphens of any. */
const DASH_PLACEHOLDER = 31;
const DIGIT_PLACEHOLDER = 32;
const HYPHEN = 0x2d;
/** Size of the filter before the look-up of terms, a power of two. */
const FILTER = 1 << 14;

/** A term that a mask may hide. */
export interface MaskableTerm {
  /** One word of at least four letters, in characters of the basic plane. */
  readonly word: string;
  /** More letters may follow. */
  readonly open: boolean;
  /** Everybody knows it: a hyphen or digit is enough of a mask. */
  readonly known: boolean;
  /** Where several terms fit, the one of the highest rank is meant. */
  readonly rank: number;
  readonly entry: number;
}

/** Terms that begin and end alike and are as long, the likeliest first, in arrays that lie close together. */
class TermTable {
  /** Per key: number of its first term. */
  private readonly starts = new Map<number, number>();
  /** Whether there may be terms of a key, by its last bits: spares nearly all words the look-up. */
  private readonly filter = new Uint8Array(FILTER);
  readonly keys: Int32Array;
  readonly entries: Int32Array;
  readonly open: Uint8Array;
  /** Letters of all terms, LONGEST places each. */
  readonly letters: Uint16Array;

  constructor(terms: readonly CodedTerm[]) {
    const sorted = [...terms].sort((a, b) => a.key - b.key || b.rank - a.rank);
    // One more than there are, which ends the last list.
    this.keys = new Int32Array(sorted.length + 1).fill(-1);
    this.entries = Int32Array.from(sorted, ({ entry }) => entry);
    this.open = Uint8Array.from(sorted, ({ open }) => (open ? 1 : 0));
    this.letters = new Uint16Array(sorted.length * LONGEST);
    for (const [number, { key, codes }] of sorted.entries()) {
      this.keys[number] = key;
      this.letters.set(codes, number * LONGEST);
      this.filter[key & (FILTER - 1)] = 1;
      if (!this.starts.has(key)) this.starts.set(key, number);
    }
  }

  /** Number of the first term of a key, -1 where there is none; the others follow it. */
  firstOf(key: number): number {
    return this.filter[key & (FILTER - 1)] === 0 ? -1 : (this.starts.get(key) ?? -1);
  }
}

interface CodedTerm extends MaskableTerm {
  readonly key: number;
  readonly codes: Uint16Array;
}

/**
 * Finds words whose letters are hidden by placeholders: f*ck, sh#t, f--k. The first and last letter of the term must
 * show, and each placeholder hides one letter. Terms lie by (first letter, last letter, length), the likeliest first, so
 * a masked word of n <= 24 characters costs at most n look-ups and a comparison for each term there; most fail at their
 * second letter.
 */
export class MaskIndex {
  private readonly all: TermTable;
  /** Of them those that everybody knows: few, so that most words with a hyphen cost a look-up or two. */
  private readonly known: TermTable;
  /** The word looked at. */
  private readonly codes = new Uint16Array(LONGEST);

  constructor(
    terms: Iterable<MaskableTerm>,
    private readonly table: CharTable,
  ) {
    const coded: CodedTerm[] = [];
    for (const term of terms) {
      const codes = Uint16Array.from(term.word, (char) => table.plain[char.charCodeAt(0)]!);
      if (codes.length < SHORTEST || codes.length > LONGEST || !codes.every(isLetter)) continue;
      coded.push({ ...term, codes, key: keyOf(codes[0]!, codes.at(-1)!, codes.length) });
    }
    this.all = new TermTable(coded);
    this.known = new TermTable(coded.filter(({ known }) => known));
  }

  /** Visits each code unit once, and each masked word once for each of its letters. */
  scan(text: string, found: MaskFound): void {
    const { plain } = this.table;
    const size = text.length;
    let i = 0;
    while (i < size) {
      const start = i;
      let hidden = 0;
      let dashes = 0;
      let digits = 0;
      for (; i < size; i++) {
        const value = plain[text.charCodeAt(i)]!;
        if (isLetter(value)) continue;
        const code = this.codeAt(text, i);
        if (code === PLACEHOLDER) hidden++;
        else if (code === DASH_PLACEHOLDER) dashes++;
        else if (code === DIGIT_PLACEHOLDER) digits++;
        else break;
      }
      const length = i - start;
      if (digits <= 1 && hidden + dashes + digits > 0 && length >= SHORTEST && length <= LONGEST) {
        for (let k = 0; k < length; k++) this.codes[k] = this.codeAt(text, start + k);
        this.look(start, length, digits === 0 && hidden + dashes > (hidden > 0 ? 0 : 1), found);
      }
      i++;
    }
  }

  /** @param sure the placeholders can't be anything else */
  private look(at: number, length: number, sure: boolean, found: MaskFound): void {
    const { codes } = this;
    const terms = sure ? this.all : this.known;
    let start = 0;
    while (start < length && !isLetter(codes[start]!)) start++;
    // A placeholder that ends the word hides nothing that could be told.
    let end = length;
    while (end > start && !isLetter(codes[end - 1]!)) end--;
    const first = codes[start]!;
    for (let stop = end; stop - start >= SHORTEST; stop--) {
      const last = codes[stop - 1]!;
      if (!isLetter(last)) continue;
      const key = keyOf(first, last, stop - start);
      for (let term = terms.firstOf(key); term >= 0 && terms.keys[term] === key; term++) {
        if ((stop !== end && terms.open[term] === 0) || !this.fits(terms.letters, term, start, stop - start)) continue;
        found(terms.entries[term]!, at + start, at + stop);
        break;
      }
    }
  }

  /** Whether a term's letters show or are hidden from `start` on, at least one hidden. */
  private fits(letters: Uint16Array, term: number, start: number, length: number): boolean {
    const { codes } = this;
    let hidden = false;
    for (let i = 0; i < length; i++) {
      const code = codes[start + i]!;
      if (code === letters[term * LONGEST + i]) continue;
      if (isLetter(code)) return false;
      hidden = true;
    }
    return hidden;
  }

  private codeAt(text: string, i: number): number {
    const { plain, traits } = this.table;
    const unit = text.charCodeAt(i);
    const value = plain[unit]!;
    if (isLetter(value)) return value;
    if ((value === MASK_SYMBOL || value === LEET_SYMBOL) && traits[unit]! & TRAIT_MASK) return PLACEHOLDER;
    return unit === HYPHEN ? DASH_PLACEHOLDER : isDigit(value) ? DIGIT_PLACEHOLDER : NONE;
  }
}

function isLetter(code: number): boolean {
  return (code >= LETTER_A && code <= LETTER_Z) || code >= NATIVE;
}

/** A small integer; that the letters are equal is seen to when they are compared. */
function keyOf(first: number, last: number, length: number): number {
  return ((Math.imul(first, 1543) ^ Math.imul(last, 49157)) & 0x1ffffff) * 32 + length;
}
