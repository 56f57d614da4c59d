import { parseLexicon, readLexicon } from './lexicon-parser.js';

const head = '#lexicon v1 en\nterm\ttopics\tboundary\texceptions\tprovenance\n';

describe('lexicon parser', () => {
  it('reads an entry', () => {
    expect(
      parseLexicon(
        `${head}# a comment\n\nheck\tvulgarity:4,bullying:3\tprefix+exact\theckler*;oh heck\tone,two\n`,
        'en.tsv',
      ),
    ).toEqual([
      {
        term: 'heck',
        language: 'en',
        grades: [
          { topic: 'vulgarity', severity: 4 },
          { topic: 'bullying', severity: 3 },
        ],
        boundary: 'prefix',
        exact: true,
        exceptions: ['heckler*', 'oh heck'],
        provenance: ['one', 'two'],
      },
    ]);
  });

  it('reads any columns beside the needed ones, in any order, and expands patterns and sets', () => {
    const source = [
      '#lexicon v2 en',
      '#set you you|u',
      'provenance\tterm\ttopics\tboundary\tcontext\tsince\tuntil\thits\tclean\tnote',
      'one\t{you} heck(er)?\tbullying:5\tword\tobject:-2;quoted:clean;negated:0\t2020-02-29\t2030-01-01\tyou heck; u heck!\ta heck\tsaid in jest',
    ].join('\n');
    const shared = {
      language: 'en',
      grades: [{ topic: 'bullying', severity: 5 }],
      boundary: 'word',
      exact: false,
      exceptions: [],
      provenance: ['one'],
      context: [
        { when: 'object', change: -2 },
        { when: 'quoted', change: 'clean' },
        { when: 'negated', change: 0 },
      ],
    };
    const terms = ['you hecker', 'you heck', 'u hecker', 'u heck'];
    expect(readLexicon(source, 'en.tsv')).toEqual([
      {
        line: 4,
        written: '{you} heck(er)?',
        entries: terms.map((term) => ({ term, ...shared })),
        hits: ['you heck', 'u heck!'],
        clean: ['a heck'],
        since: '2020-02-29',
        until: '2030-01-01',
        note: 'said in jest',
      },
    ]);
    expect(parseLexicon(source, 'en.tsv').map(({ term }) => term)).toEqual(terms);
  });

  it.each([
    [
      '{you} heck\tvulgarity:4\tword\tone\t\t\t',
      'en.tsv:3: Column term, character 1: pattern "{you} heck": there is no set',
    ],
    ['a(b\tvulgarity:4\tword\tone\t\t\t', 'en.tsv:3: Column term, character 2: pattern "a(b": "(" is not closed'],
    ['a(B|)\tvulgarity:4\tword\tone\t\t\t', 'en.tsv:3: Column term: "aB" (from "a(B|)") must be lower-case'],
    ['a\tvulgarity:4\tword\tone\tobjct:-1\t\t', 'en.tsv:3: Column context: "objct:-1" must be "when:change"'],
    ['a\tvulgarity:4\tword\tone\tobject:9\t\t', 'en.tsv:3: Column context: "object:9" must be'],
    [
      'a\tvulgarity:4\tword\tone\tself:-1;self:0\t\t',
      'en.tsv:3: Column context: "self:-1;self:0" names a condition twice',
    ],
    ['a\tvulgarity:4\tword\tone\t\t2021-02-30\t', 'en.tsv:3: Column until: "2021-02-30" must be a date'],
    ['a\tvulgarity:4\tword\tone\t\t\tx;;y', 'en.tsv:3: Column hits: examples are separated by one ";"'],
    [
      'b\tvulgarity:4\tword\tone\t\t\t\nb?c?b\tvulgarity:4\tword\tone\t\t\t',
      'en.tsv:4: Term "b" already stands in line 3',
    ],
  ])('refuses %j', (row, message) => {
    const source = `#lexicon v2 en\nterm\ttopics\tboundary\tprovenance\tcontext\tuntil\thits\n${row}\n`;
    expect(() => parseLexicon(source, 'en.tsv')).toThrow(message);
  });

  it('takes a term out of a pattern that an exception names', () => {
    const [entry, ...others] = parseLexicon(`${head}heck(s|er)\tvulgarity:4\tword\thecker;hecks bay\tone\n`, 'en.tsv');
    expect([entry?.term, entry?.exceptions, others]).toEqual(['hecks', ['hecks bay'], []]);
    const nothing = `${head}heck\tvulgarity:4\tword\theck\tone\n`;
    expect(() => parseLexicon(nothing, 'en.tsv')).toThrow('en.tsv:3: Column exceptions: they save every text');
  });

  it.each([
    ['#set you', 'A set must be'],
    ['#set you a|(b', 'Set you, character 3: pattern "a|(b": "(" is not closed'],
    ['#set you a\n#set you b', 'Set "you" is defined twice'],
  ])('refuses the set %j', (set, message) => {
    expect(() => parseLexicon(`#lexicon v2 en\n${set}\n`, 'en.tsv')).toThrow(message);
  });

  it.each([
    ['', 'en.tsv:1: The first line must be "#lexicon v2 <language>"'],
    ['#lexicon v1 en\nterm\n', 'en.tsv:2: The header must be the columns'],
    [`${head}heck\tvulgarity:4\n`, 'en.tsv:3: Found 2 columns; there must be 5'],
    [`${head}Heck\tvulgarity:4\tword\t\tone\n`, 'en.tsv:3: Column term: "Heck" must be lower-case'],
    [`${head}he ck!\tvulgarity:4\tword\t\tone\n`, 'en.tsv:3: Column term'],
    [
      `${head}𨳊\tvulgarity:4\tany\t\tone\n`,
      "en.tsv:3: Columns term and exceptions: letters beyond U+FFFF can't be matched",
    ],
    [`${head}heck\tvulgarity:8\tword\t\tone\n`, 'en.tsv:3: Column topics: "vulgarity:8"'],
    [
      `${head}heck\tvulgarity:4,vulgarity:5\tword\t\tone\n`,
      'en.tsv:3: Column topics: "vulgarity:4,vulgarity:5" names a topic twice',
    ],
    [`${head}heck\tvulgarity:4\tinside\t\tone\n`, 'en.tsv:3: Column boundary: "inside" must be one of'],
    [`${head}heck\tvulgarity:4\tword\the*ck\tone\n`, 'en.tsv:3: Column exceptions: "he*ck"'],
    [`${head}heck\tvulgarity:4\tword\t\t\n`, 'en.tsv:3: Column provenance'],
    [
      `${head}heck\tvulgarity:4\tword\t\tone\nheck\tvulgarity:4\tword\t\tone\n`,
      'en.tsv:4: Term "heck" already stands in line 3',
    ],
  ])('refuses %j', (source, message) => {
    expect(() => parseLexicon(source, 'en.tsv')).toThrow(message);
  });
});
