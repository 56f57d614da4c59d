import type { CodeUnits } from '../text/code-units.js';

/**
 * One byte per character, as the detectors see them: lower-case ASCII where a character has such a form (full-width,
 * accents taken off, digits of all scripts), 0xa0..0xbf for Cyrillic letters, and these:
 */
export const DROPPED = 0;
export const NEWLINE = 10;
export const SPACE = 32;
/** A letter without an ASCII form. */
export const LETTER = 0x81;
export const OTHER = 0x82;
const CYRILLIC = 0xa0;
/** First half of a pair. */
const HIGH_SURROGATE = 0x83;

/** Whole ranges, so that 65,536 characters are not asked one by one. */
const ASKED: readonly (readonly [number, number])[] = [
  [0x80, 0x2ff],
  [0x370, 0x1fff],
  [0x2000, 0x2bff],
  [0x3000, 0x30ff],
  [0xa600, 0xabff],
  [0xfe00, 0xffef],
];
const MARK = /^[\p{M}\p{Cf}]$/u;
const BLANK = /^[\p{Z}\s]$/u;
const DASH = /^[\p{Pd}\u2212]$/u;
const WORD = /^\p{L}$/u;
const CURRENCY = /^\p{Sc}$/u;
const DIGIT = /^\p{Nd}$/u;

function foldOf(unit: number, digitsBefore: number): number {
  const char = String.fromCharCode(unit);
  if (MARK.test(char)) return DROPPED;
  if (BLANK.test(char)) return SPACE;
  if (DASH.test(char)) return 45;
  if (unit === 0x3002 || unit === 0x30fb || unit === 0xb7) return 46;
  if (CURRENCY.test(char)) return 36;
  if (DIGIT.test(char)) return 48 + (digitsBefore % 10);
  const base = char.normalize('NFKD').toLowerCase();
  const code = base.charCodeAt(0);
  if (code < 0x80 && code > 32 && (base.length === 1 || WORD.test(char))) return code;
  if (code === 0x451) return CYRILLIC + 5;
  if (code >= 0x430 && code <= 0x44f) return CYRILLIC + code - 0x430;
  return WORD.test(char) ? LETTER : OTHER;
}

function buildFolds(): Uint8Array {
  const folds = new Uint8Array(0x10000).fill(LETTER);
  folds.fill(DROPPED, 0x300, 0x370);
  folds.fill(OTHER, 0xe000, 0xf8ff);
  folds.fill(HIGH_SURROGATE, 0xd800, 0xdc00);
  folds.fill(OTHER, 0xdc00, 0xe000);
  folds.fill(OTHER, 0, 0x80);
  folds[0] = OTHER;
  for (let unit = 9; unit < 0x7f; unit++) {
    if (unit <= 13) folds[unit] = unit === 9 ? SPACE : NEWLINE;
    else if (unit >= 32) folds[unit] = unit >= 65 && unit <= 90 ? unit + 32 : unit;
  }
  for (const [first, last] of ASKED) {
    let digits = 0;
    for (let unit = first; unit <= last; unit++) {
      folds[unit] = foldOf(unit, digits);
      digits = folds[unit]! >= 48 && folds[unit]! <= 57 ? digits + 1 : 0;
    }
  }
  return folds;
}

/** Per UTF-16 code unit: its byte. 64 KiB. */
export const FOLDS = buildFolds();

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || code === LETTER || code >= CYRILLIC;
export const isWordPart = (code: number): boolean => isDigit(code) || isLetter(code);

/** Places around a text that read as line ends. */
const MARGIN = 4;

/**
 * A text as bytes, with the way back. Between scans only the buffers stay. The places around it, from -4 to
 * `length + 3`, read as line ends, so that nobody asks for the edge.
 */
export class LetterView {
  length = 0;
  private codes = new Uint8Array(0);
  /** 1 where the character is a capital letter. */
  private capitals = new Uint8Array(0);
  private starts = new Int32Array(0);
  private ends = new Int32Array(0);
  /** 1 where a finding lies. */
  private taken = new Uint8Array(0);

  /** One pass; allocates only for a text longer than all before. */
  read({ units, size }: CodeUnits): void {
    if (this.codes.length < size + 2 * MARGIN) this.grow(Math.max(256, 2 * size) + 2 * MARGIN);
    const { codes, capitals, starts, ends } = this;
    let length = 0;
    for (let at = 0; at < size; at++) {
      const start = at;
      const unit = units[at]!;
      let code = FOLDS[unit]!;
      if (code === DROPPED) {
        // Belongs to the character before it: a finding is whole graphemes.
        if (length > 0) ends[length - 1] = at + 1;
        continue;
      }
      if (code === HIGH_SURROGATE) {
        const low = units[at + 1]!;
        code = OTHER;
        if (low >= 0xdc00 && low < 0xe000) {
          at++;
          if (unit === 0xd835) code = mathematical(low);
          // Tag characters and variation selectors.
          else if (unit === 0xdb40) {
            if (length > 0) ends[length - 1] = at + 1;
            continue;
          }
        }
      }
      codes[MARGIN + length] = code;
      capitals[length] = code >= 97 && code <= 122 && isCapital(unit) ? 1 : 0;
      starts[length] = start;
      ends[length] = at + 1;
      length++;
    }
    codes.fill(NEWLINE, 0, MARGIN);
    codes.fill(NEWLINE, MARGIN + length, 2 * MARGIN + length);
    this.taken.fill(0, 0, length + 1);
    this.length = length;
  }

  at(place: number): number {
    return this.codes[MARGIN + place]!;
  }

  isCapital(place: number): boolean {
    return this.capitals[place] === 1;
  }

  /** Offset in the original of the character at a place. */
  startOf(place: number): number {
    return this.starts[place]!;
  }

  /** Offset in the original behind the character before a place. */
  endBefore(place: number): number {
    return this.ends[place - 1]!;
  }

  take(start: number, end: number): void {
    this.taken.fill(1, start, end);
  }

  isTaken(place: number): boolean {
    return this.taken[place] === 1;
  }

  private grow(size: number): void {
    this.codes = new Uint8Array(size);
    this.capitals = new Uint8Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.taken = new Uint8Array(size);
  }
}

/** A capital among the letters that have an ASCII form. */
function isCapital(unit: number): boolean {
  if (unit < 0x80) return unit <= 90;
  if (unit >= 0xff21) return unit <= 0xff3a;
  return unit < 0xdf || (unit < 0x180 && unit % 2 === 0);
}

/** Mathematical letters and digits, U+1D400..U+1D7FF: runs of 26 letters and of ten digits. */
function mathematical(low: number): number {
  if (low >= 0xdfce) return 48 + ((low - 0xdfce) % 10);
  return low <= 0xdea3 ? 97 + ((low - 0xdc00) % 26) : OTHER;
}
