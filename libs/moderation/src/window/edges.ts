import { HASH_SEED, hashStep } from '@breakwater/engine';
import {
  LATIN,
  OTHER_LETTER,
  SKIPPED,
  STAND_IN,
  UNCLEAR,
  isWordAt,
  plainUnit,
  plainWord,
  unitKind,
} from './edge-words.js';

/** Letters on each side of a cut inside a word that are looked at: four bytes of an integer. */
export const REACH = 4;
/** The same where a word is disguised, so that less of it is as a term has it. */
export const SHORT_REACH = 3;

/** Size of a word behind a symbol, as in ":D": a term begins behind a space, or with the message. */
export const NOT_BEGUN = REACH + 2;

/** What the end of a message says of words that may go on behind it, without its text. */
export interface Ending {
  /** Hash of its last word; 0 where it has none. */
  phrase: number;
  /** The last four plain letters of that word, or of a fragment, the last one in the lowest byte. */
  letters: number;
  /** How many letters it has; 5 for more than four, NOT_BEGUN where no term can begin with it. */
  size: number;
  /** Whether the message is a fragment: a word of at most four letters, or letters set apart. */
  isFragment: boolean;
  /** Its fourth letter from the end may be another one: only three are as a term has them. */
  isDisguised: boolean;
  /** Whether it ends with a number, or with something too short to be anything else. */
  mayCount: boolean;
}

/** How a message begins and ends, in plain letters (see plainWord). One object, filled again and again. */
export interface Edges extends Ending {
  /** Hash of the whole first word; 0 where the message has none. */
  firstWord: number;
  /** The first one, two, three and four letters of its first word, or of a fragment; 0 where it has fewer. */
  readonly first: Int32Array;
  /** Bit m - 1: with the first m letters a term may end, since what follows is nothing or an ending of grammar. */
  endsAfter: number;
  /** Its fourth letter may be another one. */
  startsDisguised: boolean;
}

/** A message of so many word characters is a fragment, */
export const FRAGMENT_LETTERS = 4;
/** and one of letters set apart, which in all has so many code units. */
export const LONGEST_FRAGMENT = 32;

/** Longest word that is read. */
const MOST_LETTERS = 64;
const letters = new Int32Array(MOST_LETTERS);
/** Of the word read last: bits of `unitKind`, and whether letters of it were left out because they stood twice. */
let kinds = 0;
let isStretched = false;
/** A bit for each of its first letters that a digit or symbol stands for. */
let standIns = 0;
/** Where it ends, and its hash; 0 where there are no letters. */
let end = 0;
let phrase = 0;

export function emptyEdges(): Edges {
  return {
    phrase: 0,
    letters: 0,
    size: 0,
    isFragment: false,
    isDisguised: false,
    mayCount: true,
    firstWord: 0,
    first: new Int32Array(REACH),
    endsAfter: 0,
    startsDisguised: false,
  };
}

/**
 * Reads how a message begins and ends: its first and last words only. No allocation for alphabets.
 * @param head,tail,whole as Note has them
 * @param out filled
 */
export function readEdges(head: string, tail: string, whole: boolean, out: Edges): void {
  let start = 0;
  while (start < head.length && !isWordAt(head, start)) start++;
  let last = tail.length;
  while (last > 0 && !isWordAt(tail, last - 1)) last--;

  let count = read(head, start);
  const firstEnd = end;
  const isOneWord = whole && firstEnd === last;
  let from = isOneWord ? start : last;
  while (from > 0 && isWordAt(tail, from - 1)) from--;

  out.firstWord = phrase;
  let isFragment = isOneWord && count > 0 && count <= FRAGMENT_LETTERS && head.length <= LONGEST_FRAGMENT;
  if (whole && !isOneWord && firstEnd - start === 1 && last - from === 1 && head.length <= LONGEST_FRAGMENT) {
    isFragment = areLettersApart(head, start, last);
  }
  out.isFragment = isFragment;
  if (isFragment && !isOneWord) {
    count = readApart(head, start, last);
    begin(out, count, head, firstEnd);
    finish(out, count);
    out.isDisguised = isMixed(kinds);
    // A phrase goes on from its last letter alone.
    read(tail, from);
    out.phrase = phrase;
    out.mayCount = true;
    return;
  }
  begin(out, count, head, firstEnd);
  if (!isOneWord) count = read(tail, from);
  finish(out, count);
  out.phrase = phrase;
  out.mayCount =
    count === 0 ||
    isDigit(tail.charCodeAt(from)) ||
    (whole && (isFragment || (firstEnd - start + last - from <= FRAGMENT_LETTERS && isSmall(head))));
  out.isDisguised = isMixed(kinds) || standsIn(count - REACH);
  if (from > 0 && !isOneWord && tail.charCodeAt(from - 1) !== 32) {
    if (isBehindSymbolOfWord(tail, from)) out.isDisguised ||= count <= REACH;
    else if (count > 0 && !BEFORE_TERMS.has(tail.charCodeAt(from - 1))) out.size = NOT_BEGUN;
  }
}

