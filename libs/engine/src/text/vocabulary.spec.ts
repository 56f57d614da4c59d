import fc from 'fast-check';
import { buildCharTable } from './char-table.js';
import { FoldBuffer, foldPlain } from './fold.js';
import { Vocabulary } from './vocabulary.js';

const table = buildCharTable('');

function fold(word: string): FoldBuffer {
  const buffer = new FoldBuffer();
  foldPlain(word, table, buffer);
  return buffer;
}

/** The cheapest split of a text, by trying them all; Infinity where there is none. */
function cheapest(text: string, costs: ReadonlyMap<string, number>): number {
  if (text === '') return 0;
  let best = Infinity;
  for (let length = 1; length <= text.length; length++) {
    const cost = costs.get(text.slice(0, length));
    if (cost !== undefined) best = Math.min(best, cost + cheapest(text.slice(length), costs));
  }
  return best;
}

describe('vocabulary', () => {
  it('knows its words, doubled letters included', () => {
    const vocabulary = new Vocabulary(['class', 'clas', 'ordinary'], table);
    const has = (word: string) => {
      const buffer = fold(word);
      return vocabulary.has(buffer, 1, buffer.length - 1);
    };
    expect(['class', 'clas', 'CLASS', 'ordinary'].map(has)).toEqual([true, true, true, true]);
    expect(['cllas', 'ordinar', 'class1', 'two words'].map(has)).toEqual([false, false, false, false]);
  });

  it('weighs a stem against every split of its word', () => {
    const letters = (min: number, max: number) =>
      fc.array(fc.constantFrom('b', 'c', 'd'), { minLength: min, maxLength: max }).map((list) => list.join(''));
    // No letter twice in a row: those may belong to two words.
    const word = letters(3, 5).filter((text) => !/(.)\1/.test(text));
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(5), { maxLength: 3 }),
        fc.array(fc.nat(5), { maxLength: 3 }),
        (words, front, back) => {
          const vocabulary = new Vocabulary(words, table);
          const costs = new Map(words.map((text, rank) => [text, Math.round(1024 * Math.log(rank + 21)) / 1024]));
          const head = front.map((i) => words[i % words.length]).join('');
          const tail = back.map((i) => words[i % words.length]).join('');
          const text = `${head}ezq${tail}`;
          fc.pre(text.length < 38 && !/(.)\1/.test(text));
          const buffer = fold(text);
          const gain = vocabulary.gain(buffer, 1, buffer.length - 1, 1 + head.length, 4 + head.length, 5);
          const around = cheapest(head, costs) + cheapest(tail, costs) + 5;
          const unknown = 4 + 2.6 * text.length;
          // Single letters at the ends of a word may be initials, which only makes splits cheaper.
          expect(gain).toBeGreaterThanOrEqual(unknown - around - 1e-6);
          expect(gain).toBeLessThanOrEqual(unknown);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds no split where what is left is no word', () => {
    const vocabulary = new Vocabulary(['king', 'master'], table);
    const gain = (word: string, from: number, to: number) => {
      const buffer = fold(word);
      return vocabulary.gain(buffer, 1, buffer.length - 1, from, to, 9);
    };
    expect(gain('kingstem', 5, 9)).toBeGreaterThan(0);
    expect(gain('stemqrvt', 1, 5)).toBe(-Infinity);
    expect(gain('xxstemxx22', 2, 6)).toBeGreaterThan(0);
    expect(gain(`${'master'.repeat(9)}stem`, 55, 59)).toBe(-Infinity);
  });
});
