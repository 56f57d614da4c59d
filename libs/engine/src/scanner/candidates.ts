import type { LexiconEntry } from '../lexicon-entry.js';
import { NO_EVIDENCE, says, type Evidence, type EvidenceHit } from './evidence.js';
import type { Ruleset } from './ruleset.js';
import type { ScanTrace } from './trace.js';
import { Transform } from './transforms.js';

/** How far back a longer hit is looked for that already says what a hit says. */
const LOOK_BACK = 16;

/** Hits and exceptions of one scan, in typed arrays that are reused. */
export class CandidateList {
  hits = 0;
  exceptions = 0;
  /** More may stand in the text than is here. */
  truncated = false;
  private readonly hitEntry: Int32Array;
  private readonly hitStart: Int32Array;
  private readonly hitEnd: Int32Array;
  private readonly hitBits: Int32Array;
  private readonly exceptionIndex: Int32Array;
  private readonly exceptionStart: Int32Array;
  private readonly exceptionEnd: Int32Array;

  constructor(private readonly most: number) {
    this.hitEntry = new Int32Array(most);
    this.hitStart = new Int32Array(most);
    this.hitEnd = new Int32Array(most);
    this.hitBits = new Int32Array(most);
    this.exceptionIndex = new Int32Array(most);
    this.exceptionStart = new Int32Array(most);
    this.exceptionEnd = new Int32Array(most);
  }

  clear(): void {
    this.hits = 0;
    this.exceptions = 0;
    this.truncated = false;
  }

  /** Forgets the latest candidates: all but so many. */
  shrink(hits: number, exceptions: number): void {
    this.hits = hits;
    this.exceptions = exceptions;
  }

  addHit(entry: number, start: number, end: number, bits: number): void {
    if (this.hits === this.most) {
      this.truncated = true;
      return;
    }
    this.hitEntry[this.hits] = entry;
    this.hitStart[this.hits] = start;
    this.hitEnd[this.hits] = end;
    this.hitBits[this.hits++] = bits;
  }

  addException(index: number, start: number, end: number): void {
    if (this.exceptions === this.most) {
      this.truncated = true;
      return;
    }
    this.exceptionIndex[this.exceptions] = index;
    this.exceptionStart[this.exceptions] = start;
    this.exceptionEnd[this.exceptions++] = end;
  }

  /**
   * Takes out hits that an exception covers and hits that lie in a longer one which says the same or worse.
   * Sorting makes it n log n in the candidates; both sweeps are linear.
   */
  resolve(ruleset: Ruleset, trace: ScanTrace | undefined): Evidence {
    const { entries, severities } = ruleset;
    const order = numbersTo(this.hits).sort(
      (a, b) =>
        this.hitStart[a]! - this.hitStart[b]! ||
        this.hitEnd[b]! - this.hitEnd[a]! ||
        severities[this.hitEntry[b]!]! - severities[this.hitEntry[a]!]! ||
        entries[this.hitEntry[b]!]!.term.length - entries[this.hitEntry[a]!]!.term.length ||
        this.hitEntry[a]! - this.hitEntry[b]! ||
        countBits(this.hitBits[a]!) - countBits(this.hitBits[b]!) ||
        // An override shows what is written backwards.
        (this.hitBits[b]! & Transform.BIDI) - (this.hitBits[a]! & Transform.BIDI),
    );
    const exceptions = numbersTo(this.exceptions).sort((a, b) => this.exceptionStart[a]! - this.exceptionStart[b]!);

    const kept: EvidenceHit[] = [];
    let next = 0;
    let reaching = -1; // of the exceptions that begin before the hit, the one that reaches furthest
    let previous = -1;
    let furthest = -1; // end of what is kept
    for (const i of order) {
      if (previous >= 0 && this.same(previous, i)) continue; // found by two readings
      previous = i;
      const entry = entries[this.hitEntry[i]!]!;
      const start = this.hitStart[i]!;
      const end = this.hitEnd[i]!;
      for (; next < exceptions.length && this.exceptionStart[exceptions[next]!]! <= start; next++) {
        if (reaching < 0 || this.exceptionEnd[exceptions[next]!]! > this.exceptionEnd[reaching]!)
          reaching = exceptions[next]!;
      }
      if (reaching >= 0 && this.exceptionEnd[reaching]! >= end) {
        trace?.saved.push({
          term: entry.term,
          start,
          end,
          exception: ruleset.exceptions[this.exceptionIndex[reaching]!]!,
        });
        continue;
      }
      const cover = furthest < end ? undefined : this.coverOf(kept, entry, end);
      if (cover) {
        trace?.covered.push({ term: entry.term, start, end, by: cover.source });
        continue;
      }
      furthest = Math.max(furthest, end);
      kept.push({ start, end, source: sourceOf(entry), grades: entry.grades, transforms: this.hitBits[i]!, entry });
    }
    return kept.length === 0 && !this.truncated ? NO_EVIDENCE : { hits: kept, truncated: this.truncated };
  }

  private same(a: number, b: number): boolean {
    return (
      this.hitEntry[a] === this.hitEntry[b] &&
      this.hitStart[a] === this.hitStart[b] &&
      this.hitEnd[a] === this.hitEnd[b]
    );
  }

  private coverOf(kept: readonly EvidenceHit[], entry: LexiconEntry, end: number): EvidenceHit | undefined {
    for (let k = kept.length - 1; k >= 0 && k >= kept.length - LOOK_BACK; k--) {
      const longer = kept[k]!;
      if (longer.end >= end && entry.grades.every((grade) => says(longer, grade))) return longer;
    }
    return undefined;
  }
}

/** 0, 1, 2, ...: a text of nothing but hits asks for thousands, and `Array.from` with a length takes several times as long. */
function numbersTo(count: number): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) numbers.push(i);
  return numbers;
}

function sourceOf(entry: LexiconEntry): string {
  return `${entry.language}:${entry.term}`;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
