import type { LexiconEntry } from '../lexicon-entry.js';

/** One term found. Offsets are UTF-16 code units of the original text. */
export interface EvidenceHit {
  readonly start: number;
  readonly end: number;
  readonly entry: LexiconEntry;
  /** Bits of `Transform`. */
  readonly transforms: number;
}

/** What a scan found. */
export interface Evidence {
  /** In order of start; a hit inside another that says the same or worse is left out. */
  readonly hits: readonly EvidenceHit[];
  /** More was found than is kept. */
  readonly truncated: boolean;
}

/** The evidence of clean text: one shared object, so that clean text costs no allocation. */
export const NO_EVIDENCE: Evidence = Object.freeze({ hits: Object.freeze([]), truncated: false });
