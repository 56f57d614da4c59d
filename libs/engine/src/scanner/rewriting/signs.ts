import { Transform } from '../transforms.js';
import { Rewriter, rewriteMatches, type Rewriting } from './rewritten.js';

/** Letters drawn with several signs, the longest first among those that begin alike. */
const DRAWN: Readonly<Record<string, string>> = {
  '/\\/\\': 'm',
  '|\\/|': 'm',
  '\\/\\/': 'w',
  '][<': 'k',
  ']-[': 'h',
  '|-|': 'h',
  '(-)': 'h',
  '|_|': 'u',
  '(_)': 'u',
  '[_]': 'u',
  ')-(': 'h',
  '/\\|': 'n',
  '[)': 'd',
  '\\_/': 'u',
  '/_/': 'u',
  '|\\|': 'n',
  '/\\/': 'n',
  '/-\\': 'a',
  '-|-': 't',
  '~|~': 't',
  '|=': 'f',
  '|#': 'f',
  '/\\': 'a',
  '\\/': 'v',
  '()': 'o',
  '[]': 'o',
  '<>': 'o',
  '{}': 'o',
  '|<': 'k',
  '|{': 'k',
  '|(': 'k',
  '|)': 'd',
  '|]': 'd',
  '|>': 'p',
  '|*': 'p',
  '|3': 'b',
  '|8': 'b',
  '|2': 'r',
  '|_': 'l',
  '1_': 'l',
  '_|': 'j',
  '><': 'x',
  ')(': 'x',
  '}{': 'x',
  '`/': 'y',
  '[': 'c',
  '{': 'c',
  '<': 'c',
  '(': 'c',
  '⊂': 'c',
  '∪': 'u',
  '∩': 'n',
  '∥': 'll',
  '\\': 'l',
};
const SIGNS = new RegExp(
  Object.keys(DRAWN)
    .sort((a, b) => b.length - a.length)
    .map((sign) => sign.replace(/[\\|/()[\]{}*^]/g, '\\$&'))
    .join('|'),
  'gu',
);
const WORD = /[\p{L}\p{N}@$!|/\\()[\]{}<>_=]/u;

/** Single letters with the same sign between any two: f!u!c!k. */
const BETWEEN = /(?<![\p{L}\p{N}!|$@+^~=<>%&])\p{L}([!|$@+^~=<>%&])\p{L}(?:\1\p{L}){1,16}(?![\p{L}\p{N}])/gu;

/** Reads letters drawn with signs: |=, /\, |_|, (). A sign alone must touch a letter or another sign. */
export const readSigns: Rewriting = (source) => {
  const bare = rewriteMatches(source, BETWEEN, ({ 0: spelled }) => ({
    text: spelled.replace(/[^\p{L}]/gu, ''),
    mark: Transform.SEPARATOR,
  }));
  if (bare) return bare;
  const text = typeof source === 'string' ? source : source.text;
  return rewriteMatches(source, SIGNS, ({ 0: sign, index }) => {
    const touches = WORD.test(text[index - 1] ?? ' ') || WORD.test(text[index + sign.length] ?? ' ');
    if (!touches || (sign.length === 1 && !/[\p{L}\p{N}]/u.test(text[index + 1] ?? ' '))) return undefined;
    return { text: DRAWN[sign]!, mark: Transform.LEET };
  });
};

/** What emoji show that stand for letters. */
const EMOJI_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    o: '⭕🔴🟠🟡🟢🔵🟣⚪⚫⚽🏀🍩🌕🌑🕳🅾👁🎱💿🪙',
    x: '❌❎✖☠⚔',
    t: '✝➕🌴',
    s: '💲🐍💵💰',
    i: 'ℹ👆☝🕯🗡',
    a: '🔺⛺🅰',
    b: '🅱🐝',
    c: '🌙☪🌜',
    p: '🅿',
    m: 'Ⓜ♏',
    h: '♓🏩🏨',
    u: '⛎🧲',
    v: '♈✔',
    y: '💴🌱',
    e: '💶📧',
    l: '🦵',
    k: '🎋',
    n: '♑',
    j: '🪝',
    w: '〰',
  }).flatMap(([letter, emoji]) => [...emoji].map((one) => [one, letter])),
);
const EMOJI =
  /(?:[\p{Extended_Pictographic}](?:(?:\ufe0e|\ufe0f|[\u{1f3fb}-\u{1f3ff}])|\u200d\p{Extended_Pictographic})*)/gu;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Reads emoji that touch letters: as the letter they show, or as a placeholder, "*", for one that they hide.
 * @param asLetters false: every emoji is a placeholder
 */
