import { parseLexicon } from '../lexicon-parser.js';
import { READINGS, type Reading } from './readings.js';
import { compile } from './ruleset.js';
import { Scanner } from './scanner.js';
import { Transform } from './transforms.js';

// Mild stand-ins with the fame of real stems: known to all, known to several lists, short, and a phrase.
const entries = [
  parseLexicon(
    [
      '#lexicon v1 en',
      'term\ttopics\tboundary\texceptions\tprovenance',
      'frick\tvulgarity:6\tany\t*fricking*\ttest,other',
      'snorker\tbullying:6\tword\t\ttest,other,third',
      'twit\tbullying:5\tword\t\ttest',
      'oaf\tbullying:5\tword\t\ttest',
      'bad egg\tbullying:7\tword\t\ttest',
      'drat\tvulgarity:5\tword\t\ttest',
      'frump lump\tbullying:7\tword\t\ttest',
    ].join('\n'),
    'en.tsv',
  ),
  parseLexicon(
    '#lexicon v1 ko\nterm\ttopics\tboundary\texceptions\tprovenance\n바보\tbullying:5\tany\t\ttest',
    'ko.tsv',
  ),
  parseLexicon(
    '#lexicon v1 ja\nterm\ttopics\tboundary\texceptions\tprovenance\nばか\tbullying:5\tany\t\ttest',
    'ja.tsv',
  ),
].flat();
const words =
  'the you of is to in it and i my so me on king love master house twitter brick trick fresh frock free flick loaf loafer oats boating hat'.split(
    ' ',
  );
const ruleset = compile(entries, { words });

const names = (bits: number) =>
  Object.entries(Transform)
    .filter(([, bit]) => bits & bit)
    .map(([name]) => name)
    .join(' ');
const find = (text: string, readings: Iterable<Reading> = READINGS) =>
  new Scanner(ruleset, { readings: new Set(readings) })
    .scan(text)
    .hits.filter(({ entry }) => entry)
    .map((hit) => `${hit.entry!.term} ${hit.start}-${hit.end} ${names(hit.transforms)}`.trim());

/** Text, what is found there, and the readings that it takes. */
const TABLE: readonly (readonly [string, string, ...Reading[]])[] = [
  // the sounds of a word, and slips
  ['phrick', 'frick 0-6 PHONETIC', 'respelled'],
  ['you fricc', 'frick 4-9 PHONETIC', 'respelled'],
  ['snorkah', 'snorker 0-7 PHONETIC', 'respelled'],
  ['frck', 'frick 0-4 DROPPED_LETTER', 'respelled'],
  ['snrkr', 'snorker 0-5 DROPPED_LETTER', 'respelled'],
  ['firck', 'frick 0-5 TRANSPOSED', 'respelled'],
  ['firckers', 'frick 0-5 TRANSPOSED', 'respelled'],
  ['frivk', 'frick 0-5 TYPO', 'respelled'],
  ['frxck', 'frick 0-5 TYPO', 'respelled'],
  ['frlck', 'frick 0-5 HOMOGLYPH', 'respelled'],
  ['kcirf', 'frick 0-5 REVERSED', 'respelled'],
  ['ickfray', 'frick 0-7 PIG_LATIN', 'respelled'],
  ['sevpx', 'frick 0-5 ROT13', 'respelled'],
  ['fri ck you', 'frick 0-6 SPLIT_WORD', 'respelled'],
  ['\u0444rick', 'frick 0-5 HOMOGLYPH', 'disguise', 'disguise-second'],
  ['f ri ck', 'frick 0-7 SPLIT_WORD', 'respelled'],
  ['fri\nck', 'frick 0-6 VERTICAL', 'respelled'],
  // joined words
  ['kingtwit', 'twit 4-8 JOINED_WORD', 'embedded'],
  ['ilovetwits', 'twit 5-9 JOINED_WORD', 'embedded'],
  ['twit22', 'twit 0-4 JOINED_WORD', 'embedded'],
  ['frumplump', 'frump lump 0-9 JOINED_WORD', 'embedded'],
  // one letter a line, signs between letters
  ['d\nr\na\nt', 'drat 0-7 VERTICAL', 'joined'],
  ['d\u{1f600}r\u{1f600}a\u{1f600}t', 'drat 0-10 EMOJI', 'joined'],
  ['d!r!a!t', 'drat 0-7 SEPARATOR', 'rewritten'],
  ['[d][r][a][t]', 'drat 1-11 SEPARATOR', 'joined'],
  // letters drawn, shown or hidden by signs
  ['|=rick', 'frick 0-6 LEET', 'rewritten'],
  ['tw|t', 'twit 0-4 LEET', 'disguise'],
  ['()af', 'oaf 0-4 LEET', 'rewritten'],
  ['dr\u{1f170}t', 'drat 0-5 STYLED', 'plain'],
  ['fr\u{1f480}ck', 'frick 0-6 MASK EMOJI', 'rewritten', 'mask'],
  ['\u2b55af', 'oaf 0-3 EMOJI', 'rewritten'],
  ['fr--k', 'frick 0-5 MASK', 'mask'],
  ['fr8ck', 'frick 0-5 MASK', 'mask'],
  ['\u{1f1eb}\u{1f1f7}\u{1f1ee}\u{1f1e8}\u{1f1f0}', 'frick 0-10 REGIONAL', 'rewritten'],
  ['\u{1f1f9} \u{1f1fc} \u{1f1ee} \u{1f1f9}', 'twit 0-11 REGIONAL', 'rewritten'],
  // escapes and ciphers
  ['d%72at', 'drat 0-6 ENCODED', 'rewritten'],
  ['dr&#97;t', 'drat 0-8 ENCODED', 'rewritten'],
  ['dr&#x61;t', 'drat 0-9 ENCODED', 'rewritten'],
  ['dr\\u0061t', 'drat 0-9 ENCODED', 'rewritten'],
  ['dr<b>a</b>t', 'drat 0-11 ENCODED', 'rewritten'],
  ['dr&shy;at', 'drat 0-9 ENCODED', 'rewritten'],
  ['say ZHJhdA== now', 'drat 4-12 ENCODED', 'decoded'],
  ['01100100 01110010 01100001 01110100', 'drat 0-35 ENCODED', 'decoded'],
  ['-.. .-. .- -', 'drat 0-12 ENCODED', 'decoded'],
  // direction
  ['\u202etard\u202c', 'drat 1-5 BIDI', 'turned'],
  ['ʇɐɹp', 'drat 0-4 UPSIDE_DOWN', 'turned'],
  // lines
  ['Dear\nRabbits\nAre\nTall', 'drat 0-18 ACROSTIC', 'acrostic'],
  // syllables
  ['ㅂㅏㅂㅗ', '바보 0-4 JAMO', 'rewritten'],
  ['바ㅂㅗ', '바보 0-3 JAMO', 'rewritten'],
  ['バカ', 'ばか 0-2 KANA', 'rewritten'],
  ['ﾊﾞｶ', 'ばか 0-3 KANA', 'rewritten'],
  // addresses
  ['see twitking.com', 'twit 4-8 JOINED_WORD', 'embedded'],
  ['see http://myoaf.io/x', 'oaf 13-16 JOINED_WORD URL', 'embedded', 'address'],
];

