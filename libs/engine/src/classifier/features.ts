import { NATIVE, type CharTable } from '../text/char-table.js';
import { codePointOf } from '../text/code-units.js';
import type { FoldBuffer } from '../text/fold.js';
import { LEAD_0, MAX_NATIVE_LETTERS, NATIVE_ROW, SEPARATOR, TRAIL_0 } from '../text/symbols.js';
import type { UnitList } from '../text/unit-list.js';
import type { WordClasses } from '../text/word-classes.js';
import { LABEL_COUNT, type Model } from './model.js';

/** What of a model decides which features a text has. */
export type FeatureShape = Pick<Model, 'classes' | 'masked' | 'common' | 'words' | 'contexts'>;

/** Units that are read together: what is further apart has nothing to do with each other. */
export const SEGMENT = 64;
/** Units over which two classes make a pair. */
const WINDOW = 6;
/** Most items that one makes pairs with, and most classes of a unit that become items. */
const ITEMS_BACK = 8;
const CLASSES_OF_UNIT = 3;
/** Most letters of a unit that are read. */
const LETTERS = 256;
/** Most emoji of a segment that are read. */
const EMOJIS = 64;
/** Numbers of signs, behind those of the classes. */
const QUOTE = 64;
const QUESTION = 65;
const SENTENCE_END = 66;
const BREAK = 67;
/** Added to what stands in quotation marks. */
const QUOTED = 128;
const SIGNS = 4;
const NO_CLASS = 255;
const UNKNOWN = 254;
/** What keeps the kinds of features apart. */
const WORD = 0x1b873593;
const GRAM = 0x2545f491;
const NEIGHBOURS = 0x3c6ef372;
const BESIDE = 0x510e527f;
const NEAR = 0x6a09e667;
const EMOJI = 0x71374491;
const LENGTH = 0x5be0cd19;
const PRESENT = 0x0c2b2ae3;
const SKIP = 0x1f83d9ab;
const SEQUENCE = 0x428a2f98;
/** Stands for the unit before a sentence's first. */
const START = 0x2a;

/**
 * The features of a segment of a text, as slots of a model's tables. Reused from text to text; arrays are valid up to
 * their counts. Hashes are of letters, not of the lexicon's numbers for them, so a model outlives a new term.
 *
 * Words: each unit, its n-grams of letters, its neighbours. A unit of a masked class is only its class, so that no
 * weight can hang on the name of one group. Contexts: which classes and signs follow each other within six units.
 */
export class FeatureReader {
  /** Slots in the word table of pairs of units and of units beside classes, weight 1 each. */
  readonly pairs = new Int32Array((5 + WINDOW) * SEGMENT + EMOJIS);
  pairCount = 0;
  /** Slots in the context table, weight 1 each; those of single units are left to classSlot. */
  readonly contexts = new Int32Array(1 + (CLASSES_OF_UNIT + SIGNS) * (SEGMENT + 1) * (1 + ITEMS_BACK + 2));
  contextCount = 0;
  /** Per unit of the segment: a hash of its letters, or of its masked class. */
  readonly names = new Int32Array(SEGMENT);
  /** Slots in the word table of one unit, see readUnit. */
  readonly grams = new Int32Array(3 * LETTERS + 8);

  private readonly wordMask: number;
  private readonly contextMask: number;
  private readonly letters = new Int32Array(LETTERS + 2);
  /** Code unit of each letter outside a..z. */
  private readonly codes = new Uint16Array(MAX_NATIVE_LETTERS);
  private readonly classNumbers: Int32Array;
  private readonly masked: Uint8Array;
  /** By class and sign: 1 where two of them say nothing without a third. */
  private readonly common = new Uint8Array(BREAK + 1).fill(1);
  /** Per set of classes, up to CLASSES_OF_UNIT of the model's classes, then NO_CLASS; UNKNOWN where not yet looked up. */
  private readonly sets = new Uint8Array(CLASSES_OF_UNIT << 16).fill(UNKNOWN);
  private readonly itemCode = new Int32Array((CLASSES_OF_UNIT + SIGNS) * (SEGMENT + 1));
  private readonly itemUnit = new Int32Array(this.itemCode.length);
  private readonly itemSentence = new Int32Array(this.itemCode.length);
  private itemCount = 0;
  /** The items that are not common. */
  private readonly rare = new Int32Array(this.itemCode.length);
  private rareCount = 0;
  /** The latest three classes and signs, a byte each, and whether each was not common, a bit each. */
  private sequence = 0;
  private rareBits = 0;

