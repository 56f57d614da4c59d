import { CodeUnits, HASH_SEED, hashStep } from '@breakwater/engine';
import {
  LATIN,
  OTHER_LETTER,
  SKIPPED,
  STAND_IN,
  UNCLEAR,
  isWordUnit,
  plainUnit,
  plainWord,
  unitKind,
} from './edge-words.js';

/** Letters on each side of a cut inside a word that are looked at: four bytes of an integer. */
export const REACH = 4;
/** The same where a word is disguised, so that less of it is as a term has it. */
export const SHORT_REACH = 3;

/**
 * Size of a word behind a symbol, as in ":D": a term begins behind a space, or with the message; and of one that ends a
 * sentence, on which nothing goes on.
 */
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
/** Its last four letters, as Ending has them. */
let lastLetters = 0;
/** Where it ends, and its hash; 0 where there are no letters. */
let end = 0;
let phrase = 0;

const SPACE = 0x20;
/** Small letters of ASCII for small and capital ones; 0 for all else. */
const ASCII_LETTERS = Uint8Array.from({ length: 128 }, (_, unit) => ((unitKind(unit) & LATIN) !== 0 ? unit | 32 : 0));

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

/** Reused from text to text. */
const headUnits = new CodeUnits();
const tailUnits = new CodeUnits();

/**
 * Reads how a message begins and ends: its first and last words only.
 * @param head,tail,whole as Note has them
 * @param out filled
 */
export function readEdges(head: string, tail: string, whole: boolean, out: Edges): void {
  headUnits.read(head);
  readEdgesOf(headUnits, head === tail ? headUnits : tailUnits.read(tail), whole, out);
}

