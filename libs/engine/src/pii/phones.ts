import type { PiiReport } from './kinds.js';
import { type LetterView, SPACE } from './letters.js';
import { isCounting, isWholeText, mayEnd, variety } from './number-borders.js';
import {
  GAP_BRACKET,
  GAP_COMMA,
  GAP_DASH,
  GAP_DOT,
  GAP_NONE,
  GAP_SLASH,
  GAP_SPACE,
  type NumberGroups,
  WRITTEN_GLUED,
  WRITTEN_LEET,
  WRITTEN_PLAIN,
  WRITTEN_SPELLED,
} from './number-groups.js';
import { callingCode, callingCodeLength, isNationalNumber } from './phone-plans.js';
import { WordTable } from './word-table.js';

const SEVERITY = 5;
/** E.164: at most 15 digits with the calling code. */
const MOST_DIGITS = 15;
/** The shortest local number. */
const LEAST_DIGITS = 7;
const REACH_BEFORE = 40;
const REACH_AFTER = 24;

const CUES = new WordTable({
  1: 'number num no nummer numero n номер reach reached',
  2: `call phone text txt sms whatsapp whatsap wa cell mobile tel telephone fax dial ring contact hmu viber imessage
    facetime signal zelle venmo cashapp callme textme phonenumber cellphone
    telefon telefonnummer handy handynummer anrufen anruf ruf festnetz mobil rufnummer
    telefono llama llamame movil celular cel fono marca
    telephone portable appelle appelez appelle-moi tele gsm
    cellulare chiamami telefone ligue zap telefoon bel telefoonnummer mobiel
    тел телефон звони позвони ватсап вотсап`,
  // Against.
  3: `version bug bugs serial issue ticket order id pid uid invoice build commit rev revision part model key isbn product
    error code kernel hash pastebin paste port line lines size bytes kb mb gb seed score
    license licence driver drivers passport insurance member reference tracking flight policy
    customer employee student tax vin plate zip postal routing account`,
});
const CUE_WEAK = 1;
const CUE_STRONG = 2;

/** Telephone numbers among the groups of one view. */
export class PhoneFinder {
  /** Groups k to this one are the number last judged. */
  private last = 0;
  private confidence = 0;

  /**
   * Reports the telephone number that begins with group `k`, where one may begin.
   *
   * @returns the group behind it, or `k`
   */
  find(view: LetterView, groups: NumberGroups, k: number, report: PiiReport): number {
    if (groups.written[k] === WRITTEN_GLUED) return k;
    this.confidence = 0;
    const plus = plusBefore(view, groups.start[k]!);
    if (plus >= 0) this.international(view, groups, k, groups.first[k]!, true);
    else {
      const prefix = dialPrefix(groups, k);
      if (prefix > 0) this.international(view, groups, k, groups.first[k]! + prefix, false);
      if (this.confidence === 0) this.northAmerican(view, groups, k);
      if (this.confidence === 0 && (k === 0 || groups.gap[k - 1] === GAP_NONE)) this.wholeRun(view, groups, k);
    }
    if (this.confidence === 0) return k;

    const start = plus >= 0 ? plus : bracketBefore(view, groups.start[k]!);
    const end = groups.end[this.last]!;
    view.take(start, end);
    const offset = view.startOf(start);
    const endOffset = view.endBefore(end);
    report('phone', offset, endOffset, SEVERITY, this.confidence, offset, endOffset);
    return this.last + 1;
  }

  /** A number with its calling code from digit `from` on: the longest run of groups that the country's plan knows. */
  private international(view: LetterView, groups: NumberGroups, k: number, from: number, plus: boolean): void {
    let known = -1;
    let likely = -1;
    for (let last = k; last < groups.count; last++) {
      const to = groups.first[last + 1]!;
      if (to - from > MOST_DIGITS + 1) break;
      const codeLength = to - from > 6 ? callingCodeLength(groups.digits, from, to) : 0;
      if (codeLength > 0 && mayEnd(view, groups, last)) {
        const code = callingCode(groups.digits, from, codeLength);
        const spelled = groups.written[last] === WRITTEN_SPELLED;
        if (isNationalNumber(code, groups.digits, from + codeLength, to)) known = last;
        else if (plus && !spelled && to - from >= 9 && to - from <= MOST_DIGITS) likely = last;
      }
      if (groups.gap[last] === GAP_NONE) break;
    }
    if (known >= 0) {
      this.last = known;
      this.confidence = plus ? 0.97 : 0.85;
      // "00" begins many numbers that are none.
      if (!plus && groups.first[known + 1]! - from < 9) this.confidence = 0;
    } else if (likely > k || (likely === k && groups.length(k) >= 11)) {
      this.last = likely;
      this.confidence = 0.6;
    }
  }

