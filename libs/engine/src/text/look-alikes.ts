/**
 * What a character may stand for where somebody hides a word. Our own additions to the Unicode confusables, by eye:
 * people choose letters that look alike in a chat font, or share a shape, more loosely than UTS #39 does.
 */
export const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ['a', 'λдΔΛꭺᗩ'],
  ['b', 'вβъьВƅꮟƀ'],
  ['c', '¢©ςЄєᑕꮯ'],
  ['d', 'ԁ∂δꭰ'],
  ['e', 'эεξеё€Ξ£ꭼ'],
  ['f', 'ƒғҒ'],
  ['g', 'ԍუꮐგ'],
  ['h', 'нНћђꮋ'],
  ['i', 'ιїіΙ¡ꮖነɨ'],
  ['j', 'ꭻյʝ'],
  ['k', 'кКκқҚꮶ'],
  ['l', 'ӏꮮ'],
  ['m', 'мМꮇ'],
  ['n', 'пиηПИΠπიƞበᴎ'],
  ['o', 'өθфσΘФꮎɵം'],
  ['p', 'рρꮲƿթ'],
  ['r', 'гяРЯ®ꮢɼ'],
  ['s', '§ѕꮪ'],
  ['t', 'тτТ†ꭲե'],
  ['u', 'υцμЦµʉმ'],
  ['v', 'νѵꮩ'],
  ['w', 'ωшщШЩѡ'],
  ['x', 'хχ×Χ'],
  ['y', 'уγүчУҮ¥ƴꭹ'],
  ['z', 'ζꮓ'],
];

/** Digits and symbols read as letters (first reading). */
export const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '(': 'c',
  '<': 'c',
};

/** The second reading, tried only for a text that has one of these inside a word. Sigma looks like o or c, and is an s. */
export const LEET_SECOND: Readonly<Record<string, string>> = { '1': 'l', '|': 'l', '6': 'b', '!': 'l', σ: 's', ς: 's' };

/** Letters of other alphabets by their sound, where that is not what they look like: the second reading of "фuck". */
export const SOUNDS: Readonly<Record<string, string>> = {
  ф: 'f',
  Ф: 'f',
  φ: 'f',
  п: 'p',
  П: 'p',
  π: 'p',
  в: 'v',
  н: 'n',
  с: 's',
  и: 'i',
  И: 'i',
  р: 'r',
  г: 'g',
  х: 'h',
  у: 'u',
};

/** Leet symbols that usually are punctuation: read as a letter only where a letter or digit follows. */
export const LEET_PUNCTUATION = '!|+(<';

/** Letters that only stand upside down, and the letter that each is. */
export const TURNED_LETTERS: readonly (readonly [string, string])[] = [
  ['a', 'ɐɒⱯ'],
  ['e', 'ǝƎ'],
  ['f', 'ɟℲ'],
  ['g', 'ƃ'],
  ['h', 'ɥ'],
  ['i', 'ᴉ'],
  ['k', 'ʞꓘ'],
  ['l', 'ꞁꓶ'],
  ['m', 'ɯƜ'],
  ['r', 'ɹꓤ'],
  ['t', 'ʇꓕ'],
  ['w', 'ʍ'],
  ['y', 'ʎ'],
];

/** Signs that draw a letter together with their like. */
export const SIGNS_OF_LETTERS = '|/\\()[]{}<>_-=~`^⊂∪∩∥';

/** Hangul letters that no syllable holds (vowels, and half and conjoining forms), and katakana. */
export const SYLLABLE_LETTERS = /^[\u1100-\u11c2\u3131-\u3163\u30a1-\u30fa\uff66-\uff9d\uffa1-\uffdc]$/;

/** Pictographs of the basic plane. */
export const PICTURES = /^\p{Extended_Pictographic}$/u;

/** Characters that hide a letter: f*ck. */
export const MASKS = '*#%@$!?_^&~+•●■█░▒▓✱∗＊✖×¤°';

/**
 * Letters of the everyday alphabets whose words are read as they stand. A word wholly of look-alikes is taken for a
 * disguise only if one of its letters comes from elsewhere (Cherokee, Lisu, historic Cyrillic, ...).
 */
export const EVERYDAY_LETTERS =
  /^[\u0391-\u03c9\u0410-\u044f\u0401\u0451\u0404\u0454\u0406\u0456\u0407\u0457\u0490\u0491\u040e\u045e\u0408\u0458\u0530-\u1fff\u3000-\ua48f\uac00-\ud7ff\uf900-\ufdff]$/;
