import { FoldBuffer, foldPlain } from '../text/fold.js';
import type { CharTable } from '../text/char-table.js';
import { firstSign, secondSign } from './reader.js';
import { classBits, type WordClass, type WordClasses } from '../text/word-classes.js';

/** One step of a pattern. */
export type Item =
  /** A unit of one of the classes, or one of the words. */
  | {
      readonly kind: 'unit';
      readonly classes: readonly number[];
      /** The classes as bits. */
      readonly low: number;
      readonly high: number;
      readonly hashes: readonly number[];
      /** Signatures of the words, see TextReader.seen. */
      readonly first: number;
      readonly second: number;
      /** How rare its commonest word is, see Frequencies; rules start where that is highest. */
      readonly rarity: number;
      readonly optional: boolean;
    }
  /** Up to `most` units; a far gap may leave the sentence and pass negations. */
  | { readonly kind: 'gap'; readonly most: number; readonly far: boolean }
  /** Start or end of a sentence. */
  | { readonly kind: 'edge' }
  /** The hit that a mark is about. */
  | { readonly kind: 'hit'; readonly quoted: boolean };

/** How rare words are: their place in a list of ordinary words, commonest first; infinite for others. */
export class Frequencies {
  private readonly ranks = new Map<string, number>();
  private readonly ofClasses = new Map<string, number>();

  constructor(ordinary: Iterable<string>, classes: readonly WordClass[]) {
    for (const word of ordinary) this.ranks.set(word, this.ranks.size);
    for (const { name, words } of classes) {
      for (const word of words) {
        if (word.startsWith('<')) continue;
        this.ofClasses.set(name, Math.min(this.ofClasses.get(name) ?? Infinity, this.rarityOf(word)));
      }
    }
  }

  /** Of a word; of a phrase that of its rarest word. */
  rarityOf(phrase: string): number {
    const words = phrase.toLowerCase().split(/[ '’]/);
    return Math.max(...words.map((word) => this.ranks.get(word) ?? unlisted(word)));
  }

  /** Of the commonest word of a class. */
  rarityOfClass(name: string): number {
    return this.ofClasses.get(name) ?? Infinity;
  }
}

/** Rarity of a word that the list lacks: letters and numbers are common all the same. */
function unlisted(word: string): number {
  if (/^\d+$/.test(word)) return 1000;
  return word.length === 1 ? 0 : word.length === 2 ? 50 : Infinity;
}

/** Longest gap, in units: positions are kept as bits of one integer. */
const LONGEST_GAP = 14;
/** Most units that a pattern can span on each side of its anchor. */
export const REACH = 30;

/**
 * Compiles patterns: items separated by spaces.
 *
 *   word          this word                        a|b        one of these
 *   <class>       a unit of the class              <a>|<b>|c  one of these
 *   item?         may be left out                  ..N        up to N units within the sentence, no negation
 *   ...N          up to N units of any kind, also beyond the sentence's end
 *   ^ $           start, end of the sentence       @ "@"      (marks) the hit; the hit within quotation marks
 */
export class PatternCompiler {
  private readonly buffer = new FoldBuffer();

  constructor(
    private readonly classes: WordClasses,
    private readonly table: CharTable,
    private readonly frequencies: Frequencies,
  ) {}

  /** @throws RangeError naming the pattern and the item that breaks a rule */
  compile(pattern: string, where: string): Item[] {
    const broken = (problem: string) => new RangeError(`Rule ${where}, pattern "${pattern}": ${problem}`);
    const items = pattern.split(' ').map((source): Item => {
      if (source === '@' || source === '"@"') return { kind: 'hit', quoted: source !== '@' };
      if (source === '^' || source === '$') return { kind: 'edge' };
      const gap = /^(\.\.\.?)(\d+)$/.exec(source);
      if (gap) {
        const most = Number(gap[2]);
        if (most < 1 || most > LONGEST_GAP) throw broken(`a gap must be 1 to ${LONGEST_GAP} units, not ${most}.`);
        return { kind: 'gap', most, far: gap[1] === '...' };
      }
      const optional = source.endsWith('?');
      const classes: number[] = [];
      const hashes: number[] = [];
      let rarity = Infinity;
      for (const choice of (optional ? source.slice(0, -1) : source).split('|')) {
        const name = /^<([a-z_]+)>$/.exec(choice)?.[1];
        if (name !== undefined) {
          const number = this.classes.numberOf(name);
          if (number < 0) throw broken(`there is no word class "${name}".`);
          classes.push(number);
          rarity = Math.min(rarity, this.frequencies.rarityOfClass(name));
        } else {
          hashes.push(this.hashOf(choice, broken));
          rarity = Math.min(rarity, this.frequencies.rarityOf(choice));
        }
      }
      const first = hashes.reduce((bits, hash) => bits | firstSign(hash), 0);
      const second = hashes.reduce((bits, hash) => bits | secondSign(hash), 0);
      return { kind: 'unit', classes, ...classBits(classes), hashes, first, second, rarity, optional };
    });
    if (items.reduce((reach, item) => reach + (item.kind === 'gap' ? item.most : 1), 0) > REACH) {
      throw broken(`it can span more than ${REACH} units; shorten its gaps.`);
    }
    return items;
  }

  private hashOf(word: string, broken: (problem: string) => RangeError): number {
    foldPlain(word, this.table, this.buffer);
    const { tokens } = this.buffer;
    if (tokens.count !== 1) throw broken(`"${word}" must be one word, a class such as <you>, or a gap such as ..2.`);
    return tokens.hash[0]!;
  }
}
