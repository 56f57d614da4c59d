import { ENDS_PATTERN, IS_LINK, START, stateNumber } from '../matcher/chain-automaton.js';
import { runsFit } from '../matcher/pattern.js';
import {
  isJoint,
  isWord,
  FoldBuffer,
  SIGNAL_JOINED,
  SIGNAL_LEET,
  SIGNAL_LOOK_ALIKE,
  SIGNAL_MASK,
  SIGNAL_SPACED,
  foldPlain,
} from '../text/fold.js';
import { DisguiseFold, LONE_WORD, SECOND_READING, type DisguiseOptions } from '../text/fold-disguise.js';
import { SEPARATOR } from '../text/symbols.js';
import { CandidateList } from './candidates.js';
import type { Ruleset } from './ruleset.js';
import { NO_EVIDENCE, type Evidence } from './evidence.js';
import type { Reading, ScanTrace } from './trace.js';
import { Transform, transformsIn } from './transforms.js';

const DISGUISED: DisguiseOptions = { second: false, join: false, loneWords: false };
const SECOND: DisguiseOptions = { ...DISGUISED, second: true };
const JOINED: DisguiseOptions = { ...DISGUISED, join: true };
const JOINED_AFTER_WORD: DisguiseOptions = { ...JOINED, loneWords: true };

/** Most hits and exceptions looked at in one text. */
const MOST_CANDIDATES = 16384;

/**
 * Scans texts against a ruleset. Holds buffers that it reuses, so it is not to be shared between threads; a scan is
 * synchronous. Never throws, takes time linear in the text, and allocates nothing for clean text.
 */
export class Scanner {
  private readonly buffer = new FoldBuffer();
  private readonly disguise: DisguiseFold;
  private readonly found: CandidateList;
  private trace: ScanTrace | undefined;

  constructor(readonly ruleset: Ruleset) {
    this.disguise = new DisguiseFold(ruleset.table);
    this.found = new CandidateList(MOST_CANDIDATES);
  }

  /**
   * Finds the terms in a text, through their disguises.
   * @param trace filled with what each phase did; costs allocation
   */
  scan(text: string, trace?: ScanTrace): Evidence {
    const { buffer, found } = this;
    this.trace = trace;
    buffer.reserve(text.length);
    found.clear();
    const signals = foldPlain(text, this.ruleset.table, buffer);
    this.match(text, 'plain');
    if (signals !== 0) this.lookCloser(text, signals);
    return found.hits === 0 ? NO_EVIDENCE : found.resolve(this.ruleset, this.trace);
  }

  /** Reads the text again in the ways that the signals ask for. */
  private lookCloser(text: string, signals: number): void {
    const { buffer, disguise, found } = this;
    if (signals & (SIGNAL_LEET | SIGNAL_LOOK_ALIKE)) {
      const others = disguise.fold(text, buffer, DISGUISED);
      this.match(text, 'disguise');
      if (others & SECOND_READING) {
        disguise.fold(text, buffer, SECOND);
        this.match(text, 'disguise-second');
      }
    }
    if (signals & (SIGNAL_SPACED | SIGNAL_JOINED)) {
      const others = disguise.fold(text, buffer, JOINED);
      this.match(text, 'joined');
      if (others & LONE_WORD) {
        disguise.fold(text, buffer, JOINED_AFTER_WORD);
        this.match(text, 'joined');
      }
    }
    if (signals & SIGNAL_MASK) {
      const before = found.hits;
      this.ruleset.masks.scan(text, this.ruleset.table, (entry, start, end) =>
        found.addHit(entry, start, end, Transform.MASK),
      );
      this.trace?.read('mask', undefined, found.hits - before);
    }
  }

  private match(text: string, reading: Reading): void {
    const { rows, linkSymbol, linkNext, linkFailure } = this.ruleset.automaton;
    const { symbols, length } = this.buffer;
    const before = this.found.hits;
    let code = START;
    for (let i = 0; i < length; i++) {
      const symbol = symbols[i]!;
      while (code & IS_LINK && linkSymbol[code >> 2] !== symbol) code = linkFailure[code >> 2]!;
      code = code & IS_LINK ? linkNext[code >> 2]! : rows[(code >> 2) + symbol]!;
      if (code & ENDS_PATTERN) this.accept(text, code, i, reading);
    }
    this.trace?.read(reading, this.buffer, this.found.hits - before);
  }

  /** Looks at the patterns that end at symbol `last`. */
  private accept(text: string, code: number, last: number, reading: Reading): void {
    const { automaton } = this.ruleset;
    const { longest, twin, suffix } = automaton;
    for (let state = stateNumber(automaton, code); state >= 0; state = suffix[state]!) {
      for (let index = longest[state]!; index >= 0; index = twin[index]!) this.consider(text, index, last, reading);
    }
  }

  /** Takes a pattern that ends at symbol `last` for a candidate if its letters stand often enough and as they must. */
  private consider(text: string, index: number, last: number, reading: Reading): void {
    const { patterns, entries, table } = this.ruleset;
    const { offsets, runs, symbols } = this.buffer;
    const pattern = patterns[index]!;
    const end = last - pattern.trailingSeparator;
    const first = end - pattern.runs.length + 1;
    if (!runsFit(pattern, this.buffer, first)) return;
    const from = offsets[first]!;
    const to = offsets[end + 1]!;
    if (index >= entries.length) {
      this.found.addException(index - entries.length, from, to);
      return;
    }
    let bits = 0;
    if (reading === 'joined') {
      bits = this.joints(text, first, end);
      if (bits === 0) return;
    }
    for (let i = 0; i < pattern.runs.length; i++) {
      if (runs[first + i]! > pattern.runs[i]! && symbols[first + i] !== SEPARATOR) bits |= Transform.REPEAT;
    }
    const { term, exact } = entries[index]!;
    if (exact && text.slice(from, to).normalize('NFC').toLowerCase() !== term) return;
    bits |= transformsIn(text, from, to, term, table, reading !== 'plain');
    this.found.addHit(index, from, to, bits);
  }

  /**
   * How the parts of a joined hit were set apart; 0 if the hit does not begin and end where parts do, or is in one
   * part ("push.it" is not a disguise of what stands in the middle).
   */
  private joints(text: string, first: number, end: number): number {
    const { joints, symbols, offsets } = this.buffer;
    if (joints[first] === 0) return 0;
    let bits = 0;
    let partSymbols = 1;
    let severalInAPart = false;
    for (let i = first + 1; i <= end; i++) {
      if (joints[i] === 2) {
        bits |= this.gapBefore(text, offsets[i]!);
        if (partSymbols > 1) severalInAPart = true;
        partSymbols = 1;
      } else partSymbols++;
    }
    const closes = symbols[end + 1] === SEPARATOR || joints[end + 1] !== 0;
    return closes || !severalInAPart ? bits : 0;
  }

  private gapBefore(text: string, offset: number): number {
    const { plain } = this.ruleset.table;
    let bits = 0;
    for (let i = offset - 1; i >= 0 && !isWord(plain[text.charCodeAt(i)]!); i--) {
      bits |= isJoint(plain[text.charCodeAt(i)]!) ? Transform.SEPARATOR : Transform.SPACING;
    }
    // A symbol read as a letter can end a part.
    return bits === 0 ? Transform.SEPARATOR : bits;
  }
}
