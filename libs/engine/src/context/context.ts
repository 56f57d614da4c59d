import type { CharTable } from '../text/char-table.js';
import type { FoldBuffer } from '../text/fold.js';
import { hashStep } from '../text/tokens.js';
import { WordClasses, type KnownWords } from '../text/word-classes.js';
import type { WordMemory } from '../text/word-memory.js';
import { Languages } from './languages.js';
import { MARKS, type Change, type ContextSource, type Mark } from './context-source.js';
import { DetectorList, NO_DETECTORS, hasAll, needsOf, type Detector, type RuleReport } from './detectors.js';
import { TextReader, firstSign, secondSign } from './reader.js';
import {
  EDGE,
  END_OF_HASHES,
  FAR,
  FIRST,
  GAP,
  HASHES,
  HIGH,
  ITEM,
  KIND,
  LOW,
  MOST,
  OPTIONAL,
  SECOND,
  Steps,
  UNIT,
  type Runnable,
} from './steps.js';
import { Frequencies, PatternCompiler, REACH, type Item } from './unit-pattern.js';

/** How often one rule is reported in a text: the words around the first may take it back. */
const MOST_MATCHES = 3;
/**
 * Most attempts to match a rule in one text, of one detector at one unit. Ordinary messages need three, one of a hundred
 * words about groups of people some hundreds; a text that repeats such words without end says nothing new with them.
 */
const MOST_ATTEMPTS = 4096;
/** Size of the filter before the look-up of words, a power of two. */
const WORD_FILTER = 4096;

/** Up to so many units, what may start at one is looked at each time: their words hardly come twice. */
const FEW_UNITS = 32;

/** A word that means something else in other languages. */
export interface ForeignWord {
  readonly language: string;
  readonly elsewhere: readonly string[];
}

/** A mark's rule; its anchor is the hit. */
interface Marker extends Runnable {
  readonly quoted: boolean;
  /** See needsOf. */
  readonly needs: Int32Array;
}

/** Word classes and rules, compiled. Immutable; many scanners may share it. */
export class ContextRules {
  readonly classes: WordClasses;
  /** Per set of classes: the detectors that start at a unit with it. */
  private readonly bySet: DetectorList[] = [];
  /** Per set: 1 where one does. */
  private readonly startsSet: Uint8Array;
  private readonly byHash = new Map<number, DetectorList>();
  /** Whether a rule may start at a word, by the last bits of its hash: spares most words the look-up. */
  private readonly startsWord = new Uint8Array(WORD_FILTER);
  private readonly markers = new Map<Mark, Marker[]>();
  /** Per topic ("*": of every other), what each mark changes. */
  private readonly effects = new Map<string, Map<Mark, Change>>();
  readonly negation: number;
  /** The items of all patterns, see steps.ts. */
  readonly steps: Int32Array;
  readonly languages: Languages;

  /** @throws RangeError naming the rule and what is wrong with its pattern */
  constructor(
    source: ContextSource,
    readonly table: CharTable,
    ordinary: ReadonlySet<string> = new Set(),
  ) {
    this.classes = new WordClasses(source.classes, table, new Set([...ordinary, ...literalsOf(source)]));
    this.negation = this.classes.numberOf('negation');
    this.languages = new Languages(source.functionWords ?? [], table);
    const steps = new Steps();
    const byClass = new Map<number, Detector[]>();
    const byHash = new Map<number, Detector[]>();
    const compiler = new PatternCompiler(this.classes, table, new Frequencies(ordinary, source.classes));
    for (const { name, pattern, grades, language } of source.detect) {
      const items = compiler.compile(pattern, `${language}:${name}`);
      const anchor = this.anchorOf(items);
      if (anchor < 0 || items.some((item) => item.kind === 'hit')) {
        throw new RangeError(
          `Rule ${language}:${name}, pattern "${pattern}": it needs a word or a class that is not common to start from, and no "@".`,
        );
      }
      const detector: Detector = { name, grades, ...steps.add(items, anchor), needs: needsOf(items, anchor) };
      const start = items[anchor]!;
      if (start.kind !== 'unit') continue;
      for (const number of start.classes) byClass.set(number, [...(byClass.get(number) ?? []), detector]);
      for (const hash of start.hashes) byHash.set(hash, [...(byHash.get(hash) ?? []), detector]);
    }
    for (const { mark, pattern, language } of source.marks) {
      const items = compiler.compile(pattern, `${language}:${mark}`);
      const anchor = items.findIndex((item) => item.kind === 'hit');
      const hit = items[anchor];
      if (hit?.kind !== 'hit')
        throw new RangeError(`Mark ${mark}, pattern "${pattern}": it needs "@" where the hit stands.`);
      const marker = { ...steps.add(items, anchor), needs: needsOf(items, anchor), quoted: hit.quoted };
      this.markers.set(mark, [...(this.markers.get(mark) ?? []), marker]);
    }
    for (const { topic, mark, change } of source.effects) {
      const ofTopic = this.effects.get(topic) ?? new Map<Mark, Change>();
      this.effects.set(topic, ofTopic.set(mark, change));
    }
    for (const [hash, detectors] of byHash) {
      this.byHash.set(hash, new DetectorList(detectors));
      this.startsWord[hash & (WORD_FILTER - 1)] = 1;
    }
    for (let set = 0; set < this.classes.setCount; set++) {
      const ofSet = [...byClass].flatMap(([number, detectors]) => (this.classes.has(set, number) ? detectors : []));
      this.bySet.push(ofSet.length === 0 ? NO_DETECTORS : new DetectorList([...new Set(ofSet)]));
    }
    this.steps = steps.numbers;
    this.startsSet = Uint8Array.from(this.bySet, (list) => (list === NO_DETECTORS ? 0 : 1));
  }

