import { Transform } from '../transforms.js';
import { rewriteMatches, type Rewriting } from './rewritten.js';

const BASE64 =
  /(?<![A-Za-z0-9+/=_-])(?:(?:[A-Za-z0-9+/]{4}){1,512}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){2,512})(?![A-Za-z0-9+/=_-])/g;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BINARY = /(?<!\d)(?:[01]{8}[ ,]?){3,512}(?!\d)/g;
const MORSE = /(?<![.\-_·–—•\p{L}\p{N}])(?:[.\-·–—•]{1,5}(?: {1,2}\/? ?|\/))+[.\-·–—•]{1,5}(?![.\-_·–—•\p{L}\p{N}])/gu;
/** International Morse code, ITU-R M.1677-1. */
const MORSE_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- ' +
    'x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----.'
  )
    .split(' ')
    .map((sign) => [sign.slice(1), sign[0]!]),
);
const FEWEST_MORSE_LETTERS = 4;
/** Printable text in letters, as people send it. */
const READABLE = /^[\p{L}\p{N}\p{P}\s]+$/u;

/** Decodes Base64, Morse and binary where a token looks so and what comes out can be read. */
export const decodeCiphers: Rewriting = (source) => {
  let last = source;
  for (const [expression, decode] of CIPHERS) {
    last =
      rewriteMatches(last, expression, ([cipher]) => {
        const text = decode(cipher);
        return text !== undefined && READABLE.test(text) ? { text: ` ${text} `, mark: Transform.ENCODED } : undefined;
      }) ?? last;
  }
  return typeof last === 'string' || last === source ? undefined : last;
};

/** Two bytes, three Morse letters in a row, or padding. */
const BEGUN = /[01]{8}[ ,]?[01]{8}|(?:[.\-·–—•]{1,5}(?: {1,2}\/? ?|\/)){3}|[A-Za-z0-9+/]{2}=/;

/** Whether digits, dots and dashes stand as in a cipher, of a text that has many: a look before the expressions run. */
export function looksCiphered(text: string): boolean {
  return BEGUN.test(text);
}

/** Whether some word has the length and the mixture of Base64 without padding: a look before the expressions run. */
export function looksEncoded(text: string): boolean {
  let length = 0;
  let kinds = 0;
  for (let i = 0; i <= text.length; i++) {
    const kind = i < text.length ? kindOf(text.charCodeAt(i)) : 0;
    if (kind !== 0) {
      length++;
      kinds |= kind;
      continue;
    }
    if (length >= 8 && length % 4 === 0 && kinds === (UPPER | LOWER | DIGIT)) return true;
    length = 0;
    kinds = 0;
  }
  return false;
}
const UPPER = 1;
const LOWER = 2;
const DIGIT = 4;

function kindOf(unit: number): number {
  if (unit >= 97) return unit <= 122 ? LOWER : 0;
  if (unit >= 65) return unit <= 90 ? UPPER : 0;
  return unit >= 48 && unit <= 57 ? DIGIT : 0;
}

const CIPHERS: readonly (readonly [RegExp, (cipher: string) => string | undefined])[] = [
  [BASE64, base64],
  [BINARY, (cipher) => ascii(cipher.match(/[01]{8}/g)!.map((byte) => Number.parseInt(byte, 2)))],
  [MORSE, morse],
];

/** Words of the alphabet are Base64 too: only mixed case, digits or padding make a token look so. */
function base64(cipher: string): string | undefined {
  const padded = cipher.endsWith('=');
  if (!padded && (!/[A-Z]/.test(cipher.slice(1)) || !/[a-z]/.test(cipher) || cipher.length < 8)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of cipher) {
    if (char === '=') break;
    held = ((held << 6) | ALPHABET.indexOf(char)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return ascii(bytes);
}

function ascii(bytes: readonly number[]): string | undefined {
  return bytes.every((byte) => byte >= 32 && byte < 127) ? String.fromCharCode(...bytes) : undefined;
}

function morse(cipher: string): string | undefined {
  const signs = cipher
    .replace(/[·•]/g, '.')
    .replace(/[–—]/g, '-')
    .split(/( *\/ *| {2,}| )/);
  const spaced = signs.includes(' ');
  let text = '';
  let letters = 0;
  for (const sign of signs) {
    if (/^ *\/ *$|^ {2,}$/.test(sign)) text += spaced ? ' ' : '';
    else if (sign !== ' ' && sign !== '') {
      const letter = MORSE_LETTERS[sign];
      if (letter === undefined) return undefined;
      text += letter;
      letters++;
    }
  }
  return letters >= FEWEST_MORSE_LETTERS ? text : undefined;
}
