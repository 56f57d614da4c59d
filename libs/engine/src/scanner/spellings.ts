import { Transform } from './transforms.js';

/** Another way to write a stem, and the disguise that it is. */
export interface Spelling {
  /** Lower case; a space sets two words apart. */
  readonly text: string;
  /** Bits of Transform. */
  readonly transforms: number;
  /** Endings of English words may follow ("fcuk" + "ing"). */
  readonly inflects: boolean;
}

/** Endings that a respelled stem may take. */
export const ENDINGS: ReadonlySet<string> = new Set(
  'a ah az ed en er ers es ez ee ie ies in ing ings n r rs s st ta tas ty y ys z uh head heads face faces tard tards hole holes'.split(
    ' ',
  ),
);

/** One sound written in several ways. "$" anchors a rule at the end of the word, "^" at its start. */
const SOUNDS: readonly (readonly [string, readonly string[]])[] = [
  ['ck', ['k', 'kk', 'cc', 'q', 'x', 'kc', 'cq']],
  ['cks$', ['x', 'xx', 'cx', 'ks']],
  ['f', ['ph']],
  ['ph', ['f']],
  ['u', ['oo', 'v']],
  ['i', ['ee', 'y', 'ie']],
  ['ee', ['i', 'ea']],
  ['ss', ['zz', 'sz']],
  ['s', ['z']],
  ['z', ['s']],
  ['er$', ['a', 'ah', 'uh']],
  ['^c', ['k', 'q']],
  ['mb', ['m']],
  ['ole', ['oal', 'owl']],
  ['co', ['ko']],
  ['cu', ['ku']],
  ['tch', ['tsch', 'tsh', 'ch']],
  ['qu', ['kw']],
  ['wh', ['vvh']],
  ['w', ['vv']],
  ['y$', ['ee', 'ie', 'i']],
  ['^sh', ['sch']],
  ['th', ['d', 'f', 'v']],
];
/** Sounds that only come near: believed of the worst stems, one at a time. */
const NEAR_SOUNDS: readonly (readonly [string, readonly string[]])[] = [
  ['f', ['v', 'pf']],
  ['u', ['a', 'o', 'ue', 'w', 'uu']],
  ['i', ['e', 'ea', 'ey', 'ia', 'ii', 'ai']],
  ['er$', ['or', 'ur', 'ar', 'r']],
  ['er', ['a', 'ur', 'uh']],
  ['ore', ['oar', 'oor', 'or']],
  ['a', ['ah', 'uh', 'e', 'aa']],
  ['o', ['oh', 'aw', 'u']],
  ['gg', ['g', 'qq', 'kk', 'bb', 'ck']],
  ['it$', ['et', 'yt', 'ite']],
  ['^sh', ['ch', 'zh']],
  ['^f', ['fy', 'fw', 'vf']],
  ['^b', ['by']],
  ['^wh', ['h', 'w']],
];

/** Neighbours on a QWERTY keyboard. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 'qsz',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'w',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'xa',
};

/** Their neighbours in the row below. */
const BELOW: Readonly<Record<string, string>> = { u: 'hj', i: 'jk', o: 'kl', e: 'sd', t: 'fg' };
const VOWEL = /[aeiou]/;
/** Shortest spelling that is looked for: shorter ones are entries of the lexicon or nothing. */
const SHORTEST = 4;
/** Short spellings that everybody reads. */
const SHORT_SPELLINGS = new Set(['fck', 'sht', 'cnt', 'fuk']);
/**
 * Digits that show a word on a calculator's display, or in leet without a letter: the longest as they stand, the others
 * only behind a word that no number follows.
 */
export const DIGIT_SPELLINGS: readonly (readonly [string, readonly string[]])[] = [
  ['boobies', ['5318008', '8008135']],
  [
    'boobs',
    ['big 80085', 'her 80085', 'your 80085', 'those 80085', 'nice 80085', 'big 8008', 'your 8008', 'nice 8008'],
  ],
  [
    'ass',
    ['you 455', 'your 455', 'my 455', 'ur 455', 'dumb 455', 'fat 455', 'big 455', 'lick 455', '455 hole', '455 face'],
  ],
  ['shit', ['eat 5417', 'holy 5417', 'oh 5417', 'bull 5417', 'piece of 5417', 'full of 5417']],
  ['tits', ['nice 7175', 'your 7175', 'big 7175', 'her 7175']],
];
/** Digits that show a word where they are a whole user name. */
export const DIGIT_NAMES: readonly (readonly [string, string])[] = [
  ['ass', '455'],
  ['asshole', '455401e'],
  ['boobs', '80085'],
  ['boobs', '58008'],
  ['boobs', '8008'],
  ['tits', '7175'],
  ['shit', '5417'],
];
/** Most phonetic spellings of a stem. */
const MOST_SOUNDS = 72;
/** Stems from which a slip of the keyboard is looked for, in letters. */
const TYPO_FROM = 5;

