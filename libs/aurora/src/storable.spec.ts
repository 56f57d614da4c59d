import fc from 'fast-check';
import { storableJson, storableText } from './storable.js';

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\ud800', '\udfff', '\udbff', '\\', '\\u0000', '\\ud800', '"', 'u', '\u2028', '\x7f', '😀'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  ),
});

test('a string and the same string within JSON come out alike', () => {
  fc.assert(
    fc.property(hostile, hostile, (key, value) => {
      const stored = JSON.parse(storableJson(JSON.stringify({ a: value, list: [key] })));
      expect(stored).toEqual({ a: storableText(value), list: [storableText(key)] });
    }),
  );
});

test('what comes out is well formed, without U+0000, as long as before, and stays as it is', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const stored = storableText(text);
      expect(stored.isWellFormed()).toBe(true);
      expect(stored).not.toContain('\0');
      expect(stored).toHaveLength(text.length);
      expect(storableText(stored)).toBe(stored);
    }),
  );
});

test.each([
  ['clean text is untouched', 'plain 😀 \\u0000 written out', 'plain 😀 \\u0000 written out'],
  ['U+0000', 'a\0b', 'a\ufffdb'],
  ['lone high surrogate', 'a\ud83d', 'a\ufffd'],
  ['lone low surrogate', '\ude00a', '\ufffda'],
  ['after a backslash', '\\\0\\\\\ud800', '\\\ufffd\\\\\ufffd'],
])('%s', (_, text, stored) => {
  expect(storableText(text)).toBe(stored);
  expect(JSON.parse(storableJson(JSON.stringify(text)))).toBe(stored);
});
