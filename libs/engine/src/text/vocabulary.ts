import { FoldBuffer, foldPlain } from './fold.js';
import type { CharTable } from './char-table.js';
import { DIGIT_0, DIGIT_9, LETTER_A, SEPARATOR } from './symbols.js';
import { HASH_SEED, hashStep } from './tokens.js';

/** Longest word known and longest token that is split, in letters. */
const LONGEST_WORD = 16;
const LONGEST_TOKEN = 40;
const IMPOSSIBLE = 1e6;

/** Words of two letters that people really join to others; most pairs of letters stand in some language's texts. */
const SHORT_WORDS = new Set(
  'am an at be by do go he hi if im in is it me my no of oh ok on or so to up ur us we yo xx'.split(' '),
);

/**
 * Ordinary words, commonest first, and how a joined token splits into them. A word's cost is the negative logarithm of
 * its frequency by Zipf's law (1 / rank), so the sum over the pieces of a token is that of the likeliest split.
 *
 * Immutable but for the token last split, which is kept: hits come several to a token.
 */
export class Vocabulary {
  private readonly keys: Int32Array;
  /** Cost in 1/1024 nat, 0 where the slot is free. */
  private readonly costs: Int32Array;
  private readonly mask: number;
  private readonly letters = new Uint8Array(LONGEST_TOKEN + 2);
  /** Index of the first letter of each symbol of the token. */
  private readonly letterOf = new Uint8Array(LONGEST_TOKEN + 2);
  private readonly before = new Float64Array(LONGEST_TOKEN + 2);
  private readonly behind = new Float64Array(LONGEST_TOKEN + 2);
  private size = 0;
  /** The token split last. */
  private readonly last = new Uint8Array(LONGEST_TOKEN + 2);
  private lastSize = -1;
  /** Number of words. */
  readonly count: number;

  /** @param words lower case, commonest first */
  constructor(words: readonly string[], table: CharTable) {
    let size = 64;
    while (size < 2 * words.length) size *= 2;
    this.mask = size - 1;
    this.keys = new Int32Array(size);
    this.costs = new Int32Array(size);
    const buffer = new FoldBuffer();
    let rank = 0;
    for (const word of words) {
      rank++;
      if (word.length > LONGEST_WORD || (word.length === 2 && !SHORT_WORDS.has(word))) continue;
      foldPlain(word, table, buffer);
      if (!this.spell(buffer, 1, buffer.length - 1)) continue;
      let hash = HASH_SEED;
      for (let i = 0; i < this.size; i++) hash = hashStep(hash, this.letters[i]!);
      let slot = hash & this.mask;
      while (this.costs[slot] !== 0 && this.keys[slot] !== hash) slot = (slot + 1) & this.mask;
      if (this.costs[slot] !== 0) continue;
      this.keys[slot] = hash;
      this.costs[slot] = Math.round(1024 * Math.log(rank + 20));
    }
    this.count = rank;
  }

  /** Whether the symbols from `first` up to `end` of a folded text are an ordinary word. */
  has(buffer: FoldBuffer, first: number, end: number): boolean {
    if (!this.spell(buffer, first, end)) return false;
    let hash = HASH_SEED;
    for (let i = 0; i < this.size; i++) hash = hashStep(hash, this.letters[i]!);
    return this.cost(hash) > 0;
  }

  /**
   * How much likelier a token is with a rude stem in it than without, in nats: the cost of the likeliest split into
   * ordinary words, less that of the likeliest split around the stem. -Infinity where what is left of the token does not
   * split into words. About 60 ns a letter.
   * @param first, end the token's symbols
   * @param from, to the stem's symbols
   * @param stemCost what the stem itself costs
   */
  gain(buffer: FoldBuffer, first: number, end: number, from: number, to: number, stemCost: number): number {
    if (!this.spell(buffer, first, end)) return -Infinity;
    const { letters, before, behind, size, letterOf } = this;
    if (!this.isSplit()) this.split();
    const start = letterOf[from - first]!;
    // A letter that two words share stands twice: "fuckkids".
    const stop = to - first >= end - first ? size : letterOf[to - first]!;
    let tail = behind[stop]!;
    if (stop >= 2 && letters[stop - 1] === letters[stop - 2] && behind[stop - 1]! < tail) tail = behind[stop - 1]!;
    let head = before[start]!;
    if (letters[start] === letters[start + 1] && before[start + 1]! < head) head = before[start + 1]!;
    if (head >= IMPOSSIBLE || tail >= IMPOSSIBLE) return -Infinity;
    return Math.min(before[size]!, UNKNOWN + UNKNOWN_LETTER * size) - (head + tail + stemCost);
  }

