import {
  APOSTROPHE,
  EXPANSION,
  INVISIBLE,
  LEET_SYMBOL,
  NATIVE,
  SURROGATE,
  TRAIT_LEET_PUNCTUATION,
  TRAIT_RARE_LOOK_ALIKE,
  TRAIT_SECOND_READING,
  astralSymbol,
  type CharTable,
} from './char-table.js';
import { codePointOf, type CodeUnits } from './code-units.js';
import { SHORT_PART, isDigit, isJoint, isWord, type FoldBuffer } from './fold.js';
import { LEAD_0, LETTER_A, LETTER_Z, OTHER_LETTER, SEPARATOR, TRAIL_0 } from './symbols.js';

const LETTER_S = LETTER_A + 18;
const PLUS = 0x2b;
/** Longest gap between two parts that belong together, in code units. */
const LONGEST_GAP = 4;

/** Most digits that are read as letters for each letter of the word: "5h17" is a word, "a4711" a name of something. */
const DIGITS_A_LETTER = 3;
/** Letters that are words by themselves: in "a s h i p" the first need not belong to what follows. */
const LONE_WORDS = new Set([...'aiuoyrn'].map((letter) => LETTER_A + letter.charCodeAt(0) - 97));

/** What a disguise fold may ask for: the same again, read another way. */
export const SECOND_READING = 1;
export const LONE_WORD = 2;

/** How to fold. */
export interface DisguiseOptions {
  /** Read 1, |, 6 and ! the second way. */
  readonly second: boolean;
  /** "signs": join short parts over punctuation; "spaces": and single letters over any gap. */
  readonly join: false | 'signs' | 'spaces';
  /** Do not join a letter that is a word by itself to the single letters that follow. */
  readonly loneWords: boolean;
}

/** One word as it may have been meant: letters, digits and symbols that stand for letters, invisible characters. */
interface Part {
  start: number;
  end: number;
  /** Letters, digits and symbols in it. */
  letters: number;
  /** It is one letter, digit or symbol, maybe repeated. */
  single: boolean;
  /** It has a letter. */
  spelled: boolean;
  /** Its first symbol. */
  first: number;
  /** All of it is letters of other alphabets that look Latin. */
  alike: boolean;
  /** Digits and symbols are to be read as letters. */
  leet: boolean;
  /** Letters of other alphabets are to be read as the Latin ones they look like. */
  lookAlike: boolean;
}

/**
 * Folds text as somebody may have meant it: digits and symbols as letters (only in words that have a letter), letters
 * of other alphabets as the Latin ones they look like (only in words of mixed script or with a letter of no everyday
 * alphabet) and, on demand, parts set apart as one word. Visits each code unit a bounded number of times.
 */
export class DisguiseFold {
  private readonly left: Part = newPart();
  private readonly right: Part = newPart();
  private readonly following: Part = newPart();

  constructor(private readonly table: CharTable) {}

  /**
   * @param source the text, which may be the buffer's own
   * @returns bits of SECOND_READING and LONE_WORD where the text could be read another way too
   */
  fold(source: CodeUnits, out: FoldBuffer, { second, join, loneWords }: DisguiseOptions): number {
    out.takeFrom(source);
    const { symbols, offsets, runs, joints } = out;
    symbols[0] = SEPARATOR;
    offsets[0] = 0;
    runs[0] = 1;
    joints[0] = 1;
    out.length = 1;
    let left = this.left;
    let right = this.right;
    left.end = -1;
    let others = 0;
    let chainStart = true;
    for (let from = 0; this.nextPart(source, from, right); from = left.end) {
      let joined = join !== false && left.end >= 0 && this.belongTogether(source.units, left, right, join === 'spaces');
      if (joined && join === 'spaces' && chainStart && left.single && right.single && LONE_WORDS.has(left.first)) {
        others |= LONE_WORD;
        if (loneWords) joined = false;
      }
      chainStart = !joined;
      if (
        join === 'spaces' &&
        right.single &&
        !(right.leet && right.lookAlike) &&
        this.amongLetters(source, left, right)
      ) {
        right.leet = right.spelled = true;
        right.lookAlike = right.alike;
      }
      if (!joined) this.separate(out, left.end < 0 ? 0 : left.end);
      if (this.write(source.units, right, out, second, joined ? 2 : 1)) others |= SECOND_READING;
      const swap = left;
      left = right;
      right = swap;
    }
    this.separate(out, left.end < 0 ? 0 : left.end);
    offsets[out.length] = source.size;
    out.tokens.read(out);
    return others;
  }

