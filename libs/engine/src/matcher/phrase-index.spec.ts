import fc from 'fast-check';
import { buildCharTable } from '../text/char-table.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import { SymbolLists } from './chain-automaton.js';
import {
  AFTER,
  ALONE,
  BEFORE,
  BEFORE_BEGINNING,
  LEADS,
  PhraseIndex,
  TRAILS,
  beginningOf,
  hashOf,
} from './phrase-index.js';

const table = buildCharTable('');

interface Phrase {
  readonly text: string;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

function fold(text: string): FoldBuffer {
  const buffer = new FoldBuffer();
  foldPlain(text, table, buffer);
  return buffer;
}

function listsOf(phrases: readonly Phrase[]): SymbolLists {
  const lists = new SymbolLists();
  for (const { text, openStart, openEnd } of phrases) {
    const { symbols, length } = fold(text);
    lists.add(symbols, openStart ? 1 : 0, openEnd ? length - 1 : length);
  }
  return lists;
}

/** As the scanner asks: word by word, by what each says and what the one before it said. */
function find(phrases: readonly Phrase[], text: string, rankOf: (hash: number) => number): string[] {
  const index = new PhraseIndex(listsOf(phrases), Int32Array.from(phrases.keys()), rankOf);
  const buffer = fold(text);
  const { symbols, tokens } = buffer;
  const found = new Set<string>();
  const add = (list: number, last: number) => found.add(`${list}@${last}`);
  let last = 0;
  let before = 0;
  for (let i = 0; i < tokens.count; i++) {
    const [first, end] = [tokens.first[i]!, tokens.end[i]!];
    const says = index.of(symbols, first, end);
    const hash = hashOf(symbols, first, end);
    if (says & ALONE) index.findAlone(buffer, first, end, add);
    if ((last & LEADS && says & AFTER) || (last & BEFORE && says & TRAILS) || last & BEFORE_BEGINNING) {
      const beginning = last & BEFORE_BEGINNING ? beginningOf(symbols, first, end) : 0;
      index.findPair(before, hash, beginning, buffer, first, add);
    }
    last = says;
    before = hash;
  }
  return [...found].sort();
}

/** Every phrase compared at every symbol. */
function search(phrases: readonly Phrase[], text: string): string[] {
  const lists = listsOf(phrases);
  const { symbols, length } = fold(text);
  const found: string[] = [];
  for (const list of phrases.keys()) {
    const wanted = lists.symbols.slice(lists.starts[list], lists.starts[list + 1]);
    for (let from = 0; from + wanted.length <= length; from++) {
      if (wanted.every((symbol, i) => symbols[from + i] === symbol)) found.push(`${list}@${from + wanted.length - 1}`);
    }
  }
  return found.sort();
}

describe('PhraseIndex', () => {
  const word = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
    .map((letters) => letters.join(''));
  const phrase = fc.record({
    text: fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(' ')),
    openStart: fc.boolean(),
    openEnd: fc.boolean(),
  });

  it('finds what a search at every place finds, however rare words are', () => {
    fc.assert(
      fc.property(
        fc.array(phrase, { minLength: 1, maxLength: 6 }),
        fc.array(word, { maxLength: 10 }).map((words) => words.join(' ')),
        fc.integer({ min: 1, max: 1000 }),
        (phrases, text, salt) => {
          const rankOf = (hash: number) => Math.imul(hash, salt) & 7;
          expect(find(phrases, text, rankOf)).toEqual(search(phrases, text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('finds nothing in an empty text', () => {
    expect(find([{ text: 'a b', openStart: false, openEnd: false }], '', () => 1)).toEqual([]);
  });
});