  /** Whether the spelled token is the one split last. */
  private isSplit(): boolean {
    const { letters, last, size } = this;
    if (this.lastSize !== size) return false;
    for (let i = 0; i < size; i++) if (letters[i] !== last[i]) return false;
    return true;
  }

  /** Costs of the likeliest splits of the spelled token: up to each letter, and from each letter on. */
  private split(): void {
    const { letters, before, behind, size } = this;
    before.fill(IMPOSSIBLE, 0, size + 1);
    behind.fill(IMPOSSIBLE, 0, size + 1);
    before[0] = behind[size] = 0;
    for (let i = 0; i < size; i++) {
      const sofar = before[i]!;
      if (sofar >= IMPOSSIBLE) continue;
      let hash = HASH_SEED;
      for (let j = i; j < size && j < i + LONGEST_WORD; j++) {
        hash = hashStep(hash, letters[j]!);
        const cost = this.pieceCost(hash, i, j + 1);
        if (cost > 0 && sofar + cost < before[j + 1]!) before[j + 1] = sofar + cost;
      }
    }
    for (let i = size - 1; i >= 0; i--) {
      let hash = HASH_SEED;
      for (let j = i; j < size && j < i + LONGEST_WORD; j++) {
        hash = hashStep(hash, letters[j]!);
        const rest = behind[j + 1]!;
        if (rest >= IMPOSSIBLE) continue;
        const cost = this.pieceCost(hash, i, j + 1);
        if (cost > 0 && rest + cost < behind[i]!) behind[i] = rest + cost;
      }
    }
    this.last.set(letters.subarray(0, size));
    this.lastSize = size;
  }

  /** Spells the symbols out: doubled letters twice, stretched ones (three or more) twice. */
  private spell(buffer: FoldBuffer, first: number, end: number): boolean {
    let size = 0;
    if (end - first > LONGEST_TOKEN) return false;
    for (let i = first; i < end; i++) {
      const symbol = buffer.symbols[i]!;
      if (symbol === SEPARATOR || symbol > DIGIT_9) return false;
      this.letterOf[i - first] = size;
      this.letters[size++] = symbol;
      if (buffer.runs[i]! >= 2) {
        if (size >= LONGEST_TOKEN) return false;
        this.letters[size++] = symbol;
      }
      if (size >= LONGEST_TOKEN) return false;
    }
    this.letters[size] = 0;
    this.size = size;
    return true;
  }

  /** Cost of a piece of the token: a word, digits, or the decoration of a name ("xX"); 0 where it is none. */
  private pieceCost(hash: number, from: number, to: number): number {
    const first = this.letters[from]!;
    const atEnd = to === this.size || this.letters[to]! >= DIGIT_0;
    if (first === X && to - from <= 2 && this.letters[to - 1] === X && (from === 0 || atEnd)) return ADORNMENT;
    const known = this.cost(hash);
    if (known > 0) return known / 1024;
    if (first >= DIGIT_0) {
      for (let i = from + 1; i < to; i++) if (this.letters[i]! < DIGIT_0) return 0;
      return DIGITS;
    }
    return to - from === 1 && (from === 0 || to === this.size) ? LONE_LETTER : 0;
  }

  private cost(hash: number): number {
    let slot = hash & this.mask;
    while (this.costs[slot] !== 0) {
      if (this.keys[slot] === hash) return this.costs[slot]!;
      slot = (slot + 1) & this.mask;
    }
    return 0;
  }
}

/** Costs in nats. An unknown word costs so much and so much a letter: about the entropy of a name's letters. */
const UNKNOWN = 4;
const UNKNOWN_LETTER = 2.6;
const DIGITS = 4;
const ADORNMENT = 3;
const LONE_LETTER = 8;
const X = LETTER_A + 23;
