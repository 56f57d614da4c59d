import type { Mark } from '../context/context-source.js';
import type { Grade, LexiconEntry } from '../lexicon-entry.js';

/** One thing found. Offsets are UTF-16 code units of the original text. */
export interface EvidenceHit {
  readonly start: number;
  readonly end: number;
  /** What matched, as verdicts show it: "en:term" (lexicon), "rule:name" (context), "pii:email", "model:insult". */
  readonly source: string;
  /** Topics and severities, after context was heard: at least one. */
  readonly grades: readonly Grade[];
  /** Bits of `Transform`. */
  readonly transforms: number;
  /** The lexicon entry, where one matched. */
  readonly entry?: LexiconEntry;
  /** The context that changed the entry's grades ("negated", "aimed", ...); absent where none did. */
  readonly context?: Mark;
}

/** What a scan found. */
export interface Evidence {
  /** In order of start; a hit inside another that says the same or worse is left out. */
  readonly hits: readonly EvidenceHit[];
  /** More was found than is kept, or parts of a long text were not read in every way. */
  readonly truncated: boolean;
}

/** The evidence of clean text: one shared object, so that clean text costs no allocation. */
export const NO_EVIDENCE: Evidence = Object.freeze({ hits: Object.freeze([]), truncated: false });

/** Order of hits: by start, of several from one place the longest first. */
export function byPlace(a: EvidenceHit, b: EvidenceHit): number {
  return a.start - b.start || b.end - a.end;
}

/** Whether a hit says a topic as bad or worse. */
export function says({ grades }: EvidenceHit, { topic, severity }: Grade): boolean {
  return grades.some((grade) => grade.topic === topic && grade.severity >= severity);
}

/** Evidence with more hits. */
export function withHits({ hits, truncated }: Evidence, more: readonly EvidenceHit[]): Evidence {
  return { hits: [...hits, ...more].sort(byPlace), truncated };
}
