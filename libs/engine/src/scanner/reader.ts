import { ENDS_PATTERN, IS_LINK, START, stateNumber } from '../matcher/chain-automaton.js';
import { PatternKind, runsFit, type Pattern } from '../matcher/pattern.js';
import type { LexiconEntry } from '../lexicon-entry.js';
import { OF_ANY, PersonalWords } from '../pii/index.js';
import { isJoint, isWord, FoldBuffer } from '../text/fold.js';
import { INVISIBLE, SURROGATE } from '../text/char-table.js';
import { SEPARATOR } from '../text/symbols.js';
import {
  AFTER,
  ALONE,
  BEFORE,
  BEFORE_BEGINNING,
  LEADS,
  TRAILS,
  WITHIN,
  beginningOf,
  hashOf,
} from '../matcher/phrase-index.js';
import {
  BEGINNING,
  KNOWN,
  KNOWS_IN_ADDRESS,
  KNOWS_PATTERNS,
  OF_PHRASES,
  PERSONAL,
  SUSPECT,
  SUSPECT_IN_ADDRESS,
  SYMBOLS,
  ROWS,
  numberOf,
  type WordMemory,
} from '../text/word-memory.js';
import { CandidateList } from './candidates.js';
import type { Reading, ScanMode } from './readings.js';
import type { Rewritten } from './rewriting/rewritten.js';
import { isKatakana } from './rewriting/syllables.js';
import type { Ruleset } from './ruleset.js';
import { Transform, transformsIn } from './transforms.js';
import { WithinWords } from './within-words.js';

/** Most candidates looked at in one word. */
const MOST_IN_WORD = 256;
/** Shortest stem looked for inside words in ordinary text, in symbols; names are searched for all. */
const EMBEDDED_IN_TEXT = 4;
/** What an emoji ends that letters begin: "bull" and the pile of poo. */
const COMPOUND = /^.{3,}shit$/;
/** Shortest term believed where little speaks for a message at all (acrostics, ciphers). */
const CONFIDENT_FROM = 4;

const SHORT_TERM = 3;
/** Exceptions from which on a stem is taken for part of many names. */
const DOUBTFUL = 8;
/** A phrase of two single letters. */
const LETTER_PAIR = /^[a-z] [a-z]$/;
const NUMBER = /^\d+$/;
/** Digits set apart as in prices, times and versions. */
const DECIMAL = /\d[.,:]\d/;
const NEWLINE = 0x0a;
/** What `Reader.match` says: that it did not follow every letter, and from which bit on what personal data words may be part of. */
export const SKIPPED_LETTERS = 1;
export const PERSONAL_WORDS = 1;
/** Readings that take digits, symbols and look-alikes for letters. */
const AS_READ: ReadonlySet<Reading> = new Set(['disguise', 'disguise-second', 'joined']);

/** How a folded text came about. */
export interface Source {
  /** The text that was folded: the original, or what a rewriting made of it. */
  readonly text: string;
  /** Where in the original the text begins of which this is, or which was rewritten. */
  readonly at: number;
  /** The way back to the original, where it was rewritten. */
  readonly origin: Rewritten | undefined;
  /** What alone is believed: terms of some length as they stand in the lexicon, or phrases of several words. */
  readonly only: 'terms' | 'phrases' | undefined;
}

/** A source; all have one shape, which code for it is fastest with. */
export function sourceOf(text: string, at = 0, origin?: Rewritten, only?: Source['only']): Source {
  return { text, at, origin, only };
}

/**
 * Finds the patterns of a ruleset in one folded text after another, decides which are candidates, and says where in the
 * original they stand.
 */
export class Reader {
  mode: ScanMode = 'text';
  /** Where terms are put down that stand inside a word and do not count there; only while somebody wants to know. */
  inside: { term: string; start: number; end: number }[] | undefined;
  /** What is read now. */
  private buffer = new FoldBuffer();
  private source = sourceOf('');
  private reading: Reading = 'plain';
  private asRead = false;
  /** Whether other spellings, and stems inside words, are looked for. */
  private readonly respelled: boolean;
  private readonly embedded: boolean;
  private readonly personal: PersonalWords;
  private readonly within: WithinWords;
  /** What would be found in a word that stands alone. */
  private readonly alone = new CandidateList(MOST_IN_WORD);
  /** Of each row of a suspect word: the patterns in it, each followed by the symbol of the word at which it ends. */
  private readonly inWords = new Array<Int32Array | undefined>(ROWS).fill(undefined);
  private readonly inWord: number[] = [];