/** The same of units: some 50 ns. No allocation for alphabets. */
export function readEdgesOf(head: CodeUnits, tail: CodeUnits, whole: boolean, out: Edges): void {
  const { units, size } = head;
  const tailUnits = tail.units;
  let start = 0;
  while (start < size && !isWordUnit(units, start)) start++;
  let last = tail.size;
  while (last > 0 && !isWordUnit(tailUnits, last - 1)) last--;

  let count = read(head, start);
  const firstEnd = end;
  const isOneWord = whole && firstEnd === last;
  let from = isOneWord ? start : last;
  while (from > 0 && isWordUnit(tailUnits, from - 1)) from--;

  out.firstWord = phrase;
  let isFragment = isOneWord && count > 0 && count <= FRAGMENT_LETTERS && size <= LONGEST_FRAGMENT;
  if (whole && !isOneWord && firstEnd - start === 1 && last - from === 1 && size <= LONGEST_FRAGMENT) {
    isFragment = areLettersApart(units, start, last);
  }
  out.isFragment = isFragment;
  if (isFragment && !isOneWord) {
    count = readApart(units, start, last);
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
    isDigit(tailUnits[from]!) ||
    (whole && (isFragment || (firstEnd - start + last - from <= FRAGMENT_LETTERS && isSmall(head))));
  out.isDisguised = isMixed(kinds) || standsIn(count - REACH);
  if (!isFragment && count > 0 && endsSentence(tail, last)) {
    out.phrase = 0;
    out.size = NOT_BEGUN;
    out.mayCount = false;
    return;
  }
  if (from > 0 && !isOneWord && tailUnits[from - 1] !== SPACE) {
    if (isBehindSymbolOfWord(tailUnits, from)) out.isDisguised ||= count <= REACH;
    else if (count > 0 && !BEFORE_TERMS.has(tailUnits[from - 1]!)) out.size = NOT_BEGUN;
  }
}

/** How the first word begins, which was read last. */
function begin(out: Edges, count: number, text: CodeUnits, end: number): void {
  const { first } = out;
  if (kinds === LATIN && count >= REACH) {
    // Nearly all words.
    first[0] = letters[0]!;
    first[1] = (first[0] << 8) | letters[1]!;
    first[2] = (first[1] << 8) | letters[2]!;
    first[3] = (first[2] << 8) | letters[3]!;
    out.startsDisguised = false;
    out.endsAfter = endsAfter(count);
    return;
  }
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
  out.endsAfter = endsAfter(count);
  if (!hasDigits) return;
  for (let m = 1; m <= REACH && m <= count; m++) if (areStandIns(m, count)) out.endsAfter |= 1 << (m - 1);
}

/** `Edges.endsAfter` of the word read last. */
function endsAfter(count: number): number {
  if (count > 2 * REACH) return 0;
  let endings = endingLengths(count);
  // A letter that stood twice may be the ending's too.
  if (isStretched) endings |= endings >>> 1;
  // Bit n is for n letters from the end on; the result counts from the beginning.
  return REVERSED[(count > REACH ? endings >>> (count - REACH) : endings << (REACH - count)) & 15]!;
}

/** How the word ends that was read last. */
function finish(out: Edges, count: number): void {
  out.letters = lastLetters;
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
/** Four bits the other way round. */
const REVERSED = Uint8Array.from(
  { length: 16 },
  (_, bits) => ((bits & 1) << 3) | ((bits & 2) << 1) | ((bits & 4) >> 1) | (bits >> 3),
);
/** By the last two letters, five bits each: bits 1 and 2 as `endingLengths` has them; bit 0 where it may be longer. */
const ENDS = new Uint8Array(1 << 10);
const LONG_ENDINGS = [...ENDINGS].filter((ending) => ending.length > 2);
for (const ending of ENDINGS) {
  const [last, before] = [...ending].reverse().map((letter) => letter.charCodeAt(0) & 31);
  const bit = ending.length > 2 ? 1 : 1 << ending.length;
  for (let other = 0; other < 32; other++) ENDS[((before ?? other) << 5) | last!]! |= bit;
}
const PACKED_ENDINGS = Int32Array.from(LONG_ENDINGS, packedLetters);
const ENDING_LENGTHS = Int32Array.from(LONG_ENDINGS, (ending) => ending.length);

/** Bit n: the last n letters of the word read last are an ending, or n is 0. */
function endingLengths(count: number): number {
  if (count === 0 || isDigit(lastLetters & 0xff)) return 1;
  let lengths = ENDS[((lastLetters >> 3) & 0x3e0) | (lastLetters & 31)]!;
  if ((lengths & 1) !== 0) {
    for (let i = 0; i < PACKED_ENDINGS.length; i++) {
      const length = ENDING_LENGTHS[i]!;
      if ((lastLetters ^ PACKED_ENDINGS[i]!) << (32 - 8 * length) === 0) lengths |= 1 << length;
    }
  }
  return lengths | 1;
}

/** Whether all letters from `m` on are digits or symbols. */
function areStandIns(m: number, count: number): boolean {
  for (let i = m; i < count; i++) if (!standsIn(i)) return false;
  return true;
}

/** Beside the space, what a term may stand right behind: what opens a quotation or stresses a word. */
const BEFORE_TERMS: ReadonlySet<number> = new Set([...'\t\n\r"\'(*'].map((char) => char.charCodeAt(0)));

/** Whether a symbol that is no space stands between a word and one before it: "f*ck". */
function isBehindSymbolOfWord(units: Uint16Array, start: number): boolean {
  let i = start - 1;
  while (i > 0 && units[i] !== SPACE && !isWordUnit(units, i)) i--;
  return i >= 0 && i < start - 1 && isWordUnit(units, i);
}

/** The same behind it. */
function isBeforeSymbolOfWord({ units, size }: CodeUnits, end: number): boolean {
  let i = end;
  while (i < size && units[i] !== SPACE && !isWordUnit(units, i)) i++;
  return i < size && i > end && isWordUnit(units, i);
}

/** Whether it ends as a sentence does, behind its last word: what follows is another one. */
function endsSentence({ units, size }: CodeUnits, last: number): boolean {
  for (let i = last; i < size; i++) if (units[i]! < 128 && SENTENCE_ENDS[units[i]!] === 1) return true;
  return false;
}
const SENTENCE_ENDS = Uint8Array.from({ length: 128 }, (_, unit) =>
  Number('.!?;:)]}"'.includes(String.fromCharCode(unit))),
);

/** Whether all words are single letters. */
function areLettersApart(units: Uint16Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (isWordUnit(units, i) && isWordUnit(units, i - 1)) return false;
  return true;
}

/** At most four letters, or letters set apart. */
function isSmall({ units, size }: CodeUnits): boolean {
  if (size > LONGEST_FRAGMENT) return false;
  const enough = Math.max(FRAGMENT_LETTERS, (size + 1) >> 1);
  let count = 0;
  for (let i = 0; i < size; i++) if (isWordUnit(units, i) && ++count > enough) return false;
  return true;
}

/** Reads the plain letters of the word that begins here into `letters`. @returns how many */
function read(text: CodeUnits, start: number): number {
  const { units } = text;
  let count = 0;
  let previous = 0;
  let hash = HASH_SEED;
  let packed = 0;
  let isTwice = false;
  let i = start;
  let unit = units[i]!;
  let letter = unit < 128 ? ASCII_LETTERS[unit]! : 0;
  // Nearly all words are all letters of ASCII.
  while (letter !== 0 && count < MOST_LETTERS) {
    if (letter === previous) isTwice = true;
    else {
      letters[count++] = previous = letter;
      packed = (packed << 8) | letter;
      hash = hashStep(hash, letter);
    }
    unit = units[++i]!;
    letter = unit < 128 ? ASCII_LETTERS[unit]! : 0;
  }
  if (isWordUnit(units, i)) return readAny(text, start);
  end = i;
  kinds = count === 0 ? 0 : LATIN;
  standIns = 0;
  isStretched = isTwice;
  lastLetters = packed;
  phrase = count === 0 ? 0 : hash === 0 ? 1 : hash;
  return count;
}

/** The same of any word. */
function readAny(text: CodeUnits, start: number): number {
  const { units, size } = text;
  let count = 0;
  let previous = 0;
  let digits = 0;
  let isClear = true;
  let i = start;
  kinds = 0;
  standIns = 0;
  isStretched = false;
  for (; i < size && isWordUnit(units, i); i++) {
    const unit = units[i]!;
    const letter = plainUnit(unit);
    if (letter === UNCLEAR) isClear = false;
    const kind = unitKind(unit);
    kinds |= kind;
    if (kind === STAND_IN && isDigit(unit)) digits++;
    if (letter === previous) isStretched = true;
    else if (letter !== SKIPPED && count < MOST_LETTERS) {
      if (kind === STAND_IN && count < 32) standIns |= 1 << count;
      letters[count++] = previous = letter;
    }
  }
  end = i;
  if (!isClear) count = readSlowly(text, start);
  else if (digits > 0 && digits === end - start) {
    // Digits that stand for themselves.
    count = Math.min(digits, MOST_LETTERS);
    for (let digit = 0; digit < count; digit++) letters[digit] = units[start + digit]!;
  }
  lastLetters = packedEnd(count);
  phrase = count === 0 ? 0 : hashOf(count);
  return count;
}

function readSlowly({ units }: CodeUnits, start: number): number {
  let word = '';
  for (let i = start; i < end; i++) word += String.fromCharCode(units[i]!);
  const plain = plainWord(word);
  const count = Math.min(plain.length, MOST_LETTERS);
  kinds = OTHER_LETTER;
  standIns = 0;
  for (let i = 0; i < count; i++) {
    letters[i] = plain.charCodeAt(i);
    if (letters[i]! < 128) kinds |= LATIN;
  }
  return count;
}

/** Reads letters set apart as one word. */
function readApart(units: Uint16Array, start: number, end: number): number {
  let count = 0;
  let previous = 0;
  kinds = 0;
  standIns = 0;
  isStretched = false;
  for (let i = start; i < end; i++) {
    if (!isWordUnit(units, i)) continue;
    const unit = units[i]!;
    let letter = isDigit(unit) ? unit : plainUnit(unit);
    if (letter === SKIPPED) continue;
    if (letter === UNCLEAR) letter = plainWord(String.fromCharCode(unit)).charCodeAt(0);
    kinds |= unitKind(unit);
    if (letter === previous) isStretched = true;
    else letters[count++] = previous = letter;
  }
  lastLetters = packedEnd(count);
  return count;
}

/** The last four of the first letters, in bytes. */
function packedEnd(count: number): number {
  let packed = 0;
  for (let i = Math.max(0, count - REACH); i < count; i++) packed = (packed << 8) | byteOf(letters[i]!);
  return packed;
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
  for (let i = 0; i < count; i++) letters[i] = plain.charCodeAt(i);
  return hashOf(count);
}
