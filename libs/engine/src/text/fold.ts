import {
  APOSTROPHE,
  EXPANSION,
  INVISIBLE,
  LEET_SYMBOL,
  MASK_SYMBOL,
  NATIVE,
  PUNCTUATION,
  SURROGATE,
  TRAIT_LEET_PUNCTUATION,
  TRAIT_MASK,
  astralSymbol,
  type CharTable,
} from './char-table.js';
import { DIGIT_0, LEAD_0, LETTER_A, LETTER_Z, OTHER_LETTER, SEPARATOR, TRAIL_0 } from './symbols.js';

/** What the plain fold saw in passing: reasons to look closer. 0 for ordinary text. */
export const SIGNAL_LEET = 1;
export const SIGNAL_LOOK_ALIKE = 2;
export const SIGNAL_SPACED = 4;
export const SIGNAL_JOINED = 8;
export const SIGNAL_MASK = 16;

/** Single letters in a row from which spacing is suspected. */
const SPACED_RUN = 3;
/** Longest of two parts that punctuation may join, on its shorter side, in letters. */
export const SHORT_PART = 3;

/**
 * Folded text, reused from scan to scan: parallel arrays, valid up to `length`. Begins and ends with a separator.
 * Runs of one letter fold to one symbol whose count stands in `runs`.
 */
export class FoldBuffer {
  symbols = new Uint8Array(0);
  /** Where the symbol begins in the original text, in UTF-16 code units; [length] is the text's length. */
  offsets = new Int32Array(0);
  /** How often the letter stood there in a row, at most 255. */
  runs = new Uint8Array(0);
  /** Disguise fold only: 0 inside a part, 1 where a word begins, 2 where a part begins that was joined to the one before. */
  joints = new Uint8Array(0);
  length = 0;

  /** Makes room for a text. Grows by doubling and never shrinks. */
  reserve(textLength: number): void {
    const needed = 2 * textLength + 4;
    if (this.symbols.length >= needed) return;
    const size = Math.max(needed, 2 * this.symbols.length, 1024);
    this.symbols = new Uint8Array(size);
    this.offsets = new Int32Array(size);
    this.runs = new Uint8Array(size);
    this.joints = new Uint8Array(size);
  }
}

/** Whether a table value is a letter or digit of a word. */
export function isWord(value: number): boolean {
  return value !== SEPARATOR && (value <= OTHER_LETTER || value >= EXPANSION);
}

/**
 * Folds text as it stands: case, accents, compatibility forms, invisible characters, stretched letters. One pass, no
 * allocation, every code unit visited once (a look-ahead of at most 4 at punctuation).
 * @returns the signals seen
 */
