import type { CodeUnits } from '../text/code-units.js';
import {
  SIGNAL_ADDRESS,
  SIGNAL_CIPHER,
  SIGNAL_ESCAPE,
  SIGNAL_JOINED,
  SIGNAL_LEET,
  SIGNAL_LOOK_ALIKE,
  SIGNAL_MASK,
  SIGNAL_PICTURE,
  SIGNAL_REGIONAL,
  SIGNAL_SIGNS,
  SIGNAL_SPACED,
  SIGNAL_SYLLABLES,
  SIGNAL_TURNED,
  FoldBuffer,
  foldPlain,
} from '../text/fold.js';
import { DisguiseFold, LONE_WORD, SECOND_READING, type DisguiseOptions } from '../text/fold-disguise.js';
import { WordMemory } from '../text/word-memory.js';
import { CandidateList } from './candidates.js';
import { NO_EVIDENCE, withHits, type Evidence } from './evidence.js';
import { Excerpts, LONG_TEXT } from './excerpts.js';
import { Meaning } from './meaning.js';
import { PersonalData } from './personal-data.js';
import {
  BY_ADDRESS,
  BY_DECODING,
  BY_DISGUISE,
  BY_JOINING,
  BY_MASK,
  BY_SECOND,
  BY_SIGNS,
  DISGUISED,
  JOINED,
  QuietStretches,
  SECOND,
} from './quiet-stretches.js';
import { PERSONAL_WORDS, Reader, SKIPPED_LETTERS, sourceOf, type Source } from './reader.js';
import { READINGS, type Reading, type ScanMode } from './readings.js';
import { findAddresses, readAddress } from './rewriting/addresses.js';
import { decodeCiphers, looksEncoded } from './rewriting/ciphers.js';
import { followOverrides, turnUpright } from './rewriting/direction.js';
import { decodeEscapes } from './rewriting/escapes.js';
import { readAcrostic } from './rewriting/letters-of-lines.js';
import { setWordsApart } from './rewriting/names.js';
import type { Rewriting, Rewritten } from './rewriting/rewritten.js';
import { readEmoji, readMeanings, readRegional, readSigns } from './rewriting/signs.js';
import { composeJamo, readKana } from './rewriting/syllables.js';
import type { Ruleset } from './ruleset.js';
import type { ScanTrace } from './trace.js';

/** Letters set apart by spaces; and the same where the first is a word by itself ("a s h i p"). */
const SPACED: DisguiseOptions = { ...JOINED, join: 'spaces' };
const SPACED_AFTER_WORD: DisguiseOptions = { ...SPACED, loneWords: true };

/** Rewritings that build on one another, and the signal that asks for each. */
const REWRITINGS: readonly (readonly [number, Rewriting])[] = [
  [SIGNAL_ESCAPE, decodeEscapes],
  [SIGNAL_REGIONAL, readRegional],
  [SIGNAL_PICTURE, readEmoji(true)],
  [SIGNAL_SIGNS, readSigns],
  [SIGNAL_SYLLABLES, composeJamo],
  [SIGNAL_SYLLABLES, readKana],
];
const REWRITTEN = SIGNAL_ESCAPE | SIGNAL_REGIONAL | SIGNAL_PICTURE | SIGNAL_SIGNS | SIGNAL_SYLLABLES;
const hideEmoji = readEmoji(false);
/** Most hits and exceptions looked at in one text. */
const MOST_CANDIDATES = 16384;
/** Shortest text that may be an acrostic, in code units. */
const SHORTEST_ACROSTIC = 11;

/** How to scan. */
export interface ScannerOptions {
  /** Readings to make; all where left out. The plain one is always made. */
  readonly readings?: ReadonlySet<Reading>;
  /** Look for personal data by its form (mail addresses, telephone numbers, ...); true where left out. */
  readonly personalData?: boolean;
  /**
   * Leave out what the words of a text show to be for nothing; true where left out. Without, every letter is followed and
   * every reading made that a signal asks for: slower, for tests.
   */
  readonly shortcuts?: boolean;
}

/**
 * Scans texts against a ruleset. Holds buffers that it reuses, so it is not to be shared between threads; a scan is
 * synchronous. Never throws, takes time linear in the text, and allocates nothing for clean text without a signal.
 */
export class Scanner {
  private readonly reader: Reader;
  private readonly disguise: DisguiseFold;
  private readonly found: CandidateList;
  private readonly meaning: Meaning | undefined;
  private readonly personal: PersonalData | undefined;
  private readonly enabled: ReadonlySet<Reading>;
  private readonly quiet: QuietStretches;
  private readonly excerpts: Excerpts;
  private readonly original: { -readonly [Field in keyof Source]: Source[Field] } = sourceOf('');
  /** The text as it stands, and as read last. */
  private readonly plain = new FoldBuffer();
  private readonly closer = new FoldBuffer();
  private readonly shortcuts: boolean;
  /** Words may say that a reading shows no pattern, which is then not looked for. */
  private skipping = false;
  /** Some reading but the plain one was not made, or not with all its letters. */
  private skipped = false;
  private plainHits = 0;
  private mode: ScanMode = 'text';
  /** Where in the text the part begins that is read; 0 where it is read as a whole. */
  private at = 0;
  private trace: ScanTrace | undefined;

