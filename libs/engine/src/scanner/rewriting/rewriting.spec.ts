import fc from 'fast-check';
import type { LexiconEntry } from '../../lexicon-entry.js';
import { READINGS } from '../readings.js';
import { compile } from '../ruleset.js';
import { Scanner } from '../scanner.js';
import { Transform } from '../transforms.js';

const TERM = 'grumbly';
const entry: LexiconEntry = {
  term: TERM,
  language: 'en',
  grades: [{ topic: 'bullying', severity: 6 }],
  boundary: 'any',
  exact: false,
  exceptions: [],
  provenance: ['test'],
};
const ruleset = compile([entry], { words: ['some', 'words', 'here'] });
const scanner = new Scanner(ruleset);
const plainOnly = new Scanner(ruleset, { readings: new Set(['plain']) });

const each = (change: (letter: string) => string) => (word: string) => [...word].map(change).join('');
/** Letters chosen by the bits of a number are changed, at least the first. */
const some = (change: (letter: string) => string) => (word: string, choice: number) =>
  [...word].map((letter, i) => (i === 0 || (choice >> i) & 1 ? change(letter) : letter)).join('');
const hex = (letter: string) => letter.charCodeAt(0).toString(16);
const TURNED: Readonly<Record<string, string>> = { g: 'ƃ', r: 'ɹ', u: 'n', m: 'ɯ', b: 'q', l: 'l', y: 'ʎ' };
const MORSE: Readonly<Record<string, string>> = {
  g: '--.',
  r: '.-.',
  u: '..-',
  m: '--',
  b: '-...',
  l: '.-..',
  y: '-.--',
};

/** How to hide a word, and what undoes it. The hit must be the hidden word, from its first sign to its last. */
const HIDDEN: readonly (readonly [string, (word: string, choice: number) => string, number])[] = [
  ['percent', some((letter) => `%${hex(letter)}`), Transform.ENCODED],
  ['HTML decimal', some((letter) => `&#${letter.charCodeAt(0)};`), Transform.ENCODED],
  ['HTML hexadecimal', some((letter) => `&#x${hex(letter)};`), Transform.ENCODED],
  ['unicode escape', some((letter) => `\\u00${hex(letter)}`), Transform.ENCODED],
  ['unicode escape in braces', some((letter) => `\\u{${hex(letter)}}`), Transform.ENCODED],
  ['binary', (word) => [...word].map((c) => c.charCodeAt(0).toString(2).padStart(8, '0')).join(' '), Transform.ENCODED],
  ['Morse', (word) => [...word].map((letter) => MORSE[letter]!).join(' '), Transform.ENCODED],
  ['Base64', (word) => btoa(`${word}!`), Transform.ENCODED],
  ['regional', each((letter) => String.fromCodePoint(0x1f1e6 - 97 + letter.charCodeAt(0))), Transform.REGIONAL],
  [
    'upside down',
    (word) =>
      [...word]
        .reverse()
        .map((letter) => TURNED[letter]!)
        .join(''),
    Transform.UPSIDE_DOWN,
  ],
  ['emoji between', (word) => [...word].join('\u{1f600}'), Transform.EMOJI],
  ['one letter a line', (word) => [...word].join('\n'), Transform.VERTICAL],
];

describe('rewriting', () => {
  const filler = fc
    .array(fc.constantFrom('some', 'words', 'here', 'ok'), { maxLength: 4 })
    .map((list) => list.join(' '));

  it.each(HIDDEN)('undoes %s in any text, and gives back the place', (_, hide, transform) => {
    fc.assert(
      fc.property(filler, filler, fc.nat(255), (before, after, choice) => {
        const hidden = hide(TERM, choice);
        const text = `${before} ${hidden} ${after}`;
        const { hits } = scanner.scan(text);
        const hit = hits.find(({ transforms }) => transforms & transform);
        expect(hit && text.slice(hit.start, hit.end).trimEnd()).toBe(hidden);
        expect(plainOnly.scan(text).hits.filter(({ transforms }) => transforms & transform)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('follows overrides and leaves what lies around them', () => {
    // A weak term, which is not looked for backwards.
    const weak = new Scanner(compile([{ ...entry, boundary: 'word', grades: [{ topic: 'bullying', severity: 4 }] }]));
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        const text = `${before} \u202e${[...TERM].reverse().join('')}\u202c ${after}`;
        const start = before.length + 2;
        expect(weak.scan(text).hits).toMatchObject([{ start, end: start + TERM.length, transforms: Transform.BIDI }]);
      }),
      { numRuns: 60 },
    );
  });

  it('reads acrostics of whole words only from four lines on', () => {
    const lines = [...TERM].map((letter) => `${letter} and more`);
    expect(scanner.scan(lines.join('\n')).hits).toMatchObject([{ start: 0, transforms: Transform.ACROSTIC }]);
    expect(scanner.scan(lines.slice(0, 3).join('\n')).hits).toEqual([]);
  });

  it('switched off, a reading takes away its own hits and adds none', () => {
    const piece = fc.oneof(
      filler,
      fc.constantFrom(...HIDDEN.map(([, hide]) => hide(TERM, 85))),
      fc.constantFrom('grmbly', 'gurmbly', 'ylbmurg', 'grum bly', 'gr*mbly', 'g.r.u.m.b.l.y', 'gr8mbly', 'xgrumblyx'),
    );
    const places = (text: string, readings = READINGS) =>
      new Scanner(ruleset, { readings: new Set(readings) })
        .scan(text)
        .hits.filter((hit) => hit.entry)
        .map(({ start, end }) => `${start}-${end}`);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), fc.constantFrom(...READINGS.slice(1)), (pieces, off) => {
        const text = pieces.join(' ; ');
        const all = places(text);
        for (const place of places(
          text,
          READINGS.filter((reading) => reading !== off),
        )) {
          // A hit inside a longer one is left out; without the longer one it shows.
          const [start, end] = place.split('-').map(Number) as [number, number];
          expect(all.some((other) => Number(other.split('-')[0]) <= start && Number(other.split('-')[1]) >= end)).toBe(
            true,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('holds its promises for every string', () => {
    const signs = fc.constantFrom(
      '%66',
      '&#',
      '\\u',
      '|',
      '/\\',
      '()',
      '\u202e',
      '\u202c',
      'ɟ',
      '\u{1f1eb}',
      '💩',
      'ㅅ',
      'ㅣ',
      'ﾊ',
      'ﾞ',
      '=',
      '.-',
      ' ',
      '\n',
      'xn--',
      '.com',
      '://',
      '01100001',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(signs, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 16 }),
        fc.constantFrom('text', 'name', 'url'),
        (pieces, mode) => {
          const text = pieces.join('');
          for (const { start, end } of scanner.scan(text, mode).hits) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
