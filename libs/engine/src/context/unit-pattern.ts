import { FoldBuffer, foldPlain } from '../text/fold.js';
import type { CharTable } from '../text/char-table.js';
import { TokenList } from '../text/tokens.js';
import type { WordClasses } from '../text/word-classes.js';

/** One step of a pattern. */
export type Item =
  /** A unit of one of the classes, or one of the words. */
  | {
      readonly kind: 'unit';
      readonly classes: readonly number[];
      readonly hashes: readonly number[];
      readonly optional: boolean;
    }
  /** Up to `most` units; a far gap may leave the sentence and pass negations. */
  | { readonly kind: 'gap'; readonly most: number; readonly far: boolean }
  /** Start or end of a sentence. */
  | { readonly kind: 'edge' }
  /** The hit that a mark is about. */
  | { readonly kind: 'hit'; readonly quoted: boolean };

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
  private readonly tokens = new TokenList();

  constructor(
    private readonly classes: WordClasses,
    private readonly table: CharTable,
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
      for (const choice of (optional ? source.slice(0, -1) : source).split('|')) {
        const name = /^<([a-z_]+)>$/.exec(choice)?.[1];
        if (name !== undefined) {
          const number = this.classes.numberOf(name);
          if (number < 0) throw broken(`there is no word class "${name}".`);
          classes.push(number);
        } else hashes.push(this.hashOf(choice, broken));
      }
      return { kind: 'unit', classes, hashes, optional };
    });
    if (items.reduce((reach, item) => reach + (item.kind === 'gap' ? item.most : 1), 0) > REACH) {
      throw broken(`it can span more than ${REACH} units; shorten its gaps.`);
    }
    return items;
  }

  private hashOf(word: string, broken: (problem: string) => RangeError): number {
    this.buffer.reserve(word.length);
    foldPlain(word, this.table, this.buffer);
    this.tokens.read(this.buffer);
    if (this.tokens.count !== 1)
      throw broken(`"${word}" must be one word, a class such as <you>, or a gap such as ..2.`);
    return this.tokens.hash[0]!;
  }
}
