import { ALPHABET_SIZE, SEPARATOR } from '../text/symbols.js';

/**
 * Aho-Corasick automaton in typed arrays. States with many children have a dense row; the many more that have few or
 * none (98 % with the shipped lexicon) are links of a chain, one for each child: a symbol, where it leads, and where to
 * go on from otherwise, which is the state's next child or, at its last, its failure. So the part that ordinary text runs
 * through stays small enough for a core's cache.
 *
 * A state is a code: bit 0 says that a pattern ends there, bit 1 that it is a link; the rest is the offset of its row in
 * `rows`, or of its (first) link in `links`.
 *
 * Separators are symbols like any other: a pattern with a word boundary simply begins or ends with one, so boundaries
 * cost nothing at scan time.
 *
 * Time: amortised at most 1 + MOST_LINKS steps a symbol (links that do not fit lead to a shallower state, and each
 * symbol deepens the state by one at most). Memory: 536 bytes a row, 12 bytes a link.
 */
export interface Automaton {
  readonly rows: Int32Array;
  /** Three numbers a link, side by side since they are read together: symbol, next code, code to go on from otherwise. */
  readonly links: Int32Array;
  /** Number of rows; state number = row number, or rowCount + number of its first link. */
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
/** Numbers of a link. */
const LINK_SIZE = 3;
/** Most children of a state that are links: with more it has a row. */
const MOST_LINKS = 2;
/** No symbol: the link of a state without children. */
const NONE = 255;

/** Number of the state behind a code. */
export function stateNumber(automaton: Automaton, code: number): number {
  const index = code >> 2;
  return code & IS_LINK ? automaton.rowCount + index / LINK_SIZE : index / ALPHABET_SIZE;
}

/** Symbol sequences, one behind the other in one array: an array for each would take more memory than the automaton. */
export class SymbolLists {
  symbols = new Uint8Array(1 << 16);
  /** Where each list begins; `starts[count]` is where the last one ends. */
  starts = new Int32Array(1 << 12);
  count = 0;

  /** Adds `symbols` from `first` to before `end`. */
  add(symbols: Uint8Array, first: number, end: number): void {
    const from = this.starts[this.count]!;
    const to = from + end - first;
    if (to > this.symbols.length) {
      const wider = new Uint8Array(Math.max(2 * this.symbols.length, to));
      wider.set(this.symbols);
      this.symbols = wider;
    }
    if (this.count + 2 > this.starts.length) {
      const wider = new Int32Array(2 * this.starts.length);
      wider.set(this.starts);
      this.starts = wider;
    }
    for (let i = first; i < end; i++) this.symbols[from + i - first] = symbols[i]!;
    this.starts[++this.count] = to;
  }

  lengthOf(list: number): number {
    return this.starts[list + 1]! - this.starts[list]!;
  }

  has(list: number, symbol: number): boolean {
    for (let i = this.starts[list]!; i < this.starts[list + 1]!; i++) if (this.symbols[i] === symbol) return true;
    return false;
  }

  /** Whether a list is of several words: a separator stands within it. */
  isPhrase(list: number): boolean {
    for (let i = this.starts[list]! + 1; i < this.starts[list + 1]! - 1; i++) {
      if (this.symbols[i] === SEPARATOR) return true;
    }
    return false;
  }

  /** How many symbols two lists begin with alike. */
  shared(a: number, b: number): number {
    const { symbols, starts } = this;
    const from = starts[a]!;
    const other = starts[b]!;
    const length = Math.min(this.lengthOf(a), this.lengthOf(b));
    let i = 0;
    while (i < length && symbols[from + i] === symbols[other + i]) i++;
    return i;
  }

  /** Order of two lists: by their symbols, a beginning before the whole. */
  compare(a: number, b: number): number {
    const { symbols, starts } = this;
    const at = this.shared(a, b);
    const left = at < this.lengthOf(a) ? symbols[starts[a]! + at]! : -1;
    return left - (at < this.lengthOf(b) ? symbols[starts[b]! + at]! : -1);
  }
}

/** The trie of the patterns: children as linked lists, states in depth-first order. */
class Trie {
  readonly symbol: Uint8Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly longest: Int32Array;
  readonly twin: Int32Array;
  states = 1;