/** How well known a stem is: the better, the looser the spellings that are believed. */
export type Fame = 'foreign' | 'common' | 'strong' | 'worst';

/**
 * The ways to write a stem that are worth looking for, each once; 30 to 200. Later ones of the same text lose: the order
 * is that of likelihood.
 * @param stem a-z, at least four letters
 */
export function* spellingsOf(stem: string, fame: Fame): Generator<Spelling> {
  const seen = new Set([stem]);
  const fresh = function* (texts: Iterable<string>, transforms: number, inflects = true): Generator<Spelling> {
    for (const text of texts) {
      if ((text.length < SHORTEST && !SHORT_SPELLINGS.has(text)) || seen.has(text)) continue;
      seen.add(text);
      yield { text, transforms, inflects: inflects && (text.at(-2) !== ' ' || text.split(' ').length > 2) };
    }
  };
  const long = stem.length >= TYPO_FROM;
  if (long || fame !== 'common') {
    yield* fresh(transposed(stem, fame), Transform.TRANSPOSED);
    yield* fresh(withoutVowels(stem, fame), Transform.DROPPED_LETTER);
  }
  // The sounds are those of English.
  if (fame !== 'foreign') yield* fresh(sounds(stem, fame), Transform.PHONETIC);
  yield* fresh(split(stem), Transform.SPLIT_WORD);
  if (fame === 'strong' || fame === 'worst') yield* fresh(respell(stem, LOOKS), Transform.HOMOGLYPH);
  for (const spelling of wholeSpellings(stem, fame)) {
    if (!seen.has(spelling.text)) yield spelling;
    seen.add(spelling.text);
  }
  if (fame === 'common') return;
  if (fame === 'worst') yield* fresh([`${stem[0]!} ${stem.slice(2)}`], Transform.DROPPED_LETTER);
  if (long && fame === 'worst') yield* fresh(withoutALetter(stem), Transform.DROPPED_LETTER);
  if (long) yield* fresh(typos(stem, fame), Transform.TYPO);
  else if (fame === 'worst') yield* fresh(beside(stem, fame), Transform.TYPO, false);
}

const REVERSED_ENDINGS = ['s', 'er', 'ers', 'ing', 'ed', 'y'];

/** Spellings that turn the word as a whole, endings included. */
export function* wholeSpellings(stem: string, fame: Fame): Generator<Spelling> {
  const as = (text: string, transforms: number): Spelling => ({ text, transforms, inflects: false });
  if (stem.length >= TYPO_FROM || fame !== 'common') yield as([...stem].reverse().join(''), Transform.REVERSED);
  if (fame === 'worst') {
    for (const ending of REVERSED_ENDINGS) yield as([...stem, ...ending].reverse().join(''), Transform.REVERSED);
  }
  for (const text of pigLatin(stem)) yield as(text, Transform.PIG_LATIN);
  yield as(rot13(stem), Transform.ROT13);
}

function* transposed(stem: string, fame: Fame): Generator<string> {
  for (let i = 0; i + 1 < stem.length; i++) {
    if (i === 0 && stem.length < TYPO_FROM && fame !== 'worst') continue;
    yield stem.slice(0, i) + stem[i + 1]! + stem[i]! + stem.slice(i + 2);
  }
}

/** All inner vowels left out, all but the last letter's; of longer stems those of one part, and each. */
function* withoutVowels(stem: string, fame: Fame): Generator<string> {
  const inner = stem.slice(1);
  yield stem[0]! + inner.replace(/[aeiou]/g, '');
  yield stem[0]! + inner.slice(0, -1).replace(/[aeiou]/g, '') + inner.slice(-1);
  if (fame === 'common' || stem.length <= TYPO_FROM) return;
  for (let half = 3; half <= stem.length - 3; half++) {
    yield stem[0]! + stem.slice(1, half).replace(/[aeiou]/g, '') + stem.slice(half);
    yield stem.slice(0, half) + stem.slice(half).replace(/[aeiou]/g, '');
  }
  for (let i = 1; i < stem.length - 1; i++) {
    if (VOWEL.test(stem[i]!)) yield stem.slice(0, i) + stem.slice(i + 1);
  }
}

