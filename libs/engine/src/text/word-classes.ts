import { FoldBuffer, foldPlain } from './fold.js';
import type { CharTable } from './char-table.js';
import { misspellings } from './misspellings.js';
import { HASH_SEED, eachPart, extendHash, hasBit, joinHashes, setBit, type TokenList } from './tokens.js';
import type { UnitList } from './unit-list.js';
import { CLASSES, CUT, KNOWN, KNOWS_CLASSES, PARTS, WHOLE, type WordMemory } from './word-memory.js';

/** Words and phrases that mean alike to context rules and the classifier: groups of people, negations, ... */
export interface WordClass {
  /** Name, lower case: "identity", "negation". Classes of one name (from several languages) are one. */
  readonly name: string;
  /**
   * Lower-case words, or phrases of up to 6 words separated by single spaces, or two classes in a row: "<origin> <person>"
   * makes "black" and "people" one unit of this class.
   */
  readonly words: readonly string[];
  /** The classifier sees the class instead of the word, so that it can't learn to blame a group. */
  readonly masked?: boolean;
  /** Its words are so common that no rule starts its search at them. */
  readonly common?: boolean;
  /** Words of 5 letters or more are known too with one letter left out or two swapped. */
  readonly fuzzy?: boolean;
}

/** Longest phrase, in words. */
const LONGEST_PHRASE = 6;
/** Most classes; a set of them is two 32-bit words. */
const MOST_CLASSES = 64;
/** The commonest ordinary words, which may be parts of words written together. */
const MOST_PARTS = 3000;
/** Length of a run of letters that may be several words written together, in symbols. */
const SHORTEST_JOINED = 5;
const LONGEST_JOINED = 32;
/** What the table says of a word, bits: most words of a phrase that begins with it; whether it is the second of one. */
const PHRASE = 7;
const FOLLOWS = 8;
/** Longest word looked for in such a run. */
const LONGEST_PART = 16;

/** Words by both their hashes, see TokenList. */
export interface KnownWords {
  has(hash: number, check: number): boolean;
}

/** Two classes in a row that make one unit. */
interface Compound {
  readonly first: number;
  readonly second: number;
  readonly set: number;
}

/** Looks up which classes the words and phrases of a text belong to. Immutable; a look-up is a probe or two a word. */
export class WordClasses {
  /** Class names in the order of their numbers. */
  readonly names: readonly string[];
  /** Numbers of the masked classes. */
  readonly masked: readonly number[];
  /** Numbers of the common classes. */
  readonly common: readonly number[];
  private readonly commonBits: { readonly low: number; readonly high: number };
  /**
   * Two numbers a slot, side by side so that a look-up touches one cache line: the hash; the set's number times 256, plus
   * the most words of a phrase that begins with this word (1 where none does; 0 in a free slot), plus FOLLOWS.
   */
  private readonly slots: Int32Array;
  private readonly mask: number;
  /**
   * A bit for each hash that the table may know, by the hash's last bits: 1/16 of the table, so it stays in a core's
   * cache, and 88 % of the look-ups of what it lacks end here (prefixes of words to be cut, phrases that are none).
   */
  private readonly filter: Int32Array;
  /** As `filter`, of the first two words of each phrase: most words that may begin one are not followed by the next. */
  private readonly openings: Int32Array;
  /** Two 32-bit words for each set. */
  private readonly bits: Uint32Array;
  private readonly compounds: readonly Compound[];
  /** Per set: 1 where a compound begins with it. */
  private readonly opensPair: Uint8Array;
  /** Where a run of letters can be cut, see `cut`: the start of the part that ends there. */
  private readonly cuts = new Int8Array(LONGEST_JOINED + 1);