/** How the first word begins, which was read last. */
function begin(out: Edges, count: number, text: string, end: number): void {
  const { first } = out;
  let packed = 0;
  const hasDigits = (kinds & STAND_IN) !== 0;
  for (let m = 0; m < REACH; m++) {
    if (m < count) packed = (packed << 8) | byteOf(letters[m]!);
    first[m] = m >= count ? 0 : hasDigits ? digitsAsLetters(packed) : packed;
  }
  // One digit behind letters may be one.
  if (count === 1 && isDigit(packed)) first[0] = plainUnit(packed);
  out.startsDisguised =
    count > 0 && (isMixed(kinds) || standsIn(REACH - 1) || (count < REACH && isBeforeSymbolOfWord(text, end)));
  // What is no letter of ASCII ends a word of ASCII, and goes on one that is of something else.
  if ((kinds & LATIN) === 0 || out.startsDisguised) {
    out.endsAfter = 15 >> Math.max(0, REACH - count);
    return;
  }
  const endings = endingLengths(count);
  let endsAfter = 0;
  for (let m = 1; m <= REACH && m <= count; m++) {
    const rest = count - m;
    // A letter that stood twice may be the ending's too.
    if (((endings >>> rest) & 1) === 1 || (isStretched && ((endings >>> (rest + 1)) & 1) === 1))
      endsAfter |= 1 << (m - 1);
    else if (hasDigits && areStandIns(m, count)) endsAfter |= 1 << (m - 1);
  }
  out.endsAfter = endsAfter;
}

/** How the word ends that was read last. */
function finish(out: Edges, count: number): void {
  let packed = 0;
  for (let i = Math.max(0, count - REACH); i < count; i++) packed = (packed << 8) | byteOf(letters[i]!);
  out.letters = packed;
  out.size = Math.min(count, REACH + 1);
}

/** Whether different alphabets are mixed. */
function isMixed(bits: number): boolean {
  return (bits & (LATIN | OTHER_LETTER)) === (LATIN | OTHER_LETTER);
}

/** Whether a digit or symbol stands for a letter of the word read last. */
function standsIn(index: number): boolean {
  return index >= 0 && index < 32 && ((standIns >>> index) & 1) === 1;
}

/** A plain letter in a byte, never 0. */
function byteOf(letter: number): number {
  return letter < 128 ? letter : 128 | (Math.imul(letter, 0x9e3779b1) >>> 25);
}

/** Packed letters with digits read as letters, where they are not all digits. */
export function digitsAsLetters(packed: number): number {
  let read = 0;
  let isWord = false;
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (packed >>> shift) & 0xff;
    if (byte !== 0 && !isDigit(byte)) isWord = true;
    read = (read << 8) | (isDigit(byte) ? plainUnit(byte) : byte);
  }
  return isWord ? read : packed;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** The letters of a word as four bytes, as `Edges` and `Ending` have them: the last four, or the first four. */
export function packedLetters(plain: string): number {
  let packed = 0;
  for (let i = 0; i < plain.length; i++) packed = (packed << 8) | byteOf(plain.charCodeAt(i));
  return packed;
}

/** Endings of grammar. A listed word may go on with one; with anything else it is another word. */
export const ENDINGS: ReadonlySet<string> = new Set('s es ed er ers in ing ings y ies a e en z'.split(' '));
/** Endings packed, and what of a word's last four letters is compared with each. */
const PACKED_ENDINGS = Int32Array.from([...ENDINGS], packedLetters);
const ENDING_LENGTHS = Int32Array.from([...ENDINGS], (ending) => ending.length);
/** A bit for each letter that an ending ends with: a to z. */
const LAST_OF_ENDINGS = [...ENDINGS].reduce(
  (bits, ending) => bits | (1 << (ending.charCodeAt(ending.length - 1) - 97)),
  0,
);

/** Bit n: the last n letters of the word read last are an ending, or n is 0. */
function endingLengths(count: number): number {
  const last = letters[count - 1]! - 97;
  if (last < 0 || last > 25 || ((LAST_OF_ENDINGS >>> last) & 1) === 0) return 1;
  let tail = 0;
  for (let i = Math.max(0, count - REACH); i < count; i++) tail = (tail << 8) | letters[i]!;
  let lengths = 1;
  for (let i = 0; i < PACKED_ENDINGS.length; i++) {
    const length = ENDING_LENGTHS[i]!;
    if ((tail ^ PACKED_ENDINGS[i]!) << (32 - 8 * length) === 0) lengths |= 1 << length;
  }
  return lengths;
}

/** Whether all letters from `m` on are digits or symbols. */
function areStandIns(m: number, count: number): boolean {
  for (let i = m; i < count; i++) if (!standsIn(i)) return false;
  return true;
}