  private separate(out: FoldBuffer, offset: number): void {
    if (out.symbols[out.length - 1] === SEPARATOR) return;
    out.symbols[out.length] = SEPARATOR;
    out.offsets[out.length] = offset;
    out.joints[out.length] = 1;
    out.runs[out.length++] = 1;
  }

  /** Finds the next part at or after `from` and what it is made of. */
  private nextPart({ units, size }: CodeUnits, from: number, part: Part): boolean {
    const { plain, deep, traits } = this.table;
    let i = from;
    while (i < size && !this.opens(units, i))
      i += plain[units[i]!] === SURROGATE && codePointOf(units, i) > 0xffff ? 2 : 1;
    if (i >= size) return false;
    part.start = i;
    let latin = 0;
    let digits = 0;
    let signs = 0;
    let foreign = 0;
    let lookAlikes = 0;
    let rare = 0;
    let first = 0;
    let same = true;
    let end = i;
    for (; i < size; i++) {
      let unit = units[i]!;
      let value = plain[unit]!;
      // Letters a-z, in a loop without calls, see foldPlain.
      if (value >= LETTER_A && value <= LETTER_Z) {
        if (first === 0) first = value;
        while (value >= LETTER_A && value <= LETTER_Z) {
          if (value !== first) same = false;
          latin++;
          unit = units[++i]!;
          value = plain[unit]!;
        }
        end = i;
        if (i >= size) break;
      }
      let symbol = value;
      if (value === INVISIBLE) {
        if (end === i) end = i + 1;
        continue;
      }
      if (value === LEET_SYMBOL) {
        symbol = deep[unit]!;
        signs++;
      } else if (value === SURROGATE) {
        const codePoint = codePointOf(units, i);
        symbol = astralSymbol(codePoint);
        if (codePoint > 0xffff) {
          if (symbol === SEPARATOR) break;
          i++;
          if (symbol === INVISIBLE) continue;
        }
        if (symbol <= LETTER_Z) latin++;
        else foreign++;
      } else if (isDigit(value)) digits++;
      else if (value === OTHER_LETTER || value >= NATIVE) {
        foreign++;
        if (deep[unit] !== 0) {
          lookAlikes++;
          if (traits[unit]! & TRAIT_RARE_LOOK_ALIKE) rare++;
        }
      } else if (isWord(value)) latin++;
      else break;
      if (first === 0) first = symbol;
      else if (symbol !== first) same = false;
      // One plus after a letter is a t; "c++" is not.
      const plus = unit === PLUS && (i === 0 || units[i - 1] !== PLUS) && units[i + 1] !== PLUS;
      if (value !== LEET_SYMBOL || plus || !(traits[unit]! & TRAIT_LEET_PUNCTUATION)) end = i + 1;
    }
    // Trailing exclamation marks and brackets are what they look like.
    part.end = Math.max(end, part.start + 1);
    part.letters = latin + digits + signs + foreign;
    part.single = same && part.letters > 0;
    part.lookAlike = foreign > 0 && ((latin > 0 && lookAlikes > 0) || (lookAlikes === foreign && rare > 0));
    const readable = latin + (part.lookAlike ? lookAlikes : 0);
    part.spelled = readable > 0;
    part.first = first;
    part.alike = foreign > 0 && lookAlikes === foreign;
    part.leet =
      (readable > 0 || signs >= 2) &&
      digits <= DIGITS_A_LETTER * (readable + signs) &&
      !(digits > 0 && digits + 1 === part.letters && isPlural(units, part.end, plain));
    return true;
  }

  /** Whether a single digit, symbol or look-alike stands next to a single letter: the 1 in "s h 1 p" is a letter. */
  private amongLetters(source: CodeUnits, left: Part, part: Part): boolean {
    if (left.end >= 0 && left.single && left.spelled && part.start - left.end <= LONGEST_GAP) return true;
    const { following } = this;
    if (!this.nextPart(source, part.end, following)) return false;
    return following.single && following.spelled && following.start - part.end <= LONGEST_GAP;
  }

  private opens(units: Uint16Array, i: number): boolean {
    const { plain, traits } = this.table;
    const unit = units[i]!;
    const value = plain[unit]!;
    if (value === LEET_SYMBOL) {
      return !(traits[unit]! & TRAIT_LEET_PUNCTUATION) || isWord(plain[units[i + 1]!]!);
    }
    if (value === SURROGATE) {
      const symbol = astralSymbol(codePointOf(units, i));
      return symbol !== SEPARATOR && symbol !== INVISIBLE;
    }
    return isWord(value);
  }