  constructor(
    readonly ruleset: Ruleset,
    { readings, personalData = true, shortcuts = true }: ScannerOptions = {},
  ) {
    this.shortcuts = shortcuts;
    this.enabled = readings ?? new Set(READINGS);
    this.disguise = new DisguiseFold(ruleset.table);
    this.found = new CandidateList(MOST_CANDIDATES);
    const memory = new WordMemory();
    this.reader = new Reader(ruleset, this.found, this.enabled, memory);
    this.meaning = ruleset.context && new Meaning(ruleset.context, ruleset.table, ruleset.model, memory);
    this.quiet = new QuietStretches(ruleset.table, this.disguise, this.reader, this.meaning, this.enabled);
    this.excerpts = new Excerpts(ruleset.table, this.quiet);
    this.personal = personalData ? new PersonalData() : undefined;
  }

  /**
   * Finds the terms in a text, through their disguises.
   * @param mode what the text is
   * @param trace filled with what each phase did; costs allocation
   */
  scan(text: string, mode: ScanMode = 'text', trace?: ScanTrace): Evidence {
    this.skipping = mode === 'text' && !trace && this.shortcuts;
    const evidence = this.read(text, mode, trace);
    // An exception that was passed over in one reading may save what another found. What is found plainly has all
    // exceptions of its words.
    if (!this.skipping || this.found.hits <= (this.skipped ? 0 : this.plainHits)) return evidence;
    this.skipping = false;
    return this.read(text, mode, trace);
  }

  private read(text: string, mode: ScanMode, trace: ScanTrace | undefined): Evidence {
    const { reader, found, plain } = this;
    this.skipped = false;
    this.mode = reader.mode = mode;
    this.trace = trace;
    reader.inside = trace?.inside;
    found.clear();
    const signals = foldPlain(text, this.ruleset.table, plain, LONG_TEXT);
    const { size } = plain.source;
    const long = size > LONG_TEXT;
    const source = this.original;
    source.text = text;
    const words = this.match(plain, source, 'plain', 0);
    const skippedLetters = this.skipping;
    if (long) this.skipping = false;
    this.plainHits = found.hits;
    const meaning = mode === 'text' ? this.meaning : undefined;
    meaning?.read(text, plain);
    if (long) {
      if (!this.excerpts.find(text, plain.source, this.readExcerpt)) found.truncated = true;
      // See `scan`: the letters alone are followed after all, since the excerpts were read in every way.
      if (skippedLetters && found.hits > this.plainHits) this.match(plain, source, 'plain', 0);
    } else if (signals !== 0) {
      this.rewrite(text, signals, this.lookCloser(source, plain.source, signals, this.readingsWorth(source, signals)));
    }
    if (plain.hasLines && size >= SHORTEST_ACROSTIC && this.enabled.has('acrostic')) {
      this.reread(readAcrostic(text), 'acrostic', 'terms');
    }
    if (mode === 'name') this.reread(setWordsApart(text), 'embedded');
    if (mode === 'url') this.reread(readAddress(decodeEscapes(text) ?? text), 'address');
    let evidence = found.hits === 0 && !found.truncated ? NO_EVIDENCE : found.resolve(this.ruleset, this.trace);
    if (meaning) evidence = meaning.finish(text, evidence, this.trace);
    const personal = this.personal?.find(plain.source, mode, words);
    return personal && personal.length > 0 ? withHits(evidence, personal) : evidence;
  }

  /** Reads a part of a long text again, as a text of its own. */
  private readonly readExcerpt = (from: number, to: number, signals: number, by: number): void => {
    this.at = from;
    const source = sourceOf(this.original.text.slice(from, to), from);
    this.rewrite(source.text, signals, this.lookCloser(source, this.closer.take(source.text), signals, by, by));
    this.at = 0;
  };

