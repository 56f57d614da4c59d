import type { FoldBuffer } from '../text/fold.js';
import { SEPARATOR } from '../text/symbols.js';
import { HASH_SEED, hasBit, hashStep, joinHashes, setBit } from '../text/tokens.js';
import type { SymbolLists } from './chain-automaton.js';

/**
 * What a word says of phrases, bits: one is filed under it, under it and the word before it, the word behind it, or what
 * the word behind it begins with.
 */
export const ALONE = 1;
export const AFTER = 2;
export const BEFORE = 4;
export const BEFORE_BEGINNING = 8;
/** Some phrase has the word. */
export const WITHIN = 16;
/** A phrase is filed under the word and a rarer one behind it; or before it. */
export const LEADS = 32;
export const TRAILS = 64;

/** Symbols by which a longer word is known that begins as a phrase ends, see `beginningOf`. */
const BEGINNING = 2;
/** Keep the kinds of keys apart: a pair of a word and a beginning; a word, the beginning and the end of a word. */
const OF_BEGINNING = 0x5bd1e995;
const OF_WORD = 0x1b873593;
const OF_START = 0x2545f491;
const OF_END = 0x3c6ef372;
/** Bits of the filter of words, beginnings and ends. */
const WORD_BITS = 1 << 18;
/** Bits of the filter of keys for each phrase. */
const KEY_BITS = 8;

/** A word of a phrase; at an open side the text's word may be longer. */
interface Part {
  readonly hash: number;
  /** Index in the list of its first symbol, and of the one behind it. */
  readonly first: number;
  readonly end: number;
  readonly beginning: number;
  readonly rank: number;
  readonly kind: 'whole' | 'beginning' | 'end';
}

/** A phrase under its key, with the place in its list that is laid on the text. */
interface Filed {
  readonly key: number;
  readonly list: number;
  readonly place: number;
}

/**
 * Finds phrases. Each is filed under its rarest word, with one of that word's neighbours, and compared where the two
 * stand: four of five texts have no such pair. An automaton of the shipped 87,000 phrases took 13 MB, and every step in it
 * waited for memory. Words are known by the hash of their symbols, without counts of stretched letters.
 */
export class PhraseIndex {
  /** What words, beginnings of words and ends of words say. */
  private readonly words = new Map<number, number>();
  private readonly beginnings = new Map<number, number>();
  private readonly ends = new Map<number, number>();
  /** Filters before the look-ups: most words, most of their beginnings and ends, and most pairs are in no phrase. */
  private readonly open = new Int32Array(WORD_BITS >> 5);
  private readonly keys: Int32Array;
  /** Two numbers a slot: a key, and where its phrases begin; -1 in a free slot. */
  private readonly slots: Int32Array;
  private readonly mask: number;
  /** Phrases by key; the last of each as its complement. */
  private readonly filed: Int32Array;
  private readonly places: Uint8Array;
  /** Symbols of the phrases, and where each begins by its number among all patterns. */
  private readonly symbols: Uint8Array;
  private readonly starts: Int32Array;

  /**
   * @param lists the symbols of all patterns
   * @param phrases which of them are of several words
   * @param rankOf how rare a word of two symbols or more is, by their hash; single letters are common
   */
  constructor(lists: SymbolLists, phrases: Int32Array, rankOf: (hash: number) => number) {
    this.symbols = lists.symbols.subarray(0, lists.starts[lists.count]);
    this.starts = lists.starts.subarray(0, lists.count + 1);
    const all: Filed[] = [];
    for (const list of phrases) all.push(this.file(list, partsOf(lists, list, rankOf)));
    all.sort((a, b) => a.key - b.key);
    this.filed = Int32Array.from(all, ({ key, list }, i) => (all[i + 1]?.key === key ? list : ~list));
    this.places = Uint8Array.from(all, ({ place }) => place);
    let size = 64;
    while (size < 2 * all.length) size *= 2;
    this.keys = new Int32Array((KEY_BITS * size) >> 6);
    this.mask = size - 1;
    this.slots = new Int32Array(2 * size).fill(-1);
    for (const [i, { key }] of all.entries()) {
      if (i > 0 && all[i - 1]!.key === key) continue;
      let slot = key & this.mask;
      while (this.slots[2 * slot + 1]! >= 0) slot = (slot + 1) & this.mask;
      this.slots[2 * slot] = key;
      setBit(this.keys, key);
      this.slots[2 * slot + 1] = i;
    }
    for (const marks of [this.words, this.beginnings, this.ends])
      for (const hash of marks.keys()) setBit(this.open, hash);
  }

