import { HASH_SEED, hashStep } from '../text/tokens.js';
import { FOLDS, isWordPart, type LetterView } from './letters.js';

/**
 * A small set of words, each with a number from 1 to 127, asked by place in a view. Words are compared by their 32-bit
 * hash: with a few hundred words one foreign word in ten million is mistaken for one of them.
 */
export class WordTable {
  private readonly hashes: Int32Array;
  private readonly values: Int8Array;
  private readonly mask: number;
  readonly words: readonly string[];

  /** @param groups words separated by spaces, by their number; they fold as the view does */
  constructor(groups: Readonly<Record<number, string>>) {
    const words = Object.entries(groups).flatMap(([value, list]) => {
      return list
        .trim()
        .split(/\s+/)
        .map((word) => [word, Number(value)] as const);
    });
    this.words = words.map(([word]) => word);
    let size = 16;
    while (size < words.length * 3) size *= 2;
    this.mask = size - 1;
    this.hashes = new Int32Array(size);
    this.values = new Int8Array(size);
    for (const [word, value] of words) {
      let hash = HASH_SEED;
      for (let i = 0; i < word.length; i++) hash = hashStep(hash, FOLDS[word.charCodeAt(i)]!);
      let slot = hash & this.mask;
      while (this.values[slot] !== 0) slot = (slot + 1) & this.mask;
      this.hashes[slot] = hash;
      this.values[slot] = value;
    }
  }

  /** The number of the word that fills [start, end), or 0. */
  valueAt(view: LetterView, start: number, end: number): number {
    let hash = HASH_SEED;
    for (let i = start; i < end; i++) hash = hashStep(hash, view.at(i));
    for (let slot = hash & this.mask; this.values[slot] !== 0; slot = (slot + 1) & this.mask) {
      if (this.hashes[slot] === hash) return this.values[slot]!;
    }
    return 0;
  }

  /** The largest number among the words in the `reach` characters before a place. */
  largestBefore(view: LetterView, place: number, reach: number): number {
    const least = Math.max(0, place - reach);
    let largest = 0;
    for (let end = place; end > least;) {
      while (end > least && !isWordPart(view.at(end - 1))) end--;
      let start = end;
      while (start > 0 && start > end - LONGEST_WORD && isWordPart(view.at(start - 1))) start--;
      if (start < end) largest = Math.max(largest, this.valueAt(view, start, end));
      end = start;
    }
    return largest;
  }

  /** The largest number among the words in the `reach` characters from a place on. */
  largestAfter(view: LetterView, place: number, reach: number): number {
    const most = Math.min(view.length, place + reach);
    let largest = 0;
    for (let start = place; start < most;) {
      while (start < most && !isWordPart(view.at(start))) start++;
      let end = start;
      while (end < view.length && end < start + LONGEST_WORD && isWordPart(view.at(end))) end++;
      if (start < end) largest = Math.max(largest, this.valueAt(view, start, end));
      start = end;
    }
    return largest;
  }
}

/** Longer words are in no table. */
const LONGEST_WORD = 24;
