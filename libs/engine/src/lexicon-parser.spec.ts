import { parseLexicon } from './lexicon-parser.js';

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

  it.each([
    ['', 'en.tsv:1: The first line must be "#lexicon v1 <language>"'],
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