  /** What a word of a folded text says: bits of ALONE to TRAILS. Linear in the word. */
  of(symbols: Uint8Array, first: number, end: number): number {
    const { open } = this;
    let bits = 0;
    let hash = HASH_SEED;
    for (let i = first; i < end; i++) {
      hash = hashStep(hash, symbols[i]!);
      if (hasBit(open, hash)) bits |= this.beginnings.get(hash) ?? 0;
    }
    if (hasBit(open, hash)) bits |= this.words.get(hash) ?? 0;
    hash = HASH_SEED;
    for (let i = end - 1; i >= first; i--) {
      hash = hashStep(hash, symbols[i]!);
      if (hasBit(open, hash)) bits |= this.ends.get(hash) ?? 0;
    }
    return bits;
  }

  /**
   * Tells of each phrase that is filed under two words in a row, by its number and the symbol at which it ends.
   * @param before, behind hashes of their symbols
   * @param beginning what the one behind begins with, see `beginningOf`; 0 where that is not asked for
   * @param at where the one behind begins in the buffer
   */
  findPair(
    before: number,
    behind: number,
    beginning: number,
    buffer: FoldBuffer,
    at: number,
    found: (list: number, last: number) => void,
  ): void {
    this.find(pairOf(before, behind), buffer, at, found);
    if (beginning !== 0) this.find(pairOf(before ^ OF_BEGINNING, beginning), buffer, at, found);
  }

  /** As findPair, of phrases filed under one word, or what it begins or ends with. Linear in the word. */
  findAlone(buffer: FoldBuffer, first: number, end: number, found: (list: number, last: number) => void): void {
    const { open } = this;
    const { symbols } = buffer;
    let hash = HASH_SEED;
    for (let i = first; i < end; i++) {
      hash = hashStep(hash, symbols[i]!);
      if (hasBit(open, hash)) this.find(hash ^ OF_START, buffer, first, found);
    }
    this.find(hash ^ OF_WORD, buffer, first, found);
    hash = HASH_SEED;
    for (let i = end - 1; i >= first; i--) {
      hash = hashStep(hash, symbols[i]!);
      if (hasBit(open, hash)) this.find(hash ^ OF_END, buffer, end, found);
    }
  }

  private find(key: number, buffer: FoldBuffer, at: number, found: (list: number, last: number) => void): void {
    const { slots, mask, filed, places, starts } = this;
    if (!hasBit(this.keys, key)) return;
    for (let slot = key & mask; slots[2 * slot + 1]! >= 0; slot = (slot + 1) & mask) {
      if (slots[2 * slot] !== key) continue;
      for (let i = slots[2 * slot + 1]!; ; i++) {
        const isLast = filed[i]! < 0;
        const list = isLast ? ~filed[i]! : filed[i]!;
        const from = at - places[i]!;
        if (this.fits(list, buffer, from)) found(list, from + starts[list + 1]! - starts[list]! - 1);
        if (isLast) return;
      }
    }
  }

  /** Whether a phrase stands in a buffer from a symbol on. */
  private fits(list: number, buffer: FoldBuffer, from: number): boolean {
    const { symbols, starts } = this;
    const start = starts[list]!;
    const size = starts[list + 1]! - start;
    if (from < 0 || from + size > buffer.length) return false;
    for (let i = 0; i < size; i++) if (buffer.symbols[from + i] !== symbols[start + i]) return false;
    return true;
  }

