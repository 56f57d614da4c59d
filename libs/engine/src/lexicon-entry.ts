import type { Change, Mark } from './context/context-source.js';

/** Where a term may stand: alone, at the start or end of a word, or anywhere, also inside other words. */
export type Boundary = 'word' | 'prefix' | 'suffix' | 'any';

/** One topic of an entry and how bad it is there. */
export interface Grade {
  /** Topic name, see product words: bullying, hate, sexual, ... */
  readonly topic: string;
  /** 1 (whitelisted) to 7 (obscene or dangerous). */
  readonly severity: number;
}

/** What a mark of the context does to an entry's severities: the entry's own rule, before that of its topic. */
export interface ContextCondition {
  readonly when: Mark;
  /** Steps (0: the mark changes nothing), or "clean". */
  readonly change: Change;
  /** Of "foreign" only: the languages in which the word means something else. */
  readonly languages?: readonly string[];
}

/** One term to look for. */
export interface LexiconEntry {
  /** Lower case, NFC, words separated by single spaces. */
  readonly term: string;
  /** ISO 639-1 code, or "fil". */
  readonly language: string;
  readonly grades: readonly Grade[];
  readonly boundary: Boundary;
  /** The letters' diacritics must be as in the term: Spanish "ano" is not "año". */
  readonly exact: boolean;
  /** Innocent words around the term that save it; a leading or trailing "*" leaves that side open. */
  readonly exceptions: readonly string[];
  /** Sources that list the term. */
  readonly provenance: readonly string[];
  /** Absent where the entry has no conditions of its own. */
  readonly context?: readonly ContextCondition[];
}

/** One reviewed line of a lexicon file. Its entries share all but the term. */
export interface LexiconLine {
  /** From 1. */
  readonly line: number;
  /** As written: a term, or a pattern that stands for several. */
  readonly written: string;
  /** One for each term that the line stands for, in the order of the pattern's alternatives. */
  readonly entries: readonly LexiconEntry[];
  /** Texts in which one of the entries must be found. */
  readonly hits: readonly string[];
  /** Texts in which none of them may be found. */
  readonly clean: readonly string[];
  /** Date (YYYY-MM-DD) from which people have used the term so. */
  readonly since: string | undefined;
  /** Date after which the line should be reviewed: coded speech wears out. It changes no verdict by itself. */
  readonly until: string | undefined;
  readonly note: string;
}
