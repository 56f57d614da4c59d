import type { CodeUnits } from '../text/code-units.js';
import { FOLDS, isDigit, isLetter } from './letters.js';

/** Reasons to look closer, bits. */
export const SIGNAL_MAIL = 1;
export const SIGNAL_LINK = 2;
export const SIGNAL_COLONS = 4;
/** Enough digits, written or spelled, for a number that names a person. */
export const SIGNAL_NUMBER = 8;
/** Four digits and a dot between two. */
export const SIGNAL_QUAD = 16;
export const SIGNAL_STREET = 32;
/** A word that says who somebody is. */
export const SIGNAL_NAME = 64;
/** A platform's name. */
export const SIGNAL_HANDLE = 128;
const ALL_SIGNALS = 255;

/** Fewest digits of a number worth a look: a local telephone number, and the digits of an IPv4 address. */
const LEAST_DIGITS = 7;
const LEAST_QUAD_DIGITS = 4;
/** Digits in a text this long are counted by looking closer. Bounds the counters below. */
const LONG = 1 << 20;

/** Five bits per character: 1..26 letters, and these; all else is 0. */
const DIGIT = 27;
const DOT = 28;
const COLON = 29;
/** And the underscore. */
const OTHER_LETTER = 30;
/** Also the first half of a mathematical letter, which is told apart only where one is seen. */
const AT = 31;
const MATHEMATICAL = 0xd835;

/** Bits of three characters in a row. A digit, or a word for one. */
const NUMERIC = 1;
const DOT_WORD = 2;
const INNER_DOT = 4;
const STREET = 8;
const HEX_COLON = 16;
const DIGIT_COLON = 32;
const AT_WORD = 64;
const QUAD_DOT = 128;
const ANY_DIGIT = 256;
const AT_SIGN = 512;
const NAME = 1024;
const PLATFORM = 2048;
const UNDERSCORE = 4096;

function buildCharacters(): Uint8Array {
  return FOLDS.map((code, unit) => {
    if (code === 64 || unit === MATHEMATICAL) return AT;
    if (code >= 97 && code <= 122) return code - 96;
    if (isDigit(code)) return DIGIT;
    if (code === 46) return DOT;
    if (code === 58) return COLON;
    if (code === 95) return OTHER_LETTER;
    return isLetter(code) ? OTHER_LETTER : 0;
  });
}

/** "_" stands for an underscore, or anything but a letter, digit, dot or colon. */
const WORDS: readonly (readonly [number, string])[] = [
  // Three letters in a row of each of zero..nine, in English, German, Spanish, French.
  [NUMERIC, 'zer one two thr fou fiv six sev eig nin'],
  [NUMERIC, 'nul ein eins zwe zwo dre vie fun fue sec sie ach neu'],
  [NUMERIC, 'cer uno dos tre cua cin sei sie och nue'],
  [NUMERIC, 'un_ deu tro qua sep hui oh_'],
  [DOT_WORD, 'dot nkt nto int'],
  [AT_WORD, '_at rob'],
  // Of each platform of handles.ts.
  [PLATFORM, 'nap nst _ig isc kik leg _tg tsa kyp ceb _fb sse wec ikt ibe wic yub wiz psn ame twi ber'],
  // Of each head of names.ts.
  [NAME, 'nam omb nom naa eis lla pel iam amo hee'],
  // Of each word of streets.ts.
  [STREET, 'str ave bou blv oad rd_ ane ln_ way hwy st_ riv dr_ urt ct_ pla pl_ qua sq_ rra cre los kwy rcl'],
  [STREET, 'rue mpa emi lee cal via pia ors rua uli ul_ ase aan weg ass ple gat'],
];

function buildTriples(): Uint16Array {
  const triples = new Uint16Array(1 << 15);
  const mark = (bits: number, a: number, b: number, c: number): void => {
    triples[(a << 10) | (b << 5) | c]! |= bits;
  };
  for (const [bit, list] of WORDS) {
    for (const word of list.split(' ')) {
      for (const edge of [0, OTHER_LETTER]) {
        const [a, b, c] = [0, 1, 2].map((i) => (word[i] === '_' ? edge : word.charCodeAt(i) - 96));
        mark(bit, a!, b!, c!);
      }
    }
  }
  const isName = (k: number): boolean => (k >= 1 && k <= DIGIT) || k === OTHER_LETTER;
  const isHex = (k: number): boolean => (k >= 1 && k <= 6) || k === COLON || k === DIGIT;
  for (let a = 0; a < 32; a++) {
    for (let c = 0; c < 32; c++) {
      if (isName(a) && isName(c)) mark(INNER_DOT, a, DOT, c);
      if (a === DIGIT && c === DIGIT) mark(QUAD_DOT, a, DOT, c);
      if (a === DIGIT && c === DIGIT) mark(DIGIT_COLON, a, COLON, c);
      else if (isHex(a) && isHex(c)) mark(HEX_COLON, a, COLON, c);
    }
  }
  for (let pair = 0; pair < 1 << 10; pair++) {
    mark(NUMERIC | ANY_DIGIT, pair >> 5, pair & 31, DIGIT);
    mark(AT_SIGN, pair >> 5, pair & 31, AT);
    mark(UNDERSCORE, pair >> 5, pair & 31, OTHER_LETTER);
  }
  mark(DOT_WORD, 0, DOT, 0);
  // "heiße"
  mark(NAME, 5, 9, OTHER_LETTER);
  return triples;
}

const CHARACTERS = buildCharacters();
const TRIPLES = buildTriples();

/**
 * One pass without branches, about a nanosecond a character: what the text has that findings are made of. May say too
 * much, never too little.
 */
export function signalsOf({ units, size }: CodeUnits): number {
  if (size >= LONG) return ALL_SIGNALS;
  let triple = 0;
  let flags = 0;
  let numeric = 0;
  for (let i = 0; i < size; i++) {
    triple = ((triple << 5) | CHARACTERS[units[i]!]!) & 0x7fff;
    const found = TRIPLES[triple]!;
    flags |= found;
    numeric += found & NUMERIC;
  }
  const last = TRIPLES[(triple << 5) & 0x7fff]!;
  flags |= last;
  numeric += last & NUMERIC;
  if (flags & AT_SIGN && units.subarray(0, size).includes(MATHEMATICAL)) return ALL_SIGNALS;

  let signals = 0;
  if (flags & (AT_SIGN | AT_WORD) && flags & (INNER_DOT | DOT_WORD)) signals |= SIGNAL_MAIL;
  if (flags & INNER_DOT) signals |= SIGNAL_LINK;
  if (flags & HEX_COLON || (flags & DIGIT_COLON && numeric >= LEAST_DIGITS)) signals |= SIGNAL_COLONS;
  if (numeric >= LEAST_DIGITS) signals |= SIGNAL_NUMBER;
  if (flags & QUAD_DOT && numeric >= LEAST_QUAD_DIGITS) signals |= SIGNAL_QUAD;
  if (flags & ANY_DIGIT && flags & STREET) signals |= SIGNAL_STREET;
  if (flags & PLATFORM && flags & (ANY_DIGIT | AT_SIGN | INNER_DOT | UNDERSCORE)) signals |= SIGNAL_HANDLE;
  if (flags & NAME) signals |= SIGNAL_NAME;
  return signals;
}