export function foldPlain(text: string, table: CharTable, out: FoldBuffer): number {
  const { plain, deep, traits } = table;
  const { symbols, offsets, runs } = out;
  const size = text.length;
  let length = 1;
  let previous = SEPARATOR;
  let wordStart = 1;
  let singles = 0;
  let signals = 0;
  symbols[0] = SEPARATOR;
  offsets[0] = 0;
  runs[0] = 1;

  for (let i = 0; i < size; i++) {
    const at = i;
    let value = plain[text.charCodeAt(i)]!;
    if (value > LETTER_Z) {
      if (value < OTHER_LETTER) {
        // A digit next to a letter may be one.
        if (isLatin(previous) || isLatin(plain[text.charCodeAt(i + 1)])) signals |= SIGNAL_LEET;
      } else if (value === OTHER_LETTER || value >= NATIVE) {
        const unit = text.charCodeAt(i);
        if (deep[unit] !== 0) {
          if (isLatin(previous) || isLatin(plain[text.charCodeAt(i + 1)]) || traits[unit] !== 0) {
            signals |= SIGNAL_LOOK_ALIKE;
          }
        }
      } else if (value === INVISIBLE) {
        continue;
      } else if (value === SURROGATE) {
        const codePoint = text.codePointAt(i)!;
        value = astralSymbol(codePoint);
        if (codePoint > 0xffff) i++;
        if (value === INVISIBLE) continue;
      } else if (value >= EXPANSION) {
        const [first, second] = table.expansions[value - EXPANSION]!;
        if (first !== previous) {
          symbols[length] = first;
          offsets[length] = i;
          runs[length++] = 1;
        } else if (runs[length - 1]! < 255) runs[length - 1]!++;
        previous = first;
        value = second;
      } else {
        const next = i + 1 < size ? text.charCodeAt(i + 1) : 32;
        const nextValue = plain[next]!;
        if (previous !== SEPARATOR) {
          if (isWord(nextValue)) {
            if (value !== APOSTROPHE) {
              if (value !== LEET_SYMBOL && joins(text, i, length - wordStart, plain)) signals |= SIGNAL_JOINED;
              if (traits[text.charCodeAt(i)]! & TRAIT_MASK) signals |= SIGNAL_MASK;
            }
          } else if (traits[text.charCodeAt(i)]! & traits[next]! & TRAIT_MASK) signals |= SIGNAL_MASK;
        }
        if (value === LEET_SYMBOL) {
          if (isWord(nextValue) || nextValue === LEET_SYMBOL) signals |= SIGNAL_LEET;
          else if (previous !== SEPARATOR && !(traits[text.charCodeAt(i)]! & TRAIT_LEET_PUNCTUATION))
            signals |= SIGNAL_LEET;
        }
        value = SEPARATOR;
      }
    }
    if (value === previous) {
      const run = runs[length - 1]!;
      if (run < 255 && value < NATIVE) runs[length - 1] = run + 1;
      else if (value >= NATIVE && runs[length - 2]! < 255) runs[length - 2]!++;
      continue;
    }
    if (value === SEPARATOR) {
      if (isSingle(length - wordStart, previous)) {
        if (++singles >= SPACED_RUN) signals |= SIGNAL_SPACED;
      } else singles = 0;
      wordStart = length + 1;
    }
    previous = value;
    if (value >= NATIVE) {
      const code = value - NATIVE;
      symbols[length] = LEAD_0 + (code >> 6);
      offsets[length] = at;
      runs[length++] = 1;
      value = TRAIL_0 + (code & 63);
    }
    symbols[length] = value;
    offsets[length] = at;
    runs[length++] = 1;
  }

  if (previous !== SEPARATOR) {
    if (isSingle(length - wordStart, previous) && singles + 1 >= SPACED_RUN) signals |= SIGNAL_SPACED;
    symbols[length] = SEPARATOR;
    offsets[length] = size;
    runs[length++] = 1;
  }
  offsets[length] = size;
  out.length = length;
  return signals;
}

function isLatin(value: number | undefined): boolean {
  return value !== undefined && value >= LETTER_A && value <= LETTER_Z;
}

/** Whether a word of so many symbols, the last of them given as table value, is one letter (of two symbols outside a-z). */
function isSingle(symbols: number, last: number): boolean {
  return symbols === 1 ? last <= OTHER_LETTER : symbols === 2 && last >= NATIVE;
}

/** Whether punctuation at i stands between two parts of which one is short. */
function joins(text: string, i: number, left: number, plain: Uint16Array): boolean {
  if (left <= SHORT_PART) return true;
  let right = 0;
  while (right <= SHORT_PART && i + 1 + right < text.length && isWord(plain[text.charCodeAt(i + 1 + right)]!)) right++;
  return right <= SHORT_PART;
}

/** Whether a table value may stand between two parts that belong together. */
export function isJoint(value: number): boolean {
  return value === PUNCTUATION || value === MASK_SYMBOL || value === LEET_SYMBOL;
}

/** Whether a table value is a digit. */
export function isDigit(value: number): boolean {
  return value >= DIGIT_0 && value < OTHER_LETTER;
}
