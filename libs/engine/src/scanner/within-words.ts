import type { LexiconEntry } from '../lexicon-entry.js';
import { PatternKind, type Pattern } from '../matcher/pattern.js';
import type { FoldBuffer } from '../text/fold.js';
import { SEPARATOR, printSymbol } from '../text/symbols.js';
import type { Vocabulary } from '../text/vocabulary.js';
import type { ScanMode } from './readings.js';
import { ENDINGS } from './spellings.js';

/** Longest part of a word before or behind a stem, in symbols. */
const LONGEST_REST = 32;
/** Endings of an ordinary word, and what must be left without, in symbols. */
const LONGEST_ENDING = 3;
const SHORTEST_WORD = 4;
/** What a stem inside a word costs, and by how much the split must win, in nats. */
const STEM_COST = 9.5;
/** How much more for each e-fold of the ordinary words that hold it. */
const INNOCENCE: Readonly<Record<ScanMode, number>> = { text: 2.5, name: 0.5, url: 1 };
const MOST_INNOCENCE = 9;
const CLEAR_GAIN: Readonly<Record<ScanMode, number>> = { text: 2, name: 1, url: 0 };
/** Longest part of a name on either side of a stem that many exceptions hold, in symbols. */
const LONGEST_SYLLABLES = 4;

/** Judges by a word itself whether what was found in it, or for it, is what was meant. */
export class WithinWords {
  constructor(private readonly vocabulary: Vocabulary) {}

  /** Whether another spelling, or a term inside a word, is what was meant. */
  believes(
    buffer: FoldBuffer,
    pattern: Pattern,
    entry: LexiconEntry,
    first: number,
    end: number,
    mode: ScanMode,
  ): boolean {
    const { vocabulary } = this;
    const { symbols } = buffer;
    const embedded = pattern.kind === PatternKind.EMBEDDED;
    let stop = end + 1;
    while (symbols[stop] !== SEPARATOR && stop - end <= LONGEST_REST) stop++;
    if (symbols[stop] !== SEPARATOR) return false;
    if (!embedded) {
      if (stretches(buffer, pattern, first)) return false;
      if (stop === end + 1) return true; // not an ordinary word: seen to when the ruleset was compiled
      let ending = '';
      for (let i = end + 1; i < stop; i++) ending += printSymbol(symbols[i]!);
      return ENDINGS.has(ending) && !this.isOrdinary(buffer, first, stop);
    }
    let start = first;
    while (symbols[start - 1] !== SEPARATOR && first - start <= LONGEST_REST) start--;
    if (symbols[start - 1] !== SEPARATOR) return false;
    // A word that is the term alone is another pattern's, but for a phrase written as one word.
    if (start === first && stop === end + 1) return entry.term.includes(' ');
    if (this.isOrdinary(buffer, start, stop)) return false;
    // A stem that stands in ordinary words is weaker proof; a phrase is made of ordinary words itself.
    const weight = entry.term.includes(' ') ? 0 : STEM_COST;
    const cost = weight + Math.min(INNOCENCE[mode] * Math.log(1 + pattern.spelling), MOST_INNOCENCE);
    return vocabulary.gain(buffer, start, stop, first, end + 1, cost) > CLEAR_GAIN[mode];
  }

  /** Whether what is left of the word around a stem is long, or splits into words. */
  standsApart(buffer: FoldBuffer, first: number, end: number): boolean {
    const { symbols } = buffer;
    let start = first;
    while (symbols[start - 1] !== SEPARATOR && first - start <= LONGEST_REST) start--;
    let stop = end + 1;
    while (symbols[stop] !== SEPARATOR && stop - end <= LONGEST_REST) stop++;
    if (stop - start <= end + 1 - first) return true;
    if (first - start > LONGEST_SYLLABLES || stop - end > LONGEST_SYLLABLES) return true;
    return this.vocabulary.gain(buffer, start, stop, first, end + 1, STEM_COST) > -STEM_COST;
  }

  /** Whether a word, or what is left of it without an ending, is an ordinary one. */
  private isOrdinary(buffer: FoldBuffer, first: number, stop: number): boolean {
    const { vocabulary } = this;
    if (vocabulary.has(buffer, first, stop)) return true;
    for (let cut = 1; cut <= LONGEST_ENDING && stop - cut - first >= SHORTEST_WORD; cut++) {
      if (vocabulary.has(buffer, first, stop - cut)) return true;
    }
    return false;
  }
}

/** Whether a letter stands twice where the spelling has it once: with two changes any word is near any other. */
function stretches({ runs, symbols }: FoldBuffer, pattern: Pattern, first: number): boolean {
  for (let i = 0; i < pattern.runs.length; i++) {
    if (symbols[first + i] !== SEPARATOR && runs[first + i] === 2 && pattern.runs[i] === 1) return true;
  }
  return false;
}
