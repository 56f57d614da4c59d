import { HASH_SEED, hashStep } from '@breakwater/engine';

/** What a text looks like from afar. One object, reused: read it before the next call. */
export interface TextShape {
  simhash: number;
  tokens: number;
  links: number;
  mentions: number;
  noise: number;
}

const AT = 64;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SPACE = 32;
const ZERO = 48;
/** Links beyond it change no severity; looking for one may go back over the whole text. */
const MOST_LINKS = 64;
/** Tokens that count for the similarity hash. */
const MOST_TOKENS = 255;

/** Binary digits of 32 counters that go up to MOST_TOKENS: bit b of planes[p] is digit p of counter b. */
const planes = new Int32Array(8);
/** ASCII letters in lower case, digits as 0; 0 for what is part of no token. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (isAsciiLetter(unit)) return unit | 32;
  return unit >= 48 && unit <= 57 ? ZERO : 0;
});
const shape: TextShape = { simhash: 0, tokens: 0, links: 0, mentions: 0, noise: 0 };

/** Capitals are noise from so many letters on, nine in ten of them capitals: severity 3 and 4. */
const CAPITALS = [24, 100];
/** Runs of one character that are noise: severity 3, 4 and 5. */
const RUNS = [16, 40, 100];

/**
 * Looks at a text once: a similarity hash of its tokens (Charikar 2002, 32 bits, digits alike), how many there are,
 * links, mentions and noise. Never throws, linear, no allocation.
 */
export function textShape(text: string): TextShape {
  let hash = 0;
  let inWord = false;
  let tokens = 0;
  let letters = 0;
  let capitals = 0;
  let run = 1;
  let longestRun = 1;
  let before = SPACE;
  planes.fill(0);
  shape.links = 0;
  shape.mentions = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : SPACE;
    run = unit === before && unit !== SPACE ? run + 1 : 1;
    longestRun = run > longestRun ? run : longestRun;
    const folded = unit < 128 ? FOLDED[unit]! : unit >= 0xc0 ? unit : 0;
    if (folded !== 0) {
      if (folded !== ZERO) letters++;
      capitals += ((unit ^ folded) >> 5) & 1;
      if (!inWord) {
        hash = HASH_SEED;
        inWord = true;
        if (before === AT && (i < 2 || text.charCodeAt(i - 2) === SPACE)) shape.mentions++;
      }
      // A stretched letter is the letter.
      if (folded !== (before | 32) || folded === ZERO) hash = hashStep(hash, folded);
    } else {
      if (unit === SLASH && before === SLASH && text.charCodeAt(i - 2) === COLON) shape.links++;
      else if (unit === DOT && inWord && shape.links < MOST_LINKS && isBareLink(text, i)) shape.links++;
      if (inWord) {
        inWord = false;
        if (tokens++ < MOST_TOKENS) count(hash);
      }
    }
    before = unit;
  }
  shape.tokens = Math.min(tokens, MOST_TOKENS);
  shape.simhash = majority(shape.tokens);
  shape.noise = Math.max(
    letters >= CAPITALS[0]! && capitals >= 0.9 * letters ? (letters >= CAPITALS[1]! ? 4 : 3) : 0,
    longestRun < RUNS[0]! ? 0 : grade(longestRun, RUNS, 3),
  );
  return shape;
}

/** Raises the counters of the bits of a token's hash, all at once: adds with carry, digit by digit. */
function count(token: number): void {
  let carry = Math.imul(token ^ (token >>> 15), 0x85ebca6b);
  carry ^= carry >>> 13;
  for (let digit = 0; carry !== 0 && digit < planes.length; digit++) {
    const old = planes[digit]!;
    planes[digit] = old ^ carry;
    carry &= old;
  }
}

/** One bit for each counter that more than half of the tokens raised. */
function majority(tokens: number): number {
  const half = tokens >> 1;
  let more = 0;
  let equal = -1;
  for (let digit = 31 - Math.clz32(tokens); digit >= 0; digit--) {
    const plane = planes[digit]!;
    if ((half >> digit) & 1) equal &= plane;
    else {
      more |= equal & plane;
      equal &= ~plane;
    }
  }
  return more;
}

/** Whether a dot stands in a link without scheme: "www." or "example.gg/x". */
function isBareLink(text: string, dot: number): boolean {
  if (dot >= 3 && /^www$/i.test(text.slice(dot - 3, dot))) return text.charCodeAt(dot - 4) !== SLASH;
  let i = dot + 1;
  while (i < text.length && i - dot <= 6 && isAsciiLetter(text.charCodeAt(i))) i++;
  if (i - dot < 3 || text.charCodeAt(i) !== SLASH) return false;
  // One with a scheme was counted there.
  const space = text.lastIndexOf(' ', dot);
  return !text.slice(space + 1, dot).includes('//') && !/^www\./i.test(text.slice(space + 1, dot));
}

function isAsciiLetter(unit: number): boolean {
  return (unit | 32) >= 97 && (unit | 32) <= 122;
}

/** The severity that a number reaches: `first` at the first threshold, one more at each further; 0 below. */
export function grade(value: number, thresholds: readonly number[], first: number): number {
  let severity = 0;
  for (let i = 0; i < thresholds.length; i++) if (value >= thresholds[i]!) severity = first + i;
  return severity;
}

/** How many bits differ. */
export function hammingDistance(a: number, b: number): number {
  return bitsOf(a ^ b);
}

/** How many bits are set. */
export function bitsOf(word: number): number {
  let bits = word;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