  private belongTogether(units: Uint16Array, left: Part, right: Part, overSpaces: boolean): boolean {
    const gap = right.start - left.end;
    if (gap === 0 || gap > LONGEST_GAP) return false;
    if (overSpaces && left.single && right.single) return true;
    if (Math.min(left.letters, right.letters) > SHORT_PART) return false;
    const { plain } = this.table;
    for (let i = left.end; i < right.start; i++) {
      const value = plain[units[i]!]!;
      if (value === APOSTROPHE || (!isJoint(value) && value !== INVISIBLE)) return false;
    }
    return true;
  }

  private write(units: Uint16Array, part: Part, out: FoldBuffer, second: boolean, joint: number): boolean {
    const { plain, traits, expansions } = this.table;
    const deep = second ? this.table.deepSecond : this.table.deep;
    const { symbols, offsets, runs, joints } = out;
    let ambiguous = false;
    for (let i = part.start; i < part.end; i++) {
      let unit = units[i]!;
      let symbol = plain[unit]!;
      // Letters a-z, in a loop without calls, see foldPlain.
      if (symbol >= LETTER_A && symbol <= LETTER_Z) {
        let { length } = out;
        for (; symbol >= LETTER_A && symbol <= LETTER_Z && i < part.end; symbol = plain[unit]!) {
          if (symbols[length - 1] === symbol) {
            if (runs[length - 1]! < 255) runs[length - 1]!++;
            if (joint === 2) joint = 0;
          } else {
            symbols[length] = symbol;
            offsets[length] = i;
            joints[length] = joint;
            runs[length++] = 1;
            joint = 0;
          }
          unit = units[++i]!;
        }
        out.length = length;
        if (i >= part.end) break;
      }
      const at = i;
      if (symbol === INVISIBLE) continue;
      if (symbol === LEET_SYMBOL || isDigit(symbol)) {
        if (part.leet && deep[unit] !== 0) {
          symbol = deep[unit]!;
          if (traits[unit]! & TRAIT_SECOND_READING) ambiguous = true;
        } else if (symbol === LEET_SYMBOL) symbol = SEPARATOR;
      } else if (symbol === SURROGATE) {
        const codePoint = codePointOf(units, i);
        symbol = astralSymbol(codePoint);
        if (codePoint > 0xffff) i++;
        if (symbol === INVISIBLE) continue;
      } else if (symbol === OTHER_LETTER || symbol >= NATIVE) {
        if (part.lookAlike && deep[unit] !== 0) {
          symbol = deep[unit]!;
          if (traits[unit]! & TRAIT_SECOND_READING) ambiguous = true;
        }
      } else if (symbol >= EXPANSION && part.leet && deep[unit] !== 0) {
        symbol = deep[unit]!;
      } else if (symbol >= EXPANSION) {
        const [first, then] = expansions[symbol - EXPANSION]!;
        joint = push(out, first, at, joint);
        symbol = then;
      }
      if (symbol >= NATIVE) {
        const code = symbol - NATIVE;
        // Repeats of letters outside a-z are left to the plain fold.
        joint = push(out, LEAD_0 + (code >> 6), at, joint);
        symbol = TRAIL_0 + (code & 63);
      }
      joint = push(out, symbol, at, joint);
    }
    return ambiguous;
  }
}

function push(out: FoldBuffer, symbol: number, offset: number, joint: number): number {
  const last = out.length - 1;
  if (out.symbols[last] === symbol) {
    if (out.runs[last]! < 255) out.runs[last]!++;
    return joint === 2 ? 0 : joint;
  }
  out.symbols[out.length] = symbol;
  out.offsets[out.length] = offset;
  out.joints[out.length] = joint;
  out.runs[out.length++] = 1;
  return 0;
}

function newPart(): Part {
  return {
    start: 0,
    end: 0,
    letters: 0,
    single: false,
    spelled: false,
    first: 0,
    alike: false,
    leet: false,
    lookAlike: false,
  };
}

/** Whether a word ends in digits and an s: "45s". */
function isPlural(units: Uint16Array, end: number, plain: Uint16Array): boolean {
  return end > 1 && plain[units[end - 1]!] === LETTER_S && isDigit(plain[units[end - 2]!]!);
}
