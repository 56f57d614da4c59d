import { HASH_SEED, hashStep, type CodeUnits } from '@breakwater/engine';

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

/** Binary digits of 32 counters that go up to MOST_TOKENS, from this digit on: bit b of planes[p] is digit p of counter b. */
const HIGHER = 4;
const planes = new Int32Array(8);
/** ASCII letters in lower case, digits as 0; 0 for what is part of no token. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (isAsciiLetter(unit)) return unit | 32;
  return unit >= 48 && unit <= 57 ? ZERO : 0;
});
/** Other letters stand for themselves; signs of Latin-1 are none. */
const FIRST_LETTER = 0xc0;
const shape: TextShape = { simhash: 0, tokens: 0, links: 0, mentions: 0, noise: 0 };

/** Capitals are noise from so many letters on, nine in ten of them capitals: severity 3 and 4. */
const CAPITALS = [24, 100];
const MOSTLY = 0.9;
/** Runs of one character that are noise: severity 3, 4 and 5. */
const RUNS = [16, 40, 100];
/** Of every eighth place and the seven before it, a run of 16 fills one at least. */
const STRIDE = 8;

/**
 * Looks at a text once: a similarity hash of its tokens (Charikar 2002, 32 bits, digits alike), how many there are,
 * links, mentions and noise. Never throws, linear, no allocation: some 2 ns a code unit.
 */
export function shapeOf(text: CodeUnits): TextShape {
  const { units, size } = text;
  // The lowest digits of the counters, which are all that most texts need, stay in registers.
  let ones = 0;
  let twos = 0;
  let fours = 0;
  let eights = 0;
  let tokens = 0;
  let capitals = 0;
  let links = 0;
  let mentions = 0;
  let i = 0;
  while (i < size) {
    let unit = units[i]!;
    let folded = unit < 128 ? FOLDED[unit]! : unit >= FIRST_LETTER ? unit : 0;
    if (folded === 0) {
      if (unit === SLASH && i > 1 && units[i - 1] === SLASH && units[i - 2] === COLON) links++;
      i++;
      continue;
    }
    if (i > 0 && units[i - 1] === AT && (i === 1 || units[i - 2] === SPACE)) mentions++;
    let hash = HASH_SEED;
    let before = SPACE;
    // A space stands behind the text.
    do {
      capitals += ((unit ^ folded) >> 5) & 1;
      // A stretched letter is the letter.
      if (folded !== before || folded === ZERO) hash = hashStep(hash, folded);
      before = unit | 32;
      unit = units[++i]!;
      folded = unit < 128 ? FOLDED[unit]! : unit >= FIRST_LETTER ? unit : 0;
    } while (folded !== 0);
    if (unit === DOT && i < size && links < MOST_LINKS && isBareLink(units, size, i)) links++;
    if (tokens === MOST_TOKENS) continue;
    if (tokens++ === 0) for (let digit = HIGHER; digit < planes.length; digit++) planes[digit] = 0;
    // Raises the counters of the bits of the token's hash, all at once: adds with carry, digit by digit.
    let carry = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    carry ^= carry >>> 13;
    const two = carry & ones;
    ones ^= carry;
    const four = two & twos;
    twos ^= two;
    const eight = four & fours;
    fours ^= four;
    carry = eight & eights;
    eights ^= eight;
    if (carry !== 0) countHigher(carry);
  }
  shape.tokens = tokens;
  shape.simhash = majority(tokens, ones, twos, fours, eights);
  shape.links = links;
  shape.mentions = mentions;
  const shouting = capitals < MOSTLY * CAPITALS[0]! ? 0 : shoutingOf(text, capitals);
  const run = size < RUNS[0]! ? 0 : grade(longestRun(units, size), RUNS, 3);
  shape.noise = run > shouting ? run : shouting;
  return shape;
}

/** Goes on adding with what the lowest digits carry over. */
function countHigher(over: number): void {
  let carry = over;
  for (let digit = HIGHER; carry !== 0 && digit < planes.length; digit++) {
    const old = planes[digit]!;
    planes[digit] = old ^ carry;
    carry &= old;
  }
}

/** One bit for each counter that more than half of the tokens raised: compares all with the half, highest digit first. */
function majority(tokens: number, ones: number, twos: number, fours: number, eights: number): number {
  const half = tokens >> 1;
  let more = 0;
  let equal = -1;
  for (let digit = 31 - Math.clz32(tokens); digit >= HIGHER; digit--) {
    const missing = ((half >> digit) & 1) - 1;
    more |= equal & planes[digit]! & missing;
    equal &= planes[digit]! ^ missing;
  }
  let missing = ((half >> 3) & 1) - 1;
  more |= equal & eights & missing;
  equal &= eights ^ missing;
  missing = ((half >> 2) & 1) - 1;
  more |= equal & fours & missing;
  equal &= fours ^ missing;
  missing = ((half >> 1) & 1) - 1;
  more |= equal & twos & missing;
  equal &= twos ^ missing;
  return more | (equal & ones & ((half & 1) - 1));
}

/** Severity of capitals. */
function shoutingOf({ units, size }: CodeUnits, capitals: number): number {
  let letters = 0;
  for (let i = 0; i < size; i++) {
    const unit = units[i]!;
    if (unit >= FIRST_LETTER || isAsciiLetter(unit)) letters++;
  }
  return capitals < MOSTLY * letters ? 0 : grade(letters, CAPITALS, 3);
}

/** Length of the longest run of one character other than space; any number below 16 where there is none of 16. */
function longestRun(units: Uint16Array, size: number): number {
  let longest = 0;
  for (let i = STRIDE - 1; i < size; i += STRIDE) {
    const unit = units[i]!;
    if (unit === units[i - 1] && unit === units[i - STRIDE + 1] && unit !== SPACE) {
      let start = i;
      while (start > 0 && units[start - 1] === unit) start--;
      while (i + 1 < size && units[i + 1] === unit) i++;
      longest = Math.max(longest, i + 1 - start);
    }
  }
  return longest;
}

/** Whether a dot stands in a link without scheme: "www." or "example.gg/x". */
function isBareLink(units: Uint16Array, size: number, dot: number): boolean {
  if (isWww(units, dot - 3, dot)) return dot === 3 || units[dot - 4] !== SLASH;
  let i = dot + 1;
  while (i < size && i - dot <= 6 && isAsciiLetter(units[i]!)) i++;
  if (i - dot < 3 || i === size || units[i] !== SLASH) return false;
  // One with a scheme was counted there.
  let start = dot;
  for (; start > 0 && units[start - 1] !== SPACE; start--) {
    if (units[start - 1] === SLASH && units[start] === SLASH) return false;
  }
  return !(units[start + 3] === DOT && isWww(units, start, dot));
}

/** Whether "www" stands here, before the end. */
function isWww(units: Uint16Array, at: number, end: number): boolean {
  return at >= 0 && at + 3 <= end && isW(units[at]!) && isW(units[at + 1]!) && isW(units[at + 2]!);
}

function isW(unit: number): boolean {
  return (unit | 32) === 0x77;
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