  constructor(patterns: SymbolLists, numbers: Int32Array) {
    const sorted = numbers.slice().sort((a, b) => patterns.compare(a, b));
    let most = 1;
    let longestPattern = 0;
    for (let k = 0; k < sorted.length; k++) {
      const length = patterns.lengthOf(sorted[k]!);
      most += k === 0 ? length : length - patterns.shared(sorted[k - 1]!, sorted[k]!);
      longestPattern = Math.max(longestPattern, length);
    }
    this.symbol = new Uint8Array(most);
    this.firstChild = new Int32Array(most).fill(-1);
    this.nextSibling = new Int32Array(most).fill(-1);
    this.longest = new Int32Array(most).fill(-1);
    this.twin = new Int32Array(patterns.count).fill(-1);
    const lastChild = new Int32Array(most).fill(-1);
    const path = new Int32Array(longestPattern + 1);
    for (let k = 0; k < sorted.length; k++) {
      const index = sorted[k]!;
      const start = patterns.starts[index]!;
      const length = patterns.lengthOf(index);
      for (let i = k === 0 ? 0 : patterns.shared(sorted[k - 1]!, index); i < length; i++) {
        const parent = path[i]!;
        const state = this.states++;
        this.symbol[state] = patterns.symbols[start + i]!;
        if (lastChild[parent]! < 0) this.firstChild[parent] = state;
        else this.nextSibling[lastChild[parent]!] = state;
        lastChild[parent] = state;
        path[i + 1] = state;
      }
      const end = path[length]!;
      this.twin[index] = this.longest[end]!;
      this.longest[end] = index;
    }
  }

  child(state: number, symbol: number): number {
    let child = this.firstChild[state]!;
    while (child >= 0 && this.symbol[child] !== symbol) child = this.nextSibling[child]!;
    return child;
  }

  /** Whether a state has so many children that a row serves it best. */
  branches(state: number): boolean {
    if (state === 0) return true;
    let children = 0;
    for (let child = this.firstChild[state]!; child >= 0 && children <= MOST_LINKS; child = this.nextSibling[child]!)
      children++;
    return children > MOST_LINKS;
  }
}

/**
 * Builds the automaton over symbol sequences; equal ones are all reported. About 0.1 s for 20,000 patterns.
 * @param numbers which of the lists are patterns of it
 */
export function buildAutomaton(patterns: SymbolLists, numbers: Int32Array): Automaton {
  const trie = new Trie(patterns, numbers);
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
  let rowCount = 0;
  let linkCount = 0;
  for (const state of order) {
    const ends = trie.longest[state]! >= 0 || suffix[state]! >= 0 ? ENDS_PATTERN : 0;
    if (trie.branches(state)) codes[state] = ((rowCount++ * ALPHABET_SIZE) << 2) | ends;
    else {
      codes[state] = ((linkCount * LINK_SIZE) << 2) | IS_LINK | ends;
      linkCount++;
      for (let child = firstChild[state]!; child >= 0 && nextSibling[child]! >= 0; child = nextSibling[child]!)
        linkCount++;
    }
  }
  const numberOf = (state: number): number => {
    const index = codes[state]! >> 2;
    return codes[state]! & IS_LINK ? rowCount + index / LINK_SIZE : index / ALPHABET_SIZE;
  };

  const rows = new Int32Array(rowCount * ALPHABET_SIZE);
  const links = new Int32Array(linkCount * LINK_SIZE);
  const longest = new Int32Array(rowCount + linkCount).fill(-1);
  const suffixNumber = new Int32Array(rowCount + linkCount).fill(-1);
  for (const state of order) {
    const number = numberOf(state);
    longest[number] = trie.longest[state]!;
    if (suffix[state]! >= 0) suffixNumber[number] = numberOf(suffix[state]!);
    if (codes[state]! & IS_LINK) {
      let at = codes[state]! >> 2;
      links[at] = NONE;
      links[at + 2] = codes[failure[state]!]!;
      for (let child = firstChild[state]!; child >= 0; child = nextSibling[child]!) {
        links[at] = symbol[child]!;
        links[at + 1] = codes[child]!;
        const another = nextSibling[child]! >= 0;
        links[at + 2] = another ? ((at + LINK_SIZE) << 2) | IS_LINK : codes[failure[state]!]!;
        at += LINK_SIZE;
      }
    } else {
      const cell = codes[state]! >> 2;
      if (state !== 0) copyRow(trie, codes, failure, rows, cell, failure[state]!);
      for (let child = firstChild[state]!; child >= 0; child = nextSibling[child]!)
        rows[cell + symbol[child]!] = codes[child]!;
    }
  }
  return { rows, links, rowCount, longest, twin: trie.twin, suffix: suffixNumber };
}

/** Fills a row with what a state does on each symbol: the row behind it, overlaid by the children of the states on the way there. */
function copyRow(
  trie: Trie,
  codes: Int32Array,
  failure: Int32Array,
  rows: Int32Array,
  cell: number,
  state: number,
): void {
  const chain: number[] = [];
  while (codes[state]! & IS_LINK) {
    chain.push(state);
    state = failure[state]!;
  }
  const from = codes[state]! >> 2;
  rows.copyWithin(cell, from, from + ALPHABET_SIZE);
  for (const link of chain.reverse()) {
    for (let child = trie.firstChild[link]!; child >= 0; child = trie.nextSibling[child]!)
      rows[cell + trie.symbol[child]!] = codes[child]!;
  }
}