  /** @throws RangeError where a masked class is missing: the model would judge by the names of groups */
  constructor(
    shape: FeatureShape,
    private readonly wordClasses: WordClasses,
    table: CharTable,
  ) {
    this.wordMask = shape.words.length / LABEL_COUNT - 1;
    this.contextMask = shape.contexts.length / LABEL_COUNT - 1;
    const missing = shape.masked.filter((name) => wordClasses.numberOf(name) < 0);
    if (missing.length > 0) {
      throw new RangeError(
        `The classifier model must not see the words of ${missing.join(', ')}, but there is no such word class: load it or train anew.`,
      );
    }
    // A class that is only a hint may have gone since: no unit has it then.
    this.classNumbers = Int32Array.from(shape.classes, (name) => wordClasses.numberOf(name));
    this.masked = Uint8Array.from(shape.classes, (name) => (shape.masked.includes(name) ? 1 : 0));
    for (const [i, name] of shape.classes.entries()) this.common[i] = shape.common.includes(name) ? 1 : 0;
    for (let unit = 65535; unit >= 0; unit--) {
      const value = table.plain[unit]! - NATIVE;
      if (value >= 0) this.codes[(value >> 6) * NATIVE_ROW + (value & 63)] = unit;
    }
  }

  /** Whether a unit is seen only as its class. */
  isMasked(set: number): boolean {
    const primary = this.sets[CLASSES_OF_UNIT * set]!;
    return primary !== NO_CLASS && this.masked[primary] === 1;
  }

  /**
   * Reads names, pairs and contexts of the units `from` to before `to`, at most SEGMENT. Linear, no allocation.
   */
  read(buffer: FoldBuffer, units: UnitList, from: number, to: number): void {
    for (let unit = from; unit < to; unit++) this.names[unit - from] = this.nameOf(unit, buffer, units);
    this.readAround(buffer, units, from, to);
  }

  /** A hash of the unit's letters, or of its masked class. */
  nameOf(unit: number, buffer: FoldBuffer, units: UnitList): number {
    const set = units.set[unit]!;
    const base = CLASSES_OF_UNIT * set;
    if (this.sets[base] === UNKNOWN) this.learnSet(set);
    if (this.isMasked(set)) return mix(WORD + this.sets[base]!);
    return this.hashOf(buffer, units.firstSymbol[unit]!, units.endSymbol[unit]!);
  }

  /** Reads pairs and contexts, as `read`, of units whose names are known. */
  readAround(buffer: FoldBuffer, units: UnitList, from: number, to: number): void {
    const { names, sets } = this;
    const { offsets } = buffer;
    const { units: codes, size } = buffer.source;
    this.pairCount = this.contextCount = this.itemCount = this.rareCount = this.sequence = this.rareBits = 0;
    this.addContext(mix(LENGTH ^ lengthBucket(to - from)));
    let quoted = 0;
    let sentence = 0;
    let emojis = 0;
    let previous = START;
    let previousClass = NO_CLASS;
    let maskedAt = from - WINDOW - 1;
    let maskedClass = 0;
    let at = from === 0 ? 0 : offsets[units.endSymbol[from - 1]!]!;
    for (let unit = from; unit <= to; unit++) {
      const start = unit < units.count ? units.firstSymbol[unit]! : 0;
      const gapEnd = unit < units.count ? offsets[start]! : size;
      // Each kind of sign counts once in a gap.
      let seen = 0;
      for (; at < gapEnd; at++) {
        const code = codes[at]!;
        if (code === 32) continue;
        const sign = signOf(code);
        if (sign === 0) {
          if (code >= 0x2600 && emojis < EMOJIS && isEmoji(code)) {
            emojis++;
            this.addPair(mix(EMOJI ^ codePointOf(codes, at)));
          }
          continue;
        }
        if (sign === QUOTE) quoted ^= QUOTED;
        if ((seen >> (sign - QUOTE)) & 1) continue;
        seen |= 1 << (sign - QUOTE);
        this.addContext(mix(PRESENT ^ sign));
        this.addItem(sign | quoted, unit, sentence);
        this.follow(sign);
        if (sign === QUESTION || sign === SENTENCE_END) {
          sentence++;
          previous = START;
          previousClass = NO_CLASS;
        }
      }
      if (unit === to) break;
      const end = units.endSymbol[unit]!;
      at = offsets[end]!;

      const set = units.set[unit]!;
      const base = CLASSES_OF_UNIT * set;
      const primary = sets[base]!;
      const masked = primary !== NO_CLASS && this.masked[primary] === 1;
      const name = names[unit - from]!;

      this.addPair(mix(NEIGHBOURS ^ Math.imul(previous, 0x9e3779b1) ^ name));
      if (previousClass !== NO_CLASS && this.common[previousClass] === 0)
        this.addPair(mix((BESIDE + previousClass) ^ Math.imul(name, 0x85ebca6b)));
      if (unit - maskedAt <= WINDOW) this.addPair(mix((NEAR + maskedClass) ^ Math.imul(name, 0xc2b2ae35)));
      if (primary !== NO_CLASS) {
        if (previous !== START && this.common[primary] === 0)
          this.addPair(mix((BESIDE + 128 + primary) ^ Math.imul(previous, 0x85ebca6b)));
        if (masked) {
          for (let back = Math.max(maskedAt + 1, from, unit - WINDOW); back < unit; back++) {
            this.addPair(mix((NEAR + 128 + primary) ^ Math.imul(names[back - from]!, 0xc2b2ae35)));
          }
          maskedAt = unit;
          maskedClass = primary;
        }
        for (let i = base; i < base + CLASSES_OF_UNIT && sets[i] !== NO_CLASS; i++) {
          this.addItem(sets[i]! | quoted, unit, sentence);
        }
        this.follow(primary);
      }
      previous = name;
      previousClass = primary;
    }
  }

