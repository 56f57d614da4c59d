import { FoldBuffer, foldPlain, isDigit } from '../text/fold.js';
import type { CharTable } from '../text/char-table.js';
import { DIGIT_9, LETTER_A, SEPARATOR } from '../text/symbols.js';
import type { SymbolLists } from './chain-automaton.js';

/** What a match must satisfy beyond its symbols. */
export interface Pattern {
  /** How often each letter must stand in a row, at least. Its length is that of the term in symbols. */
  readonly runs: Uint8Array;
  readonly trailingSeparator: 0 | 1;
  /** May stand inside other words: a doubled letter is always taken for a stretched one. */
  readonly anywhere: boolean;
  readonly kind: PatternKind;
  /** Number of the entry, or of the exception. */
  readonly subject: number;
  /** Bits of Transform: the disguise that this spelling is; of an embedded term, in how many ordinary words it stands. */
  readonly spelling: number;
}

/** What a pattern is. */
export const PatternKind = {
  /** The entry as it stands in the lexicon. */
  TERM: 0,
  EXCEPTION: 1,
  /** Another spelling of the entry, as a word. */
  RESPELLED: 2,
  /** Another spelling that may take an ending. */
  INFLECTED: 3,
  /** The entry inside a longer word: a hit only if the rest of the word splits into words. */
  EMBEDDED: 4,
  /** Another spelling that only names have: digits alone. */
  IN_NAMES: 5,
} as const;
export type PatternKind = (typeof PatternKind)[keyof typeof PatternKind];

/** What a folded text is a pattern of. */
export type PatternRole = Pick<Pattern, 'kind' | 'subject' | 'spelling'>;

const scratch = new FoldBuffer();

/**
 * Folds terms into patterns.
 * @param table the characters
 */
export class PatternFolder {
  /** Most terms share the few lists of runs that there are. */
  private readonly shared = new Map<number, Uint8Array[]>();

  constructor(private readonly table: CharTable) {}

  /**
   * @param symbols takes the pattern's symbols for the automaton: with a separator at each side that must be a word
   * boundary
   */
  fold(term: string, openStart: boolean, openEnd: boolean, role: PatternRole, symbols: SymbolLists): Pattern {
    foldPlain(term, this.table, scratch);
    const end = scratch.length - 1;
    symbols.add(scratch.symbols, openStart ? 1 : 0, openEnd ? end : end + 1);
    return {
      runs: this.share(scratch.runs, 1, end),
      trailingSeparator: openEnd ? 0 : 1,
      anywhere: openStart && openEnd,
      kind: role.kind,
      subject: role.subject,
      spelling: role.spelling,
    };
  }

  private share(runs: Uint8Array, first: number, end: number): Uint8Array {
    let key = end - first;
    for (let i = first; i < end; i++) if (runs[i] !== 1) key = Math.imul(key, 31) + (i - first) * 256 + runs[i]!;
    let alike = this.shared.get(key);
    if (!alike) this.shared.set(key, (alike = []));
    let shared = alike.find(
      (other) => other.length === end - first && other.every((run, i) => run === runs[first + i]),
    );
    if (!shared) alike.push((shared = runs.slice(first, end)));
    return shared;
  }
}

/**
 * Letters that English hardly ever doubles (a, h, i, j, k, q, u, v, w, x, y): a doubled one is a stretched one. Of the
 * others a single doubling may make another word ("rape" is not in "rapper"), so alone it proves nothing.
 */
const RARELY_DOUBLED = new Set([...'ahijkquvwxy'].map((letter) => LETTER_A + letter.charCodeAt(0) - 97));

/**
 * Whether the letters stand in the text as often as the pattern wants. A letter may be stretched: at least three in a
 * row, or two where that proves a stretch (see RARELY_DOUBLED), at the end of the word, in a pattern that may stand
 * anywhere, or at two places at least. Digits must stand exactly.
 * @param first index in the buffer of the pattern's first letter
 */
export function runsFit(pattern: Pattern, buffer: FoldBuffer, first: number): boolean {
  const { runs } = pattern;
  let doubtful = 0;
  let stretched = false;
  for (let i = 0; i < runs.length; i++) {
    const wanted = runs[i]!;
    const found = buffer.runs[first + i]!;
    if (found === wanted) continue;
    const symbol = buffer.symbols[first + i]!;
    if (symbol === SEPARATOR) continue;
    if (found < wanted || isDigit(symbol)) return false;
    if (found >= 3 || symbol > DIGIT_9 || RARELY_DOUBLED.has(symbol)) stretched = true;
    else if (i === runs.length - 1 && buffer.symbols[first + i + 1] === SEPARATOR) stretched = true;
    else doubtful++;
  }
  return doubtful === 0 || doubtful >= 2 || stretched || pattern.anywhere;
}
