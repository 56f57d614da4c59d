import { ALPHABET_SIZE } from '../text/symbols.js';

/**
 * Aho-Corasick automaton in typed arrays. States that branch have a dense row; the many more that have one child or none
 * (93 % with the shipped lexicon) are links of a chain: one symbol, where it leads, and where to go on from otherwise.
 * So the part that ordinary text runs through stays small enough for a core's cache.
 *
 * A state is a code: bit 0 says that a pattern ends there, bit 1 that it is a link; the rest is the offset of its row in
 * `rows`, or its number in the link arrays.
 *
 * Separators are symbols like any other: a pattern with a word boundary simply begins or ends with one, so boundaries
 * cost nothing at scan time.
 *
 * Time: amortised at most two steps a symbol (a link that does not fit leads to a shallower state, and each symbol
 * deepens the state by one at most). Memory: 536 bytes a row, 9 bytes a link.
 */
export interface Automaton {
  readonly rows: Int32Array;
  readonly linkSymbol: Uint8Array;
  readonly linkNext: Int32Array;
  readonly linkFailure: Int32Array;
  /** Number of rows; state number = row number, or rowCount + link number. */
  readonly rowCount: number;
  /** Per state number: a pattern that ends there and is no shorter than the others, -1 where none does. */
  readonly longest: Int32Array;
  /** Per pattern: another one with the same symbols, -1 at the last. */
  readonly twin: Int32Array;
  /** Per state number: the state of the longest proper suffix in which a pattern ends, -1 where there is none. */
  readonly suffix: Int32Array;
}

export const ENDS_PATTERN = 1;
export const IS_LINK = 2;
export const START = 0;
/** No symbol: the link of a state without children. */
const NONE = 255;

/** Number of the state behind a code. */
export function stateNumber(automaton: Automaton, code: number): number {
  const index = code >> 2;
  return code & IS_LINK ? automaton.rowCount + index : index / ALPHABET_SIZE;
}

/** The trie of the patterns: children as linked lists, states in depth-first order. */
class Trie {
  readonly symbol: Uint8Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly longest: Int32Array;
  readonly twin: Int32Array;
  states = 1;

  constructor(patterns: readonly Uint8Array[]) {
    const sorted = patterns.map((_, index) => index).sort((a, b) => compare(patterns[a]!, patterns[b]!));
    const most = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
    this.symbol = new Uint8Array(most);
    this.firstChild = new Int32Array(most).fill(-1);
    this.nextSibling = new Int32Array(most).fill(-1);
    this.longest = new Int32Array(most).fill(-1);
    this.twin = new Int32Array(patterns.length).fill(-1);
    const lastChild = new Int32Array(most).fill(-1);
    const path = [0];
    let previous = new Uint8Array(0);
    for (const index of sorted) {
      const pattern = patterns[index]!;
      const shared = sharedPrefix(previous, pattern);
      path.length = shared + 1;
      for (let i = shared; i < pattern.length; i++) {
        const parent = path[i]!;
        const state = this.states++;
        this.symbol[state] = pattern[i]!;
        if (lastChild[parent]! < 0) this.firstChild[parent] = state;
        else this.nextSibling[lastChild[parent]!] = state;
        lastChild[parent] = state;
        path.push(state);
      }
      const end = path[pattern.length]!;
      this.twin[index] = this.longest[end]!;
      this.longest[end] = index;
      previous = pattern as Uint8Array<ArrayBuffer>;
    }
  }

  child(state: number, symbol: number): number {
    let child = this.firstChild[state]!;
    while (child >= 0 && this.symbol[child] !== symbol) child = this.nextSibling[child]!;
    return child;
  }

  branches(state: number): boolean {
    const first = this.firstChild[state]!;
    return state === 0 || (first >= 0 && this.nextSibling[first]! >= 0);
  }
}

/** Builds the automaton over symbol sequences; equal ones are all reported. About 0.1 s for 20,000 patterns. */
export function buildAutomaton(patterns: readonly Uint8Array[]): Automaton {
  const trie = new Trie(patterns);
  const { states, firstChild, nextSibling, symbol } = trie;

  // Breadth first, so that the failure of a state (the longest proper suffix that is a state) is known before its children's.
  const failure = new Int32Array(states);
  const suffix = new Int32Array(states).fill(-1);
  const order = new Int32Array(states);
  let seen = 1;
  for (let head = 0; head < seen; head++) {
    const state = order[head]!;
    for (let child = firstChild[state]!; child >= 0; child = nextSibling[child]!) {
      order[seen++] = child;
      if (state === 0) continue;
      let fallback = failure[state]!;
      let target = trie.child(fallback, symbol[child]!);
      while (target < 0 && fallback !== 0) {
        fallback = failure[fallback]!;
        target = trie.child(fallback, symbol[child]!);
      }
      failure[child] = Math.max(target, 0);
      suffix[child] = trie.longest[failure[child]!]! >= 0 ? failure[child]! : suffix[failure[child]!]!;
    }
  }

  // Rows and links are numbered in that order: what lies near the start lies together.
  const codes = new Int32Array(states);
  const numbers = new Int32Array(states);
  let rowCount = 0;
  for (const state of order) if (trie.branches(state)) rowCount++;
  let row = 0;
  let link = 0;
  for (const state of order) {
    const ends = trie.longest[state]! >= 0 || suffix[state]! >= 0 ? ENDS_PATTERN : 0;
    if (trie.branches(state)) {
      numbers[state] = row;
      codes[state] = ((row++ * ALPHABET_SIZE) << 2) | ends;
    } else {
      numbers[state] = rowCount + link;
      codes[state] = (link++ << 2) | IS_LINK | ends;
    }
  }

  const rows = new Int32Array(rowCount * ALPHABET_SIZE);
  const linkSymbol = new Uint8Array(link).fill(NONE);
  const linkNext = new Int32Array(link);
  const linkFailure = new Int32Array(link);
  const longest = new Int32Array(states);
  const suffixNumber = new Int32Array(states);
  for (const state of order) {
    const number = numbers[state]!;
    longest[number] = trie.longest[state]!;
    suffixNumber[number] = suffix[state]! < 0 ? -1 : numbers[suffix[state]!]!;
    if (trie.branches(state)) {
      const cell = number * ALPHABET_SIZE;
      if (state !== 0) copyRow(trie, codes, failure, rows, cell, failure[state]!);
      for (let child = firstChild[state]!; child >= 0; child = nextSibling[child]!)
        rows[cell + symbol[child]!] = codes[child]!;
    } else {
      const at = number - rowCount;
      const child = firstChild[state]!;
      linkFailure[at] = codes[failure[state]!]!;
      if (child >= 0) {
        linkSymbol[at] = symbol[child]!;
        linkNext[at] = codes[child]!;
      }
    }
  }
  return { rows, linkSymbol, linkNext, linkFailure, rowCount, longest, twin: trie.twin, suffix: suffixNumber };
}

/** Fills a row with what a state does on each symbol: the row behind it, overlaid by the links on the way there. */
function copyRow(
  trie: Trie,
  codes: Int32Array,
  failure: Int32Array,
  rows: Int32Array,
  cell: number,
  state: number,
): void {
  const links: number[] = [];
  while (!trie.branches(state)) {
    links.push(state);
    state = failure[state]!;
  }
  const from = codes[state]! >> 2;
  rows.copyWithin(cell, from, from + ALPHABET_SIZE);
  for (const link of links.reverse()) {
    const child = trie.firstChild[link]!;
    if (child >= 0) rows[cell + trie.symbol[child]!] = codes[child]!;
  }
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
