import type { LexiconEntry } from '@breakwater/engine';
import { plainWord } from './edge-words.js';
import { hashOfText, REACH, type Edges, type Ending } from './edges.js';

/**
 * Where terms can be cut in two: for each place in each term, the last three letters before it and the first three
 * behind it; between words, both words. A look-up says whether two messages could complete a term where they meet, so
 * that nearly all pairs of messages cost a few probes and no scan. Immutable; some 5 bytes a place, half a second for
 * 20,000 terms.
 */
export class SplitIndex {
  private readonly slots: Int32Array;
  private readonly mask: number;

  /**
   * @param leastSeverity entries below it are left out
   */
  constructor(entries: readonly Pick<LexiconEntry, 'term' | 'grades'>[], leastSeverity: number) {
    const keys = new Set<number>();
    for (const { term, grades } of entries) {
      if (grades.every(({ severity }) => severity < leastSeverity)) continue;
      const words = term.split(' ').filter((word) => word !== '');
      words.forEach((word, index) => {
        for (let cut = 1; cut < word.length; cut++) {
          const left = plainWord(word.slice(0, cut)).slice(-REACH);
          const right = plainWord(word.slice(cut)).slice(0, REACH);
          if (left !== '' && right !== '') keys.add(keyOf(left, right, false));
        }
        if (index > 0) keys.add(keyOf(plainWord(words[index - 1]!), plainWord(word), true));
      });
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * keys.size)));
    this.slots = new Int32Array(size);
    this.mask = size - 1;
    for (const key of keys) {
      let place = key & this.mask;
      while (this.slots[place] !== 0) place = (place + 1) & this.mask;
      this.slots[place] = key;
    }
  }

  get bytes(): number {
    return this.slots.byteLength;
  }

  /**
   * Whether a term could be cut inside a word here.
   * @param left,right plain letters before and behind
   * @param loose whether the term may begin in the middle of `left`: letters that came one by one have no word
   */
  cutsWord(left: string, right: string, loose: boolean): boolean {
    for (let k = Math.min(REACH, left.length); k > 0; k--) {
      const before = left.slice(-k);
      for (let m = Math.min(REACH, right.length); m > 0; m--) {
        if (this.has(keyOf(before, right.slice(0, m), false))) return true;
      }
      if (!loose) return false;
    }
    return false;
  }

  /** Whether a phrase could go on from the one word to the other. */
  cutsPhrase(left: string, right: string): boolean {
    return this.has(keyOf(left, right, true));
  }

  /** The same two questions, strictly, for a message that begins like this behind one that ends like that. */
  mayGoOn({ cut, phrase }: Ending, { first, firstWord }: Edges): boolean {
    for (let m = 0; m < REACH && first[m] !== 0; m++) if (this.has(combined(cut, first[m]!, IN_WORD))) return true;
    return this.has(combined(phrase, firstWord, BETWEEN_WORDS));
  }

  private has(key: number): boolean {
    for (let place = key & this.mask; this.slots[place] !== 0; place = (place + 1) & this.mask) {
      if (this.slots[place] === key) return true;
    }
    return false;
  }
}

const IN_WORD = 0x2545f491;
const BETWEEN_WORDS = 0x6c8e9cf5;

function keyOf(left: string, right: string, words: boolean): number {
  return combined(hashOfText(left), hashOfText(right), words ? BETWEEN_WORDS : IN_WORD);
}

/** Two hashes as one; never 0. The place is taken from its low bits. */
function combined(left: number, right: number, kind: number): number {
  let hash = Math.imul(left ^ (left >>> 15) ^ kind, 0x85ebca6b);
  hash = Math.imul(hash ^ right, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash;
}
