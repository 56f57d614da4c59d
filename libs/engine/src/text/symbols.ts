/**
 * The folded alphabet. Folding turns text into one byte per letter, so that one dense automaton serves all scripts:
 *
 *   0        separator: anything that ends a word; runs of them fold to one
 *   1..26    a..z
 *   27..36   0..9
 *   37       a letter that no term uses: part of a word, matches nothing
 *   38..85   lead byte of a letter outside a..z, followed by its trail byte
 *   86..133  trail byte
 *
 * Letters outside a..z (Cyrillic, Han, Hangul, ...) are numbered in the order in which the lexicon's terms use them,
 * at most 2,304. Lead and trail bytes are disjoint, so a match can't start inside a letter.
 */
export const SEPARATOR = 0;
export const LETTER_A = 1;
export const LETTER_Z = 26;
export const DIGIT_0 = 27;
export const DIGIT_9 = 36;
export const OTHER_LETTER = 37;
export const LEAD_0 = 38;
export const TRAIL_0 = 86;
export const ALPHABET_SIZE = 134;
export const NATIVE_ROW = 48;
export const MAX_NATIVE_LETTERS = NATIVE_ROW * NATIVE_ROW;

/** Symbol of an ASCII lower-case letter or digit. */
export function symbolOf(char: string): number {
  const code = char.charCodeAt(0);
  return code <= 57 ? DIGIT_0 + code - 48 : LETTER_A + code - 97;
}

/** A folded symbol as text, for people: "_" is a separator, "?" a letter that no term uses. */
export function printSymbol(symbol: number): string {
  if (symbol === SEPARATOR) return '_';
  if (symbol <= LETTER_Z) return String.fromCharCode(96 + symbol);
  if (symbol <= DIGIT_9) return String.fromCharCode(21 + symbol);
  return '?';
}