  /** The next unit from one on at which a detector may start: the cheap question asked of every word. `end` where none. */
  nextStart(sets: Uint16Array, hashes: Int32Array, from: number, end: number): number {
    const { startsSet, startsWord } = this;
    let u = from;
    while (u < end && startsSet[sets[u]!] === 0 && startsWord[hashes[u]! & (WORD_FILTER - 1)] === 0) u++;
    return u;
  }

  /** Whether a detector starts at just this word. */
  startsAtWord(hash: number): boolean {
    return this.startsWord[hash & (WORD_FILTER - 1)] !== 0 && this.byHash.has(hash);
  }

  /** Whether a word of a folded text means something to rules, that other words don't mean already. */
  means(buffer: FoldBuffer, word: number, memory: WordMemory, others: KnownWords): boolean {
    return this.classes.means(buffer, word, memory, others) || this.startsAtWord(buffer.tokens.hash[word]!);
  }

  /** Detectors that start at units of a set of classes. */
  ofSet(set: number): DetectorList {
    return this.bySet[set]!;
  }

  /** Detectors that start at just this word. */
  ofWord(hash: number): DetectorList {
    return (this.startsWord[hash & (WORD_FILTER - 1)] !== 0 ? this.byHash.get(hash) : undefined) ?? NO_DETECTORS;
  }

  markersOf(mark: Mark): readonly Marker[] {
    return this.markers.get(mark) ?? [];
  }

  /** What a mark does to a topic by default; undefined: nothing. */
  effectOf(topic: string, mark: Mark): Change | undefined {
    return this.effects.get(topic)?.get(mark) ?? this.effects.get('*')?.get(mark);
  }

  /** The item to start from: a group or slur if there is one, since ordinary chat has few; else the one with the rarest words. */
  private anchorOf(items: readonly Item[]): number {
    const { masked, common } = this.classes;
    let best = -1;
    let rarest = -1;
    for (const [index, item] of items.entries()) {
      if (item.kind !== 'unit' || item.optional) continue;
      if (item.classes.length > 0 && item.classes.every((number) => masked.includes(number))) return index;
      if (item.classes.some((number) => common.includes(number)) || item.rarity <= rarest) continue;
      best = index;
      rarest = item.rarity;
    }
    return best;
  }
}

/** Words that patterns name themselves: never to be cut, or the pattern would not see them. */
function* literalsOf({ detect, marks }: ContextSource): Iterable<string> {
  for (const { pattern } of [...detect, ...marks]) {
    for (const choice of pattern.split(/[ |]/)) {
      const word = choice.replace(/\?$/, '');
      if (/^[\p{L}\p{N}]+$/u.test(word)) yield word;
    }
  }
}

/**
 * Applies rules to one text after another: finds what the words say together, and what the words around a hit say about
 * it. Positions are kept as bits of an integer, so every rule takes time linear in its reach (30 units), and a text in
 * the number of its units.
 */
export class ContextMatcher {
  readonly reader: TextReader;
  /** Of the text read: the detectors worth trying, by word or by set of classes. */
  private readonly possible = new Map<number, DetectorList>();
  private readonly matches = new Map<Detector, number>();
  private attempts = 0;

  /** @param memory of words, which other matchers of the same rules may share */
  constructor(
    readonly rules: ContextRules,
    private readonly memory: WordMemory,
  ) {
    this.reader = new TextReader(rules.classes, rules.table, memory);
  }

  /** Reads a folded text: to be called before anything else, and for each fold of it. */
  read(buffer: FoldBuffer, joined = false): void {
    this.reader.read(buffer, joined);
  }