/** Nothing is found here, whatever is switched on. */
const INNOCENT = [
  'twitter',
  'witty',
  'loafer',
  'boating',
  'brick by brick',
  'fricking',
  'flick of the wrist',
  'free trick',
  'a flag \u{1f1eb}\u{1f1f7} and \u{1f1ec}\u{1f1e7}',
  'x -> y, f() and a[i] <- 3',
  '100 % of 5%',
  'AT&T & co',
  'main();',
  'Dear\nRabbits\nAre',
  'アルバカーキ',
  'ㅋㅋㅋ ㅠㅠ',
  'it is raining...',
  '10110 0110',
  'SGVsbG8gd29ybGQ=',
  '-- --- ... --',
  'https://example.org/a%20b?c=d&e=f',
  'fr-k',
  '45s',
  'w8s for it',
  '\u202eolleh\u202c',
];

describe('disguises', () => {
  it.each(TABLE.map(([text, expected], i) => [i, text, expected] as const))(
    '%i: is undone and named',
    (_, text, expected) => {
      expect(find(text)).toEqual([expected]);
    },
  );

  it.each(TABLE.map((row, i) => [i, ...row] as const))('%i: takes the readings it names, and no other', (...row) => {
    const [, text, expected, ...readings] = row;
    expect(find(text, readings)).toEqual([expected]);
    for (const reading of readings) {
      if (reading !== 'plain')
        expect(
          find(
            text,
            READINGS.filter((other) => other !== reading),
          ),
        ).not.toEqual([expected]);
    }
  });

  it.each(READINGS.filter((reading) => reading !== 'plain'))('without %s only its hits are gone', (reading) => {
    const rest = READINGS.filter((other) => other !== reading);
    for (const [text, expected, ...readings] of TABLE) {
      if (!readings.includes(reading)) expect(find(text, rest)).toEqual([expected]);
    }
    for (const text of INNOCENT) expect(find(text, rest)).toEqual([]);
  });

  it.each(INNOCENT.map((text, i) => [i, text] as const))('%i: an innocent text stays clean', (_, text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('modes', () => {
  const scanner = new Scanner(ruleset);
  const terms = (text: string, mode: 'text' | 'name' | 'url') =>
    scanner
      .scan(text, mode)
      .hits.filter(({ entry }) => entry)
      .map((hit) => `${hit.entry!.term} ${text.slice(hit.start, hit.end)}`);

  it.each([
    ['xXoafXx', ['oaf oaf']],
    ['MyOaf', ['oaf Oaf']],
    ['oaf99', ['oaf oaf']],
    ['0af_king', ['oaf 0af']],
    ['loafer', []],
    ['Loaf', []],
    ['BadEgg7', ['bad egg BadEgg']],
  ])('name %j', (name, expected) => {
    expect(terms(name, 'name')).toEqual(expected);
  });

  it('finds short stems inside words in names and addresses only', () => {
    expect(terms('xxoafxx', 'text')).toEqual([]);
    expect(terms('myoaf', 'url')).toEqual(['oaf oaf']);
  });

  it.each([
    ['https://www.myoaf.com/index', ['oaf oaf']],
    ['myoaf dot com', ['oaf oaf']],
    ['example.com/t%77it', ['twit t%77it']],
    ['xn--bcher-kva.com', []],
    ['xn--frck-wpa.com', ['frick xn--frck-wpa']],
    ['loafer.com', []],
  ])('address %j', (address, expected) => {
    expect(terms(address, 'url')).toEqual(expected);
  });
});
