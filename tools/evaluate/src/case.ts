import type { Message_ContentKind } from '@breakwater/contracts';

/** One text with what is expected of it. */
export interface Case {
  /** Row in its file, counted from 1: how reports name it without repeating the text. */
  readonly row: number;
  readonly text: string;
  /** Whether it must be flagged; undefined where the set does not say. */
  readonly expected: boolean | undefined;
  /** Kind of disguise, functionality, topic: what the table breaks the set down by. */
  readonly group: string;
  /** Which topics count, where it is not those of the set. */
  readonly scope?: Scope;
  /** Where it must be flagged, in UTF-16 code units: a flag that does not touch it is luck. */
  readonly span?: Span;
}

/** Part of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which topics count as a flag: one by its name, or any that says something about toxicity. */
export type Scope = string;
export const ANY_TOXIC = 'any';

/** Texts of one kind and how they are judged. */
export interface EvaluationSet {
  readonly name: string;
  /** What the groups are: "kind", "functionality", ... */
  readonly groupedBy: string;
  readonly scope: Scope;
  readonly contentKind: Message_ContentKind;
  /** Whether a filter that only says yes or no can be measured on it. */
  readonly forPeers: boolean;
  readonly cases: readonly Case[];
}

/** What a detector said to a case. */
export interface Outcome {
  readonly flagged: boolean;
  /** The higher the surer; 0 where nothing was found. A detector without scores says 0 or 1. */
  readonly score: number;
}
