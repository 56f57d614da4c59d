import { CONFUSABLES } from './generated/confusables.js';
import {
  EVERYDAY_LETTERS,
  LEET,
  LEET_PUNCTUATION,
  LEET_SECOND,
  LOOK_ALIKES,
  MASKS,
  PICTURES,
  SIGNS_OF_LETTERS,
  SOUNDS,
  SYLLABLE_LETTERS,
  TURNED_LETTERS,
} from './look-alikes.js';
import { DIGIT_9, LETTER_A, MAX_NATIVE_LETTERS, NATIVE_ROW, OTHER_LETTER, SEPARATOR, symbolOf } from './symbols.js';

/** Values of {@link CharTable.plain} above the symbols. */
export const INVISIBLE = 40;
export const SURROGATE = 41;
/** Separators that are worth a look: each is a separator to the plain fold. */
export const PUNCTUATION = 44;
export const APOSTROPHE = 45;
export const LEET_SYMBOL = 46;
export const MASK_SYMBOL = 47;
/** 0x100 + index into {@link CharTable.expansions}: two letters. */
export const EXPANSION = 0x100;
/** 0x8000 + 64 * lead + trail of a letter outside a..z that a term uses. */
export const NATIVE = 0x8000;

/** Bits of {@link CharTable.traits}. */
export const TRAIT_LEET_PUNCTUATION = 1;
export const TRAIT_MASK = 2;
export const TRAIT_RARE_LOOK_ALIKE = 4;
export const TRAIT_SECOND_READING = 8;
/** A letter upside down, or a sign that overrides the direction. */
export const TRAIT_TURNED = 16;
/** With others like it, it draws a letter: |=, /\\. */
export const TRAIT_SIGN = 32;
/** Part of a syllable (jamo, katakana). */
export const TRAIT_SYLLABLE = 64;
/** An emoji, or a sign that stands for a letter as they do. */
export const TRAIT_PICTURE = 128;

/** How every UTF-16 code unit folds, for one set of terms. */
export interface CharTable {
  /** Per code unit: a symbol (0..37) or one of the classes above. 128 KiB. */
  readonly plain: Uint16Array;
  /** Per code unit: the letter it may stand for in a disguise, 0 where none. */
  readonly deep: Uint8Array;
  /** As deep, second reading of 1, |, 6, !. */
  readonly deepSecond: Uint8Array;
  readonly traits: Uint8Array;
  /** Pairs of symbols. */
  readonly expansions: readonly (readonly [number, number])[];
}

const WORD = /^[\p{L}\p{N}\p{M}]$/u;
/** Combining marks that decorate; those of Indic scripts and Thai are vowels and stay. */
const DECORATION =
  // eslint-disable-next-line no-misleading-character-class -- single marks are what is meant
  /^[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]$/;
const IGNORABLE =
  // eslint-disable-next-line no-misleading-character-class -- single marks are what is meant
  /^[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]$/;
/** Compatibility forms that are signs of their own, not letters: trade mark, degree Celsius, number sign, ... */
const SIGNS = /^[\u2100-\u2101\u2103\u2105-\u2109\u2116\u2117\u2120-\u2122\u213b]$/;
const TWO_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'ss',
  æ: 'ae',
  Æ: 'ae',
  œ: 'oe',
  Œ: 'oe',
  þ: 'th',
  Þ: 'th',
};
const LATIN_VARIANTS: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
  đ: 'd',
  Đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ŧ: 't',
  ƒ: 'f',
  ə: 'e',
  ɛ: 'e',
  ɔ: 'o',
  ʌ: 'a',
  ɢ: 'g',
  ʀ: 'r',
  ʙ: 'b',
  ʜ: 'h',
  ʟ: 'l',
  ɴ: 'n',
  ᴀ: 'a',
  ᴅ: 'd',
  ᴇ: 'e',
  ᴊ: 'j',
  ᴋ: 'k',
  ᴍ: 'm',
  ᴘ: 'p',
  ᴛ: 't',
  ꜰ: 'f',
  ǫ: 'q',
  ᴜ: 'u',
  ғ: 'f',
  ɖ: 'd',
  ɗ: 'd',
  ƈ: 'c',
  ƙ: 'k',
  ɦ: 'h',
  ʂ: 's',
  ƭ: 't',
  ʄ: 'f',
  ɱ: 'm',
  ɳ: 'n',
  ɲ: 'n',
  ŋ: 'n',
  ɭ: 'l',
  ɾ: 'r',
  ʐ: 'z',
  ʑ: 'z',
  ɕ: 'c',
  ʈ: 't',
  ɸ: 'f',
  ɓ: 'b',
  ɠ: 'g',
};

