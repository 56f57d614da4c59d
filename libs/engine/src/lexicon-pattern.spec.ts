import fc from 'fast-check';
import { PatternError, expandPattern, parseSet } from './lexicon-pattern.js';

describe('patterns', () => {
  it.each([
    ['heck', ['heck']],
    ['(a|b)', ['a', 'b']],
    ['hecks?', ['hecks', 'heck']],
    ['heck(s|ed|)', ['hecks', 'hecked', 'heck']],
    ['you (are|r)? heck', ['you are heck', 'you r heck', 'you heck']],
    ['(you )?heck', ['you heck', 'heck']],
    ['heck (off)?', ['heck off', 'heck']],
    ['(a|(b|c)d)e', ['ae', 'bde', 'cde']],
    ['heck ?off', ['heck off', 'heckoff']],
    ['(a|a)b?b?', ['abb', 'ab', 'a']],
    ['(((a)))', ['a']],
    ['ё?ж', ['ёж', 'ж']],
    ['{you} heck', ['you heck', 'u heck']],
    ['{you}? heck', ['you heck', 'u heck', 'heck']],
  ])('%j stands for its terms, each once', (pattern, terms) => {
    expect(expandPattern(pattern, new Map([['you', parseSet('you|u')]]))).toEqual(terms);
  });

  it.each([
    ['?a', 0, '"?" must follow a letter, a space or a group'],
    ['a??', 2, '"?" must follow a letter, a space or a group'],
    ['a(b', 1, '"(" is not closed'],
    ['a)b', 1, '")" closes no group'],
    ['a|b', 1, '"|" stands outside a group'],
    ['((((a))))', 3, 'groups may lie 3 deep'],
    ['(a)?(b|)', 0, 'every part is optional'],
    ['a{b', 1, '"{" is not closed'],
    ['a}b', 1, '"}" closes no set'],
    ['a{b}', 1, 'there is no set "b"'],
    ['a?b?c?d?e?f?g?h?i?j?k', 0, 'it stands for 1024 terms, at most 512 may be'],
    ['(a|b)'.repeat(80), 0, 'at most 512 may be'],
    ['a'.repeat(401), 400, 'longer than 400'],
  ])('%j is refused at its place', (pattern, position, message) => {
    expect(() => expandPattern(pattern)).toThrow(message);
    try {
      expandPattern(pattern);
    } catch (error) {
      expect((error as PatternError).position).toBe(position);
    }
  });

  it('stands for what a naive reading of its tree says', () => {
    fc.assert(
      fc.property(tree(2), (node) => {
        const texts = [...new Set(naive(node).map((text) => text.replace(/ +/g, ' ').trim()))];
        fc.pre(texts.length <= 512 && naive(node).length <= 512 && !texts.includes(''));
        expect(expandPattern(written(node))).toEqual(texts);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('never throws anything but its own error, and never stands for more than it may', () => {
    const soup = fc.array(fc.constantFrom(...'ab (|)?{}'), { maxLength: 40 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(soup, (pattern) => {
        try {
          const terms = expandPattern(pattern);
          expect(terms.length).toBeLessThanOrEqual(512);
          expect(new Set(terms).size).toBe(terms.length);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      }),
      { numRuns: 2000, seed: 6 },
    );
  });
});

/** A pattern as a tree: letters, or options of rows, perhaps optional. */
type Tree = string | { readonly options: readonly (readonly Tree[])[]; readonly optional: boolean };

function tree(depth: number): fc.Arbitrary<readonly Tree[]> {
  const letters = fc.constantFrom<Tree>('a', 'b', ' c', 'd ', 'é');
  if (depth === 0) return fc.array(letters, { maxLength: 3 });
  const group = fc.record({
    options: fc.array(tree(depth - 1), { minLength: 1, maxLength: 3 }),
    optional: fc.boolean(),
  });
  return fc.array(fc.oneof(letters, group), { maxLength: 3 });
}

function written(row: readonly Tree[]): string {
  return row
    .map((part) =>
      typeof part === 'string' ? part : `(${part.options.map(written).join('|')})${part.optional ? '?' : ''}`,
    )
    .join('');
}

function naive(row: readonly Tree[]): string[] {
  const [first, ...rest] = row;
  if (first === undefined) return [''];
  const heads =
    typeof first === 'string'
      ? [first]
      : [...first.options.flatMap((option) => naive(option)), ...(first.optional ? [''] : [])];
  const tails = naive(rest);
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}
