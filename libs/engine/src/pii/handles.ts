import type { PiiReport } from './kinds.js';
import { isDigit, isLetter, isWordPart, type LetterView, SPACE } from './letters.js';
import { WordTable } from './word-table.js';

const SEVERITY = 5;
const SHORTEST = 3;
const LONGEST = 32;
/** Words between the platform and the handle. */
const MOST_BETWEEN = 3;
/** How far before the handle the word "add" may stand. */
const REACH = 12;

const PLATFORMS = new WordTable({
  1: `snap snapchat insta instagram ig discord disc kik telegram tg whatsapp skype facebook fb messenger wechat tiktok
    viber wickr yubo wizz psn gamertag twitter bereal`,
});
/** Every handle has one of these words. */
export const HANDLE_WORDS = PLATFORMS.words;
/** Words between a platform and the handle there; 2: says that a handle follows. */
const BETWEEN = new WordTable({
  1: 'me my at as on under its it the user name username account acc tag handle id here ist mein',
  2: 'is s are',
});
const ADDING = new WordTable({ 1: 'add follow dm msg message find text hmu pm' });

/** Account names on other platforms: "my snap is jane_99", "add jane.99 on insta", "discord: jane#0123". */
export function findHandles(view: LetterView, report: PiiReport): void {
  for (let i = 0; i < view.length;) {
    if (!isLetter(view.at(i))) {
      i++;
      continue;
    }
    let end = i;
    while (isWordPart(view.at(end))) end++;
    const before = view.at(i - 1);
    const whole = !isWordPart(before) && before !== 47 && before !== 46 && before !== 64 && before !== 95;
    if (whole && end - i < 10 && PLATFORMS.valueAt(view, i, end) > 0) {
      if (!behind(view, end, report)) inFront(view, i, report);
    }
    i = end;
  }
}

/** A handle behind the platform's name. */
function behind(view: LetterView, from: number, report: PiiReport): boolean {
  let i = from;
  let told = false;
  for (let words = 0; words <= MOST_BETWEEN;) {
    const gap = i;
    while (i < gap + 4 && isConnector(view.at(i))) {
      if (view.at(i) === 58 || view.at(i) === 61 || view.at(i) === 64) told = true;
      i++;
    }
    if (i === gap) return false;
    const end = handleEnd(view, i);
    if (end === i) return false;
    const between = end - i < 10 ? BETWEEN.valueAt(view, i, end) : 0;
    if (between === 0) return give(view, i, end, told, told, report);
    if (between === 2) told = true;
    i = end;
    words++;
  }
  return false;
}

/** "add jane.99 on" before the platform's name. */
function inFront(view: LetterView, platform: number, report: PiiReport): void {
  if (view.at(platform - 1) !== SPACE || view.at(platform - 2) !== 110 || view.at(platform - 3) !== 111) return;
  if (view.at(platform - 4) !== SPACE) return;
  const end = platform - 4;
  let start = end;
  while (start > 0 && start > end - LONGEST && isHandlePart(view.at(start - 1))) start--;
  if (ADDING.largestBefore(view, start, REACH) > 0) give(view, start, end, false, true, report);
}

/**
 * @param told whether a handle was announced
 * @param dotted whether dots may stand in it: "skype lib.2" is a file
 */
function give(
  view: LetterView,
  start: number,
  end: number,
  told: boolean,
  dotted: boolean,
  report: PiiReport,
): boolean {
  if (end - start < SHORTEST || end - start > LONGEST || view.isTaken(start)) return false;
  let signs = 0;
  let letters = 0;
  for (let i = start; i < end; i++) {
    if (view.at(i) === 46 && !dotted) return false;
    if (isDigit(view.at(i)) || view.at(i) === 95 || view.at(i) === 46 || view.at(i) === 35) signs++;
    else letters++;
  }
  const at = view.at(start - 1) === 64;
  // "my discord is down" has a plain word; a version or an address has no letters.
  if (letters === 0 || (signs === 0 && !at)) return false;
  view.take(start, end);
  const from = view.startOf(start);
  const to = view.endBefore(end);
  report('handle', from, to, SEVERITY, told || at ? 0.8 : 0.7, from, to);
  return true;
}

function handleEnd(view: LetterView, start: number): number {
  let end = start;
  while (end <= start + LONGEST && isHandlePart(view.at(end))) end++;
  while (end > start && view.at(end - 1) === 46) end--;
  return end;
}

/** Also "#", for the number behind a name. */
const isHandlePart = (code: number): boolean => isWordPart(code) || code === 95 || code === 46 || code === 35;

const isConnector = (code: number): boolean =>
  code === SPACE || code === 58 || code === 61 || code === 64 || code === 45 || code === 39 || code === 40;
