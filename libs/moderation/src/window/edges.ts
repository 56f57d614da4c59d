import { HASH_SEED, hashStep } from '@breakwater/engine';
import { isWordAt, plainUnit, plainWord, SKIPPED } from './edge-words.js';

/** Letters on each side of a cut inside a word that are looked at. */
export const REACH = 3;

/** What the end of a message says of words that may go on behind it, without its text. */
export interface Ending {
  /** Hash of the last three letters of its last word, */
  cut: number;
  /** and of the whole word. */
  phrase: number;
  /** A fragment, a number or nothing: the text itself must be looked at. */
  lookCloser: boolean;
}

/** How a message begins and ends, in hashes of plain letters (see plainWord). */
export interface Edges extends Ending {
  /** Hashes of the first one, two and three letters of its first word; 0 where it has fewer. */
  readonly first: Int32Array;
  /** Hash of the whole first word; 0 where the message has none. */
  firstWord: number;
  /** Letters of the whole message one by one, or not more than four: what it goes on from must be looked at. */
  spelled: boolean;
}

/** A message of so many word characters is a fragment, */
export const FRAGMENT_LETTERS = 4;
/** and one of letters set apart, which in all has so many code units. */
export const LONGEST_FRAGMENT = 32;

const letters = new Int32Array(64);

export function emptyEdges(): Edges {
  return { cut: 0, phrase: 0, lookCloser: false, first: new Int32Array(REACH), firstWord: 0, spelled: false };
}

/**
 * Reads how a message begins and ends. Some 50 ns, no allocation for ASCII.
 * @param head,tail,whole as Note has them
 * @param out filled
 */
export function readEdges(head: string, tail: string, whole: boolean, out: Edges): void {
  let start = 0;
  while (start < head.length && !isWordAt(head, start)) start++;
  let end = start;
  while (end < head.length && isWordAt(head, end)) end++;
  const count = read(head, start, end);
  for (let m = 0; m < REACH; m++) out.first[m] = m < count ? hashOf(0, m + 1) : 0;
  out.firstWord = count > 0 ? hashOf(0, count) : 0;

  let last = tail.length;
  while (last > 0 && !isWordAt(tail, last - 1)) last--;
  let from = last;
  while (from > 0 && isWordAt(tail, from - 1)) from--;
  const size = whole && from === start && last === end ? count : read(tail, from, last);
  out.cut = hashOf(Math.max(0, size - REACH), size);
  out.phrase = hashOf(0, size);
  const small = whole && head.length <= LONGEST_FRAGMENT && isFragment(head);
  out.lookCloser = small || size === 0 || (letters[0]! >= 48 && letters[0]! <= 57);
  out.spelled = small && start + end !== 0 && last > end;
}

/** At most four letters, or letters set apart. */
function isFragment(text: string): boolean {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (isWordAt(text, i)) count++;
  return count <= FRAGMENT_LETTERS || text.length >= 2 * count - 1;
}

/** Reads a word's plain letters into `letters`. @returns how many */
function read(text: string, start: number, end: number): number {
  let count = 0;
  let previous = 0;
  let digits = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 128) return readSlowly(text.slice(start, end));
    if (unit >= 48 && unit <= 57) digits++;
  }
  const allDigits = digits === end - start;
  for (let i = start; i < end && count < letters.length; i++) {
    const unit = text.charCodeAt(i);
    const letter = allDigits ? unit : plainUnit(unit);
    if (letter === SKIPPED || (letter === previous && !allDigits)) continue;
    letters[count++] = letter;
    previous = letter;
  }
  return count;
}

function readSlowly(word: string): number {
  const plain = plainWord(word);
  const count = Math.min(plain.length, letters.length);
  for (let i = 0; i < count; i++) letters[i] = plain.charCodeAt(i);
  return count;
}

/** 32-bit FNV-1a of letters. */
function hashOf(from: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = from; i < end; i++) hash = hashStep(hash, letters[i]!);
  return hash;
}

/** The same of a string. */
export function hashOfText(text: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < text.length; i++) hash = hashStep(hash, text.charCodeAt(i));
  return hash;
}
