import fc from 'fast-check';
import { cellsOf, columnsOf, printable, underlined } from './cells.js';

test.each([
  ['plain', 5],
  ['漢字', 4],
  ['ｆｕｌｌ', 8],
  ['e\u0301', 1],
  ['a\u200bb', 2],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['한국', 4],
  ['', 0],
])('%j takes %d columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('what would move the cursor or turn the line around becomes a picture', () => {
  expect(printable('a\x1b[31m\tb\r\n\u202ec\x7f')).toBe('a␛[31m␉b␍␊\ufffdc␡');
});

test('marks stand under the hit, also behind wide and invisible characters', () => {
  const text = '漢字 b\u200bad e\u0301 x';
  const start = text.indexOf('b');
  expect(underlined(text, [{ start, end: start + 4 }], 80)).toEqual([{ line: text, marks: '     ^^^' }]);
});

test('a hit that covers half of a cluster marks all of it', () => {
  expect(underlined('a👍b', [{ start: 1, end: 2 }], 80)[0]?.marks).toBe(' ^^');
});

test('a long text is broken into lines, marks with it', () => {
  expect(underlined('abcdefgh', [{ start: 3, end: 5 }], 4)).toEqual([
    { line: 'abcd', marks: '   ^' },
    { line: 'efgh', marks: '^' },
  ]);
});

test('cells cover any text without gap or overlap, and nothing printed moves the cursor', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      let at = 0;
      for (const { start, end, shown } of cellsOf(text)) {
        expect(start).toBe(at);
        at = end;
        // eslint-disable-next-line no-control-regex
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }
      expect(at).toBe(text.length);
      expect(
        underlined(text, [], 10)
          .map(({ line }) => line)
          .join(''),
      ).toBe(printable(text));
    }),
  );
});