  /**
   * Reads the slots of one unit of the segment last read: first the word itself, then its n-grams of letters.
   * @returns how many; 1 for a masked unit
   */
  readUnit(name: number, unit: number, buffer: FoldBuffer, units: UnitList): number {
    const { grams, letters, wordMask } = this;
    const { symbols, runs } = buffer;
    grams[0] = mix(WORD ^ name) & wordMask;
    if (this.isMasked(units.set[unit]!)) return 1;
    const first = units.firstSymbol[unit]!;
    const end = units.endSymbol[unit]!;
    let size = 1;
    letters[0] = 1;
    for (let i = first; i < end && size < LETTERS; i++) {
      const symbol = symbols[i]!;
      if (symbol < LEAD_0) {
        letters[size++] = symbol + 1;
        if (runs[i] === 2 && symbol !== SEPARATOR) letters[size++] = symbol + 1;
      } else if (symbol < TRAIL_0) letters[size++] = this.codeOf(symbol, symbols[i + 1]!);
    }
    letters[size++] = 1;
    // A letter of the other scripts says as much as two or three of a..z.
    const native = symbols[first]! >= LEAD_0;
    const shortest = native ? 1 : 3;
    const longest = native ? 3 : 5;
    let count = 1;
    for (let i = 0; i < size; i++) {
      let hash = GRAM;
      for (let n = 1; n <= longest && i + n <= size; n++) {
        hash = Math.imul(hash ^ letters[i + n - 1]!, 0x01000193);
        hash ^= hash >>> 15;
        if (n >= shortest) grams[count++] = mix(hash) & wordMask;
      }
    }
    return count;
  }

  /** Slot in the context table of a unit's class: the i-th of its set; -1 behind the last. */
  classSlot(set: number, i: number): number {
    const number = i < CLASSES_OF_UNIT ? this.sets[CLASSES_OF_UNIT * set + i]! : NO_CLASS;
    return number === NO_CLASS ? -1 : mix(PRESENT ^ number) & this.contextMask;
  }

  private addPair(hash: number): void {
    this.pairs[this.pairCount++] = hash & this.wordMask;
  }

  private addContext(hash: number): void {
    this.contexts[this.contextCount++] = hash & this.contextMask;
  }

  /** Adds a class or sign (with QUOTED), and its pairs with those shortly before of which one is not common. */
  private addItem(code: number, unit: number, sentence: number): void {
    const index = this.itemCount++;
    this.itemCode[index] = code;
    this.itemUnit[index] = unit;
    this.itemSentence[index] = sentence;
    if (this.common[code & 127] === 1) {
      const { rare } = this;
      for (let back = this.rareCount - 1; back >= 0 && back >= this.rareCount - ITEMS_BACK; back--) {
        if (!this.addSkip(rare[back]!, code, unit, sentence)) break;
      }
      return;
    }
    for (let back = index - 1; back >= 0 && back >= index - ITEMS_BACK; back--) {
      if (!this.addSkip(back, code, unit, sentence)) break;
    }
    this.rare[this.rareCount++] = index;
  }