/** Beside the space, what a term may stand right behind: what opens a quotation or stresses a word. */
const BEFORE_TERMS: ReadonlySet<number> = new Set([...'\t\n\r"\'(*'].map((char) => char.charCodeAt(0)));

/** Whether a symbol that is no space stands between a word and one before it: "f*ck". */
function isBehindSymbolOfWord(text: string, start: number): boolean {
  let i = start - 1;
  while (i > 0 && text.charCodeAt(i) !== 32 && !isWordAt(text, i)) i--;
  return i >= 0 && i < start - 1 && text.charCodeAt(i) !== 32 && isWordAt(text, i);
}

/** The same behind it. */
function isBeforeSymbolOfWord(text: string, end: number): boolean {
  let i = end;
  while (i < text.length && text.charCodeAt(i) !== 32 && !isWordAt(text, i)) i++;
  return i < text.length && i > end && isWordAt(text, i);
}

/** Whether all words are single letters. */
function areLettersApart(text: string, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (isWordAt(text, i) && isWordAt(text, i - 1)) return false;
  return true;
}

/** At most four letters, or letters set apart. */
function isSmall(text: string): boolean {
  if (text.length > LONGEST_FRAGMENT) return false;
  const enough = Math.max(FRAGMENT_LETTERS, (text.length + 1) >> 1);
  let count = 0;
  for (let i = 0; i < text.length; i++) if (isWordAt(text, i) && ++count > enough) return false;
  return true;
}

/** Reads the plain letters of the word that begins here into `letters`. @returns how many */
function read(text: string, start: number): number {
  let count = 0;
  let previous = 0;
  let digits = 0;
  let hash = HASH_SEED;
  let bits = 0;
  let ofStandIns = 0;
  let isTwice = false;
  let isClear = true;
  let i = start;
  for (; i < text.length && isWordAt(text, i); i++) {
    const unit = text.charCodeAt(i);
    const letter = plainUnit(unit);
    if (letter === UNCLEAR) isClear = false;
    const kind = unitKind(unit);
    bits |= kind;
    if (kind === STAND_IN && isDigit(unit)) digits++;
    if (letter === previous) isTwice = true;
    else if (letter !== SKIPPED && count < MOST_LETTERS) {
      if (kind === STAND_IN && count < 32) ofStandIns |= 1 << count;
      letters[count++] = previous = letter;
      hash = hashStep(hash, letter);
    }
  }
  end = i;
  kinds = bits;
  standIns = ofStandIns;
  isStretched = isTwice;
  phrase = count === 0 ? 0 : hash === 0 ? 1 : hash;
  if (!isClear) return readSlowly(text.slice(start, end));
  return digits > 0 && digits === end - start ? readNumber(text, start) : count;
}

/** Digits that stand for themselves. */
function readNumber(text: string, start: number): number {
  const count = Math.min(end - start, MOST_LETTERS);
  for (let i = 0; i < count; i++) letters[i] = text.charCodeAt(start + i);
  phrase = hashOf(count);
  return count;
}

function readSlowly(word: string): number {
  const plain = plainWord(word);
  const count = Math.min(plain.length, MOST_LETTERS);
  kinds = OTHER_LETTER;
  standIns = 0;
  for (let i = 0; i < count; i++) {
    letters[i] = plain.charCodeAt(i);
    if (letters[i]! < 128) kinds |= LATIN;
  }
  phrase = count === 0 ? 0 : hashOf(count);
  return count;
}

/** Reads letters set apart as one word. */
function readApart(text: string, start: number, end: number): number {
  let count = 0;
  let previous = 0;
  kinds = 0;
  standIns = 0;
  isStretched = false;
  for (let i = start; i < end; i++) {
    if (!isWordAt(text, i)) continue;
    const unit = text.charCodeAt(i);
    let letter = isDigit(unit) ? unit : plainUnit(unit);
    if (letter === SKIPPED) continue;
    if (letter === UNCLEAR) letter = plainWord(text.charAt(i)).charCodeAt(0);
    kinds |= unitKind(unit);
    if (letter === previous) isStretched = true;
    else letters[count++] = previous = letter;
  }
  return count;
}

/** 32-bit FNV-1a of the first letters; never 0. */
function hashOf(count: number): number {
  let hash = HASH_SEED;
  for (let i = 0; i < count; i++) hash = hashStep(hash, letters[i]!);
  return hash === 0 ? 1 : hash;
}

/** The same of a word as `plainWord` reads it. */
export function hashOfText(plain: string): number {
  const count = Math.min(plain.length, MOST_LETTERS);
  let hash = HASH_SEED;
  for (let i = 0; i < count; i++) hash = hashStep(hash, plain.charCodeAt(i));
  return hash === 0 ? 1 : hash;
}
