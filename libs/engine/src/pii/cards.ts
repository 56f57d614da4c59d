import { passesLuhn } from './checksums.js';
import type { PiiReport } from './kinds.js';
import type { LetterView } from './letters.js';
import {
  GAP_BRACKET,
  GAP_COMMA,
  GAP_NONE,
  GAP_SLASH,
  type NumberGroups,
  WRITTEN_GLUED,
  WRITTEN_PLAIN,
} from './number-groups.js';
import { mayEnd, variety } from './number-borders.js';
import { WordTable } from './word-table.js';

const SEVERITY = 6;
const LEAST_DIGITS = 12;
const MOST_DIGITS = 19;
const REACH = 48;
const CUES = new WordTable({
  1: `card cards visa mastercard amex maestro discover diners jcb credit debit cc cvv cvc kreditkarte karte ec tarjeta
    carte carta cartao kaart karta cardnumber pan`,
});

/**
 * Reports the payment card that begins with group `k`: a Luhn digit that fits, and a number range and length of an issuer
 * (or, from 14 digits on, a word beside it), in one group or in groups of three and more (or of one).
 *
 * @returns the group behind it, or `k` where there is none
 */
export function findCard(view: LetterView, groups: NumberGroups, k: number, report: PiiReport): number {
  const from = groups.first[k]!;
  if (groups.digits[from] === 0 || groups.written[k] === WRITTEN_GLUED) return k;
  const oneByOne = groups.length(k) === 1;
  if (oneByOne && k > 0 && groups.gap[k - 1] !== GAP_NONE) return k;
  for (let last = k; last < groups.count; last++) {
    const to = groups.first[last + 1]!;
    const length = groups.length(last);
    if (to - from > MOST_DIGITS || (oneByOne ? length !== 1 : length < 3)) return k;
    const complete = to - from >= LEAST_DIGITS && (!oneByOne || groups.gap[last] === GAP_NONE);
    if (complete && isCard(view, groups, k, last)) {
      const start = groups.start[k]!;
      const end = groups.end[last]!;
      view.take(start, end);
      const offset = view.startOf(start);
      const endOffset = view.endBefore(end);
      report('card', offset, endOffset, SEVERITY, 0.95, offset, endOffset);
      return last + 1;
    }
    const gap = groups.gap[last]!;
    if (gap === GAP_NONE || gap === GAP_SLASH || gap === GAP_BRACKET || gap === GAP_COMMA) return k;
  }
  return k;
}

function isCard(view: LetterView, groups: NumberGroups, k: number, last: number): boolean {
  const { digits, first } = groups;
  const from = first[k]!;
  const to = first[last + 1]!;
  const length = to - from;
  if (!passesLuhn(digits, from, to) || variety(digits, from, to) < 2 || !mayEnd(view, groups, last)) return false;
  const known = ((lengthsOfIssuer(prefixOf(digits, from)) >> length) & 1) === 1;
  const single = k === last;
  // Ids are long numbers too, and every tenth fits.
  const sure = single ? length >= 14 && length <= 16 : length >= 14 && groups.length(k) !== 3;
  if (known && sure && groups.written[k] === WRITTEN_PLAIN) return true;
  // Beside a word for cards the range may be one that is not listed here.
  if (!known && length < 14) return false;
  return CUES.largestBefore(view, groups.start[k]!, REACH) > 0 || CUES.largestAfter(view, groups.end[last]!, REACH) > 0;
}

/** The first six digits. */
function prefixOf(digits: Uint8Array, from: number): number {
  let prefix = 0;
  for (let i = from; i < from + 6; i++) prefix = prefix * 10 + digits[i]!;
  return prefix;
}

const lengths = (...list: number[]): number => list.reduce((set, length) => set | (1 << length), 0);
const between = (prefix: number, first: number, last: number, digits: number): boolean => {
  const head = Math.floor(prefix / 10 ** (6 - digits));
  return head >= first && head <= last;
};

/**
 * Lengths of the issuer's numbers, bit n: n digits. Ranges: https://en.wikipedia.org/wiki/Payment_card_number (issuer
 * identification numbers).
 */
function lengthsOfIssuer(prefix: number): number {
  if (between(prefix, 4, 4, 1)) return lengths(13, 16, 19);
  if (between(prefix, 51, 55, 2) || between(prefix, 2221, 2720, 4)) return lengths(16);
  if (between(prefix, 34, 34, 2) || between(prefix, 37, 37, 2)) return lengths(15);
  if (between(prefix, 300, 305, 3) || between(prefix, 36, 36, 2) || between(prefix, 38, 39, 2)) return lengths(14, 16);
  if (between(prefix, 3528, 3589, 4)) return lengths(16, 17, 18, 19);
  if (between(prefix, 2131, 2131, 4) || between(prefix, 1800, 1800, 4)) return lengths(15);
  if (between(prefix, 6011, 6011, 4) || between(prefix, 644, 659, 3)) return lengths(12, 13, 14, 15, 16, 17, 18, 19);
  if (between(prefix, 62, 62, 2) || between(prefix, 81, 82, 2)) return lengths(16, 17, 18, 19);
  if (between(prefix, 2200, 2204, 4)) return lengths(16, 17, 18, 19);
  // Maestro.
  if (between(prefix, 50, 50, 2) || between(prefix, 56, 69, 2)) return lengths(12, 13, 14, 15, 16, 17, 18, 19);
  return 0;
}
