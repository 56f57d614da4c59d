import type { CharTable } from '../text/char-table.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import type { TokenList } from '../text/tokens.js';

/** Words that a language can hardly do without: articles, pronouns, prepositions, forms of "to be" and "to have". */
export interface FunctionWords {
  readonly language: string;
  /** Lower case. */
  readonly words: readonly string[];
}

/** Words looked at on each side. */
const REACH = 8;
/** Fewest function words that say which language it is. */
const FEWEST = 2;
/** Most languages: a bit each. */
const MOST_LANGUAGES = 31;

/**
 * Guesses in which language words stand, by the function words around them. Asked of the few words that were found, so
 * it costs ordinary text nothing. Only of languages in Latin letters: others show by their script.
 */
export class Languages {
  private readonly names: readonly string[];
  /** By hash of a word: the languages that have it, as bits. */
  private readonly words = new Map<number, number>();
  private readonly counts: Uint8Array;

  /** @throws RangeError for more than 31 languages */
  constructor(lists: readonly FunctionWords[], table: CharTable) {
    this.names = [...new Set(lists.map(({ language }) => language))];
    if (this.names.length > MOST_LANGUAGES) {
      throw new RangeError(
        `There are function words of ${this.names.length} languages; at most ${MOST_LANGUAGES} fit.`,
      );
    }
    this.counts = new Uint8Array(this.names.length);
    const buffer = new FoldBuffer();
    for (const { language, words } of lists) {
      const bit = 1 << this.names.indexOf(language);
      for (const word of words) {
        foldPlain(word, table, buffer);
        const { hash, count } = buffer.tokens;
        for (let i = 0; i < count; i++) this.words.set(hash[i]!, (this.words.get(hash[i]!) ?? 0) | bit);
      }
    }
  }

  /**
   * Whether the words around some others are of one of some languages: at least two function words within eight words
   * are of it, and more than twice as many as are of the words' own language.
   * @param first, end the words asked about
   * @param own their language
   */
  isAmong(tokens: TokenList, first: number, end: number, own: string, languages: readonly string[]): boolean {
    this.count(tokens, first, end);
    const ofOwn = this.countOf(own);
    return languages.some((language) => this.countOf(language) >= FEWEST && this.countOf(language) > 2 * ofOwn);
  }

  private countOf(language: string): number {
    return this.counts[this.names.indexOf(language)] ?? 0;
  }

  /**
   * The language of most function words of a text, undefined where fewer than two are of one or two languages have as many.
   */
  guess(tokens: TokenList): string | undefined {
    this.counts.fill(0);
    for (let i = 0; i < tokens.count; i++) this.add(tokens.hash[i]!);
    const most = Math.max(0, ...this.counts);
    const at = this.counts.indexOf(most);
    return most < FEWEST || this.counts.lastIndexOf(most) !== at ? undefined : this.names[at];
  }

  private count(tokens: TokenList, first: number, end: number): void {
    this.counts.fill(0);
    for (let i = Math.max(0, first - REACH); i < Math.min(tokens.count, end + REACH); i++) {
      if (i < first || i >= end) this.add(tokens.hash[i]!);
    }
  }

  private add(hash: number): void {
    const bits = this.words.get(hash) ?? 0;
    for (let rest = bits; rest !== 0; rest &= rest - 1) this.counts[31 - Math.clz32(rest & -rest)]!++;
  }
}
