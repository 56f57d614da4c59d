import { HASH_SEED, hashStep } from '@breakwater/engine';

/** What a text looks like from afar. One object, reused: read it before the next call. */
export interface TextShape {
  simhash: number;
  tokens: number;
  links: number;
  mentions: number;
  noise: number;
}

/** Links beyond it change no severity; looking for one may go back over the whole text. */
const MOST_LINKS = 64;
/** Tokens that count for the similarity hash. */
const MOST_TOKENS = 255;

/** SPREAD[b] has the low four bits of b in one byte each; so eight counters fit into two additions. */
const SPREAD = Int32Array.from(
  { length: 16 },
  (_, bits) => (bits & 1) | ((bits & 2) << 7) | ((bits & 4) << 14) | ((bits & 8) << 21),
);
const lanes = new Int32Array(8);
const shape: TextShape = { simhash: 0, tokens: 0, links: 0, mentions: 0, noise: 0 };

const AT = 64;
const DOT = 46;
const SLASH = 47;
const COLON = 58;

/** Capitals are noise from so many letters on, nine in ten of them capitals: severity 3 and 4. */
const CAPITALS = [24, 100];
/** Runs of one character that are noise: severity 3, 4 and 5. */
const RUNS = [16, 40, 100];

/**
 * Looks at a text once: a similarity hash of its tokens (Charikar 2002, 32 bits, digits alike), how many there are,
 * links, mentions and noise. Never throws, linear, no allocation.
 */
export function textShape(text: string): TextShape {
  lanes.fill(0);
  let hash = 0;
  let inWord = false;
  let tokens = 0;
  let counted = 0;
  let letters = 0;
  let capitals = 0;
  let run = 1;
  let longestRun = 1;
  let previous = 32;
  shape.links = 0;
  shape.mentions = 0;
  for (let i = 0; i <= text.length; i++) {
    let unit = i < text.length ? text.charCodeAt(i) : 32;
    if (unit === previous && unit !== 32) longestRun = Math.max(longestRun, ++run);
    else run = 1;
    const before = previous;
    previous = unit;
    if (unit >= 65 && unit <= 90) {
      capitals++;
      unit += 32;
    } else if (unit >= 48 && unit <= 57) unit = 48;
    const isLetter = (unit >= 97 && unit <= 122) || unit >= 0xc0;
    if (isLetter) letters++;
    if (isLetter || unit === 48) {
      if (!inWord) {
        hash = HASH_SEED;
        inWord = true;
        if (before === AT && (i < 2 || text.charCodeAt(i - 2) === 32)) shape.mentions++;
      }
      // A stretched letter is the letter.
      if (unit !== (before | 32) || unit === 48) hash = hashStep(hash, unit);
      continue;
    }
    if (unit === SLASH && before === SLASH && text.charCodeAt(i - 2) === COLON) shape.links++;
    else if (unit === DOT && inWord && shape.links < MOST_LINKS && isBareLink(text, i)) shape.links++;
    if (!inWord) continue;
    inWord = false;
    tokens++;
    if (counted === MOST_TOKENS) continue;
    counted++;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
    for (let lane = 0; lane < 8; lane++) lanes[lane]! += SPREAD[(hash >>> (4 * lane)) & 15]!;
  }
  shape.tokens = Math.min(tokens, 255);
  shape.simhash = majority(counted);
  shape.noise = Math.max(
    letters >= CAPITALS[0]! && capitals >= 0.9 * letters ? (letters >= CAPITALS[1]! ? 4 : 3) : 0,
    grade(longestRun, RUNS, 3),
  );
  return shape;
}

/** One bit for each counter that more than half of the tokens raised. */
function majority(tokens: number): number {
  let bits = 0;
  for (let bit = 0; bit < 32; bit++) {
    const count = (lanes[bit >> 2]! >>> (8 * (bit & 3))) & 255;
    if (2 * count > tokens) bits |= 1 << bit;
  }
  return bits;
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
  let bits = a ^ b;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