  /**
   * Reads another fold of the text that `plain` read, unless it shows no word that means something and that `plain`
   * lacks: what digits and signs make besides ("ivi" of "1v1") tells nobody anything.
   * @returns whether it was read, and has a unit that is news
   */
  readOther(buffer: FoldBuffer, plain: TextReader): boolean {
    const { reader, rules, memory } = this;
    const { hash, count } = buffer.tokens;
    let word = 0;
    while (word < count && (plain.has(hash[word]!) || !rules.means(buffer, word, memory, plain))) word++;
    if (word === count) return false;
    reader.read(buffer, true);
    const { units } = reader;
    for (let u = 0; u < units.count; u++) {
      if (units.set[u] === 0 && !rules.startsAtWord(units.hash[u]!)) continue;
      if (!plain.has(units.hash[u]!)) return true;
    }
    return false;
  }

  /**
   * Reports the detect rules that match, each at most three times. Offsets are those of the original text. Of the rules that
   * may start at a word only those are tried whose other classes the text has too; which these are is found once a text.
   */
  detect(text: string, report: RuleReport): void {
    const { rules, possible, matches } = this;
    const { set: sets, hash: hashes, count } = this.reader.units;
    if (possible.size > 0) possible.clear();
    if (matches.size > 0) matches.clear();
    this.attempts = 0;
    const remembers = count > FEW_UNITS;
    for (let u = 0; u < count && this.attempts < MOST_ATTEMPTS; u++) {
      u = rules.nextStart(sets, hashes, u, count);
      if (u === count) break;
      const set = sets[u]!;
      const hash = hashes[u]!;
      if (remembers) this.tryEach(this.possibleAt(set, hash), u, text, report);
      else {
        this.tryEach(rules.ofSet(set), u, text, report);
        this.tryEach(rules.ofWord(hash), u, text, report);
      }
    }
  }

  /** Tries detectors that start at a unit, and reports those that match. */
  private tryEach(list: DetectorList, unit: number, text: string, report: RuleReport): void {
    const { reader, matches } = this;
    for (let i = list.next(reader.seen, 0); i >= 0; i = list.next(reader.seen, i + 1)) {
      const detector = list.detectors[i]!;
      const { name, grades, before, behind } = detector;
      this.attempts++;
      if (!this.stands(before, unit - 1) || !this.stands(behind, unit + 1)) continue;
      reader.locate(text);
      if (matches.size > 0 && (matches.get(detector) ?? 0) === MOST_MATCHES) continue;
      const last = this.forward(detector, unit);
      if (last < 0) continue;
      const first = this.backward(detector, unit);
      if (first < 0) continue;
      matches.set(detector, (matches.get(detector) ?? 0) + 1);
      report(name, grades, reader.from[first]!, reader.to[last]!);
    }
  }

  /** The detectors that may start at a unit and for which the text has what they need, from memory where the word came before. */
  private possibleAt(set: number, hash: number): DetectorList {
    const { rules, possible } = this;
    const { seen } = this.reader;
    const key = rules.startsAtWord(hash) ? hash : -1 - set;
    let list = possible.get(key);
    if (list === undefined) {
      const detectors = [...rules.ofSet(set).possible(seen), ...rules.ofWord(hash).possible(seen)];
      list = detectors.length === 0 ? NO_DETECTORS : new DetectorList(detectors, true);
      possible.set(key, list);
    }
    return list;
  }

  /**
   * The first mark that holds for a hit and is asked for, undefined where none does. Marks are tried in their order.
   * The reader must have located the text.
   * @param word its language and those in which it means something else; left out where there are none
   * @param changes whether the caller cares for a mark
   */
  markOf(
    start: number,
    end: number,
    word: ForeignWord | undefined,
    changes: (mark: Mark) => boolean,
  ): Mark | undefined {
    const { reader, rules } = this;
    const first = reader.unitAt(start);
    if (first >= reader.count) return undefined;
    let last = first;
    while (last + 1 < reader.count && reader.from[last + 1]! < end) last++;
    const unitBefore = reader.starts[first] === 1 ? -1 : first - 1;
    const unitBehind = last + 1 < reader.count && reader.starts[last + 1] === 0 ? last + 1 : -1;
    const quoted = reader.quotation[first]! > 0 && reader.quotation[first] === reader.quotation[last];
    for (const mark of MARKS) {
      if (!changes(mark)) continue;
      if (mark === 'mention' && reader.inMention(start, end)) return mark;
      if (mark === 'foreign' && word && this.isForeign(first, last, word)) return mark;
      for (const marker of rules.markersOf(mark)) {
        if (!this.stands(marker.before, unitBefore) || !this.stands(marker.behind, unitBehind)) continue;
        if ((marker.quoted && !quoted) || !hasAll(reader.seen, marker.needs)) continue;
        if (this.forward(marker, last) >= 0 && this.backward(marker, first) >= 0) return mark;
      }
    }
    return undefined;
  }