/**
 * The letters or digits a-z0-9 that one character is a form of: full-width, mathematical, circled, superscript,
 * accented, small capital. '' where it is none. At most two.
 */
export function latinForm(char: string): string {
  const direct = TWO_LETTERS[char] ?? LATIN_VARIANTS[char];
  if (direct !== undefined) return direct;
  if (SIGNS.test(char)) return '';
  let letters = '';
  for (const part of char.normalize('NFKD').toLowerCase()) {
    if (part >= '\u0300' && part <= '\u036f') continue;
    if (part === '(' || part === ')' || part === '.' || part === ',') continue; // parenthesised and full-stop forms
    const letter = LATIN_VARIANTS[part] ?? part;
    if (!/^[a-z0-9]$/.test(letter)) return '';
    letters += letter;
  }
  return letters.length <= 2 ? letters : '';
}

/** One character of a script other than Latin in the form that terms and texts share: NFKC, lower case, bare. */
export function nativeForm(char: string): string {
  const lower = char.normalize('NFKC').toLowerCase();
  const bare = lower.length > 1 ? lower.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : lower;
  const unit = bare.length === 1 ? bare : char;
  return NATIVE_VARIANTS[unit] ?? unit;
}
const NATIVE_VARIANTS: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ک: 'ك',
  ی: 'ي',
  ё: 'е',
};

/** Whether a code unit is a Han or Hangul syllable letter: more than half of all, each its own form and no Latin one. */
function isOwnForm(unit: number): boolean {
  return (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0xac00 && unit <= 0xd7a3) || (unit >= 0x3400 && unit <= 0x4dbf);
}

/** What no lexicon changes: computed once per process, about 30 ms. */
interface StaticTable extends Omit<CharTable, 'plain'> {
  readonly plain: Uint16Array;
  /** Code units outside a..z that are letters, by their native form; without those that are only their own. */
  readonly natives: ReadonlyMap<string, readonly number[]>;
}
let shared: StaticTable | undefined;

function staticTable(): StaticTable {
  if (shared) return shared;
  const plain = new Uint16Array(65536).fill(SEPARATOR);
  const deep = new Uint8Array(65536);
  const traits = new Uint8Array(65536);
  const expansions: (readonly [number, number])[] = [];
  const natives = new Map<string, number[]>();

  for (let unit = 0; unit < 65536; unit++) {
    if (isOwnForm(unit)) {
      plain[unit] = OTHER_LETTER;
      continue;
    }
    const char = String.fromCharCode(unit);
    if (unit >= 0xd800 && unit <= 0xdfff) plain[unit] = SURROGATE;
    else if (IGNORABLE.test(char) || DECORATION.test(char)) plain[unit] = INVISIBLE;
    else if (/^\s$/.test(char) || unit < 32) plain[unit] = SEPARATOR;
    else if (WORD.test(char) || (unit >= 0x2460 && unit <= 0x24ff)) {
      const latin = latinForm(char);
      if (latin.length === 1) plain[unit] = symbolOf(latin);
      else if (latin.length === 2) {
        plain[unit] = EXPANSION + expansions.length;
        expansions.push([symbolOf(latin[0]!), symbolOf(latin[1]!)]);
      } else {
        plain[unit] = OTHER_LETTER;
        const form = nativeForm(char);
        const units = natives.get(form);
        if (units) units.push(unit);
        else natives.set(form, [unit]);
      }
    } else plain[unit] = PUNCTUATION;
  }
  for (const char of "'’‘`´ʼ") plain[char.charCodeAt(0)] = APOSTROPHE;
  for (const char of '"“”«»') plain[char.charCodeAt(0)] = SEPARATOR;

  for (const [letter, chars] of [...CONFUSABLES, ...LOOK_ALIKES]) {
    for (const char of chars) {
      const unit = char.charCodeAt(0);
      const known = plain[unit]!;
      if (known >= LETTER_A && known <= DIGIT_9) continue;
      if (/^[a-z]$/.test(letter)) deep[unit] = symbolOf(letter);
      if (known === PUNCTUATION) plain[unit] = LEET_SYMBOL;
      // Letters of the Latin script have one reading only.
      else if (/^\p{Script=Latin}$/u.test(char)) plain[unit] = symbolOf(letter);
      else if (!EVERYDAY_LETTERS.test(char)) traits[unit]! |= TRAIT_RARE_LOOK_ALIKE;
    }
  }
  for (const char of MASKS) {
    const unit = char.charCodeAt(0);
    traits[unit]! |= TRAIT_MASK;
    if (plain[unit] === PUNCTUATION) plain[unit] = MASK_SYMBOL;
  }
  // ß is B to those who draw with letters.
  deep['ß'.charCodeAt(0)] = symbolOf('b');
  const deepSecond = deep.slice();
  for (const [char, letter] of Object.entries(LEET)) {
    const unit = char.charCodeAt(0);
    deep[unit] = deepSecond[unit] = symbolOf(letter);
    if (plain[unit]! > OTHER_LETTER) plain[unit] = LEET_SYMBOL;
  }
  for (const [char, letter] of Object.entries({ ...LEET_SECOND, ...SOUNDS })) {
    const unit = char.charCodeAt(0);
    deepSecond[unit] = symbolOf(letter);
    traits[unit]! |= TRAIT_SECOND_READING;
  }
  for (const [letter, chars] of TURNED_LETTERS) {
    for (const char of chars) {
      const unit = char.charCodeAt(0);
      plain[unit] = OTHER_LETTER;
      deep[unit] = deepSecond[unit] = symbolOf(letter);
      traits[unit]! |= TRAIT_TURNED | TRAIT_RARE_LOOK_ALIKE;
    }
  }
  traits[0x202e]! |= TRAIT_TURNED;
  for (const char of SIGNS_OF_LETTERS) traits[char.charCodeAt(0)]! |= TRAIT_SIGN;
  for (let unit = 0x1100; unit <= 0xffdc; unit++) {
    const char = String.fromCharCode(unit);
    if (SYLLABLE_LETTERS.test(char)) traits[unit]! |= TRAIT_SYLLABLE;
    else if (PICTURES.test(char)) traits[unit]! |= TRAIT_PICTURE;
  }
  for (const char of LEET_PUNCTUATION) traits[char.charCodeAt(0)]! |= TRAIT_LEET_PUNCTUATION;
  shared = { plain, deep, deepSecond, traits, expansions, natives };
  return shared;
}

