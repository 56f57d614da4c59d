import { isDigit, isLetter, isWordPart, type LetterView, SPACE } from './letters.js';
import { GAP_NONE, GAP_SPACE, type NumberGroups } from './number-groups.js';
import { WordTable } from './word-table.js';

/** What may be joined to a number by a dash: "0100-mobile". */
const TAILS = new WordTable({ 1: 'fax mobile cell home work phone tel' });

/** Signs before a number that make it an id, a price, a part of a path or of code: # $ % & = @ \ _ */
const isMark = (code: number): boolean =>
  code === 35 ||
  code === 36 ||
  code === 37 ||
  code === 38 ||
  code === 61 ||
  code === 64 ||
  code === 92 ||
  code === 95 ||
  code === 126;

/** What begins with group `k` is no part of a longer number, id, price, version, time or path, by what stands before. */
export function mayStart(view: LetterView, groups: NumberGroups, k: number): boolean {
  const start = groups.start[k]!;
  if (view.isTaken(start)) return false;
  if (k > 0 && groups.gap[k - 1] !== GAP_NONE && groups.gap[k - 1] !== GAP_SPACE) return false;
  let before = start - 1;
  while (
    view.at(before) === 40 ||
    view.at(before) === 43 ||
    (view.at(before) === SPACE && view.at(before - 1) === 43)
  ) {
    before--;
  }
  const sign = view.at(before);
  if (isWordPart(sign) || isMark(sign) || (sign === SPACE && view.at(before - 1) === 36)) return false;
  if (isWordPart(view.at(before - 1)) && (sign === 45 || sign === 46 || sign === 47)) return false;
  return !(sign === 58 && isDigit(view.at(before - 1))) && sign !== 47 && sign !== 43;
}

/** The same for what ends with group `last`, by what stands behind. */
export function mayEnd(view: LetterView, groups: NumberGroups, last: number): boolean {
  const end = groups.end[last]!;
  if (view.isTaken(end - 1)) return false;
  if (groups.gap[last] !== GAP_NONE && groups.gap[last] !== GAP_SPACE) return false;
  const after = view.at(end);
  if (isMark(after) || (after === SPACE && view.at(end + 1) === 36)) return false;
  if (after === 45 && TAILS.largestAfter(view, end, 1) > 0) return true;
  return !((after === 45 || after === 46 || after === 47 || after === 58) && isWordPart(view.at(end + 1)));
}

/** All digits are one more (or one less) than the one before: counting. */
export function isCounting(digits: Uint8Array, from: number, to: number): boolean {
  let up = 0;
  let down = 0;
  for (let i = from + 1; i < to; i++) {
    const step = (digits[i]! - digits[i - 1]! + 10) % 10;
    if (step === 1) up++;
    else if (step === 9) down++;
  }
  return Math.max(up, down) >= to - from - 2;
}

/** How many different digits there are. */
export function variety(digits: Uint8Array, from: number, to: number): number {
  let seen = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    if ((seen >> digits[i]!) & 1) continue;
    seen |= 1 << digits[i]!;
    count++;
  }
  return count;
}

/** Nothing but the number, blanks and punctuation. */
export function isWholeText(view: LetterView, start: number, end: number): boolean {
  for (let i = start - 1; i >= 0; i--) if (start - i > 4 || isWordPart(view.at(i))) return false;
  for (let i = end; i < view.length; i++) if (i - end > 4 || isLetter(view.at(i)) || isDigit(view.at(i))) return false;
  return true;
}
