import fc from 'fast-check';
import { parseLexicon } from '../lexicon-parser.js';
import { NO_EVIDENCE } from './evidence.js';
import { compile } from './ruleset.js';
import { Scanner } from './scanner.js';
import { ScanTrace } from './trace.js';
import { Transform } from './transforms.js';

// Mild stand-ins with the shapes of real entries: a strong stem, words that live inside others, phrases, other scripts.
const english = parseLexicon(
  [
    '#lexicon v1 en',
    'term\ttopics\tboundary\texceptions\tprovenance',
    'darn\tvulgarity:6\tany\t*darning;darnley\ttest',
    'darnhead\tvulgarity:6,bullying:6\tword\t\ttest',
    'heck\tvulgarity:5\tprefix\theckler*\ttest',
    'ass\tvulgarity:5\tword\t\ttest',
    'rape\tviolence:6\tprefix\trapeseed*\ttest',
    'lout\tbullying:5\tword\t\ttest',
    'get lost\tbullying:5\tword\t\ttest',
    'crud\tvulgarity:5\tsuffix\t\ttest',
    '1488\textremism:7\tword\t\ttest',
    'g l\tbullying:5\tword\t\ttest',
  ].join('\n'),
  'en.tsv',
);
const others = [
  parseLexicon(
    '#lexicon v1 es\nterm\ttopics\tboundary\texceptions\tprovenance\nano\tsexual:5\tword+exact\t\ttest',
    'es.tsv',
  ),
  parseLexicon(
    '#lexicon v1 ru\nterm\ttopics\tboundary\texceptions\tprovenance\nблин\tvulgarity:5\tword\t\ttest',
    'ru.tsv',
  ),
  parseLexicon(
    '#lexicon v1 ja\nterm\ttopics\tboundary\texceptions\tprovenance\nばか\tbullying:5\tany\t\ttest',
    'ja.tsv',
  ),
];
const scanner = new Scanner(compile([...english, ...others.flat()]));

const names = (bits: number) =>
  Object.entries(Transform)
    .filter(([, bit]) => bits & bit)
    .map(([name]) => name)
    .join(' ');
const show = (text: string) =>
  scanner.scan(text).hits.map((hit) => `${hit.entry!.term} ${hit.start}-${hit.end} ${names(hit.transforms)}`.trim());

