import {
  latinForm,
  astralSymbol,
  APOSTROPHE,
  INVISIBLE,
  LEET_SYMBOL,
  SURROGATE,
  type CharTable,
} from '../text/char-table.js';
import { isDigit } from '../text/fold.js';
import { SEPARATOR } from '../text/symbols.js';

/** Disguises that can be undone, as bits. */
export const Transform = {
  CASE: 1,
  LEET: 2,
  HOMOGLYPH: 4,
  STYLED: 8,
  DIACRITIC: 16,
  INVISIBLE: 32,
  REPEAT: 64,
  SPACING: 128,
  SEPARATOR: 256,
  MASK: 512,
  PHONETIC: 1 << 10,
  DROPPED_LETTER: 1 << 11,
  TRANSPOSED: 1 << 12,
  TYPO: 1 << 13,
  SPLIT_WORD: 1 << 14,
  JOINED_WORD: 1 << 15,
  REVERSED: 1 << 16,
  BIDI: 1 << 17,
  UPSIDE_DOWN: 1 << 18,
  VERTICAL: 1 << 19,
  ACROSTIC: 1 << 20,
  EMOJI: 1 << 21,
  REGIONAL: 1 << 22,
  ENCODED: 1 << 23,
  URL: 1 << 24,
  PIG_LATIN: 1 << 25,
  ROT13: 1 << 26,
  DIGITS_ONLY: 1 << 27,
  JAMO: 1 << 28,
  KANA: 1 << 29,
} as const;
export type Transform = (typeof Transform)[keyof typeof Transform];

const DECORATED = /^\p{M}$/u;

/**
 * Names the disguises that can be read off the characters of a hit: everything but repeats, spacing, separators and
 * masks, which the scanner knows from how it found the hit.
 * @param asRead the fold that found the hit read digits, symbols and look-alikes as letters
 */
export function transformsIn(
  text: string,
  start: number,
  end: number,
  term: string,
  table: CharTable,
  asRead: boolean,
): number {
  let bits = 0;
  let lower = false;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 128) {
      if (unit >= 97 && unit <= 122) lower = true;
      else if (unit >= 65 && unit <= 90) {
        if (lower) bits |= Transform.CASE;
      } else {
        if (unit === 32) lower = false;
        const sign = table.plain[unit] === LEET_SYMBOL || isDigit(table.plain[unit]!);
        if (asRead && sign && table.deep[unit] !== 0 && !term.includes(text[i]!)) bits |= Transform.LEET;
      }
      continue;
    }
    const value = table.plain[unit]!;
    if (value === APOSTROPHE) continue;
    if (value === INVISIBLE) {
      bits |=
        DECORATED.test(text[i]!) && !(unit >= 0xfe00 && unit <= 0xfe0f) ? Transform.DIACRITIC : Transform.INVISIBLE;
    } else if (value === SURROGATE) {
      const codePoint = text.codePointAt(i)!;
      if (codePoint >= 0xe0000) bits |= Transform.INVISIBLE;
      else if (astralSymbol(codePoint) !== SEPARATOR) bits |= Transform.STYLED;
      if (codePoint > 0xffff) i++;
    } else bits |= formOf(text[i]!, term);
  }
  return bits;
}

/** What a code unit is of a term in a-z, which never has it: computed once for each; -1 where it is not known yet. */
const forms = new Int8Array(65536).fill(-1);

function formOf(char: string, term: string): number {
  if (!LATIN_TERM.test(term)) return term.includes(char) ? 0 : computeForm(char, term);
  const unit = char.charCodeAt(0);
  if (forms[unit]! < 0) forms[unit] = computeForm(char, term);
  return forms[unit]!;
}
const LATIN_TERM = /^[a-z ]*$/;

function computeForm(char: string, term: string): number {
  if (term.includes(char.normalize('NFC').toLowerCase())) return 0;
  if (latinForm(char) === '')
    return /^\p{L}$/u.test(char) ? (LATIN_TERM.test(term) ? Transform.HOMOGLYPH : 0) : Transform.LEET;
  const canonical = char.normalize('NFD');
  if (canonical.length > 1 || 'øØłŁđĐ'.includes(char)) return Transform.DIACRITIC;
  return char.normalize('NFKD') !== char || /^\p{Lm}$/u.test(char) || isSmallCapital(char)
    ? Transform.STYLED
    : Transform.HOMOGLYPH;
}

function isSmallCapital(char: string): boolean {
  return (
    (char >= '\u0250' && char <= '\u02af') ||
    (char >= '\u1d00' && char <= '\u1dbf') ||
    (char >= '\ua730' && char <= '\ua731')
  );
}
