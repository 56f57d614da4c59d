import type { CharTable } from '../text/char-table.js';
import {
  FoldBuffer,
  SIGNAL_ADDRESS,
  SIGNAL_JOINED,
  SIGNAL_LEET,
  SIGNAL_LOOK_ALIKE,
  SIGNAL_MASK,
  SIGNAL_SIGNS,
  foldPlain,
} from '../text/fold.js';
import type { CodeUnits } from '../text/code-units.js';
import { SECOND_READING, type DisguiseFold, type DisguiseOptions } from '../text/fold-disguise.js';
import { SEPARATOR } from '../text/symbols.js';
import { HASH_SEED, checkStep, hashStep } from '../text/tokens.js';
import { findAddresses } from './rewriting/addresses.js';
import { looksEncoded } from './rewriting/ciphers.js';
import { readSigns } from './rewriting/signs.js';
import type { Meaning } from './meaning.js';
import { sourceOf, type Reader } from './reader.js';
import type { Reading } from './readings.js';

export const DISGUISED: DisguiseOptions = { second: false, join: false, loneWords: false };
export const SECOND: DisguiseOptions = { ...DISGUISED, second: true };
export const JOINED: DisguiseOptions = { ...DISGUISED, join: 'signs' };

/** Longest stretch that is remembered, in code units. */
const LONGEST = 96;
/** Stretches remembered, a power of two; a row is two hashes, what is known, and in which long text it came how often. */
const ROWS = 1 << 14;
const ROW = 4;
/** Bits of the hash that the second of a stretch's two rows leaves out. */
const OTHER = 16;
/** What a stretch may show more by, bits. */
export const BY_DISGUISE = 1;
export const BY_SECOND = 2;
export const BY_JOINING = 4;
export const BY_MASK = 8;
export const BY_DECODING = 16;
/** A hit in an address, whose words may be written together. */
export const BY_ADDRESS = 32;
/** Letters drawn with signs. */
export const BY_SIGNS = 64;
export const ALL = 127;
/** The stretch has an address: two of them may say something together. */
const HAS_ADDRESS = 128;
/** Says that a row is taken. */
const HEARD = 256;
const DISGUISES = SIGNAL_LEET | SIGNAL_LOOK_ALIKE | SIGNAL_JOINED | SIGNAL_MASK;
/** How often a stretch of a long text is heard: what says the same again and again says nothing new. */
const MOST_ALIKE = 16;
/** Bits of a row that count how often it came; the text's number stands above them. */
const TIMES = 8;

/**
 * Says of a text with digits, signs or look-alikes among its letters whether undoing them shows anything: most are names,
 * versions, paths and smileys, and they come again and again. What stands between two spaces is looked at once and
 * remembered. What shows no word that a pattern, rule or class knows, and that does not stand there plainly, is quiet.
 */
export class QuietStretches {
  private readonly plain = new FoldBuffer();
  private readonly closer = new FoldBuffer();
  private readonly rows = new Int32Array(ROW * ROWS);
  private longTexts = 0;
  /** Which of two stretches has to go, in turn. */
  private turn = 0;
  /** Of the long text read, whether a stretch that shows something was not heard any more. */
  leftOut = false;

  /**
   * @param reader knows the words of patterns
   * @param meaning knows the words of rules and classes
   * @param enabled the readings that are made
   */
  constructor(
    private readonly table: CharTable,
    private readonly disguise: DisguiseFold,
    private readonly reader: Reader,
    private readonly meaning: Meaning | undefined,
    private readonly enabled: ReadonlySet<Reading>,
  ) {}

  /** Begins to count what the parts of one long text repeat. */
  beginLong(): void {
    this.longTexts++;
    this.leftOut = false;
  }

  /**
   * Which readings of a text are worth making, going by the stretches in which the plain fold saw signs of a disguise.
   * Linear in those.
   * @param buffer the text's plain fold
   * @param partly the text is part of the long one begun last, in which a stretch is heard so often only
   * @returns bits of BY_...; 0 for most texts
   */
  loud(text: string, { odd, oddCount, source }: FoldBuffer, partly = false): number {
    const { plain } = this.table;
    const { units, size } = source;
    if (oddCount > odd.length) return ALL;
    let heard = 0;
    let end = 0;
    for (let k = 0; k < oddCount; k++) {
      const at = odd[k]!;
      if (at < end) continue;
      let start = at;
      while (start > end && plain[units[start - 1]!] !== SEPARATOR) start--;
      let hash = HASH_SEED;
      let check = 0;
      for (end = start; end < size; end++) {
        const unit = units[end]!;
        if (plain[unit] === SEPARATOR) break;
        hash = hashStep(hash, unit);
        check = checkStep(check, unit);
      }
      if (end - start > LONGEST) return ALL;
      const row = this.recall(text, start, end, hash, check);
      const says = this.rows[row + 2]!;
      if (heard & says & HAS_ADDRESS) heard |= BY_ADDRESS;
      if (!partly || this.isNew(row)) heard |= says;
    }
    return heard & ALL;
  }