/**
 * Builds the table for a set of terms: letters outside a..z that a term uses get a number.
 * @param letters those letters in native form, in any order
 * @throws RangeError for more than 2,304 different ones
 */
export function buildCharTable(letters: Iterable<string>): CharTable {
  const { plain: base, natives, ...rest } = staticTable();
  const plain = base.slice();
  let number = 0;
  for (const letter of new Set(letters)) {
    if (number === MAX_NATIVE_LETTERS) {
      throw new RangeError(`The lexicon uses more than ${MAX_NATIVE_LETTERS} different letters outside a-z.`);
    }
    const code = NATIVE + 64 * Math.floor(number / NATIVE_ROW) + (number % NATIVE_ROW);
    for (const unit of natives.get(letter) ?? []) plain[unit] = code;
    if (isOwnForm(letter.charCodeAt(0))) plain[letter.charCodeAt(0)] = code;
    number++;
  }
  return { plain, ...rest };
}

/**
 * Symbol of a code point outside the BMP (letters of mathematical, squared and circled form; other letters; signs), or of
 * a lone surrogate, which counts as a letter that no term uses.
 */
export function astralSymbol(codePoint: number): number {
  if (codePoint >= 0x1d400 && codePoint <= 0x1d7ff) return formSymbol(codePoint);
  if (codePoint >= 0x1f100 && codePoint <= 0x1f1ff) {
    // Negative circled and negative squared letters have no compatibility form; regional indicators are flags.
    if (codePoint >= 0x1f150 && codePoint <= 0x1f169) return LETTER_A + codePoint - 0x1f150;
    if (codePoint >= 0x1f170 && codePoint <= 0x1f189) return LETTER_A + codePoint - 0x1f170;
    if (codePoint >= 0x1f1e6) return SEPARATOR;
    return formSymbol(codePoint);
  }
  if (codePoint >= 0xe0000 && codePoint <= 0xe0fff) return INVISIBLE;
  if (codePoint < 0x1d000 || (codePoint >= 0x1e000 && codePoint < 0x1f000) || codePoint >= 0x20000) return OTHER_LETTER;
  return SEPARATOR;
}

const forms = new Uint8Array(0x800 + 0x100);
let formsReady = false;
function formSymbol(codePoint: number): number {
  if (!formsReady) {
    for (const [base, at, size] of [
      [0x1d400, 0, 0x400],
      [0x1f100, 0x800, 0x100],
    ] as const) {
      for (let i = 0; i < size; i++) {
        const latin = latinForm(String.fromCodePoint(base + i));
        forms[at + i] = latin.length >= 1 ? symbolOf(latin[0]!) : OTHER_LETTER;
      }
    }
    formsReady = true;
  }
  return forms[codePoint >= 0x1f100 ? 0x800 + codePoint - 0x1f100 : codePoint - 0x1d400]!;
}