  /** @returns false where the earlier item is out of reach, and all before it */
  private addSkip(back: number, code: number, unit: number, sentence: number): boolean {
    const distance = unit - this.itemUnit[back]!;
    if (distance > WINDOW) return false;
    if (distance === 0 && (code & 127) < QUOTE) return true;
    const place = this.itemSentence[back] !== sentence ? 2 : distance > 2 ? 1 : 0;
    this.addContext(mix(SKIP ^ ((place << 16) | (this.itemCode[back]! << 8) | code)));
    return true;
  }

  /** Adds the sequences of three and four that end here, where one of them is not common. */
  private follow(code: number): void {
    const { sequence } = this;
    const rare = (this.rareBits << 1) | (this.common[code]! ^ 1);
    if ((rare & 7) !== 0 && sequence > 0xff) {
      this.addContext(mix(SEQUENCE ^ Math.imul(((sequence & 0xffff) << 8) | code, 0x9e3779b1)));
    }
    if ((rare & 15) !== 0 && sequence > 0xffff) {
      this.addContext(mix((SEQUENCE + code) ^ Math.imul(sequence, 0x85ebca6b)));
    }
    // 1 is added so that the first class differs from nothing.
    this.sequence = ((sequence << 8) | (code + 1)) & 0xffffff;
    this.rareBits = rare & 7;
  }

  private learnSet(set: number): void {
    let count = 0;
    for (let i = 0; i < this.classNumbers.length && count < CLASSES_OF_UNIT; i++) {
      const number = this.classNumbers[i]!;
      if (number >= 0 && this.wordClasses.has(set, number)) this.sets[CLASSES_OF_UNIT * set + count++] = i;
    }
    while (count < CLASSES_OF_UNIT) this.sets[CLASSES_OF_UNIT * set + count++] = NO_CLASS;
  }

  /** Hash of a unit's letters; a letter that stands twice counts twice, one that is stretched (three or more) once. */
  private hashOf({ symbols, runs }: FoldBuffer, start: number, end: number): number {
    let hash = GRAM;
    for (let i = start; i < end; i++) {
      const symbol = symbols[i]!;
      let letter = symbol;
      if (symbol >= LEAD_0) {
        if (symbol >= TRAIL_0) continue;
        letter = this.codeOf(symbol, symbols[i + 1]!);
      }
      hash = Math.imul(hash ^ letter, 0x5bd1e995);
      hash ^= hash >>> 13;
      if (runs[i] === 2 && symbol !== SEPARATOR) hash = Math.imul(hash ^ letter, 0x01000193);
    }
    return hash;
  }

  private codeOf(lead: number, trail: number): number {
    return this.codes[(lead - LEAD_0) * NATIVE_ROW + trail - TRAIL_0]!;
  }
}

/** The sign that a code unit between words is, 0 where it means nothing. */
function signOf(code: number): number {
  switch (code) {
    case 0x22:
    case 0xab:
    case 0xbb:
    case 0x201c:
    case 0x201d:
    case 0x201e:
      return QUOTE;
    case 0x3f:
    case 0x61f:
    case 0xff1f:
      return QUESTION;
    case 0x0a:
    case 0x21:
    case 0x2e:
    case 0x3002:
    case 0xff01:
      return SENTENCE_END;
    case 0x2c:
    case 0x2d:
    case 0x3a:
    case 0x3b:
    case 0xff0c:
      return BREAK;
    default:
      return 0;
  }
}

function isEmoji(code: number): boolean {
  return code < 0x27c0 || (code >= 0xd83c && code <= 0xd83e);
}

/** 0 for 0 or 1 units, then 2, 3, 4-5, 6-7, 8-11, ... */
function lengthBucket(units: number): number {
  if (units < 4) return units < 2 ? 0 : units - 1;
  const log = 31 - Math.clz32(units);
  return 2 * log + ((units >> (log - 1)) & 1);
}

/** Finalizer of MurmurHash3 (https://github.com/aappleby/smhasher, public domain). */
function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