  /** Whether a stretch came seldom enough in the long text; what shows nothing need not be counted. */
  private isNew(row: number): boolean {
    const { rows } = this;
    if ((rows[row + 2]! & ALL) === 0) return false;
    const text = this.longTexts << TIMES;
    if ((rows[row + 3]! ^ text) >>> TIMES !== 0) rows[row + 3] = text;
    else if (rows[row + 3]! - text >= MOST_ALIKE) {
      this.leftOut = true;
      return false;
    }
    rows[row + 3]!++;
    return true;
  }

  /** @returns the stretch's row, which is one of two */
  private recall(text: string, start: number, end: number, hash: number, check: number): number {
    const { rows } = this;
    const first = ROW * (hash & (ROWS - 1));
    if (rows[first] === hash && rows[first + 1] === check && rows[first + 2] !== 0) return first;
    const second = ROW * ((hash >>> OTHER) & (ROWS - 1));
    if (rows[second] === hash && rows[second + 1] === check && rows[second + 2] !== 0) return second;
    let row = rows[first + 2] === 0 ? first : second;
    if (rows[row + 2] !== 0 && (this.turn ^= 1) === 0) row = first;
    rows[row] = hash;
    rows[row + 1] = check;
    rows[row + 2] = this.listen(text.slice(start, end)) | HEARD;
    return row;
  }

  /** Reads a stretch in all ways that its signals ask for. */
  private listen(text: string): number {
    const { plain, enabled, reader } = this;
    const signals = foldPlain(text, this.table, plain);
    let heard = this.undo(plain.source, signals);
    if (signals & DISGUISES && enabled.has('mask') && reader.isMasked(text)) heard |= BY_MASK;
    if (signals & SIGNAL_LEET && looksEncoded(text)) heard |= BY_DECODING;
    if (signals & SIGNAL_ADDRESS && enabled.has('address')) heard |= this.readAddress(text);
    if (signals & SIGNAL_SIGNS && enabled.has('rewritten') && this.hasLoudSigns(text)) heard |= BY_SIGNS;
    return heard;
  }

  /** Undoes the disguises of a text, which may be in the buffer for closer readings. @returns bits of BY_... */
  private undo(source: CodeUnits, signals: number): number {
    const { disguise, closer, enabled } = this;
    let heard = 0;
    if (signals & (SIGNAL_LEET | SIGNAL_LOOK_ALIKE) && enabled.has('disguise')) {
      const others = disguise.fold(source, closer, DISGUISED);
      if (this.hasNews()) heard |= BY_DISGUISE;
      if (others & SECOND_READING && enabled.has('disguise-second')) {
        disguise.fold(source, closer, SECOND);
        if (this.hasNews()) heard |= BY_SECOND;
      }
    }
    if (signals & SIGNAL_JOINED && enabled.has('joined')) {
      disguise.fold(source, closer, JOINED);
      if (this.hasNews()) heard |= BY_JOINING;
    }
    return heard;
  }

  private readAddress(text: string): number {
    const addresses = findAddresses(text);
    if (!addresses) return 0;
    foldPlain(addresses.text, this.table, this.closer);
    const hits = this.reader.findsAny(this.closer, sourceOf(addresses.text, 0, addresses), 'address', 'url');
    return hits ? HAS_ADDRESS | BY_ADDRESS : HAS_ADDRESS;
  }

  /** Whether letters drawn with signs make a word, or one that goes on in other stretches. */
  private hasLoudSigns(text: string): boolean {
    const { closer, reader } = this;
    const drawn = readSigns(text);
    if (!drawn) return false;
    const signals = foldPlain(drawn.text, this.table, closer);
    const { first, end, count } = closer.tokens;
    for (let i = 0; i < count; i++) if (end[i]! - first[i]! === 1) return true;
    if (this.hasNews()) return true;
    return (signals & DISGUISES) !== 0 && (this.undo(closer.source, signals) !== 0 || reader.isMasked(drawn.text));
  }

  /** Whether a closer reading has a word that means something and that the plain one lacks. */
  private hasNews(): boolean {
    const { plain, closer, reader, meaning } = this;
    const { hash, check, count } = closer.tokens;
    for (let i = 0; i < count; i++) {
      if (plain.tokens.has(hash[i]!, check[i]!)) continue;
      if (reader.isSuspect(closer, i) || meaning?.means(closer, i, plain.tokens)) return true;
    }
    return false;
  }
}
