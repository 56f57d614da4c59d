import { isDigit, isWordPart, type LetterView, NEWLINE, SPACE } from './letters.js';
import { WordTable } from './word-table.js';

/** What stands between two groups of digits. */
export const GAP_NONE = 0;
export const GAP_SPACE = 1;
export const GAP_DASH = 2;
export const GAP_DOT = 3;
export const GAP_SLASH = 4;
export const GAP_BRACKET = 5;
/** Only between digits in words. */
export const GAP_COMMA = 6;

/** How a group of digits is written. */
export const WRITTEN_PLAIN = 0;
/** With o or l among the digits. */
export const WRITTEN_LEET = 1;
/** As a word: "five". */
export const WRITTEN_SPELLED = 2;
/** With other letters: an id, a unit. Belongs to no number. */
export const WRITTEN_GLUED = 3;

/** Value 1 is the digit 0. English, German, Spanish, French; accents are off. */
const SPELLED = new WordTable({
  1: 'zero oh null nul cero',
  2: 'one eins ein uno un une',
  3: 'two zwei zwo dos deux',
  4: 'three drei tres trois',
  5: 'four vier cuatro quatre',
  6: 'five funf fuenf cinco cinq',
  7: 'six sechs seis',
  8: 'seven sieben siete sept',
  9: 'eight acht ocho huit',
  10: 'nine neun nueve neuf',
  20: 'double doppel doble',
  21: 'triple dreifach',
});
const DOUBLE = 20;
const LONGEST_GAP = 4;
const LONGEST_WORD = 8;

/** The digits of a text and how they are grouped. Reused; allocates only for more groups than ever before. */
export class NumberGroups {
  count = 0;
  /** Places in the view. */
  start = new Int32Array(64);
  end = new Int32Array(64);
  /** Where the group's digits begin in `digits`; those of group k end at `first[k + 1]`. */
  first = new Int32Array(65);
  written = new Uint8Array(64);
  /** The gap behind a group, to the next one; GAP_NONE ends a run of groups that may belong together. */
  gap = new Uint8Array(64);
  /** 0..9 */
  digits = new Uint8Array(256);

  length(group: number): number {
    return this.first[group + 1]! - this.first[group]!;
  }

  /** One pass. */
  read(view: LetterView): void {
    if (this.digits.length < view.length * 2) this.digits = new Uint8Array(view.length * 4);
    this.count = 0;
    this.first[0] = 0;
    let total = 0;
    let times = 1;
    for (let i = 0; i < view.length;) {
      if (!isWordPart(view.at(i))) {
        i++;
        continue;
      }
      let end = i;
      let plain = 0;
      let alike = 0;
      for (; isWordPart(view.at(end)); end++) {
        if (isDigit(view.at(end))) plain++;
        else if (digitLike(view.at(end)) >= 0) alike++;
      }
      const length = end - i;
      const word = plain === 0 && length <= LONGEST_WORD ? SPELLED.valueAt(view, i, end) : 0;
      if (word >= DOUBLE) times = word - DOUBLE + 2;
      else if (plain > 0 || word > 0) {
        let written = WRITTEN_SPELLED;
        const from = total;
        if (word > 0) {
          for (; times > 0; times--) this.digits[total++] = word - 1;
        } else {
          written = plain === length ? WRITTEN_PLAIN : WRITTEN_GLUED;
          if (plain < length && plain + alike === length && plain * 2 >= length) written = WRITTEN_LEET;
          for (let k = i; k < end; k++) this.digits[total++] = digitLike(view.at(k));
          if (written === WRITTEN_GLUED) total = from;
          // "555-0100x45": the extension is left out.
          const cross = written === WRITTEN_GLUED ? extension(view, i, end) : 0;
          if (cross > 0) {
            for (let k = i; k < cross; k++) this.digits[total++] = view.at(k) - 48;
            written = WRITTEN_PLAIN;
          }
        }
        this.push(i, end, total, written);
        times = 1;
      } else times = 1;
      i = end;
    }
    for (let k = 0; k < this.count; k++) {
      this.gap[k] = k + 1 < this.count ? this.gapBehind(view, k) : GAP_NONE;
    }
  }

  private gapBehind(view: LetterView, k: number): number {
    const [written, next] = [this.written[k]!, this.written[k + 1]!];
    if (written === WRITTEN_GLUED || next === WRITTEN_GLUED) return GAP_NONE;
    const gap = gapBetween(view, this.end[k]!, this.start[k + 1]!);
    return gap === GAP_COMMA && (written !== WRITTEN_SPELLED || next !== WRITTEN_SPELLED) ? GAP_NONE : gap;
  }

  private push(start: number, end: number, total: number, written: number): void {
    if (this.count === this.start.length) this.grow();
    const k = this.count++;
    this.start[k] = start;
    this.end[k] = end;
    this.written[k] = written;
    this.first[k + 1] = total;
  }

  private grow(): void {
    const size = 2 * this.start.length;
    const copy = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.start = copy(this.start, new Int32Array(size));
    this.end = copy(this.end, new Int32Array(size));
    this.first = copy(this.first, new Int32Array(size + 1));
    this.written = copy(this.written, new Uint8Array(size));
    this.gap = copy(this.gap, new Uint8Array(size));
  }
}

/** The digit that a character is or resembles, or -1. */
function digitLike(code: number): number {
  if (isDigit(code)) return code - 48;
  if (code === 111) return 0;
  return code === 108 || code === 105 ? 1 : -1;
}

/** Where "x45" begins in "0100x45", or 0. */
function extension(view: LetterView, start: number, end: number): number {
  let cross = start;
  while (isDigit(view.at(cross))) cross++;
  if (cross === start || view.at(cross) !== 120 || end - cross > 6 || cross + 1 === end) return 0;
  for (let i = cross + 1; i < end; i++) if (!isDigit(view.at(i))) return 0;
  // "640x480" is a size.
  return cross - start === 4 || cross - start >= 7 ? cross : 0;
}

function gapBetween(view: LetterView, from: number, to: number): number {
  let gap = GAP_SPACE;
  let signs = 0;
  let i = from;
  for (; i < to && i < from + LONGEST_GAP; i++) {
    const code = view.at(i);
    if (code === SPACE) continue;
    if (code === NEWLINE) return GAP_NONE;
    if (code === 40 || code === 41) gap = GAP_BRACKET;
    else if (++signs > 1) return GAP_NONE;
    else if (code === 45) gap = Math.max(gap, GAP_DASH);
    else if (code === 46) gap = Math.max(gap, GAP_DOT);
    else if (code === 47) gap = Math.max(gap, GAP_SLASH);
    else if (code === 44) gap = GAP_COMMA;
    else return GAP_NONE;
  }
  return i === to ? gap : GAP_NONE;
}
