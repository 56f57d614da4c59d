import fc from 'fast-check';
import { CodeUnits, codePointOf } from './code-units.js';

it('holds any text, with spaces behind it, and forgets the one before', () => {
  const source = new CodeUnits();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const { units, size } = source.read(text);
      expect(String.fromCharCode(...units.subarray(0, size + 4))).toBe(`${text}    `);
      for (let i = 0; i < size; i++) expect(codePointOf(units, i)).toBe(text.codePointAt(i));
    }),
    { numRuns: 300 },
  );
});