  /**
   * @param found where candidates go
   * @param enabled the readings to make
   * @param memory of words
   */
  constructor(
    private readonly ruleset: Ruleset,
    private readonly found: CandidateList,
    enabled: ReadonlySet<Reading>,
    private readonly memory: WordMemory,
  ) {
    this.respelled = enabled.has('respelled');
    this.embedded = enabled.has('embedded');
    this.personal = new PersonalWords(ruleset.table);
    this.within = new WithinWords(ruleset.vocabulary);
  }

  /**
   * Reads a buffer, which holds `source` as folded for `reading`: a look at each word in the memory, which finds the
   * phrases and says in which words there is more, and what.
   * @param thorough follow every letter in any case: for names, and to find all exceptions
   * @returns bits of SKIPPED_LETTERS, and of the text's PersonalWords from PERSONAL_WORDS on
   */
  match(buffer: FoldBuffer, source: Source, reading: Reading, thorough: boolean): number {
    this.buffer = buffer;
    this.source = source;
    this.reading = reading;
    this.asRead = AS_READ.has(reading);
    const known = this.lookAtWords();
    const personal = ((known >> PERSONAL) & OF_ANY) << PERSONAL_WORDS;
    if (thorough) {
      this.walk(0, buffer.length, this.consider);
      return personal;
    }
    const suspect = this.mode === 'url' ? SUSPECT_IN_ADDRESS : SUSPECT;
    if (known & suspect) this.considerSuspects(suspect);
    return personal | SKIPPED_LETTERS;
  }

  /** Considers what is found in the words in which a pattern may be a hit. */
  private considerSuspects(suspect: number): void {
    const { numbers } = this.memory;
    const { hash, check, row, first, end, count } = this.buffer.tokens;
    for (let i = 0; i < count; i++) {
      const at = row[i]!;
      if (numbers[at] !== hash[i] || numbers[at + 1] !== check[i]) {
        // Another word of the text has taken the row.
        this.walk(first[i]! - 1, end[i]! + 1, this.consider);
      } else if (numbers[at + KNOWN]! & suspect) {
        const inWord = this.inWords[numberOf(at)]!;
        for (let k = 0; k < inWord.length; k += 2) this.consider(inWord[k]!, first[i]! + inWord[k + 1]!);
      }
    }
  }

  /** Whether anything would be a candidate in a buffer. Leaves none, and what was read before is no more. */
  findsAny(buffer: FoldBuffer, source: Source, reading: Reading, mode: ScanMode): boolean {
    const { found, mode: before } = this;
    const { hits, exceptions } = found;
    this.mode = mode;
    this.match(buffer, source, reading, false);
    this.mode = before;
    const any = found.hits > hits;
    found.shrink(hits, exceptions);
    return any;
  }

  /** Runs the automaton over the symbols `from` to before `to`, and tells of each pattern the symbol at which it ends. */
  private walk(from: number, to: number, ended: (pattern: number, last: number) => void): void {
    const automaton = this.ruleset.words;
    const { rows, links, longest, twin, suffix } = automaton;
    const { symbols } = this.buffer;
    let code = START;
    for (let i = from; i < to; i++) {
      const symbol = symbols[i]!;
      while (code & IS_LINK && links[code >> 2] !== symbol) code = links[(code >> 2) + 2]!;
      code = code & IS_LINK ? links[(code >> 2) + 1]! : rows[(code >> 2) + symbol]!;
      if ((code & ENDS_PATTERN) === 0) continue;
      for (let state = stateNumber(automaton, code); state >= 0; state = suffix[state]!) {
        for (let index = longest[state]!; index >= 0; index = twin[index]!) ended(index, i);
      }
    }
  }

