import { SEPARATOR } from './symbols.js';

/**
 * The words of a folded text, reused from scan to scan: parallel arrays, valid up to `count`. A word is what stands
 * between separators. One pass over the buffer, no allocation.
 */
export class TokenList {
  count = 0;
  /** Index in the buffer of the word's first symbol. */
  first = new Int32Array(0);
  /** Index in the buffer of the separator behind it. */
  end = new Int32Array(0);
  /** 32-bit hash of its symbols; a letter that stands twice counts twice, one that is stretched (three or more) once. */
  hash = new Int32Array(0);
  /**
   * A second hash, of the symbols and how often each stands in a row: with it, memories of words tell apart those that
   * share the first.
   */
  check = new Int32Array(0);
  /** Its row in the word memory when it was looked at last; another word may have taken it, or it was never looked at. */
  row = new Int32Array(0);

  /** Makes room for so many words. */
  reserve(words: number): void {
    if (this.first.length >= words) return;
    this.first = new Int32Array(words);
    this.end = new Int32Array(words);
    this.hash = new Int32Array(words);
    this.check = new Int32Array(words);
    this.row = new Int32Array(words);
  }

  /** Adds a word whose hashes are known. */
  add(first: number, end: number, hash: number, check: number): void {
    const at = this.count++;
    this.first[at] = first;
    this.end[at] = end;
    this.hash[at] = hash;
    this.check[at] = check;
  }

  /** Adds a word of a buffer. */
  addFrom({ symbols, runs }: FoldedSymbols, first: number, end: number): void {
    let hash = HASH_SEED;
    let check = 0;
    for (let i = first; i < end; i++) {
      hash = extendHash(hash, symbols[i]!, runs[i]!);
      check = extendCheck(check, symbols[i]!, runs[i]!);
    }
    this.add(first, end, hash, check);
  }

  /** Whether a word with these hashes is there. */
  has(hash: number, check: number): boolean {
    for (let i = 0; i < this.count; i++) if (this.hash[i] === hash && this.check[i] === check) return true;
    return false;
  }

  /** Reads the words of a buffer. */
  read(buffer: FoldedSymbols): void {
    const { symbols, length } = buffer;
    this.count = 0;
    let start = 1;
    for (let i = 1; i < length; i++) {
      if (symbols[i] !== SEPARATOR) continue;
      this.addFrom(buffer, start, i);
      start = i + 1;
    }
  }
}

/** What of a fold buffer words are made of. */
interface FoldedSymbols {
  readonly symbols: Uint8Array;
  readonly runs: Uint8Array;
  readonly length: number;
}

/** FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const HASH_SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** A hash, begun with HASH_SEED, with one more unit. */
export function hashStep(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME);
}

/** The hash of a word with one more symbol, which stands `run` times in a row. */
export function extendHash(hash: number, symbol: number, run: number): number {
  const once = hashStep(hash, symbol);
  return run === 2 ? hashStep(once, symbol) : once;
}

/** As extendHash, of the second hash, to which every count makes a difference: a polynomial, begun with 0. */
export function extendCheck(check: number, symbol: number, run: number): number {
  return checkStep(check, symbol + (run << 8));
}

/** A second hash, begun with 0, with one more unit: a polynomial. */
export function checkStep(check: number, unit: number): number {
  return (Math.imul(check, 0x9e3779b1) + unit) | 0;
}

/** One hash of two words, or of a phrase and one more word. */
export function joinHashes(phrase: number, word: number): number {
  return Math.imul(phrase ^ (phrase >>> 15), 0x2c1b3c6d) ^ word;
}

/**
 * A filter before a table: a bit for each hash, by its last bits; the array's length is a power of two.
 */
export function setBit(bits: Int32Array, hash: number): void {
  bits[(hash >>> 5) & (bits.length - 1)]! |= 1 << (hash & 31);
}

export function hasBit(bits: Int32Array, hash: number): boolean {
  return ((bits[(hash >>> 5) & (bits.length - 1)]! >>> (hash & 31)) & 1) === 1;
}

/**
 * Tells of each part of a word that was cut: its symbols, `from` to before `to`, and both its hashes.
 * @param parts a bit for each symbol of the word behind which a part ends
 */
export function eachPart(
  parts: number,
  { symbols, runs, tokens }: FoldedSymbols & { readonly tokens: TokenList },
  token: number,
  told: (from: number, to: number, hash: number, check: number) => void,
): void {
  const first = tokens.first[token]!;
  const end = tokens.end[token]!;
  let hash = HASH_SEED;
  let check = 0;
  let from = first;
  for (let i = first; i < end; i++) {
    hash = extendHash(hash, symbols[i]!, runs[i]!);
    check = extendCheck(check, symbols[i]!, runs[i]!);
    if (((parts >>> (i - first)) & 1) === 0) continue;
    told(from, i + 1, hash, check);
    hash = HASH_SEED;
    check = 0;
    from = i + 1;
  }
}
