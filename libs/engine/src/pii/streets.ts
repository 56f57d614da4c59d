import type { PiiReport } from './kinds.js';
import { FOLDS, isDigit, isLetter, isWordPart, type LetterView, SPACE } from './letters.js';
import { WordTable } from './word-table.js';

const SEVERITY = 5;
const MOST_NUMBER_DIGITS = 5;
/** Words between the number and the kind of street. */
const MOST_NAME_WORDS = 3;
const REACH = 32;

/** Behind the name: "12 Long Acre Road". 2: also other words, so the name needs capitals. */
const BEHIND = new WordTable({
  1: 'street avenue ave boulevard blvd road rd lane highway hwy',
  2: 'st drive dr ln way court ct place pl square sq terrace crescent close parkway pkwy circle',
});
/** Before the name: "12 rue de la Paix", "Calle Mayor 5". */
const BEFORE = new WordTable({
  1: 'rue boulevard impasse chemin allee',
  2: 'calle avenida via viale piazza corso rua travessa ulica ul ulitsa plaza paseo',
});
/** Last letters of a street in one word: "Hauptstraße 12". */
const ENDINGS = ['straße', 'strasse', 'str', 'straat', 'laan', 'weg', 'allee', 'gasse', 'platz', 'plein', 'gatan'];
/** Every street address has one of these words, or a word that ends so. */
export const STREET_WORDS = [...BEHIND.words, ...BEFORE.words];
export const STREET_ENDINGS = ENDINGS;
/** Words that join, and begin no name. */
const JOINING = new WordTable({ 1: 'and or of the a an to in on at is was for with from more by und y et' });
const CUES = new WordTable({
  1: 'live lives living address home house at on near wohne wohnt adresse vivo vive direccion habite',
});

/** Street addresses with a house number: a sensible few forms, in English, German, Dutch, French, Spanish, Italian. */
export function findStreets(view: LetterView, report: PiiReport): void {
  for (let i = 0; i < view.length;) {
    if (!isDigit(view.at(i))) {
      i++;
      continue;
    }
    let end = i;
    while (isDigit(view.at(end))) end++;
    if (!isWordPart(view.at(i - 1)) && end - i <= MOST_NUMBER_DIGITS && !view.isTaken(i)) {
      const numberEnd = isLetter(view.at(end)) && !isWordPart(view.at(end + 1)) ? end + 1 : end;
      if (!isWordPart(view.at(numberEnd))) judge(view, i, numberEnd, report);
    }
    while (isWordPart(view.at(end))) end++;
    i = end;
  }
}

function judge(view: LetterView, number: number, numberEnd: number, report: PiiReport): void {
  const behind = nameBehind(view, numberEnd);
  if (behind > 0) return found(view, number, behind, report);
  const before = nameBefore(view, number);
  if (before >= 0) found(view, before, numberEnd, report);
}

function found(view: LetterView, start: number, end: number, report: PiiReport): void {
  if (view.isTaken(start) || view.isTaken(end - 1)) return;
  view.take(start, end);
  const from = view.startOf(start);
  const to = view.endBefore(end);
  report('address', from, to, SEVERITY, 0.7, from, to);
}

/** The place behind "Long Acre Road" or "rue de la Paix" that follows a house number, or 0. */
function nameBehind(view: LetterView, from: number): number {
  let start = from;
  if (view.at(start) === 44) start++;
  if (view.at(start) !== SPACE) return 0;
  let capitals = 0;
  let words = 0;
  for (; words <= MOST_NAME_WORDS; words++) {
    start++;
    let end = start;
    while (isLetter(view.at(end)) || (view.at(end) === 39 && isLetter(view.at(end + 1)))) end++;
    if (end === start) return 0;
    const kind = BEHIND.valueAt(view, start, end);
    if (words === 0) {
      if (JOINING.valueAt(view, start, end) > 0) return 0;
      if (BEFORE.valueAt(view, start, end) === 1) return nameEnd(view, end);
    } else if (kind > 0) {
      const named = capitals === words;
      if (kind === 2) return named && view.isCapital(start) ? end : 0;
      if (named) return end;
      return CUES.largestBefore(view, from, REACH) > 0 && words < 3 ? end : 0;
    }
    if (view.isCapital(start)) capitals++;
    if (view.at(end) !== SPACE) return 0;
    start = end;
  }
  return 0;
}

/** Up to three words with a capital, and small words between; the place behind the last, or 0. */
function nameEnd(view: LetterView, from: number): number {
  let last = 0;
  let start = from;
  for (let words = 0; words < 5 && view.at(start) === SPACE; words++) {
    start++;
    let end = start;
    while (isLetter(view.at(end)) || (view.at(end) === 39 && isLetter(view.at(end + 1)))) end++;
    if (end === start) break;
    if (view.isCapital(start)) last = end;
    else if (end - start > 3) break;
    start = end;
  }
  return last;
}

/** Where "Hauptstraße" or "Calle Mayor" before a house number begins, or -1. */
function nameBefore(view: LetterView, number: number): number {
  let end = number;
  if (view.at(end - 1) !== SPACE) return -1;
  end--;
  if (view.at(end - 1) === 44) end--;
  const dotted = view.at(end - 1) === 46;
  if (dotted) end--;
  let start = end;
  for (let words = 0; words <= MOST_NAME_WORDS; words++) {
    while (isLetter(view.at(start - 1))) start--;
    if (start === end) return -1;
    const capital = view.isCapital(start);
    if (words === 0 && capital) {
      const length = endingLength(view, start, end);
      if (length > 0 && end - start > length + 1 && (dotted || !isShort(length))) return start;
      if (length > 0 && end - start > length + 1 && length === 3) return start;
      if (length === end - start && view.at(start - 1) === SPACE && isNamed(view, start - 1)) {
        return nameStart(view, start - 1);
      }
    }
    if (words > 0 && BEFORE.valueAt(view, start, end) > 0 && (capital || view.isCapital(end + 1))) return start;
    if (view.at(start - 1) !== SPACE) return -1;
    end = start - 1;
    start = end;
  }
  return -1;
}

const isShort = (length: number): boolean => length <= 3;

/** Length of the street ending of the word, or 0. */
function endingLength(view: LetterView, start: number, end: number): number {
  for (const ending of ENDINGS) {
    if (end - start < ending.length) continue;
    let same = 0;
    while (same < ending.length && view.at(end - 1 - same) === FOLDS[ending.charCodeAt(ending.length - 1 - same)])
      same++;
    if (same === ending.length) return same;
  }
  return 0;
}

const isNamed = (view: LetterView, end: number): boolean => view.isCapital(nameStart(view, end));

function nameStart(view: LetterView, end: number): number {
  let start = end;
  while (isLetter(view.at(start - 1))) start--;
  return start;
}