  /**
   * Finds the phrases of the buffer.
   * @returns what is known of its words, taken together: see word-memory.ts
   */
  private lookAtWords(): number {
    const { buffer, memory } = this;
    const { hash, check, first, end, row, count } = buffer.tokens;
    const { numbers } = memory;
    const { phrases } = this.ruleset;
    const knows = this.mode === 'url' ? KNOWS_IN_ADDRESS : KNOWS_PATTERNS;
    memory.fetch(hash, count);
    let all = 0;
    let before = 0;
    let last = 0;
    for (let i = 0; i < count; i++) {
      const at = memory.row(hash[i]!, check[i]!);
      row[i] = at;
      let known = numbers[at + KNOWN]!;
      if ((known & knows) === 0) known = this.learn(at, i);
      const symbols = numbers[at + SYMBOLS]!;
      const says = known >> OF_PHRASES;
      if (says & ALONE) phrases.findAlone(buffer, first[i]!, end[i]!, this.consider);
      if ((last & LEADS && says & AFTER) || (last & BEFORE && says & TRAILS) || last & BEFORE_BEGINNING) {
        const beginning = last & BEFORE_BEGINNING ? known >>> BEGINNING : 0;
        phrases.findPair(before, symbols, beginning, buffer, first[i]!, this.consider);
      }
      all |= known;
      last = says;
      before = symbols;
    }
    return all;
  }

  /** Whether a pattern may have a word of a buffer, alone or with others. */
  isSuspect(buffer: FoldBuffer, word: number): boolean {
    this.buffer = buffer;
    const { hash, check } = buffer.tokens;
    const row = this.memory.row(hash[word]!, check[word]!);
    let known = this.memory.numbers[row + KNOWN]!;
    if ((known & KNOWS_PATTERNS) === 0) known = this.learn(row, word);
    return (known & (SUSPECT | ((ALONE | WITHIN) << OF_PHRASES))) !== 0;
  }

  /** Finds out what may be found by a word of the buffer, and puts it down in its row. */
  private learn(row: number, word: number): number {
    const { numbers } = this.memory;
    const { symbols, tokens } = this.buffer;
    const first = tokens.first[word]!;
    const end = tokens.end[word]!;
    let known = numbers[row + KNOWN]!;
    if (this.mode === 'url') {
      known |= KNOWS_IN_ADDRESS | (this.mayHit(row, first, end) ? SUSPECT_IN_ADDRESS : 0);
    }
    if ((known & KNOWS_PATTERNS) === 0) {
      // Ordinary text is what nearly all words come in.
      const { mode } = this;
      this.mode = 'text';
      known |= KNOWS_PATTERNS | (beginningOf(symbols, first, end) << BEGINNING);
      known |= this.ruleset.phrases.of(symbols, first, end) << OF_PHRASES;
      known |= this.personal.of(this.buffer, word) << PERSONAL;
      if (this.mayHit(row, first, end)) known |= SUSPECT;
      numbers[row + SYMBOLS] = hashOf(symbols, first, end);
      this.mode = mode;
    }
    numbers[row + KNOWN] = known;
    return known;
  }

  /**
   * Whether a pattern within one word may be a hit in some text: all that is known of the word by itself is heard. Puts
   * down the patterns if so.
   */
  private mayHit(row: number, start: number, stop: number): boolean {
    const { alone, inWord } = this;
    alone.clear();
    inWord.length = 0;
    this.walk(start - 1, stop + 1, this.considerAlone);
    if (alone.hits === 0 || alone.resolve(this.ruleset, undefined).hits.length === 0) return false;
    for (let k = 1; k < inWord.length; k += 2) inWord[k]! -= start;
    this.inWords[numberOf(row)] = Int32Array.from(inWord);
    return true;
  }

  /** Takes a pattern for a candidate, placed by its symbols, unless the word itself speaks against it. */
  private readonly considerAlone = (index: number, last: number): void => {
    const { patterns, entries } = this.ruleset;
    const { alone } = this;
    this.inWord.push(index, last);
    const pattern = patterns[index]!;
    const { kind, subject } = pattern;
    const end = last - pattern.trailingSeparator;
    const first = end - pattern.runs.length + 1;
    if (!runsFit(pattern, this.buffer, first)) return;
    if (kind === PatternKind.EXCEPTION) alone.addException(subject, first, end + 1);
    else if (
      kind === PatternKind.TERM ||
      (kind !== PatternKind.IN_NAMES &&
        this.isEnabled(pattern) &&
        this.within.believes(this.buffer, pattern, entries[subject]!, first, end, this.mode))
    ) {
      alone.addHit(subject, first, end + 1, 0);
    }
  };

