import { CodeUnits } from '@breakwater/engine';

/** A word of a text. Offsets are UTF-16 code units of the text. */
export class EdgeWord {
  private read: string | undefined;

  constructor(
    private readonly text: string,
    readonly start: number,
    readonly end: number,
  ) {}

  /** As `plainWord` reads it. Few words are asked for it. */
  get plain(): string {
    return (this.read ??= plainWord(this.text.slice(this.start, this.end)));
  }
}

/**
 * Whether the code unit at a place can be part of a word, disguises included: a letter, a digit, or a symbol read as a
 * letter. Pictures are none; letters in squares and circles are. Behind the text there is none.
 */
export function isWordUnit(units: Uint16Array, at: number): boolean {
  const unit = units[at]!;
  return unit < 128 ? ASCII_WORD[unit] === 1 : isWordBeyondAscii(units, at);
}

function isWordBeyondAscii(units: Uint16Array, at: number): boolean {
  const unit = units[at]!;
  if (unit < 0xb5 || (unit >= 0x2000 && unit <= 0x206f) || (unit >= 0x2190 && unit <= 0x245f)) return false;
  if ((unit >= 0x2500 && unit <= 0x2bff) || (unit >= 0x3000 && unit <= 0x3004) || unit === 0xfe0f) return false;
  if (unit < 0xd83c || unit > 0xdfff) return true;
  if (unit >= 0xd83c && unit <= 0xd83e) return unit === 0xd83c && isLetterInBox(units[at + 1]!);
  const high = at === 0 ? 0 : units[at - 1]!;
  return !(high >= 0xd83c && high <= 0xd83e) || (high === 0xd83c && isLetterInBox(unit));
}

/** Low surrogates of U+1F130 to U+1F189 and of the regional indicators. */
function isLetterInBox(low: number): boolean {
  return (low >= 0xdd30 && low <= 0xdd89) || (low >= 0xdde6 && low <= 0xddff);
}

const ASCII_WORD = Uint8Array.from({ length: 128 }, (_, unit) =>
  Number(/[a-z0-9$@']/i.test(String.fromCharCode(unit))),
);

/** Reused from text to text. */
const read = new CodeUnits();

/** Every word of a short text. */
export function wordsOf(text: string): EdgeWord[] {
  const words: EdgeWord[] = [];
  const { units, size } = read.read(text);
  for (let start = 0; start < size; start++) {
    if (!isWordUnit(units, start)) continue;
    let end = start + 1;
    while (end < size && isWordUnit(units, end)) end++;
    words.push(new EdgeWord(text, start, end));
    start = end;
  }
  return words;
}

/** How many words stand between two places, where no word reaches over them. */
export function countWords(units: Uint16Array, start: number, end: number): number {
  let words = 0;
  let isBefore = false;
  for (let i = start; i < end; i++) {
    const isWord = isWordUnit(units, i);
    if (isWord && !isBefore) words++;
    isBefore = isWord;
  }
  return words;
}

/** Where the word ends that a place is in; the place itself where it is in none. */
export function endOfWord(text: string, at: number): number {
  const { units, size } = read.read(text);
  let end = at;
  while (end < size && isWordUnit(units, end)) end++;
  return end;
}

/** Of a code unit that is no letter of its word. */
export const SKIPPED = 0;

const LEET: readonly (readonly [string, string])[] = [
  ['0', 'o'],
  ['1', 'i'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['7', 't'],
  ['8', 'b'],
  ['9', 'g'],
  ['@', 'a'],
  ['$', 's'],
];

/** ASCII as plain letters. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  const letter = LEET.find(([symbol]) => symbol === char)?.[1] ?? char.toLowerCase();
  return char === "'" ? SKIPPED : letter.charCodeAt(0);
});

/** What a code unit of a word is, bits: a letter of ASCII, another letter, a digit or symbol read as one. */
export const LATIN = 1;
export const OTHER_LETTER = 2;
export const STAND_IN = 4;

/** No one plain letter: the word must be read by `plainWord`. */
export const UNCLEAR = 0xffff;
/** Code units of alphabets: Latin, Greek, Cyrillic, Hebrew and Arabic with their marks. */
const TABLED = 0x600;

/** A code unit of a word as a plain letter, as `plainWord` reads it: SKIPPED, a letter, or UNCLEAR. */
export function plainUnit(unit: number): number {
  return unit < TABLED ? PLAIN_LETTER[unit]! : unit >= 0x4e00 && unit <= 0x9fff ? unit : UNCLEAR;
}

/** LATIN, OTHER_LETTER or STAND_IN; 0 for what a word is read without. */
export function unitKind(unit: number): number {
  return unit < TABLED ? KIND[unit]! : OTHER_LETTER;
}

/**
 * A word for look-ups: lower case, without accents, digits read as letters unless all are digits, stretched letters
 * once. Coarser than the engine's fold: what it lets through is scanned, what it doesn't is lost.
 */
export function plainWord(word: string): string {
  let plain = '';
  let previous = SKIPPED;
  let digits = 0;
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    const letter = unit < 128 ? PLAIN[unit]! : UNCLEAR;
    if (letter === UNCLEAR) return plainWordOfAny(word);
    if (unit >= 48 && unit <= 57) digits++;
    if (letter === previous || letter === SKIPPED) continue;
    plain += String.fromCharCode(letter);
    previous = letter;
  }
  return digits > 0 && digits === word.length ? word : plain;
}

/** The same of any alphabet. */
function plainWordOfAny(word: string): string {
  let text = word.toLowerCase();
  if (/[^\x20-\x7e]/.test(text)) text = text.normalize('NFKD').replace(/\p{M}/gu, '');
  if (/^[0-9]+$/.test(text)) return text;
  let plain = '';
  let previous = '';
  for (const char of text) {
    const unit = char.charCodeAt(0);
    const letter = unit < 128 ? PLAIN[unit]! : unit;
    if (letter === SKIPPED) continue;
    const read = unit < 128 ? String.fromCharCode(letter) : char;
    if (read !== previous) plain += read;
    previous = read;
  }
  return plain;
}

const PLAIN_LETTER = Uint16Array.from({ length: TABLED }, (_, unit) => {
  if (unit < 128) return PLAIN[unit]!;
  const plain = plainWord(String.fromCharCode(unit));
  return plain === '' ? SKIPPED : plain.length === 1 ? plain.charCodeAt(0) : UNCLEAR;
});

const KIND = Uint8Array.from({ length: TABLED }, (_, unit) => {
  if (PLAIN_LETTER[unit] === SKIPPED) return unit < 128 ? 0 : STAND_IN;
  if (unit >= 128) return OTHER_LETTER;
  return (unit | 32) >= 97 && (unit | 32) <= 122 ? LATIN : STAND_IN;
});