  /**
   * Reads a text again in the ways that the signals ask for.
   * @param units of the source's text
   * @param by bits of BY_...: the readings that show something in some stretch
   * @param make those that are made: all where no shortcut is taken, since in any there may be an exception
   * @returns the same
   */
  private lookCloser(
    source: Source,
    units: CodeUnits,
    signals: number,
    by: number,
    make = this.skipping ? by : ~0,
  ): number {
    const { disguise, enabled, closer } = this;
    if (make !== ~0) this.skipped = true;
    if (make === 0) return 0;
    if (signals & (SIGNAL_LEET | SIGNAL_LOOK_ALIKE) && enabled.has('disguise') && make & (BY_DISGUISE | BY_SECOND)) {
      const others = disguise.fold(units, closer, DISGUISED);
      this.match(closer, source, 'disguise', by & BY_DISGUISE);
      if (others & SECOND_READING && enabled.has('disguise-second')) {
        disguise.fold(units, closer, SECOND);
        this.match(closer, source, 'disguise-second', by & BY_SECOND);
      }
    }
    if (signals & (SIGNAL_SPACED | SIGNAL_JOINED) && enabled.has('joined') && make & BY_JOINING) {
      const others = disguise.fold(units, closer, signals & SIGNAL_SPACED ? SPACED : JOINED);
      this.match(closer, source, 'joined', by & BY_JOINING);
      if (others & LONE_WORD) {
        disguise.fold(units, closer, SPACED_AFTER_WORD);
        this.match(closer, source, 'joined', 1);
      }
    }
    if (signals & (SIGNAL_MASK | SIGNAL_JOINED | SIGNAL_LEET) && make & BY_MASK) this.unmask(source);
    return by;
  }

  /**
   * Which readings show something: all of a text that was rewritten, of a name or an address, or whose letters are set
   * apart by spaces; of others those that do in some stretch.
   */
  private readingsWorth(source: Source, signals: number): number {
    if (source.origin || signals & SIGNAL_SPACED || this.mode !== 'text') return ~0;
    return this.quiet.loud(source.text, this.plain);
  }

  /** Looks for terms behind placeholders. */
  private unmask(source: Source | undefined): void {
    if (!source || !this.enabled.has('mask')) return;
    const before = this.found.hits;
    this.reader.masks(source);
    this.trace?.read('mask', undefined, this.found.hits - before);
  }

  /**
   * Writes the text anew in the ways that the signals ask for, and reads that.
   * @param by see lookCloser
   */
  private rewrite(text: string, signals: number, by: number): void {
    const { enabled } = this;
    // Signs that draw nothing: smileys, arrows, paths.
    const drawn = (signals & REWRITTEN) !== SIGNAL_SIGNS || (by & BY_SIGNS) !== 0 || !this.skipping;
    if (!drawn) this.skipped = true;
    if (signals & REWRITTEN && drawn && enabled.has('rewritten')) {
      let last: string | Rewritten = text;
      for (const [signal, rewriting] of REWRITINGS) if (signals & signal) last = rewriting(last) ?? last;
      if (typeof last !== 'string') this.reread(last, 'rewritten');
      if (signals & SIGNAL_PICTURE) {
        const hidden = hideEmoji(text);
        this.unmask(hidden && sourceOf(hidden.text, this.at, hidden));
        this.reread(readMeanings(text), 'rewritten', 'phrases');
      }
    }
    if (signals & SIGNAL_TURNED && enabled.has('turned')) {
      const shown = followOverrides(text);
      this.reread(shown, 'turned');
      this.reread(turnUpright(shown ?? text), 'turned');
    }
    if (
      enabled.has('decoded') &&
      (signals & SIGNAL_CIPHER || (signals & SIGNAL_LEET && by & BY_DECODING && looksEncoded(text)))
    ) {
      this.reread(decodeCiphers(text), 'decoded', 'terms');
    }
    if (signals & SIGNAL_ADDRESS && this.mode === 'text') {
      if (by & BY_ADDRESS || !this.skipping) this.reread(findAddresses(text), 'address');
      else this.skipped = true;
    }
  }

  private reread(origin: Rewritten | undefined, reading: Reading, only?: Source['only']): void {
    if (!origin || !this.enabled.has(reading)) return;
    const { reader, mode, closer } = this;
    const { text } = origin;
    if (reading === 'address') reader.mode = 'url';
    const signals = foldPlain(text, this.ruleset.table, closer);
    const source = sourceOf(text, this.at, origin, only);
    this.match(closer, source, reading, 1);
    // Of an address in a text everything but its joined words was read with the text.
    if (!only && (reading !== 'address' || mode === 'url'))
      this.lookCloser(source, closer.source, signals, this.readingsWorth(source, signals));
    reader.mode = mode;
  }

  /**
   * @param heard whether rules and classifier hear the reading too
   * @returns what the words may be part of, see PersonalWords
   */
  private match(buffer: FoldBuffer, source: Source, reading: Reading, heard: number): number {
    const { reader, found } = this;
    const before = found.hits;
    const seen = reader.match(buffer, source, reading, !this.skipping);
    if (seen & SKIPPED_LETTERS && reading !== 'plain') this.skipped = true;
    this.trace?.read(reading, buffer, found.hits - before);
    if (heard && this.mode === 'text' && !source.only) this.meaning?.readAgain(source, buffer, reading);
    return seen >> PERSONAL_WORDS;
  }
}