describe('scanner', () => {
  it.each([
    // plain, boundaries, phrases
    ['oh darn it', ['darn 3-7']],
    ['xXdarnXx', ['darn 2-6']],
    ['heckish', ['heck 0-4']],
    ['oh-check', []],
    ['megacrud', ['crud 4-8']],
    ['crudely', []],
    ['get  lost!', ['get lost 0-9']],
    ['getlost', []],
    ['1488', ['1488 0-4']],
    ['14888', []],
    ['14-88', ['1488 0-5 SEPARATOR']],
    ['14.88', []],
    ['g l noob', ['g l 0-3']],
    ['G L', ['g l 0-3']],
    ['g l o w', []],
    ['b i g l', []],
    ['g/l', []],
    ['aß', []],
    ['ßad ass', ['ass 4-7']],
    ['блин', ['блин 0-4']],
    ['あのばかが', ['ばか 2-4']],
    ['バカ', ['ばか 0-2 KANA']],
    ['el ano pasado', ['ano 3-6']],
    ['el año pasado', []],
    // a longer term says it all
    ['darnhead', ['darnhead 0-8']],
    // disguises
    ['DaRn', ['darn 0-4 CASE']],
    ['Darn DARN', ['darn 0-4', 'darn 5-9']],
    ['d4rn', ['darn 0-4 LEET']],
    ['@$$', ['ass 0-3 LEET']],
    ['a55!', ['ass 0-3 LEET']],
    ['1out', ['lout 0-4 LEET']],
    ['dаrn', ['darn 0-4 HOMOGLYPH']],
    ['ｄａｒｎ', ['darn 0-4 STYLED']],
    ['𝒅𝒂𝒓𝒏!', ['darn 0-8 STYLED']],
    ['🅳🅰🆁🅽', ['darn 0-8 STYLED']],
    ['dárñ', ['darn 0-4 DIACRITIC']],
    ['d\u0337a\u0337r\u0337n\u0337 it', ['darn 0-8 DIACRITIC']],
    ['d\u200ba\u00adr\u2060n', ['darn 0-7 INVISIBLE']],
    ['daaaarn', ['darn 0-7 REPEAT']],
    ['ddaarrnn', ['darn 0-8 REPEAT']],
    ['d a r n', ['darn 0-7 SPACING']],
    ['well d a r n you', ['darn 5-12 SPACING']],
    ['it is a l o u t', ['lout 8-15 SPACING']],
    ['d а r n', ['darn 0-7 HOMOGLYPH SPACING']],
    ['d\na\nr\nn', ['darn 0-7 VERTICAL']],
    ['d.a.r.n', ['darn 0-7 SEPARATOR']],
    ['da-rn', ['darn 0-5 SEPARATOR']],
    ['d_4_r_n', ['darn 0-7 LEET SEPARATOR']],
    ['d*rn', ['darn 0-4 MASK']],
    ['d**n', ['darn 0-4 MASK']],
    ['d*rning', ['darn 0-4 MASK']],
    ['D@RN and h3ck', ['darn 0-4 LEET', 'heck 9-13 LEET']],
    // exceptions and traps
    ['darning socks', []],
    ['lord darnley', []],
    ['darnleys', ['darn 0-4']],
    ['Heckler', []],
    ['rapper', []],
    ['raper', ['rape 0-4']],
    ['raaape', ['rape 0-6 REPEAT']],
    ['as', []],
    ['assess', []],
    ['class', []],
    ['u.s.a.s', []],
    ['hundar.ning', []],
    ['455 points at 5% off', []],
    ['c# d# r', []],
    ['d*', []],
    ["d'arn", []],
  ])('in %j finds %j', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });

  it('costs clean text no allocation: the evidence is one shared object', () => {
    expect(scanner.scan('nothing to see here')).toBe(NO_EVIDENCE);
    expect(scanner.scan('darning')).toBe(NO_EVIDENCE);
  });

  it('explains what it read, what an exception saved and what a longer hit covers', () => {
    const trace = new ScanTrace();
    scanner.scan('darning a d4rnhead', 'text', trace);
    expect(trace.readings.map(({ reading, folded }) => [reading, folded])).toEqual([
      ['plain', '_darning_a_d4rnhead_'],
      ['disguise', '_darning_a_darnhead_'],
      ['mask', ''],
    ]);
    expect(trace.saved).toEqual([{ term: 'darn', start: 0, end: 4, exception: '*darning' }]);
    expect(trace.covered).toEqual([{ term: 'darn', start: 10, end: 14, by: 'en:darnhead' }]);
  });

  it('never throws and keeps offsets inside the text, whatever it is given', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('darn', 'd4rn', 'd*rn', 'd.a.r.n', 'as', '\ud83d', '\u0337', '​', 'ß', 'ばか', '!!', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let before = -1;
        for (const { start, end } of scanner.scan(text).hits) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('undoes any disguise, alone and two at a time, at the exact offsets', () => {
    const each = (change: (letter: string) => string) => (word: string) => [...word].map(change).join('');
    const disguises: ((word: string) => string)[] = [
      each((letter) => ({ a: '4', r: 'r', d: 'd', n: 'n' })[letter] ?? letter),
      each((letter) => `${letter}\u0336`),
      each((letter) => `${letter}\u200d`),
      each((letter) => letter.repeat(3)),
      (word) => word.toUpperCase(),
      each((letter) => ({ a: 'а' })[letter] ?? letter),
      each((letter) => ({ a: 'à', n: 'ñ' })[letter] ?? letter),
    ];
    const last: ((word: string) => string)[] = [
      (word) => word,
      (word) => word.match(/.[\p{M}\u200d]*/gsu)!.join(' '),
      (word) => word.match(/.[\p{M}\u200d]*/gsu)!.join('.'),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...disguises),
        fc.constantFrom(...disguises),
        fc.constantFrom(...last),
        (one, two, three) => {
          const word = three(two(one('darn')));
          const text = `well ${word}, then`;
          const { hits } = scanner.scan(text);
          expect(hits.map((hit) => text.slice(hit.start, hit.end).replace(/[\p{M}\u200d]+$/u, ''))).toEqual([
            word.replace(/[\p{M}\u200d]+$/u, ''),
          ]);
        },
      ),
    );
  });
});
