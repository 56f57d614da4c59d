import type { CodeUnits } from '@breakwater/engine';

/** Words that stand for what addresses and numbers are made of. */
const WORDS = 'zero one two three four five six seven eight nine dot at'.split(' ');

/** Letters of a word in five bits each; those of longer words lose their first ones, and are told apart by length. */
const packed = (word: string) => [...word].reduce((bits, letter) => (bits << 5) | (letter.charCodeAt(0) & 31), 0);
const PACKED = Int32Array.from(WORDS, packed);
const LONGEST = Math.max(...WORDS.map((word) => word.length));
/** A bit for each last letter. */
const LAST_LETTERS = PACKED.reduce((bits, word) => bits | (1 << (word & 31)), 0);

const DOT = 46;
/** What ASCII is: a letter, or a sign that alone says it. */
const LETTER = 1;
const SIGN = 2;
const KINDS = Uint8Array.from({ length: 128 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  return /[a-z]/i.test(char) ? LETTER : /[0-9@#_]/.test(char) ? SIGN : 0;
});

/** Whether a text can be a part of an address or number. */
export function namesContact({ units, size }: CodeUnits): boolean {
  let length = 0;
  let word = 0;
  // A space stands behind the text.
  for (let i = 0; i <= size; i++) {
    const unit = units[i]!;
    const kind = unit < 128 ? KINDS[unit]! : 0;
    if (kind === LETTER) {
      if (length === 0 && i > 0 && units[i - 1] === DOT) return true;
      length++;
      word = (word << 5) | (unit & 31);
      continue;
    }
    if (kind === SIGN) return true;
    if (length > 1 && length <= LONGEST && ((LAST_LETTERS >>> (word & 31)) & 1) === 1 && PACKED.includes(word)) {
      return true;
    }
    length = 0;
    word = 0;
  }
  return false;
}
