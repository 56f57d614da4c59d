import { FoldBuffer, foldPlain } from './fold.js';
import type { CharTable } from './char-table.js';
import { TokenList } from './tokens.js';

/** Words and phrases that mean alike to context rules and the classifier: groups of people, negations, ... */
export interface WordClass {
  /** Name, lower case: "identity", "negation". Classes of one name (from several languages) are one. */
  readonly name: string;
  /** Lower-case words, or phrases of up to 4 words separated by single spaces. */
  readonly words: readonly string[];
}

/** Longest phrase, in words. */
const LONGEST_PHRASE = 4;
/** Most classes; a set of them is two 32-bit words. */
const MOST_CLASSES = 64;

/**
 * A text in units: words, and phrases that a class knows as one. Parallel arrays, reused, valid up to `count`.
 */
export class UnitList {
  count = 0;
  /** Index of the unit's first token. */
  first = new Int32Array(0);
  /** Index of the token behind it. */
  end = new Int32Array(0);
  /** Hash of the word or phrase. */
  hash = new Int32Array(0);
  /** Number of its set of classes, see WordClasses.has; 0 is the empty set. */
  set = new Uint16Array(0);

  reserve(tokens: number): void {
    if (this.first.length >= tokens) return;
    const size = Math.max(tokens, 2 * this.first.length, 256);
    this.first = new Int32Array(size);
    this.end = new Int32Array(size);
    this.hash = new Int32Array(size);
    this.set = new Uint16Array(size);
  }
}

/** Looks up which classes the words and phrases of a text belong to. Immutable; a look-up is a probe or two a word. */
export class WordClasses {
  /** Class names in the order of their numbers. */
  readonly names: readonly string[];
  private readonly keys: Int32Array;
  private readonly sets: Uint16Array;
  /** Most words of a phrase that begins with this word; 1 where none does. */
  private readonly longest: Uint8Array;
  private readonly mask: number;
  /** Two 32-bit words for each set. */
  private readonly bits: Uint32Array;

  /** @throws RangeError for a phrase of more than 4 words, a word without letters or more than 64 classes */
  constructor(classes: readonly WordClass[], table: CharTable) {
    this.names = [...new Set(classes.map(({ name }) => name))];
    if (this.names.length > MOST_CLASSES) {
      throw new RangeError(`There are ${this.names.length} word classes; at most ${MOST_CLASSES} fit. Merge some.`);
    }
    const members = new Map<number, Set<number>>();
    const heads = new Map<number, number>();
    const buffer = new FoldBuffer();
    const tokens = new TokenList();
    for (const { name, words } of classes) {
      const number = this.names.indexOf(name);
      for (const word of words) {
        buffer.reserve(word.length);
        foldPlain(word, table, buffer);
        tokens.read(buffer);
        if (tokens.count === 0 || tokens.count > LONGEST_PHRASE) {
          throw new RangeError(`Word class ${name}: "${word}" must have 1 to ${LONGEST_PHRASE} words.`);
        }
        let hash = 0;
        for (let i = 0; i < tokens.count; i++) hash = i === 0 ? tokens.hash[0]! : extend(hash, tokens.hash[i]!);
        members.set(hash, (members.get(hash) ?? new Set()).add(number));
        const head = tokens.hash[0]!;
        heads.set(head, Math.max(heads.get(head) ?? 1, tokens.count));
      }
    }
    let size = 64;
    while (size < 3 * (members.size + heads.size)) size *= 2;
    this.mask = size - 1;
    this.keys = new Int32Array(size);
    this.sets = new Uint16Array(size);
    this.longest = new Uint8Array(size);
    const numbers = new Map<string, number>([['0,0', 0]]);
    const bits = [0, 0];
    for (const [hash, set] of members) {
      let low = 0;
      let high = 0;
      for (const number of set) {
        if (number < 32) low |= 1 << number;
        else high |= 1 << (number - 32);
      }
      const key = `${low},${high}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = numbers.size));
        bits.push(low, high);
      }
      this.sets[this.claim(hash)] = number;
    }
    for (const [hash, longest] of heads) this.longest[this.claim(hash)] = longest;
    this.bits = Uint32Array.from(bits);
  }

  /** Number of a class, -1 where there is none of that name. */
  numberOf(name: string): number {
    return this.names.indexOf(name);
  }

  /** Whether a unit's set holds a class. */
  has(set: number, number: number): boolean {
    return ((this.bits[2 * set + (number >> 5)]! >>> (number & 31)) & 1) === 1;
  }

  /** Groups a text's words into units and looks up their classes; the longest phrase wins. */
  read(tokens: TokenList, out: UnitList): void {
    out.reserve(tokens.count);
    let count = 0;
    for (let i = 0; i < tokens.count;) {
      let hash = tokens.hash[i]!;
      let end = i + 1;
      let set = 0;
      const slot = this.find(hash);
      if (slot >= 0) {
        set = this.sets[slot]!;
        const last = Math.min(i + this.longest[slot]!, tokens.count);
        for (let j = i + 1, phrase = hash; j < last; j++) {
          phrase = extend(phrase, tokens.hash[j]!);
          const known = this.find(phrase);
          if (known >= 0 && this.sets[known] !== 0) {
            set = this.sets[known]!;
            end = j + 1;
            hash = phrase;
          }
        }
      }
      out.first[count] = i;
      out.end[count] = end;
      out.hash[count] = hash;
      out.set[count++] = set;
      i = end;
    }
    out.count = count;
  }

  /** The slot of a hash, -1 where it is unknown. */
  private find(hash: number): number {
    let slot = hash & this.mask;
    while (this.longest[slot] !== 0 || this.sets[slot] !== 0) {
      if (this.keys[slot] === hash) return slot;
      slot = (slot + 1) & this.mask;
    }
    return -1;
  }

  private claim(hash: number): number {
    let slot = hash & this.mask;
    while ((this.longest[slot] !== 0 || this.sets[slot] !== 0) && this.keys[slot] !== hash)
      slot = (slot + 1) & this.mask;
    this.keys[slot] = hash;
    if (this.longest[slot] === 0) this.longest[slot] = 1;
    return slot;
  }
}

function extend(phrase: number, word: number): number {
  return Math.imul(phrase ^ (phrase >>> 15), 0x2c1b3c6d) ^ word;
}