  private isForeign(first: number, last: number, { language, elsewhere }: ForeignWord): boolean {
    const { units, tokens } = this.reader;
    return this.rules.languages.isAmong(tokens, units.first[first]!, units.end[last]!, language, elsewhere);
  }

  /**
   * A hash of all that says which marks hold for a hit: the units within reach and where their sentences begin, and what
   * it stands in. The reader must have located the text.
   */
  surroundingsOf(start: number, end: number): number {
    const { reader } = this;
    const { set, hash: words } = reader.units;
    const first = reader.unitAt(start);
    let hash = reader.inMention(start, end) ? 1 : 0;
    let last = first;
    while (last + 1 < reader.count && reader.from[last + 1]! < end) last++;
    if (first < reader.count && reader.quotation[first]! > 0 && reader.quotation[first] === reader.quotation[last])
      hash |= 2;
    const behind = Math.min(reader.count, last + REACH + 2);
    for (let u = Math.max(0, first - REACH - 1); u < behind; u++) {
      if (u === first || u === last + 1) hash = hashStep(hash, 4);
      hash = hashStep(hashStep(hash, words[u]!), (set[u]! << 1) | reader.starts[u]!);
    }
    return hash;
  }

  /**
   * Whether a neighbour is what must stand there.
   * @param item its place, -1 where nothing must
   * @param unit beyond the text where there is none
   */
  private stands(item: number, unit: number): boolean {
    return item < 0 || (unit >= 0 && unit < this.reader.count && this.takes(item, unit));
  }

  private forward({ from, to, anchor }: Runnable, unit: number): number {
    return this.walk(from, to, anchor + ITEM, unit, 1);
  }

  private backward({ from, to, anchor }: Runnable, unit: number): number {
    return this.walk(from, to, anchor - ITEM, unit, -1);
  }

  /**
   * Matches the items of a pattern, at `from` to before `to`, one after another in one direction, beginning with the one
   * at `first`, next to a unit.
   * @returns the outermost unit matched (of several possible ones the nearest), -1 where the items do not fit
   */
  private walk(from: number, to: number, first: number, at: number, direction: 1 | -1): number {
    const { count, starts } = this.reader;
    const { steps } = this.rules;
    let positions = 2; // bit j: the next unit is j away
    for (let item = first; item >= from && item < to; item += direction * ITEM) {
      const kind = steps[item + KIND]!;
      let next = kind & (GAP | OPTIONAL) ? positions : 0;
      if (kind & EDGE) {
        for (let rest = positions; rest !== 0; rest &= rest - 1) {
          const j = 31 - Math.clz32(rest & -rest);
          const behind = direction > 0 ? at + j : at - j + 1;
          if (behind >= count || starts[behind] === 1) next |= 1 << j;
        }
      } else {
        const far = ((kind | steps[item - direction * ITEM + KIND]!) & FAR) !== 0;
        let moving = positions;
        for (let left = kind & GAP ? steps[item + MOST]! : 1; left > 0 && moving !== 0; left--) {
          let moved = 0;
          for (let rest = moving; rest !== 0; rest &= rest - 1) {
            const j = 31 - Math.clz32(rest & -rest);
            const unit = at + direction * j;
            if (j === 31 || unit < 0 || unit >= count) continue;
            if (!far && starts[direction > 0 ? unit : unit + 1] === 1) continue;
            if (this.takes(item, unit)) moved |= 1 << (j + 1);
          }
          next |= moved;
          moving = moved;
        }
      }
      positions = next;
      if (positions === 0) return -1;
    }
    return at + direction * (31 - Math.clz32(positions & -positions) - 1);
  }

  private takes(item: number, unit: number): boolean {
    const { units } = this.reader;
    const { classes, negation, steps } = this.rules;
    const set = units.set[unit]!;
    const kind = steps[item + KIND]!;
    if (kind & GAP) return (kind & FAR) !== 0 || negation < 0 || !classes.has(set, negation);
    if ((kind & UNIT) === 0) return false;
    if ((classes.lowBits(set) & steps[item + LOW]!) | (classes.highBits(set) & steps[item + HIGH]!)) return true;
    const hash = units.hash[unit]!;
    if ((steps[item + FIRST]! & firstSign(hash)) === 0 || (steps[item + SECOND]! & secondSign(hash)) === 0)
      return false;
    const end = steps[item + END_OF_HASHES]!;
    for (let at = steps[item + HASHES]!; at < end; at++) if (steps[at] === hash) return true;
    return false;
  }
}