  private file(list: number, parts: readonly Part[]): Filed {
    // Every word begins like some phrase goes on after "f" or "bit": shorter beginnings say nothing.
    for (const part of parts) if (part.kind === 'whole' || part.end - part.first > BEGINNING) this.mark(part, WITHIN);
    let rarest = 0;
    for (const [at, { kind, rank }] of parts.entries()) {
      if (kind !== 'whole') continue;
      if (parts[rarest]!.kind !== 'whole' || rank > parts[rarest]!.rank) rarest = at;
    }
    const anchor = parts[rarest]!;
    const before = parts[rarest - 1];
    const behind = parts[rarest + 1];
    if (anchor.kind !== 'whole') {
      // Of two words at open sides the longer part says more.
      const first = parts[0]!;
      const last = parts.at(-1)!;
      const isEnd =
        first.kind === 'end' && (last.kind !== 'beginning' || first.end - first.first > last.end - last.first);
      const part = isEnd ? first : last;
      this.mark(part, ALONE);
      return isEnd
        ? { key: part.hash ^ OF_END, list, place: part.end }
        : { key: part.hash ^ OF_START, list, place: part.first };
    }
    if (before?.kind === 'whole' && !(behind?.kind === 'whole' && behind.rank > before.rank)) {
      this.mark(anchor, AFTER);
      this.mark(before, LEADS);
      return { key: pairOf(before.hash, anchor.hash), list, place: anchor.first };
    }
    if (behind?.kind === 'whole') {
      this.mark(anchor, BEFORE);
      this.mark(behind, TRAILS);
      return { key: pairOf(anchor.hash, behind.hash), list, place: behind.first };
    }
    if (behind && behind.beginning !== 0) {
      this.mark(anchor, BEFORE_BEGINNING);
      return { key: pairOf(anchor.hash ^ OF_BEGINNING, behind.beginning), list, place: behind.first };
    }
    this.mark(anchor, ALONE);
    return { key: anchor.hash ^ OF_WORD, list, place: anchor.first };
  }

  private mark({ kind, hash }: Part, bit: number): void {
    const marks = kind === 'whole' ? this.words : kind === 'end' ? this.ends : this.beginnings;
    marks.set(hash, (marks.get(hash) ?? 0) | bit);
  }
}

/** The two symbols that a word begins with, as 12 bits that few others share; 0 for a shorter word. */
export function beginningOf(symbols: Uint8Array, first: number, end: number): number {
  return end - first < BEGINNING ? 0 : (symbols[first]! * 37 + symbols[first + 1]!) & 0xfff || 1;
}

/** Hash of symbols without their counts. */
export function hashOf(symbols: Uint8Array, first: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = first; i < end; i++) hash = hashStep(hash, symbols[i]!);
  return hash;
}

/** As hashOf, from the last symbol to the first. */
function backwards(symbols: Uint8Array, first: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = end - 1; i >= first; i--) hash = hashStep(hash, symbols[i]!);
  return hash;
}

function pairOf(before: number, behind: number): number {
  const pair = joinHashes(before, behind);
  return pair ^ (pair >>> 13);
}

/** The words of a pattern. One at an open side is the beginning or end of a word of the text. */
function partsOf({ symbols, starts }: SymbolLists, list: number, rankOf: (hash: number) => number): Part[] {
  const start = starts[list]!;
  const end = starts[list + 1]!;
  const parts: Part[] = [];
  for (let from = start; from < end;) {
    if (symbols[from] === SEPARATOR) {
      from++;
      continue;
    }
    let to = from + 1;
    while (to < end && symbols[to] !== SEPARATOR) to++;
    const kind = from === start ? 'end' : to === end ? 'beginning' : 'whole';
    parts.push({
      hash: kind === 'end' ? backwards(symbols, from, to) : hashOf(symbols, from, to),
      first: from - start,
      end: to - start,
      beginning: beginningOf(symbols, from, to),
      rank: to - from === 1 ? 0 : rankOf(hashOf(symbols, from, to)),
      kind,
    });
    from = to;
  }
  return parts;
}
