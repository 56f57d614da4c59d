import type { PiiReport } from './kinds.js';
import { isDigit, type LetterView } from './letters.js';
import { mayEnd } from './number-borders.js';
import { GAP_DASH, GAP_NONE, type NumberGroups, WRITTEN_GLUED } from './number-groups.js';
import { WordTable } from './word-table.js';

const SEVERITY = 6;
const REACH = 40;
const SOCIAL = new WordTable({ 1: 'ssn social security socials ss' });

/** A social security number of the United States: 3-2-4 digits with dashes, or with a word that says so. */
export function findSocialSecurity(view: LetterView, groups: NumberGroups, k: number, report: PiiReport): number {
  const { digits, first, gap } = groups;
  const from = first[k]!;
  const single = groups.length(k) === 9;
  const last = single ? k : k + 2;
  if (last >= groups.count || !isDigit(view.at(groups.start[k]!)) || groups.written[last] === WRITTEN_GLUED) return k;
  if (view.at(groups.start[k]! - 1) === 43) return k;
  if (!single && (groups.length(k) !== 3 || groups.length(k + 1) !== 2 || groups.length(k + 2) !== 4)) return k;
  if (!single && (gap[k] !== gap[k + 1] || gap[k] === GAP_NONE)) return k;
  const area = digits[from]! * 100 + digits[from + 1]! * 10 + digits[from + 2]!;
  const noGroup = digits[from + 3] === 0 && digits[from + 4] === 0;
  // Areas that are not given out: https://www.ssa.gov/employer/randomization.html
  if (area === 0 || area === 666 || area >= 900 || noGroup || !mayEnd(view, groups, last)) return k;
  const cued = SOCIAL.largestBefore(view, groups.start[k]!, REACH) > 0;
  if (!cued && (single || gap[k] !== GAP_DASH)) return k;
  const start = groups.start[k]!;
  const end = groups.end[last]!;
  view.take(start, end);
  const offset = view.startOf(start);
  const endOffset = view.endBefore(end);
  report('ssn', offset, endOffset, SEVERITY, cued ? 0.97 : 0.8, offset, endOffset);
  return last + 1;
}