  /** Looks for terms behind placeholders in `source`. */
  masks(source: Source): void {
    this.source = source;
    this.ruleset.masks.scan(source.text, (entry, start, end) => this.addHit(entry, start, end, Transform.MASK));
  }

  /** Whether a text has a term behind placeholders. */
  isMasked(text: string): boolean {
    let found = false;
    this.ruleset.masks.scan(text, () => (found = true));
    return found;
  }

  /**
   * Adds a hit at `from` to `to` of the source. Where the source was rewritten it must have a rewritten unit: the rest was
   * read before.
   */
  private addHit(entry: number, from: number, to: number, bits: number): void {
    const { origin, at } = this.source;
    if (!origin) {
      this.found.addHit(entry, at + from, at + to, bits);
      return;
    }
    const { starts, ends, marks } = origin;
    let start = starts[from]!;
    let end = ends[from]!;
    let undone = 0;
    for (let i = from; i < to; i++) {
      undone |= marks[i]!;
      if (starts[i]! < start) start = starts[i]!;
      if (ends[i]! > end) end = ends[i]!;
    }
    if (undone === 0) return;
    // Part of a longer word in katakana is no word: those have no spaces around them.
    if (undone === Transform.KANA && (isKatakana(this.kanaAt(from - 1)) || isKatakana(this.kanaAt(to)))) return;
    this.found.addHit(entry, at + start, at + end, bits | undone);
  }

  private putDown(term: string, start: number, end: number): void {
    const known = this.inside?.some((one) => one.term === term && one.start === start && one.end === end);
    if (known === false) this.inside!.push({ term, start, end });
  }

  /** Takes a pattern that ends at symbol `last` for a candidate if its letters stand often enough and as they must. */
  private readonly consider = (index: number, last: number): void => {
    const { patterns, entries } = this.ruleset;
    const { reading, source } = this;
    const { offsets } = this.buffer;
    const pattern = patterns[index]!;
    const wanted = pattern.kind < PatternKind.RESPELLED || this.wants(pattern);
    if (!wanted && !this.inside) return;
    const end = last - pattern.trailingSeparator;
    const first = end - pattern.runs.length + 1;
    if (!runsFit(pattern, this.buffer, first)) return;
    const from = offsets[first]!;
    const to = offsets[end + 1]!;
    if (pattern.kind === PatternKind.EXCEPTION) {
      this.addException(pattern.subject, from, to);
      return;
    }
    const entry = entries[pattern.subject]!;
    if (source.only === 'terms' && entry.term.length < CONFIDENT_FROM) return;
    if (source.only === 'phrases' && !entry.term.includes(' ') && !COMPOUND.test(entry.term)) return;
    if (pattern.kind !== PatternKind.TERM) {
      if (!wanted || !this.within.believes(this.buffer, pattern, entry, first, end, this.mode)) {
        if (pattern.kind === PatternKind.EMBEDDED && !source.origin) {
          this.putDown(entry.term, source.at + from, source.at + to);
        }
        return;
      }
      let bits = this.bitsOf(pattern, entry, first, end);
      if (bits & Transform.SPLIT_WORD) bits = this.setApart(bits, from, to);
      // Accents and digits make a word foreign or a code, rather than a slip of the keyboard.
      if (pattern.kind !== PatternKind.EMBEDDED && bits & Transform.DIACRITIC) return;
      if (bits & Transform.TYPO && bits & (Transform.LEET | Transform.HOMOGLYPH)) return;
      this.addHit(pattern.subject, from, to, bits);
      return;
    }
    if (
      this.mode === 'name' &&
      pattern.anywhere &&
      entry.exceptions.length >= DOUBTFUL &&
      !this.within.standsApart(this.buffer, first, end)
    ) {
      return;
    }
    let bits = 0;
    if (reading === 'joined') {
      bits = this.joints(source.text, first, end);
      if (bits === 0) return;
    }
    const { term, exact } = entry;
    // German "aß": a short word that only the spelling of ß makes.
    if (term.length <= SHORT_TERM && bits === 0 && source.text.slice(from, to).includes('ß')) return;
    if (entry.boundary === 'word' && LETTER_PAIR.test(term) && !this.isPair(first, end, from, to)) return;
    if (reading === 'joined' && NUMBER.test(term) && DECIMAL.test(source.text.slice(from, to))) return;
    if (exact && source.text.slice(from, to).normalize('NFC').toLowerCase() !== term) return;
    bits |= this.bitsOf(pattern, entry, first, end);
    this.addHit(pattern.subject, from, to, bits);
  };