  /** 3-3-4 digits, also 1-3-3-4, and (3)7. */
  private northAmerican(view: LetterView, groups: NumberGroups, k: number): void {
    const one = groups.length(k) === 1 && groups.digits[groups.first[k]!] === 1 && groups.written[k] === WRITTEN_PLAIN;
    const area = one && groups.gap[k] !== GAP_NONE ? k + 1 : k;
    if (area >= groups.count || groups.length(area) !== 3 || groups.gap[area] === GAP_NONE) return;
    let last = area + 1;
    if (groups.length(last) === 3 && groups.gap[last] !== GAP_NONE && groups.length(last + 1) === 4) last++;
    else if (groups.length(last) !== 7 || groups.gap[area] !== GAP_BRACKET) return;
    if (!mayEnd(view, groups, last)) return;
    this.last = last;
    this.confidence = northAmericanConfidence(view, groups, k, area, last);
  }

  /** The forms that are a number only where nothing is joined to them: all groups of the run from `k`. */
  private wholeRun(view: LetterView, groups: NumberGroups, k: number): void {
    let last = k;
    let seen = 0;
    for (; ; last++) {
      if (groups.first[last + 1]! - groups.first[k]! > MOST_DIGITS) return;
      seen |= 1 << groups.written[last]!;
      if (groups.gap[last] === GAP_NONE) break;
    }
    const length = groups.first[last + 1]! - groups.first[k]!;
    if (length < LEAST_DIGITS || !mayEnd(view, groups, last)) return;
    this.last = last;
    this.confidence = shapeConfidence(view, groups, k, last, seen);
    if (this.confidence > 0 || seen & (1 << WRITTEN_SPELLED)) return;
    const cue = cueBeside(view, groups.start[k]!, groups.end[last]!);
    if (cue === CUE_STRONG || (cue === CUE_WEAK && length >= 9))
      this.confidence = cuedConfidence(groups, k, last, seen);
  }
}

/** Where the "+" before a number stands, also in "(+49)" and "+ 49"; -1 where none is. */
function plusBefore(view: LetterView, start: number): number {
  let i = start - 1;
  if (view.at(i) === 40 || view.at(i) === SPACE) i--;
  if (view.at(i) !== 43) return -1;
  return view.at(i - 1) === 40 && view.at(start - 1) === 43 ? i - 1 : i;
}

const bracketBefore = (view: LetterView, start: number): number => (view.at(start - 1) === 40 ? start - 1 : start);

/** Digits of "00" or "011" before a calling code, or 0. */
function dialPrefix(groups: NumberGroups, k: number): number {
  const { digits, first } = groups;
  const from = first[k]!;
  const to = first[k + 1]!;
  if (digits[from] !== 0 || to - from < 2) return 0;
  if (digits[from + 1] === 0) return to - from === 2 || digits[from + 2] !== 0 ? 2 : 0;
  return digits[from + 1] === 1 && digits[from + 2] === 1 && to - from === 3 && groups.gap[k] !== GAP_NONE ? 3 : 0;
}

function cueBeside(view: LetterView, start: number, end: number): number {
  const before = CUES.largestBefore(view, start, REACH_BEFORE);
  if (before > CUE_WEAK) return before;
  return Math.max(before, CUES.largestAfter(view, end, REACH_AFTER));
}

/** How sure a number is by the way it is grouped, without a word beside it. */
function shapeConfidence(view: LetterView, groups: NumberGroups, k: number, last: number, seen: number): number {
  const from = groups.first[k]!;
  const to = groups.first[last + 1]!;
  const length = to - from;
  if (seen & (1 << WRITTEN_SPELLED)) return spelledConfidence(groups, k, last);
  if (seen & (1 << WRITTEN_LEET)) return 0;
  if (isTrunkZeroShape(groups, k, last)) return 0.7;
  if (isOneByOne(groups, k, last)) {
    const real = length >= 10 && length <= 13 && variety(groups.digits, from, to) > 3;
    return real && !isCounting(groups.digits, from, to) ? 0.6 : 0;
  }
  if (k < last || !isWholeText(view, groups.start[k]!, groups.end[k]!)) return 0;
  if (length < 10 || length > 13 || variety(groups.digits, from, to) < 3) return 0;
  if (isCounting(groups.digits, from, to)) return 0;
  const first = groups.digits[from]!;
  if (first === 0) return groups.digits[from + 1] !== 0 && length < 13 ? 0.6 : 0;
  return first > 1 && length === 10 ? 0.55 : 0;
}

