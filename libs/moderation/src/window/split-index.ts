import type { LexiconEntry } from '@breakwater/engine';
import { plainWord } from './edge-words.js';
import { hashOfText, NOT_BEGUN, packedLetters, REACH, SHORT_REACH, type Edges, type Ending } from './edges.js';
import type { LeftLetters } from './left-letters.js';

/**
 * Where terms can be cut in two: for each place in each term, the last letters before it and the first ones behind it,
 * and whether these are all of the word; between words, both words. A look-up says whether two messages could complete
 * a term where they meet, so that nearly all pairs of messages cost a probe or two and no scan. Immutable; some
 * 18 bytes a key, half a second for 20,000 terms.
 */
export class SplitIndex {
  private readonly slots: Int32Array;
  private readonly mask: number;
  /** A bit for each key, by its last bits: nearly all look-ups end here, in a tenth of the memory. */
  private readonly bits: Int32Array;
  private readonly bitMask: number;
  /** A bit for whatever stands before a cut, and for whatever stands behind one. Small, and asked first. */
  private readonly before = new Int32Array(SIDE_BITS / 32);
  private readonly behind = new Int32Array(SIDE_BITS / 32);

  /**
   * @param leastSeverity entries below it are left out
   */
  constructor(entries: readonly Pick<LexiconEntry, 'term' | 'grades'>[], leastSeverity: number) {
    const keys = new Set<number>();
    for (const { term, grades } of entries) {
      if (!grades.some((grade) => counts(grade, leastSeverity))) continue;
      const words = term.split(' ').filter((word) => word !== '');
      words.forEach((word, index) => {
        for (let cut = 1; cut < word.length; cut++) {
          const left = plainWord(word.slice(0, cut));
          const right = plainWord(word.slice(cut));
          if (left === '' || right === '') continue;
          const before = packedLetters(left.slice(-REACH));
          const behind = packedLetters(right.slice(0, REACH));
          const ways = IN_WORD ^ (left.length > REACH ? BEGINS_EARLIER : 0);
          const ends = right.length > REACH ? ENDS_LATER : 0;
          keys.add(combined(before, behind, ways ^ ends));
          mark(this.before, sideOf(before, ways));
          mark(this.behind, sideOf(behind, ends));
          const short = right.slice(0, SHORT_REACH);
          keys.add(combined(packedLetters(left.slice(-SHORT_REACH)), packedLetters(short), DISGUISED));
        }
        if (index === 0) return;
        const before = hashOfText(plainWord(words[index - 1]!));
        const behind = hashOfText(plainWord(word));
        keys.add(combined(before, behind, BETWEEN_WORDS));
        mark(this.before, before);
        mark(this.behind, behind);
      });
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * keys.size)));
    this.slots = new Int32Array(size);
    this.mask = size - 1;
    this.bits = new Int32Array(size / 8);
    this.bitMask = this.bits.length - 1;
    for (const key of keys) {
      let place = key & this.mask;
      while (this.slots[place] !== 0) place = (place + 1) & this.mask;
      this.slots[place] = key;
      this.bits[(key >>> 5) & this.bitMask]! |= 1 << key;
    }
  }

  get bytes(): number {
    return this.slots.byteLength + this.bits.byteLength + SIDE_BITS / 4;
  }

  /**
   * Whether a term could be cut inside a word between these letters and the beginning of a message. The letters must
   * be those of the term from its beginning on; where they or the message are disguised, only the nearest three are
   * looked at.
   * @param more whether more letters may stand before these
   */
  cutsWord({ letters, size, isDisguised }: LeftLetters, { first, endsAfter, startsDisguised }: Edges, more: boolean) {
    if (size === 0 || size === NOT_BEGUN || first[0] === 0) return false;
    const ways = size > REACH ? BEGINS_EARLIER : 0;
    if (this.goesOn(letters, IN_WORD ^ ways, first, endsAfter)) return true;
    if (more && size === REACH && this.goesOn(letters, IN_WORD ^ BEGINS_EARLIER, first, endsAfter)) return true;
    if (!isDisguised && !startsDisguised) return false;
    const nearest = letters & 0xffffff;
    for (let m = 0; m < SHORT_REACH && first[m] !== 0; m++) {
      if (this.has(combined(nearest, first[m]!, DISGUISED))) return true;
    }
    return false;
  }

  /** Whether any phrase goes on from a word, by its hash. */
  beginsPhrase(last: number): boolean {
    return isMarked(this.before, last);
  }

  /** Whether any phrase goes on with a word. */
  continuesPhrase(first: number): boolean {
    return isMarked(this.behind, first);
  }

  /** Whether any term could be cut right behind these letters, which end a word that is not disguised. */
  beginsWord({ letters, size }: Ending): boolean {
    return isMarked(this.before, sideOf(letters, IN_WORD ^ (size > REACH ? BEGINS_EARLIER : 0)));
  }

  /** Whether any term could be cut before the beginning of a message. */
  continuesWord({ first, endsAfter, startsDisguised }: Edges): boolean {
    if (startsDisguised) return true;
    for (let m = 0, ends = endsAfter; ends !== 0; m++, ends >>>= 1) {
      if ((ends & 1) === 1 && isMarked(this.behind, sideOf(first[m]!, 0))) return true;
    }
    return first[REACH - 1] !== 0 && isMarked(this.behind, sideOf(first[REACH - 1]!, ENDS_LATER));
  }

  /** Whether a phrase could go on from one word to another, by their hashes. */
  cutsPhrase(last: number, first: number): boolean {
    return last !== 0 && first !== 0 && this.has(combined(last, first, BETWEEN_WORDS));
  }

  private goesOn(left: number, kind: number, first: Int32Array, endsAfter: number): boolean {
    for (let m = 0, ends = endsAfter; ends !== 0; m++, ends >>>= 1) {
      if ((ends & 1) === 1 && this.has(combined(left, first[m]!, kind))) return true;
    }
    return first[REACH - 1] !== 0 && this.has(combined(left, first[REACH - 1]!, kind ^ ENDS_LATER));
  }

  private has(key: number): boolean {
    if (((this.bits[(key >>> 5) & this.bitMask]! >>> key) & 1) === 0) return false;
    for (let place = key & this.mask; this.slots[place] !== 0; place = (place + 1) & this.mask) {
      if (this.slots[place] === key) return true;
    }
    return false;
  }
}