  private addException(exception: number, from: number, to: number): void {
    const { origin, at } = this.source;
    if (origin) this.found.addException(exception, at + origin.starts[from]!, at + origin.ends[to - 1]!);
    else this.found.addException(exception, at + from, at + to);
  }

  /** The character of the original that unit i of the rewritten text begins with; undefined beyond it. */
  private kanaAt(i: number): string | undefined {
    const { text, origin } = this.source;
    return origin && origin.marks[i]! & Transform.KANA ? '\u30a2' : text[i];
  }

  private bitsOf(pattern: Pattern, { term }: LexiconEntry, first: number, end: number): number {
    const { offsets, runs, symbols } = this.buffer;
    let bits = pattern.kind === PatternKind.EMBEDDED ? Transform.JOINED_WORD : pattern.spelling;
    for (let i = 0; i < pattern.runs.length; i++) {
      if (runs[first + i]! > pattern.runs[i]! && symbols[first + i] !== SEPARATOR) bits |= Transform.REPEAT;
    }
    const { source, asRead, ruleset } = this;
    return bits | transformsIn(source.text, offsets[first]!, offsets[end + 1]!, term, ruleset.table, asRead);
  }

  /** Whether spellings of this kind are looked for now. */
  private wants(pattern: Pattern): boolean {
    if (this.reading === 'joined' || this.source.only) return false;
    if (pattern.kind === PatternKind.IN_NAMES && (this.mode !== 'name' || this.source.origin)) return false;
    return this.isEnabled(pattern);
  }

  private isEnabled({ kind, runs }: Pattern): boolean {
    if (kind !== PatternKind.EMBEDDED) return this.respelled;
    return this.embedded && (this.mode !== 'text' || runs.length >= EMBEDDED_IN_TEXT);
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

  /** Whether two single letters are set apart by spaces and are not part of a longer row of them ("f u n"). */
  private isPair(first: number, end: number, from: number, to: number): boolean {
    const { symbols, length } = this.buffer;
    const { text } = this.source;
    const aloneBefore = first < 3 || symbols[first - 3] !== SEPARATOR;
    const aloneBehind = end + 3 >= length || symbols[end + 3] !== SEPARATOR;
    return aloneBefore && aloneBehind && !/[^\p{L}\p{M}\s]/u.test(text.slice(from, to).trim());
  }

  /** Names what stands between the parts of a split word: spaces, punctuation or line ends. */
  private setApart(bits: number, from: number, to: number): number {
    const { plain } = this.ruleset.table;
    const { text } = this.source;
    for (let i = from; i < to; i++) {
      const unit = text.charCodeAt(i);
      if (unit === NEWLINE) return (bits & ~Transform.SPLIT_WORD) | Transform.VERTICAL;
      if (isJoint(plain[unit]!)) return (bits & ~Transform.SPLIT_WORD) | Transform.SEPARATOR;
    }
    return bits;
  }

  private gapBefore(text: string, offset: number): number {
    const { plain } = this.ruleset.table;
    let bits = 0;
    for (let i = offset - 1; i >= 0 && !isWord(plain[text.charCodeAt(i)]!); i--) {
      const unit = text.charCodeAt(i);
      if (isJoint(plain[unit]!)) bits |= Transform.SEPARATOR;
      else if (plain[unit] === SURROGATE) bits |= Transform.EMOJI;
      else if (plain[unit] !== INVISIBLE) bits |= unit === NEWLINE ? Transform.VERTICAL : Transform.SPACING;
    }
    // A symbol read as a letter can end a part.
    return bits === 0 ? Transform.SEPARATOR : bits;
  }
}