function northAmericanConfidence(
  view: LetterView,
  groups: NumberGroups,
  k: number,
  area: number,
  last: number,
): number {
  const from = groups.first[area]!;
  const to = groups.first[last + 1]!;
  const gap = groups.gap[last - 1]!;
  const areaGap = groups.gap[area]!;
  if (gap === GAP_SLASH || gap === GAP_COMMA || variety(groups.digits, from, to) < 2) return 0;
  const bracketed = areaGap === GAP_BRACKET && view.at(groups.start[area]! - 1) === 40;
  if (isNationalNumber(1, groups.digits, from, to)) {
    if (gap !== GAP_SPACE || bracketed || k < area) return 0.9;
    const alone = (k === 0 || groups.gap[k - 1] === GAP_NONE) && groups.gap[last] === GAP_NONE;
    return alone ? 0.75 : 0;
  }
  // No area code that is in use, or a number made up.
  if (bracketed || (gap === GAP_DASH && areaGap === GAP_DASH)) return 0.7;
  const looks = groups.digits[from]! > 1 && groups.digits[from + 3]! > 1;
  return gap === GAP_DOT && areaGap === GAP_DOT && looks ? 0.6 : 0;
}

/** 0 and two to five groups of two to eight digits, nine to twelve in all, with one kind of gap but for the first. */
function isTrunkZeroShape(groups: NumberGroups, k: number, last: number): boolean {
  const { digits, first, gap } = groups;
  const from = first[k]!;
  const length = first[last + 1]! - from;
  if (digits[from] !== 0 || digits[from + 1] === 0 || last === k || last - k > 4) return false;
  if (length < 9 || length > 12) return false;
  const inner = gap[last - 1]!;
  for (let i = k; i <= last; i++) {
    if (groups.length(i) < 2 || groups.length(i) > 8) return false;
    if (i > k && i < last && gap[i] !== inner) return false;
  }
  if (isDate(groups, k) || isDate(groups, k + 1)) return false;
  return inner !== GAP_DOT || last - k > 3;
}

/** 12-31-1999, 31.12.1999, 1999-12-31 */
function isDate(groups: NumberGroups, k: number): boolean {
  const gap = groups.gap[k]!;
  if (k + 2 >= groups.count || gap !== groups.gap[k + 1] || gap === GAP_NONE || gap === GAP_SPACE) return false;
  const [a, b, c] = [groups.length(k), groups.length(k + 1), groups.length(k + 2)];
  return b <= 2 && ((a <= 2 && c === 4) || (a === 4 && c <= 2));
}

function isOneByOne(groups: NumberGroups, k: number, last: number): boolean {
  for (let i = k; i <= last; i++) {
    if (groups.length(i) !== 1 || (i < last && groups.gap[i] !== groups.gap[k])) return false;
  }
  return groups.gap[k] !== GAP_SLASH;
}

/** Mostly words for digits, seven and more, that do not count up or down. */
function spelledConfidence(groups: NumberGroups, k: number, last: number): number {
  let words = 0;
  for (let i = k; i <= last; i++) {
    if (groups.written[i] === WRITTEN_SPELLED) words += groups.length(i);
  }
  const from = groups.first[k]!;
  const to = groups.first[last + 1]!;
  if (to - from > MOST_DIGITS || words < 3 || isCounting(groups.digits, from, to)) return 0;
  return variety(groups.digits, from, to) > 2 ? 0.7 : 0;
}

/** A number of any grouping beside "call me" and the like. */
function cuedConfidence(groups: NumberGroups, k: number, last: number, seen: number): number {
  const from = groups.first[k]!;
  const to = groups.first[last + 1]!;
  const length = to - from;
  if (length > 13 || variety(groups.digits, from, to) < 2 || isDate(groups, k)) return 0;
  // A long number beside another one is an id.
  for (let i = k; i <= last; i++) if (k < last && groups.length(i) > 8) return 0;
  if (seen & (1 << WRITTEN_LEET) && length < 9) return 0;
  return k === last && length < 8 ? 0.55 : 0.7;
}