  /**
   * @param ordinary words in order of frequency: never taken for a misspelt member of a fuzzy class, never cut, and the
   * commonest count as parts of words written together
   * @throws RangeError for a phrase of more than 6 words, a word without letters, more than 64 classes
   */
  constructor(classes: readonly WordClass[], table: CharTable, ordinary: ReadonlySet<string> = new Set()) {
    this.names = [...new Set(classes.map(({ name }) => name))];
    if (this.names.length > MOST_CLASSES) {
      throw new RangeError(`There are ${this.names.length} word classes; at most ${MOST_CLASSES} fit. Merge some.`);
    }
    const flagged = (flag: 'masked' | 'common') =>
      this.names.flatMap((name, i) => (classes.some((one) => one.name === name && one[flag]) ? [i] : []));
    this.masked = flagged('masked');
    this.common = flagged('common');
    this.commonBits = classBits(this.common);

    const members = new Map<number, number>();
    // Per member, its classes as bits: two sets for each of 50,000 words would take more memory than the ruleset.
    const low: number[] = [];
    const high: number[] = [];
    const memberOf = (hash: number): number => {
      let member = members.get(hash);
      if (member === undefined) {
        members.set(hash, (member = low.length));
        low.push(0);
        high.push(0);
      }
      return member;
    };
    const heads = new Map<number, number>();
    const openings = new Set<number>();
    const seconds = new Set<number>();
    const pairs: { first: number; second: number; name: number }[] = [];
    const buffer = new FoldBuffer();
    const { tokens } = buffer;
    const add = (word: string, number: number) => {
      foldPlain(word, table, buffer);
      if (tokens.count === 0 || tokens.count > LONGEST_PHRASE) {
        throw new RangeError(`Word class ${this.names[number]}: "${word}" must have 1 to ${LONGEST_PHRASE} words.`);
      }
      let hash = tokens.hash[0]!;
      for (let i = 1; i < tokens.count; i++) hash = joinHashes(hash, tokens.hash[i]!);
      const member = memberOf(hash);
      if (number < 32) low[member]! |= 1 << number;
      else high[member]! |= 1 << (number - 32);
      if (tokens.count > 1) {
        heads.set(tokens.hash[0]!, Math.max(heads.get(tokens.hash[0]!) ?? 1, tokens.count));
        openings.add(joinHashes(tokens.hash[0]!, tokens.hash[1]!));
        seconds.add(tokens.hash[1]!);
      }
    };
    const listed = new Set<string>();
    for (const { name, words } of classes) {
      for (const word of words) {
        const pair = /^<([a-z_]+)> <([a-z_]+)>$/.exec(word);
        if (pair) {
          const [first, second] = [this.numberOf(pair[1]!), this.numberOf(pair[2]!)];
          if (first < 0 || second < 0)
            throw new RangeError(`Word class ${name}: "${word}" names a class that there is not.`);
          pairs.push({ first, second, name: this.numberOf(name) });
          continue;
        }
        listed.add(word);
        add(word, this.numberOf(name));
      }
    }
    for (const { name, words, fuzzy } of classes) {
      if (!fuzzy) continue;
      for (const word of words) {
        for (const variant of misspellings(word)) {
          if (!listed.has(variant) && !ordinary.has(variant)) add(variant, this.numberOf(name));
        }
      }
    }

    let rank = 0;
    for (const word of ordinary) {
      if (++rank > MOST_PARTS && word.length < SHORTEST_JOINED) continue;
      foldPlain(word, table, buffer);
      if (tokens.count === 1) memberOf(tokens.hash[0]!);
    }

    let size = 64;
    while (size < 2 * (members.size + heads.size)) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(2 * size);
    this.filter = new Int32Array(size >> 3);
    let words = 64;
    while (words < openings.size) words *= 2;
    this.openings = new Int32Array(words);
    for (const hash of openings) setBit(this.openings, hash);
    const numbers = new Map<string, number>([['0,0', 0]]);
    const bits = [0, 0];
    const setOf = (lower: number, upper: number): number => {
      if (lower === 0 && upper === 0) return 0;
      const key = `${lower},${upper}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = numbers.size));
        bits.push(lower, upper);
      }
      return number;
    };
    for (const [hash, member] of members) this.slots[this.claim(hash)]! += setOf(low[member]!, high[member]!) << 8;
    for (const [hash, longest] of heads) this.slots[this.claim(hash)]! += longest - 1;
    for (const hash of seconds) if (this.find(hash) !== 0) this.slots[this.claim(hash)]! |= FOLLOWS;
    this.compounds = pairs.map(({ first, second, name }) => {
      const { low: lower, high: upper } = classBits([name]);
      return { first, second, set: setOf(lower, upper) };
    });
    this.bits = Uint32Array.from(bits);
    this.opensPair = Uint8Array.from({ length: this.setCount }, (_, set) =>
      this.compounds.some(({ first }) => this.has(set, first)) ? 1 : 0,
    );
  }

  /** Number of different sets of classes that words have. */
  get setCount(): number {
    return this.bits.length / 2;
  }

  /** Number of a class, -1 where there is none of that name. */
  numberOf(name: string): number {
    return this.names.indexOf(name);
  }

  /** Whether a unit's set holds a class. */
  has(set: number, number: number): boolean {
    return ((this.bits[2 * set + (number >> 5)]! >>> (number & 31)) & 1) === 1;
  }

  /** The classes of a set as bits: numbers 0 to 31, and 32 to 63. */
  lowBits(set: number): number {
    return this.bits[2 * set]!;
  }

  highBits(set: number): number {
    return this.bits[2 * set + 1]!;
  }

  /**
   * Groups a text's words into units and looks up their classes; the longest phrase wins.
   * @param memory what is known of words; no other WordClasses may use it
   * @param joined also cut runs of letters into the known words that they are made of, where they are made of nothing else
   */
  read(buffer: FoldBuffer, memory: WordMemory, out: UnitList, joined = false): void {
    const { tokens } = buffer;
    out.reserve(joined ? buffer.length : tokens.count);
    out.count = 0;
    for (let i = this.readSingles(tokens, memory, out, joined, 0); i < tokens.count;) {
      i = this.readSingles(tokens, memory, out, joined, this.readUnit(buffer, memory, out, joined, i));
    }
  }

  /**
   * Adds the words from one on that are units by themselves and are known: nearly all. A loop without calls, in which
   * nothing about the arrays has to be looked up again at each word.
   * @returns the first word that may be something else
   */
  private readSingles(
    { hash, check, first, end, row, count }: TokenList,
    { numbers }: WordMemory,
    out: UnitList,
    joined: boolean,
    from: number,
  ): number {
    const { opensPair, openings } = this;
    const { first: firsts, end: ends, firstSymbol, endSymbol, hash: hashes, check: checks, row: rows, set: sets } = out;
    const known = joined ? KNOWS_CLASSES | WHOLE : KNOWS_CLASSES;
    let u = out.count;
    let before = u === 0 ? 0 : sets[u - 1]!;
    let i = from;
    for (; i < count; i++) {
      const at = row[i]!;
      if (numbers[at] !== hash[i] || numbers[at + 1] !== check[i]) break;
      const value = numbers[at + CLASSES]!;
      const needed = value === 0 ? known : KNOWS_CLASSES;
      if ((numbers[at + KNOWN]! & needed) !== needed) break;
      if ((value & PHRASE) > 1 && i + 1 < count) {
        const next = row[i + 1]!;
        if (numbers[next] !== hash[i + 1] || numbers[next + 1] !== check[i + 1]) break;
        if ((numbers[next + KNOWN]! & KNOWS_CLASSES) === 0) break;
        const follows = numbers[next + CLASSES]!;
        if ((follows === 0 || follows & FOLLOWS) && hasBit(openings, joinHashes(hash[i]!, hash[i + 1]!))) break;
      }
      const set = value >> 8;
      if (set !== 0 && opensPair[before] === 1) break;
      firsts[u] = i;
      ends[u] = i + 1;
      firstSymbol[u] = first[i]!;
      endSymbol[u] = end[i]!;
      hashes[u] = hash[i]!;
      checks[u] = check[i]!;
      rows[u] = at;
      sets[u++] = set;
      before = set;
    }
    out.count = u;
    return i;
  }

  /**
   * Adds the unit that begins with a word: the longest phrase, parts of a word that was cut, or the word.
   * @returns the word behind it
   */
  private readUnit(buffer: FoldBuffer, memory: WordMemory, out: UnitList, joined: boolean, i: number): number {
    const { tokens } = buffer;
    let hash = tokens.hash[i]!;
    let check = tokens.check[i]!;
    let end = i + 1;
    let set = 0;
    const row = this.recall(memory, tokens, i);
    const value = memory.numbers[row + CLASSES]!;
    if (value !== 0) {
      set = value >> 8;
      let last = Math.min(i + (value & PHRASE), tokens.count);
      if (last > i + 1 && !this.opens(memory, tokens, i)) last = i + 1;
      for (let j = i + 1, phrase = hash, phraseCheck = check; j < last; j++) {
        phrase = joinHashes(phrase, tokens.hash[j]!);
        phraseCheck = joinHashes(phraseCheck, tokens.check[j]!);
        const known = this.find(phrase) >> 8;
        if (known !== 0) {
          set = known;
          end = j + 1;
          hash = phrase;
          check = phraseCheck;
        }
      }
    } else if (joined && this.isCut(memory, row, buffer, tokens.first[i]!, tokens.end[i]!)) {
      this.pushParts(memory, memory.numbers[row + PARTS]!, buffer, i, out);
      return end;
    }
    this.push(out, i, end, tokens.first[i]!, tokens.end[end - 1]!, hash, check, set, end > i + 1 ? -1 : row);
    return end;
  }

  private push(
    out: UnitList,
    first: number,
    end: number,
    from: number,
    to: number,
    hash: number,
    check: number,
    set: number,
    row: number,
  ): void {
    const before = out.count - 1;
    if (set !== 0 && before >= 0 && this.opensPair[out.set[before]!] === 1) {
      for (const { first: left, second: right, set: whole } of this.compounds) {
        if (!this.has(out.set[before]!, left) || !this.has(set, right)) continue;
        out.end[before] = end;
        out.endSymbol[before] = to;
        out.hash[before] = joinHashes(out.hash[before]!, hash);
        out.check[before] = joinHashes(out.check[before]!, check);
        out.row[before] = -1;
        out.set[before] = whole;
        return;
      }
    }
    const at = out.count++;
    out.first[at] = first;
    out.end[at] = end;
    out.firstSymbol[at] = from;
    out.endSymbol[at] = to;
    out.hash[at] = hash;
    out.check[at] = check;
    out.row[at] = row;
    out.set[at] = set;
  }

  /**
   * Whether a word has a class or may be part of a phrase that has, or is made of words of which one has a class that is
   * not common.
   * @param others words that are known to be there: such a part says nothing new
   */
  means(buffer: FoldBuffer, token: number, memory: WordMemory, others: KnownWords): boolean {
    const { tokens } = buffer;
    const row = this.recall(memory, tokens, token);
    const { numbers } = memory;
    const value = numbers[row + CLASSES]!;
    if (value !== 0) return value >> 8 !== 0 || (value & PHRASE) > 1 || (value & FOLLOWS) !== 0;
    if (!this.isCut(memory, row, buffer, tokens.first[token]!, tokens.end[token]!)) return false;
    return this.hasTellingPart(numbers[row + PARTS]!, buffer, token, others);
  }

  private hasTellingPart(parts: number, buffer: FoldBuffer, token: number, others: KnownWords): boolean {
    let tells = false;
    eachPart(parts, buffer, token, (_from, _to, hash, check) => {
      tells ||= this.tells(this.find(hash) >> 8) && !others.has(hash, check);
    });
    return tells;
  }

  /** Whether a set has a class that is not common. */
  private tells(set: number): boolean {
    const { low, high } = this.commonBits;
    return ((this.lowBits(set) & ~low) | (this.highBits(set) & ~high)) !== 0;
  }

  /** Whether some phrase begins with a word and the one behind it. */
  private opens(memory: WordMemory, tokens: TokenList, token: number): boolean {
    const next = memory.numbers[this.recall(memory, tokens, token + 1) + CLASSES]!;
    if (next !== 0 && (next & FOLLOWS) === 0) return false;
    return hasBit(this.openings, joinHashes(tokens.hash[token]!, tokens.hash[token + 1]!));
  }

  /** The word's row in the memory, where what `find` says is put down. */
  private recall(memory: WordMemory, { hash, check, row }: TokenList, token: number): number {
    const { numbers } = memory;
    let at = row[token]!;
    if (numbers[at] !== hash[token] || numbers[at + 1] !== check[token]) {
      at = memory.row(hash[token]!, check[token]!);
      row[token] = at;
    }
    this.classesAt(memory, at, hash[token]!);
    return at;
  }

  /** What `find` says of the word of a row. */
  private classesAt({ numbers }: WordMemory, row: number, hash: number): number {
    if ((numbers[row + KNOWN]! & KNOWS_CLASSES) === 0) {
      numbers[row + CLASSES] = this.find(hash);
      numbers[row + KNOWN]! |= KNOWS_CLASSES;
    }
    return numbers[row + CLASSES]!;
  }

  /** Whether the unknown word of a row can be cut; if so, the row says where. */
  private isCut({ numbers }: WordMemory, row: number, buffer: FoldBuffer, first: number, end: number): boolean {
    const known = numbers[row + KNOWN]!;
    if (known & (WHOLE | CUT)) return (known & CUT) !== 0;
    const parts = this.cut(buffer, first, end);
    numbers[row + PARTS] = parts;
    numbers[row + KNOWN] = known | (parts === 0 ? WHOLE : CUT);
    return parts !== 0;
  }

  /**
   * Cuts a word into known words if it is made of them alone, the longest first from its end. Takes at most 16 steps a
   * letter, for words of up to 32 letters.
   * @returns a bit for each symbol behind which a part ends, 0 where it can't be cut
   */
  private cut({ symbols, runs }: FoldBuffer, first: number, end: number): number {
    const length = end - first;
    if (length < SHORTEST_JOINED || length > LONGEST_JOINED) return 0;
    const { cuts } = this;
    for (let i = 1; i <= length; i++) cuts[i] = -1;
    cuts[0] = 0;
    for (let from = 0; from < length; from++) {
      if (cuts[from]! < 0) continue;
      let hash = HASH_SEED;
      const reach = Math.min(length, from + LONGEST_PART);
      for (let to = from + 1; to <= reach; to++) {
        hash = extendHash(hash, symbols[first + to - 1]!, runs[first + to - 1]!);
        if (cuts[to]! >= 0) continue; // reached from further left: the longer part stands
        const value = this.find(hash);
        // One letter is a word only if a class says so.
        if (value !== 0 && (to - from > 1 || value > 255)) cuts[to] = from;
      }
    }
    let parts = 0;
    if (cuts[length]! >= 0) for (let to = length; to > 0; to = cuts[to]!) parts |= 1 << (to - 1);
    return parts;
  }

  /** Adds the parts of a word that was cut. In a method of its own: a closure in `read` would cost every text. */
  private pushParts(memory: WordMemory, parts: number, buffer: FoldBuffer, token: number, out: UnitList): void {
    eachPart(parts, buffer, token, (from, to, hash, check) => {
      const row = memory.row(hash, check);
      const set = this.classesAt(memory, row, hash) >> 8;
      this.push(out, token, token + 1, from, to, hash, check, set, row);
    });
  }

  /** What the table says of a hash: set << 8 | longest phrase; 0 where it is unknown. */
  private find(hash: number): number {
    const { slots, mask, filter } = this;
    if (!hasBit(filter, hash)) return 0;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const value = slots[2 * slot + 1]!;
      if (value === 0 || slots[2 * slot] === hash) return value;
    }
  }

  /** Index of the value of a hash, put in where it is new. */
  private claim(hash: number): number {
    const { slots, mask } = this;
    let slot = hash & mask;
    while (slots[2 * slot + 1] !== 0 && slots[2 * slot] !== hash) slot = (slot + 1) & mask;
    slots[2 * slot] = hash;
    setBit(this.filter, hash);
    if (slots[2 * slot + 1] === 0) slots[2 * slot + 1] = 1;
    return 2 * slot + 1;
  }
}

/** Numbers of classes as bits: those of 0 to 31, and of 32 to 63. */
export function classBits(numbers: Iterable<number>): { readonly low: number; readonly high: number } {
  let low = 0;
  let high = 0;
  for (const number of numbers) {
    if (number < 32) low |= 1 << number;
    else high |= 1 << (number - 32);
  }
  return { low, high };
}