export function readEmoji(asLetters: boolean): Rewriting {
  return (source) => {
    const text = typeof source === 'string' ? source : source.text;
    let behind = -1; // end of the emoji before, if it was read
    return rewriteMatches(source, EMOJI, ({ 0: emoji, index }) => {
      const end = index + emoji.length;
      if (index !== behind && !LETTER.test(text[index - 1] ?? ' ') && !LETTER.test(text[end] ?? ' ')) return undefined;
      behind = end;
      const letter = asLetters ? EMOJI_LETTERS[String.fromCodePoint(emoji.codePointAt(0)!)] : undefined;
      return { text: letter ?? '*', mark: Transform.EMOJI };
    });
  };
}

/**
 * Emoji, alone or in a row, that stand for words; what is found counts only where the words make a phrase of the lexicon.
 * A row must stand in this order.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  '🖕': ' fuck you ',
  '🍆🍑': ' wanna have sex ',
  '🍑🍆': ' wanna have sex ',
  '🍆💦': ' wanna have sex ',
  '🍑💦': ' wanna have sex ',
  '🍆👄': ' suck my dick ',
  '🍆👅': ' suck my dick ',
  '👅🍆': ' suck my dick ',
  '👅🍑': ' lick my ass ',
  '👉👌': ' wanna have sex ',
  '🌽⭐': ' porn star ',
  '🪢💀': ' unalive yourself ',
  '🌉💀': ' unalive yourself ',
  '💊💀': ' unalive yourself ',
  '🔫😵': ' i will shoot ',
  '🔫💀': ' i will shoot ',
  '🔪🩸': ' stab you ',
  '🐵🍌': ' monkeys ',
  '🍆': ' dick ',
  '🍑': ' ass ',
  '💩': 'shit',
  '🔫': ' shoot ',
  '🔪': ' stab ',
  '🌽': ' porn ',
  '🐒': ' monkeys ',
  '🐵': ' monkeys ',
  '🦍': ' apes ',
  '🐀': ' rats ',
  '🪳': ' cockroaches ',
  '🤡': ' clown ',
  '🗑': ' trash ',
  '🚮': ' trash ',
  '🥷': ' nigger ',
};
const SKIN_OR_STYLE = '(?:[\\u{1f3fb}-\\u{1f3ff}]|\\ufe0f)?';
const MEANING = new RegExp(
  Object.keys(MEANINGS)
    .sort((a, b) => b.length - a.length)
    .map((row) => [...row].map((emoji) => emoji + SKIN_OR_STYLE).join(' ?'))
    .join('|'),
  'gu',
);

/** Reads emoji as the words that they stand for. */
export const readMeanings: Rewriting = (source) =>
  rewriteMatches(source, MEANING, ([row]) => ({
    text: MEANINGS[row.replace(/ |\ufe0f|[\u{1f3fb}-\u{1f3ff}]/gu, '')]!,
    mark: Transform.EMOJI,
  }));

/** Flags: ISO 3166-1 alpha-2 codes. https://www.iso.org/iso-3166-country-codes.html */
const FLAGS = new Set(
  (
    'ACADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCPCRCUCVCWCXCYCZ' +
    'DEDGDJDKDMDODZEAECEEEGEHERESETEUFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUICIDIEILIMINIOIQIRISIT' +
    'JEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNR' +
    'NUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTATCTDTFTGTHTJTKTLTMTNTOTRTTTV' +
    'TWTZUAUGUMUNUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW'
  ).match(/../g)!,
);
const REGIONAL_A = 0x1f1e6;
const INDICATORS = /(?:[\u{1f1e6}-\u{1f1ff}](?: |\u200b|\u200d|\u2060)?){1,48}/gu;

/** Reads regional indicators as the letters they are, unless all of them pair up to flags that exist. */
export const readRegional: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let from = 0;
  for (const { 0: run, index } of input.matchAll(INDICATORS)) {
    const letters = [...run]
      .filter((unit) => unit.codePointAt(0)! >= REGIONAL_A)
      .map((unit) => String.fromCharCode(97 + unit.codePointAt(0)! - REGIONAL_A))
      .join('');
    const flags = letters.length % 2 === 0 && letters.match(/../g)!.every((pair) => FLAGS.has(pair.toUpperCase()));
    const touches = LETTER.test(input[index - 1] ?? ' ') || LETTER.test(input[index + run.length] ?? ' ');
    if (flags && !touches && !/[ \u200b]/.test(run.trim())) continue;
    rewriter.keep(from, index);
    let at = index;
    for (const unit of run) {
      const code = unit.codePointAt(0)!;
      if (code >= REGIONAL_A) {
        rewriter.put(String.fromCharCode(97 + code - REGIONAL_A), at, at + unit.length, Transform.REGIONAL);
      } else if (at + unit.length === index + run.length) rewriter.keep(at, at + unit.length);
      at += unit.length;
    }
    from = index + run.length;
  }
  if (from === 0) return undefined;
  rewriter.keep(from, input.length);
  return rewriter.done();
};
