/** Where a term may stand: alone, at the start or end of a word, or anywhere, also inside other words. */
export type Boundary = 'word' | 'prefix' | 'suffix' | 'any';

/** One topic of an entry and how bad it is there. */
export interface Grade {
  /** Topic name, see product words: bullying, hate, sexual, ... */
  readonly topic: string;
  /** 1 (whitelisted) to 7 (obscene or dangerous). */
  readonly severity: number;
}

/** One reviewed line of the lexicon. */
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
}
