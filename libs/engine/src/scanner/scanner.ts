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
  foldPlain,
} from '../text/fold.js';
import { DisguiseFold, LONE_WORD, SECOND_READING, type DisguiseOptions } from '../text/fold-disguise.js';
import { CandidateList } from './candidates.js';
import { NO_EVIDENCE, withHits, type Evidence } from './evidence.js';
import { Meaning } from './meaning.js';
import { PersonalData } from './personal-data.js';
import { Reader, type Source } from './reader.js';
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

const DISGUISED: DisguiseOptions = { second: false, join: false, loneWords: false };
const SECOND: DisguiseOptions = { ...DISGUISED, second: true };
const JOINED: DisguiseOptions = { ...DISGUISED, join: true };
const JOINED_AFTER_WORD: DisguiseOptions = { ...JOINED, loneWords: true };

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
  private readonly original = { text: '' };
  private mode: ScanMode = 'text';
  private trace: ScanTrace | undefined;

  constructor(
    readonly ruleset: Ruleset,
    { readings, personalData = true }: ScannerOptions = {},
  ) {
    this.enabled = readings ?? new Set(READINGS);
    this.disguise = new DisguiseFold(ruleset.table);
    this.found = new CandidateList(MOST_CANDIDATES);
    this.reader = new Reader(ruleset, this.found, this.enabled);
    this.meaning = ruleset.context && new Meaning(ruleset.context, ruleset.table, ruleset.model);
    this.personal = personalData ? new PersonalData() : undefined;
  }

  /**
   * Finds the terms in a text, through their disguises.
   * @param mode what the text is
   * @param trace filled with what each phase did; costs allocation
   */
  scan(text: string, mode: ScanMode = 'text', trace?: ScanTrace): Evidence {
    const { reader, found } = this;
    const { buffer } = reader;
    this.mode = reader.mode = mode;
    this.trace = trace;
    reader.inside = trace?.inside;
    found.clear();
    buffer.reserve(text.length);
    const signals = foldPlain(text, this.ruleset.table, buffer);
    const source = this.original;
    source.text = text;
    this.match(source, 'plain');
    const meaning = mode === 'text' ? this.meaning : undefined;
    meaning?.read(text, buffer, found.hits > 0);
    if (signals !== 0) {
      this.lookCloser(source, signals);
      this.rewrite(text, signals);
    }
    if (text.length >= SHORTEST_ACROSTIC && this.enabled.has('acrostic') && text.includes('\n')) {
      this.reread(readAcrostic(text), 'acrostic', 'terms');
    }
    if (mode === 'name') this.reread(setWordsApart(text), 'embedded');
    if (mode === 'url') this.reread(readAddress(decodeEscapes(text) ?? text), 'address');
    let evidence = found.hits === 0 ? NO_EVIDENCE : found.resolve(this.ruleset, this.trace);
    if (meaning) evidence = meaning.finish(text, evidence, this.trace);
    const personal = this.personal?.find(text, mode);
    return personal && personal.length > 0 ? withHits(evidence, personal) : evidence;
  }

  /** Reads a text again in the ways that the signals ask for. */
  private lookCloser(source: Source, signals: number): void {
    const { disguise, enabled } = this;
    const { buffer } = this.reader;
    const { text } = source;
    if (signals & (SIGNAL_LEET | SIGNAL_LOOK_ALIKE) && enabled.has('disguise')) {
      const others = disguise.fold(text, buffer, DISGUISED);
      this.match(source, 'disguise');
      if (others & SECOND_READING && enabled.has('disguise-second')) {
        disguise.fold(text, buffer, SECOND);
        this.match(source, 'disguise-second');
      }
    }
    if (signals & (SIGNAL_SPACED | SIGNAL_JOINED) && enabled.has('joined')) {
      const others = disguise.fold(text, buffer, JOINED);
      this.match(source, 'joined');
      if (others & LONE_WORD) {
        disguise.fold(text, buffer, JOINED_AFTER_WORD);
        this.match(source, 'joined');
      }
    }
    if (signals & (SIGNAL_MASK | SIGNAL_JOINED | SIGNAL_LEET)) this.unmask(source);
  }

  /** Looks for terms behind placeholders. */
  private unmask(source: Source | undefined): void {
    if (!source || !this.enabled.has('mask')) return;
    const before = this.found.hits;
    this.reader.masks(source);
    this.trace?.read('mask', undefined, this.found.hits - before);
  }

  /** Writes the text anew in the ways that the signals ask for, and reads that. */
  private rewrite(text: string, signals: number): void {
    const { enabled } = this;
    if (signals & REWRITTEN && enabled.has('rewritten')) {
      let last: string | Rewritten = text;
      for (const [signal, rewriting] of REWRITINGS) if (signals & signal) last = rewriting(last) ?? last;
      if (typeof last !== 'string') this.reread(last, 'rewritten');
      if (signals & SIGNAL_PICTURE) {
        const hidden = hideEmoji(text);
        this.unmask(hidden && { text: hidden.text, origin: hidden });
        this.reread(readMeanings(text), 'rewritten', 'phrases');
      }
    }
    if (signals & SIGNAL_TURNED && enabled.has('turned')) {
      const shown = followOverrides(text);
      this.reread(shown, 'turned');
      this.reread(turnUpright(shown ?? text), 'turned');
    }
    if (enabled.has('decoded') && (signals & SIGNAL_CIPHER || (signals & SIGNAL_LEET && looksEncoded(text)))) {
      this.reread(decodeCiphers(text), 'decoded', 'terms');
    }
    if (signals & SIGNAL_ADDRESS && this.mode === 'text') this.reread(findAddresses(text), 'address');
  }

  private reread(origin: Rewritten | undefined, reading: Reading, only?: Source['only']): void {
    if (!origin || !this.enabled.has(reading)) return;
    const { reader, mode } = this;
    const { text } = origin;
    if (reading === 'address') reader.mode = 'url';
    reader.buffer.reserve(text.length);
    const signals = foldPlain(text, this.ruleset.table, reader.buffer);
    const source: Source = { text, origin, ...(only && { only }) };
    this.match(source, reading);
    // Of an address in a text everything but its joined words was read with the text.
    if (!only && (reading !== 'address' || mode === 'url')) this.lookCloser(source, signals);
    reader.mode = mode;
  }

  private match(source: Source, reading: Reading): void {
    const before = this.found.hits;
    this.reader.match(source, reading);
    this.trace?.read(reading, this.reader.buffer, this.found.hits - before);
    if (this.mode === 'text' && !source.only) this.meaning?.readAgain(source, this.reader.buffer, reading);
  }
}
