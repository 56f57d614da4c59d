import { ALPHABET_SIZE } from '../text/symbols.js';

/**
 * Aho-Corasick automaton as one dense table: `next[state + symbol]` is the next state, states being premultiplied row
 * offsets. A negative value is the bitwise complement of a state in which at least one pattern ends, so that the scan
 * loop tests a sign instead of loading a second table.
 *
 * Separators are symbols like any other: a pattern with a word boundary simply begins or ends with one, so boundaries
 * cost nothing at scan time.
 *
 * Memory: 4 bytes times ALPHABET_SIZE a state. Time: one load per symbol, whatever the patterns and the text.
 */
export interface DenseAutomaton {
  readonly next: Int32Array;
  /** Per row: a pattern that ends there and is no shorter than the others, -1 where none does. */
  readonly longest: Int32Array;
  /** Per pattern: another one with the same symbols, -1 at the last. */
  readonly twin: Int32Array;
  /** Per row: the row of the longest proper suffix in which a pattern ends, -1 where there is none. */
  readonly suffix: Int32Array;
}

/** Builds the automaton over symbol sequences; equal ones are all reported. About 0.1 s for 15,000 patterns. */
export function buildAutomaton(patterns: readonly Uint8Array[]): DenseAutomaton {
  const sorted = patterns.map((_, index) => index).sort((a, b) => compare(patterns[a]!, patterns[b]!));
  let states = 1;
  sorted.forEach((index, i) => {
    const pattern = patterns[index]!;
    states += pattern.length - (i === 0 ? 0 : sharedPrefix(patterns[sorted[i - 1]!]!, pattern));
  });

  const next = new Int32Array(states * ALPHABET_SIZE);
  const longest = new Int32Array(states).fill(-1);
  const twin = new Int32Array(patterns.length).fill(-1);
  let used = 1;
  for (const index of sorted) {
    let row = 0;
    for (const symbol of patterns[index]!) {
      const cell = row * ALPHABET_SIZE + symbol;
      if (next[cell] === 0) next[cell] = used++;
      row = next[cell]!;
    }
    twin[index] = longest[row]!;
    longest[row] = index;
  }

  // Breadth first: a failure link points to a shallower state, whose row and suffix are complete by then.
  const failure = new Int32Array(states);
  const suffix = new Int32Array(states).fill(-1);
  const queue = new Int32Array(states);
  let tail = 1;
  for (let head = 0; head < tail; head++) {
    const row = queue[head]!;
    const cell = row * ALPHABET_SIZE;
    const fallback = failure[row]! * ALPHABET_SIZE;
    for (let symbol = 0; symbol < ALPHABET_SIZE; symbol++) {
      const child = next[cell + symbol]!;
      const other = row === 0 ? 0 : next[fallback + symbol]!;
      if (child === 0) {
        next[cell + symbol] = other;
        continue;
      }
      failure[child] = other;
      suffix[child] = longest[other]! >= 0 ? other : suffix[other]!;
      queue[tail++] = child;
    }
  }
  for (let cell = 0; cell < next.length; cell++) {
    const row = next[cell]!;
    next[cell] = longest[row]! >= 0 || suffix[row]! >= 0 ? ~(row * ALPHABET_SIZE) : row * ALPHABET_SIZE;
  }
  return { next, longest, twin, suffix };
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = sharedPrefix(a, b);
  return (a[shared] ?? -1) - (b[shared] ?? -1);
}

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a[i] === b[i]) i++;
  return i;
}