/** Whether a term may become bad enough. What asks for contact may be made worse by a rule, for what stands around it. */
function counts({ topic, severity }: LexiconEntry['grades'][number], leastSeverity: number): boolean {
  return severity >= leastSeverity || (topic === 'contact' && severity >= leastSeverity - 1);
}

const SIDE_BITS = 1 << 18;

/** Letters on one side of a cut as the number of their bit. */
function sideOf(letters: number, kind: number): number {
  return combined(letters, 0, kind);
}

function mark(bits: Int32Array, hash: number): void {
  bits[(hash >>> 5) & (SIDE_BITS / 32 - 1)]! |= 1 << hash;
}

function isMarked(bits: Int32Array, hash: number): boolean {
  return ((bits[(hash >>> 5) & (SIDE_BITS / 32 - 1)]! >>> hash) & 1) === 1;
}

/** Kinds of keys. */
const IN_WORD = 0x2545f491;
const BETWEEN_WORDS = 0x6c8e9cf5;
const DISGUISED = 0x1b873593;
/** The term begins before the letters that are looked at, or ends behind them. */
const BEGINS_EARLIER = 0x4f1bbcdc;
const ENDS_LATER = 0x3c6ef372;

/** Two sides as one key; never 0. The place is taken from its low bits. */
function combined(left: number, right: number, kind: number): number {
  let hash = Math.imul(left ^ (left >>> 15) ^ kind, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ right, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash;
}