function* withoutALetter(stem: string): Generator<string> {
  for (let i = 1; i < stem.length; i++) if (stem[i] !== stem[i - 1]) yield stem.slice(0, i) + stem.slice(i + 1);
}

/** One rule at one place, at all its places, and two rules together. */
function sounds(stem: string, fame: Fame): Set<string> {
  const found = new Set(respell(stem, SOUNDS));
  if (fame === 'common') return found;
  for (const text of [...found]) {
    for (const again of respell(text, SOUNDS)) {
      if (found.size >= MOST_SOUNDS) break;
      found.add(again);
    }
  }
  if (fame === 'worst') for (const text of respell(stem, NEAR_SOUNDS)) found.add(text);
  return found;
}

function* respell(word: string, rules: readonly (readonly [string, readonly string[]])[]): Generator<string> {
  for (const [sound, others] of rules) {
    const bare = sound.replace(/[$^]/g, '');
    for (let at = word.indexOf(bare); at >= 0; at = word.indexOf(bare, at + 1)) {
      if (sound.endsWith('$') && at + bare.length !== word.length) continue;
      if (sound.startsWith('^') && at !== 0) continue;
      for (const other of others) yield word.slice(0, at) + other + word.slice(at + bare.length);
    }
    if (bare === sound) for (const other of others) yield word.replaceAll(bare, other);
  }
}

function* pigLatin(stem: string): Generator<string> {
  const at = stem.search(VOWEL);
  if (at < 0) return;
  const moved = stem.slice(at) + stem.slice(0, at);
  yield `${moved}ay`;
  if (at === 0) for (const end of ['way', 'yay', 'hay']) yield moved + end;
}

function rot13(stem: string): string {
  return [...stem].map((letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97)).join('');
}

/** In two parts, and in three of which at least one is a single letter and none is long. */
function* split(stem: string): Generator<string> {
  for (let at = 1; at < stem.length; at++) yield `${stem.slice(0, at)} ${stem.slice(at)}`;
  for (let one = 1; one <= 3; one++) {
    for (let two = one + 1; two <= one + 3 && two < stem.length; two++) {
      if (stem.length - two > 3 || Math.min(one, two - one, stem.length - two) > 1) continue;
      yield `${stem.slice(0, one)} ${stem.slice(one, two)} ${stem.slice(two)}`;
    }
  }
}

/** Letters of the same alphabet that look alike. */
const LOOKS: readonly (readonly [string, readonly string[]])[] = [
  ['i', ['l', 'j']],
  ['l', ['i']],
  ['g', ['q']],
  ['m', ['rn']],
  ['d', ['cl']],
];

/** One letter hit beside, too many or (in longer stems) left out; the first one stands but in the worst. */
function* typos(stem: string, fame: Fame): Generator<string> {
  yield* beside(stem, fame);
  for (let i = 1; i < stem.length; i++) {
    const worst = fame === 'worst';
    if ((worst || stem.length > TYPO_FROM) && stem[i] !== stem[i - 1]) yield stem.slice(0, i) + stem.slice(i + 1);
    if (stem.length === TYPO_FROM && !worst) continue;
    for (const other of new Set(NEIGHBOURS[stem[i]!]! + (worst ? stem : ''))) {
      yield stem.slice(0, i) + other + stem.slice(i);
      yield stem.slice(0, i + 1) + other + stem.slice(i + 1);
    }
  }
}

/** One letter replaced by its neighbour, or a vowel by the x that people put in its place. */
function* beside(stem: string, fame: Fame): Generator<string> {
  for (let i = fame === 'worst' ? 0 : 1; i < stem.length; i++) {
    const near = NEIGHBOURS[stem[i]!]! + (fame === 'worst' && i > 0 ? (BELOW[stem[i]!] ?? '') : '');
    for (const other of near) yield stem.slice(0, i) + other + stem.slice(i + 1);
    if (VOWEL.test(stem[i]!) && i > 0 && i < stem.length - 1) yield `${stem.slice(0, i)}x${stem.slice(i + 1)}`;
  }
}
