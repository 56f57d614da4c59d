import type { CharTable } from '../text/char-table.js';
import { isWord, type FoldBuffer } from '../text/fold.js';
import { UnitList } from '../text/unit-list.js';
import type { WordClasses } from '../text/word-classes.js';
import type { TokenList } from '../text/tokens.js';
import type { WordMemory } from '../text/word-memory.js';

/** What a code unit between words means. */
const OPENS = 1;
const CLOSES = 2;
const STOPS = 3;
const SIGNS = new Uint8Array(65536);
for (const char of '“„«‹「『‚') SIGNS[char.charCodeAt(0)] = OPENS;
for (const char of '”»›」』') SIGNS[char.charCodeAt(0)] = CLOSES;
for (const char of '.!?;\n。！？；…:') SIGNS[char.charCodeAt(0)] = STOPS;
const SPACE = 32;
const QUOTE = 34;
const SINGLE = 39;
const SINGLE_OPEN = 0x2018;
const SINGLE_CLOSE = 0x2019;

const COLON = 58;
const COMMA = 44;
const AT = 64;
/** Longest name by which somebody is called, in code units. */
const LONGEST_NAME = 32;
/** Units remembered, a power of two, less one. */
const LAST_KNOWN = 255;

function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

/** Bits that stand for a word in the signatures of a text. */
export function firstSign(hash: number): number {
  return 1 << (hash >>> 27);
}

export function secondSign(hash: number): number {
  return 1 << ((hash >>> 22) & 31);
}

/** End of the name that a text begins with if it calls somebody: one word, then ":" or "," and a space. 0 for none. */
function calledAtStart(text: string): number {
  let end = 0;
  while (end < text.length && end <= LONGEST_NAME && !isSpace(text.charCodeAt(end))) end++;
  if (end < 3 || end > LONGEST_NAME || end === text.length) return 0;
  const last = text.charCodeAt(end - 1);
  return last === COLON || last === COMMA ? end - 1 : 0;
}

/**
 * A text as rules see it: units (words and known phrases) with their classes, the ends of its sentences, and what
 * stands within quotation marks. Reused from scan to scan.
 */
export class TextReader {
  readonly units = new UnitList();
  /** Per unit: where it begins and ends in the original text. */
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** Per unit: 1 where a sentence begins with it. */
  starts = new Uint8Array(0);
  /** Per unit: number of the quotation that it stands in, 0 for none. */
  quotation = new Uint8Array(0);
  /**
   * What all units together have: classes as bits, numbers 0 to 31 and 32 to 63; and two signatures of words, a bit for
   * each by parts of its hash.
   */
  readonly seen = new Int32Array(4);
  /** Where a name stands by which the text calls somebody at its start ("name: ..."); empty where none does. */
  private calledEnd = 0;
  private buffer: FoldBuffer | undefined;
  private text = '';
  private located = false;
  /** Hashes of units by their last bits. */
  private readonly known = new Int32Array(LAST_KNOWN + 1);
  private remembered = false;

  constructor(
    private readonly classes: WordClasses,
    private readonly table: CharTable,
    private readonly memory: WordMemory,
  ) {}

  /** Words of the text. */
  get tokens(): TokenList {
    return this.buffer!.tokens;
  }

  get count(): number {
    return this.units.count;
  }

  /**
   * Reads words and classes: what every message needs.
   * @param buffer kept as it is until the text is done with
   * @param joined also cut words written together
   */
  read(buffer: FoldBuffer, joined = false): void {
    this.buffer = buffer;
    this.classes.read(buffer, this.memory, this.units, joined);
    this.located = this.remembered = false;
    const { classes, seen } = this;
    const { set, hash, count } = this.units;
    let low = 0;
    let high = 0;
    let first = 0;
    let second = 0;
    for (let u = 0; u < count; u++) {
      low |= classes.lowBits(set[u]!);
      high |= classes.highBits(set[u]!);
      first |= firstSign(hash[u]!);
      second |= secondSign(hash[u]!);
    }
    seen[0] = low;
    seen[1] = high;
    seen[2] = first;
    seen[3] = second;
  }

  /** Whether the text has a word or unit; some of a long text are forgotten. */
  has(hash: number): boolean {
    if (!this.remembered) this.remember();
    return this.known[hash & LAST_KNOWN] === hash;
  }

  /** Takes in the words and units for `has`, once a text. */
  private remember(): void {
    this.remembered = true;
    const { known, units } = this;
    const { tokens } = this.buffer!;
    known.fill(0);
    for (let i = 0; i < tokens.count; i++) known[tokens.hash[i]! & LAST_KNOWN] = tokens.hash[i]!;
    for (let u = 0; u < units.count; u++) known[units.hash[u]! & LAST_KNOWN] = units.hash[u]!;
  }

  /** Finds offsets, sentences and quotations: only for texts in which a rule may apply. */
  locate(text: string): void {
    if (this.located) return;
    const { offsets, source } = this.buffer!;
    const { units: codes } = source;
    this.located = true;
    this.text = text;
    this.calledEnd = calledAtStart(text);
    const { units } = this;
    if (this.from.length < units.count) {
      const size = Math.max(units.count, 2 * this.from.length, 256);
      this.from = new Int32Array(size);
      this.to = new Int32Array(size);
      this.starts = new Uint8Array(size);
      this.quotation = new Uint8Array(size);
    }
    let behind = 0;
    let open = 0;
    let quotations = 0;
    for (let u = 0; u < units.count; u++) {
      const from = offsets[units.firstSymbol[u]!]!;
      let starts = u === 0 ? 1 : 0;
      for (let i = behind; i < from; i++) {
        const unit = codes[i]!;
        if (unit === SPACE) continue;
        const sign = SIGNS[unit]!;
        if (sign === STOPS) starts = 1;
        else if (unit === QUOTE) open = open ? 0 : Math.min(++quotations, 255);
        else if (sign === OPENS) open = Math.min(++quotations, 255);
        else if (sign === CLOSES) open = 0;
        else if (unit === SINGLE || unit === SINGLE_OPEN || unit === SINGLE_CLOSE) {
          // Between letters it is an apostrophe.
          const before = i > 0 && isWord(this.table.plain[codes[i - 1]!]!);
          const after = isWord(this.table.plain[codes[i + 1]!]!);
          if (!before && after && unit !== SINGLE_CLOSE) open = Math.min(++quotations, 255);
          else if (!after) open = 0;
        }
      }
      behind = offsets[units.endSymbol[u]!]!;
      this.from[u] = from;
      this.to[u] = behind;
      this.starts[u] = starts;
      this.quotation[u] = open;
    }
  }

  /** Whether a span is part, and not all, of a name by which somebody is called: "name: ..." at the start, or "@name". */
  inMention(start: number, end: number): boolean {
    if (end <= this.calledEnd) return end - start < this.calledEnd;
    const { text } = this;
    let from = start;
    while (from > 0 && start - from < LONGEST_NAME && !isSpace(text.charCodeAt(from - 1))) from--;
    if (text.charCodeAt(from) !== AT) return false;
    let to = end;
    while (to < text.length && to - end < LONGEST_NAME && !isSpace(text.charCodeAt(to))) to++;
    return start - from > 1 || to > end;
  }

  /** First unit that ends behind an offset; `count` where none does. */
  unitAt(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.to[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
