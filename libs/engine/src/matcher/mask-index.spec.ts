import fc from 'fast-check';
import { buildCharTable } from '../text/char-table.js';
import { MaskIndex, type MaskableTerm } from './mask-index.js';

const table = buildCharTable('собака');

function find(terms: readonly MaskableTerm[], text: string): string[] {
  const found: string[] = [];
  new MaskIndex(terms, table).scan(text, (entry, start, end) => found.push(`${entry} ${start}-${end}`));
  return found;
}

const term = (word: string, entry: number, more: Partial<MaskableTerm> = {}): MaskableTerm => ({
  word,
  open: false,
  known: false,
  rank: 5,
  entry,
  ...more,
});

describe('mask index', () => {
  it.each([
    ['gr*mp', ['0 0-5']],
    ['a gr**p!', ['0 2-7']],
    ['g#$%p', ['0 0-5']],
    ['GR*MP', ['0 0-5']],
    ['gr--p', ['0 0-5']],
    ['gr-mp', []],
    ['gr0mp', []],
    ['dr-gon', ['1 0-6']],
    ['dr8gon', ['1 0-6']],
    ['dr88on', []],
    ['dr*gonfly', ['1 0-6']],
    ['gr*mpy', []],
    ['с*бака', ['2 0-6']],
    ['*rump', []],
    ['grum*', []],
    ['grump', []],
    ['g*p', []],
  ])('in %j finds %j', (text, expected) => {
    const terms = [term('grump', 0), term('dragon', 1, { open: true, known: true }), term('собака', 2)];
    expect(find(terms, text)).toEqual(expected);
  });

  it('takes the likeliest of the terms that fit', () => {
    expect(find([term('grump', 0), term('gramp', 1, { rank: 9 })], 'gr*mp')).toEqual(['1 0-5']);
  });

  it('finds what a search of every term at every word finds', () => {
    const word = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 4, maxLength: 6 }).map((list) => list.join(''));
    const masked = fc
      .array(fc.constantFrom('a', 'b', 'c', '*'), { minLength: 4, maxLength: 7 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 6 }), fc.array(masked, { maxLength: 4 }), (words, texts) => {
        const terms = words.map((text, i) => term(text, i));
        let at = 0;
        const expected = texts.flatMap((text) => {
          const start = at;
          at += text.length + 1;
          const shown = text.replace(/^\*+|\*+$/g, '');
          const offset = start + text.indexOf(shown);
          const fits = words.findIndex(
            (other) =>
              shown.includes('*') &&
              other.length === shown.length &&
              [...other].every((letter, i) => shown[i] === letter || shown[i] === '*'),
          );
          return fits < 0 ? [] : [`${fits} ${offset}-${offset + shown.length}`];
        });
        expect(find(terms, texts.join(' '))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
