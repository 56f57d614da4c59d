import type { CharTable } from '../text/char-table.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import { HANDLE_WORDS } from './handles.js';
import { NAME_WORDS } from './names.js';
import { STREET_ENDINGS, STREET_WORDS } from './streets.js';

/** What a word may be part of, bits: a street address, somebody's name, a handle. */
export const OF_STREET = 1;
export const OF_NAME = 2;
export const OF_HANDLE = 4;
export const OF_ANY = 7;

/**
 * The words without which there is no street, name or handle. Whoever knows a text's words already spares the detector
 * looking for them letter by letter. Says too much at most.
 */
export class PersonalWords {
  private readonly words = new Map<number, number>();
  /** Symbols of the endings of street names. */
  private readonly endings: readonly Uint8Array[];

  constructor(table: CharTable) {
    const buffer = new FoldBuffer();
    const fold = (word: string) => {
      foldPlain(word, table, buffer);
      return buffer;
    };
    const add = (list: readonly string[], bit: number) => {
      for (const word of list) {
        const [hash] = fold(word).tokens.hash;
        this.words.set(hash!, (this.words.get(hash!) ?? 0) | bit);
      }
    };
    add(STREET_WORDS, OF_STREET);
    add(NAME_WORDS, OF_NAME);
    add(HANDLE_WORDS, OF_HANDLE);
    this.endings = STREET_ENDINGS.map((ending) => fold(ending).symbols.slice(1, buffer.length - 1));
  }

  /** Bits of a word of a folded text. */
  of({ symbols, tokens }: FoldBuffer, word: number): number {
    const first = tokens.first[word]!;
    const end = tokens.end[word]!;
    let bits = this.words.get(tokens.hash[word]!) ?? 0;
    for (const ending of this.endings) {
      const from = end - ending.length;
      if (from < first) continue;
      let i = 0;
      while (i < ending.length && symbols[from + i] === ending[i]) i++;
      if (i === ending.length) bits |= OF_STREET;
    }
    return bits;
  }
}
