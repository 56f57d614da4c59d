/** Rows, a power of two: the words of some ten thousand messages. 2 MiB. */
export const ROWS = 1 << 15;
const MASK = ROWS - 1;
/** Bits of the hash that the second of a word's two rows leaves out: words that share the first hardly share both. */
const OTHER = 15;
/** 32-bit numbers of a row: one cache line, so that a word costs one wait for memory at most. */
const ROW = 16;

/** Places in a row behind the two hashes. What stands there counts only if KNOWN says so. */
export const KNOWN = 2;
/** What WordClasses knows of the word: see there; 0 for an unknown word. */
export const CLASSES = 3;
/** Hash of its symbols without their counts. */
export const SYMBOLS = 4;
/** Of a word that can be cut into others, a bit for each symbol behind which one ends. */
export const PARTS = 5;
/** The classifier's name for it, the set of classes it was summed up with, and a sum by label. */
export const NAME = 6;
export const SUMMED_SET = 7;
export const SUMS = 8;

/** Bits of KNOWN. */
export const KNOWS_CLASSES = 1;
/** The word can't be cut into others; or it can. */
export const WHOLE = 2;
export const CUT = 4;
export const SUMMED = 8;
export const KNOWS_PATTERNS = 16;
/** A pattern may be found in this word. */
export const SUSPECT = 32;
/** As KNOWS_PATTERNS and SUSPECT, of a word in a web address. */
export const KNOWS_IN_ADDRESS = 64;
export const SUSPECT_IN_ADDRESS = 128;
/** By how much KNOWN is to be shifted for what personal data the word may be part of (PersonalWords): three bits. */
export const PERSONAL = 8;
/** For what it says of phrases (PhraseIndex.of): seven bits. */
export const OF_PHRASES = 11;
/** For what it begins with (beginningOf): twelve bits. */
export const BEGINNING = 20;

/** Number of a row, by where it begins. */
export function numberOf(row: number): number {
  return row / ROW;
}

/**
 * What was found out about the words seen last, so that ordinary chat, whose words come again and again, costs one look
 * at each. Whoever finds something out about a word keeps it in a part of the word's row; nothing that depends on the
 * text around it. One memory serves one scanner.
 *
 * A row is found by two hashes of 32 bits: of two words in 10^19 one would be taken for the other.
 */
export class WordMemory {
  readonly numbers = new Int32Array(ROW * ROWS);
  /** The same memory as fractions. */
  readonly fractions = new Float32Array(this.numbers.buffer);
  /** Which of two words has to go, in turn. */
  private turn = 0;
  /** Of no use but that `fetch` has a result, without which its loop would be left out. */
  fetched = 0;

  /**
   * Asks for the rows of all words of a text at once. A row that is in no cache takes as long as twenty words do otherwise;
   * in a loop that does nothing else the waits go by together.
   */
  fetch(hashes: Int32Array, count: number): void {
    const { numbers } = this;
    let fetched = 0;
    for (let i = 0; i < count; i++) fetched ^= numbers[ROW * (hashes[i]! & MASK)]!;
    this.fetched = fetched;
  }

  /** Where the row of a word begins; a new one, of which nothing is known, where the word was not seen lately. */
  row(hash: number, check: number): number {
    const { numbers } = this;
    const first = ROW * (hash & MASK);
    if (numbers[first] === hash && numbers[first + 1] === check) return first;
    const second = ROW * ((hash >>> OTHER) & MASK);
    if (numbers[second] === hash && numbers[second + 1] === check) return second;
    let row = numbers[first + KNOWN] === 0 ? first : second;
    if (numbers[row + KNOWN] !== 0 && (this.turn ^= 1) === 0) row = first;
    numbers[row] = hash;
    numbers[row + 1] = check;
    numbers[row + KNOWN] = 0;
    return row;
  }
}
