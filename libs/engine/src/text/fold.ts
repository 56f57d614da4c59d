import {
  APOSTROPHE,
  EXPANSION,
  INVISIBLE,
  LEET_SYMBOL,
  MASK_SYMBOL,
  NATIVE,
  PUNCTUATION,
  SURROGATE,
  TRAIT_LEET_PUNCTUATION,
  TRAIT_MASK,
  TRAIT_PICTURE,
  TRAIT_RARE_LOOK_ALIKE,
  TRAIT_SIGN,
  TRAIT_SYLLABLE,
  TRAIT_TURNED,
  astralSymbol,
  type CharTable,
} from './char-table.js';
import { CodeUnits, codePointOf } from './code-units.js';
import { HASH_SEED, TokenList, extendCheck, hashStep } from './tokens.js';
import { DIGIT_0, LEAD_0, LETTER_A, LETTER_Z, OTHER_LETTER, SEPARATOR, TRAIL_0 } from './symbols.js';

/** What the plain fold saw in passing: reasons to look closer. 0 for ordinary text. */
export const SIGNAL_LEET = 1;
export const SIGNAL_LOOK_ALIKE = 2;
export const SIGNAL_SPACED = 4;
export const SIGNAL_JOINED = 8;
export const SIGNAL_MASK = 16;
/** Percent, HTML or Unicode escapes. */
export const SIGNAL_ESCAPE = 32;
/** Signs in a row that may draw a letter. */
export const SIGNAL_SIGNS = 64;
/** An emoji that touches a letter. */
export const SIGNAL_PICTURE = 128;
export const SIGNAL_REGIONAL = 256;
/** Letters upside down or an overridden direction. */
export const SIGNAL_TURNED = 512;
/** Jamo that may make a syllable, or katakana. */
export const SIGNAL_SYLLABLES = 1024;
/** Many digits, dots and dashes, or the padding of Base64. */
export const SIGNAL_CIPHER = 2048;
/** A web address: a common domain, or what stands behind a scheme. */
export const SIGNAL_ADDRESS = 4096;

/** The signals of what doesn't reach over spaces: disguises, letters drawn with signs, addresses. */
export const STRETCH_SIGNALS =
  SIGNAL_LEET | SIGNAL_LOOK_ALIKE | SIGNAL_JOINED | SIGNAL_MASK | SIGNAL_SIGNS | SIGNAL_ADDRESS;
/** Most places of them that are put down, if the buffer does not say otherwise. */
const MOST_ODD = 64;

/** Single letters in a row from which spacing is suspected. */
const SPACED_RUN = 3;
/** Longest of two parts that punctuation may join, on its shorter side, in letters. */
export const SHORT_PART = 3;

const KATAKANA = 0x30a1;
const JAMO = 0x3131;
const HALF_KANA = 0xff66;
const HALF_JAMO = 0xffa0;
const OVERRIDE = 0x202e;
const EMOJI_STYLE = 0xfe0f;
const FIRST_PICTURE = 0x1f000;
const END_OF_PICTURES = 0x20000;
const REGIONAL_A = 0x1f1e6;
const REGIONAL_Z = 0x1f1ff;
const DOT = 0x2e;
const DASH = 0x2d;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const HASH = 0x23;
const BACKSLASH = 0x5c;
const LESS = 0x3c;
const GREATER = 0x3e;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const BAR = 0x7c;
const PLUS = 0x2b;
const COMMA = 0x2c;
const COLON = 0x3a;
const SLASH = 0x2f;
const SPACE = 0x20;
const NEWLINE = 0x0a;
/** Behind the ASCII digits and common punctuation. */
const AT = 0x40;
/** Emoji that mean a word: 🖕🍆🍑💩🔫🔪. */
const MEANING = new Set([
  0x1f595, 0x1f346, 0x1f351, 0x1f4a9, 0x1f52b, 0x1f52a, 0x1f449, 0x1f33d, 0x1fab0, 0x1faa2, 0x1f309, 0x1f48a, 0x1f435,
  0x1f412, 0x1f98d, 0x1f400, 0x1fab3, 0x1f921, 0x1f5d1, 0x1f6ae, 0x1f977,
]);
/** From so many zeroes and ones a text may be binary, from so many dots and dashes that touch no letter Morse. */
const MANY_BITS = 24;
const MANY_DOTS = 8;

/**
 * Folded text, reused from scan to scan: parallel arrays, valid up to `length`. Begins and ends with a separator.
 * Runs of one letter fold to one symbol whose count stands in `runs`.
 */
export class FoldBuffer {
  /** The text that was folded. */
  source = new CodeUnits();
  symbols = new Uint8Array(0);
  /** Where the symbol begins in the original text, in UTF-16 code units; [length] is the text's length. */
  offsets = new Int32Array(0);
  /** How often the letter stood there in a row, at most 255. */
  runs = new Uint8Array(0);
  /** Disguise fold only: 0 inside a part, 1 where a word begins, 2 where a part begins that was joined to the one before. */
  joints = new Uint8Array(0);
  length = 0;
  /** Its words. */
  readonly tokens = new TokenList();
  /** Plain fold only: offsets at which STRETCH_SIGNALS were seen, in order; valid up to `oddCount`, which says when there were more. */
  readonly odd: Int32Array;
  oddCount = 0;
  /** Plain fold only: whether the text has a line feed. */
  hasLines = false;

  private readonly own = this.source;

  constructor(mostOdd = MOST_ODD) {
    this.odd = new Int32Array(mostOdd);
  }

  /** Takes in a text to be folded. */
  take(text: string): CodeUnits {
    return this.takeFrom(this.own.read(text));
  }

  /** Takes in a text that stands in a buffer already, maybe another's. Grows by doubling and never shrinks. */
  takeFrom(source: CodeUnits): CodeUnits {
    this.source = source;
    this.reserve(source.size);
    return source;
  }

  private reserve(textLength: number): void {
    const needed = 2 * textLength + 4;
    if (this.symbols.length >= needed) return;
    const size = Math.max(needed, 2 * this.symbols.length, 1024);
    this.symbols = new Uint8Array(size);
    this.offsets = new Int32Array(size);
    this.runs = new Uint8Array(size);
    this.joints = new Uint8Array(size);
    this.tokens.reserve(size >> 1);
  }

  addOdd(offset: number): void {
    if (this.oddCount < this.odd.length) this.odd[this.oddCount] = offset;
    this.oddCount++;
  }
}

/** Whether a table value is a letter or digit of a word. */
export function isWord(value: number): boolean {
  return value !== SEPARATOR && (value <= OTHER_LETTER || value >= EXPANSION);
}

/**
 * Folds text as it stands: case, accents, compatibility forms, invisible characters, stretched letters. One pass, no
 * allocation, every code unit visited once (a look-ahead of at most 4 at punctuation). Letters a-z and spaces, nearly all
 * of ordinary text, take the shortest ways; hashes of words are made in passing, so that nobody has to read them again.
 * @param longest text in which signals are looked for, in code units; without, signs and foreign letters cost half
 * @returns the signals seen
 */
export function foldPlain(text: string, table: CharTable, out: FoldBuffer, longest = Infinity): number {
  const { plain } = table;
  const { units, size } = out.take(text);
  const signals = size <= longest;
  const { symbols, offsets, runs, tokens } = out;
  const { first: firsts, end: ends, hash: hashes, check: checks } = tokens;
  let length = 1;
  let previous = SEPARATOR;
  let wordStart = 1;
  let words = 0;
  let singles = 0;
  // Few variables, so that they stay in registers: `seen` has signals, STALE and LINES, `counts` two counts.
  let seen = 0;
  let counts = 0;
  let hash = HASH_SEED;
  let check = 0;
  /** The hashes as they were: the first before a letter was counted twice, the second before the letter. */
  let once = 0;
  let before = 0;
  symbols[0] = SEPARATOR;
  offsets[0] = 0;
  runs[0] = 1;
  out.oddCount = 0;

  for (let i = 0; i < size; i++) {
    let unit = units[i]!;
    let value = plain[unit]!;
    // Letters a-z: a loop without calls, so small that nothing about the arrays is looked up again at each. The space
    // behind the text ends it.
    while (value <= LETTER_Z && value !== previous && value !== SEPARATOR) {
      before = check;
      hash = hashStep(hash, value);
      check = extendCheck(check, value, 1);
      previous = value;
      symbols[length] = value;
      offsets[length] = i;
      runs[length++] = 1;
      unit = units[++i]!;
      value = plain[unit]!;
    }
    if (i >= size) break;
    const at = i;
    // A full stop, comma or the like before a space or at the end: `lookAt` has nothing to say about it.
    if (value === PUNCTUATION && previous !== SEPARATOR && endsWord(unit, units[i + 1]!)) value = SEPARATOR;
    if (value > LETTER_Z) {
      const look = signals ? lookAt(units, i, value, previous, length - wordStart, table) : valueAt(units, i, value);
      seen |= look & ~VALUE;
      if (look & (STRETCH_SIGNALS << SIGNALS)) out.addOdd(i);
      value = look & VALUE;
      if (look & WIDE) i++;
      if (look & LONE_DOT) counts += COUNT_DOT;
      if (value === INVISIBLE) continue;
      if (value < EXPANSION) {
        if (value >= DIGIT_0 && value <= DIGIT_0 + 1) counts++;
      } else {
        seen |= STALE;
        if (value < NATIVE) {
          const [first, second] = table.expansions[value - EXPANSION]!;
          if (first !== previous) {
            symbols[length] = first;
            offsets[length] = i;
            runs[length++] = 1;
          } else if (runs[length - 1]! < 255) runs[length - 1]!++;
          previous = first;
          value = second;
        } else if (value === previous) {
          if (runs[length - 2]! < 255) runs[length - 2]!++;
          continue;
        } else {
          previous = value;
          const code = value - NATIVE;
          symbols[length] = LEAD_0 + (code >> 6);
          offsets[length] = at;
          runs[length++] = 1;
          symbols[length] = TRAIL_0 + (code & 63);
          offsets[length] = at;
          runs[length++] = 1;
          continue;
        }
      }
    }
    if (value === previous) {
      const run = runs[length - 1]!;
      if (run < 255) runs[length - 1] = run + 1;
      if (value === SEPARATOR) {
        if (unit === NEWLINE) seen |= LINES;
      } else if (run < 255) {
        if (run === 1) {
          once = hash;
          hash = hashStep(hash, value);
        } else hash = once;
        check = extendCheck(before, value, run + 1);
      }
      continue;
    }
    if (value === SEPARATOR) {
      if (unit === NEWLINE) seen |= LINES;
      if (isSingle(length - wordStart, previous)) {
        if (++singles >= SPACED_RUN) seen |= SIGNAL_SPACED << SIGNALS;
      } else singles = 0;
      if (seen & STALE) {
        tokens.count = words++;
        tokens.addFrom(out, wordStart, length);
      } else {
        firsts[words] = wordStart;
        ends[words] = length;
        hashes[words] = hash;
        checks[words++] = check;
      }
      wordStart = length + 1;
      hash = HASH_SEED;
      check = 0;
      seen &= ~STALE;
    } else {
      before = check;
      hash = hashStep(hash, value);
      check = extendCheck(check, value, 1);
    }
    previous = value;
    symbols[length] = value;
    offsets[length] = at;
    runs[length++] = 1;
  }

  tokens.count = words;
  if (previous !== SEPARATOR) {
    if (isSingle(length - wordStart, previous) && singles + 1 >= SPACED_RUN) seen |= SIGNAL_SPACED << SIGNALS;
    if (seen & STALE) tokens.addFrom(out, wordStart, length);
    else tokens.add(wordStart, length, hash, check);
    symbols[length] = SEPARATOR;
    offsets[length] = size;
    runs[length++] = 1;
  }
  offsets[length] = size;
  out.length = length;
  out.hasLines = (seen & LINES) !== 0;
  if ((counts & (COUNT_DOT - 1)) >= MANY_BITS || counts >= MANY_DOTS * COUNT_DOT) seen |= SIGNAL_CIPHER << SIGNALS;
  return (seen >> SIGNALS) & ALL_SIGNALS;
}

/** Whether a full stop, comma or the like stands before a space or at the end. */
function endsWord(unit: number, next: number): boolean {
  return unit < AT && unit !== EQUALS && next === SPACE;
}

/** Parts of what `lookAt` returns: a table value, signals, and whether the character takes two units or is a lone dot. */
const VALUE = 0xffff;
const SIGNALS = 16;
const ALL_SIGNALS = 0x1fff;
const WIDE = 1 << 29;
const LONE_DOT = 1 << 30;
/** The text has a line feed; where `lookAt` has the value. */
const LINES = 1;
/** The word's hashes must be made anew: it has letters of two symbols. */
const STALE = 1 << 31;
/** Added for each lone dot or dash, beside 1 for each digit 0 or 1. */
const COUNT_DOT = 1 << 20;

/**
 * Looks at what is neither a letter a-z nor a space. One number, so that nothing is allocated; a function of its own, so
 * that the loop over letters stays small.
 * @param value of the table
 * @param previous the symbol before it
 * @param symbols of the word so far
 */
function lookAt(
  units: Uint16Array,
  i: number,
  value: number,
  previous: number,
  symbols: number,
  { plain, deep, traits }: CharTable,
): number {
  const unit = units[i]!;
  let signals = 0;
  if (value < OTHER_LETTER) {
    // A digit next to a letter may be one.
    if (isLatin(previous) || isLatin(plain[units[i + 1]!]!)) signals = SIGNAL_LEET;
    return value | (signals << SIGNALS);
  }
  if (value === OTHER_LETTER || value >= NATIVE) {
    const trait = traits[unit]!;
    if (deep[unit] !== 0) {
      if (isLatin(previous) || isLatin(plain[units[i + 1]!]!) || trait & TRAIT_RARE_LOOK_ALIKE) {
        signals = SIGNAL_LOOK_ALIKE;
      }
    }
    if (trait & (TRAIT_TURNED | TRAIT_SYLLABLE)) {
      if (trait & TRAIT_TURNED) signals |= SIGNAL_TURNED;
      else if ((unit >= KATAKANA && unit < JAMO) || (unit >= HALF_KANA && unit < HALF_JAMO))
        signals |= SIGNAL_SYLLABLES;
      else if (i > 0 && makesSyllable(units, i, traits)) signals |= SIGNAL_SYLLABLES;
    }
    return value | (signals << SIGNALS);
  }
  if (value === INVISIBLE) return unit === OVERRIDE ? INVISIBLE | (SIGNAL_TURNED << SIGNALS) : INVISIBLE;
  if (value === SURROGATE) {
    const codePoint = codePointOf(units, i);
    const symbol = astralSymbol(codePoint);
    if (codePoint <= 0xffff) return symbol;
    if (codePoint >= FIRST_PICTURE && codePoint < END_OF_PICTURES && symbol !== INVISIBLE) {
      if (codePoint >= REGIONAL_A && codePoint <= REGIONAL_Z) signals = SIGNAL_REGIONAL;
      else if (previous !== SEPARATOR || isWord(plain[units[i + 1]!]!)) signals = SIGNAL_PICTURE;
      else if (MEANING.has(codePoint)) signals = SIGNAL_PICTURE;
    }
    return symbol | WIDE | (signals << SIGNALS);
  }
  if (value >= EXPANSION) return value;
  const next = units[i + 1]!;
  const nextValue = plain[next]!;
  signals = signalsAt(units, i, previous !== SEPARATOR, isWord(nextValue), traits);
  if (previous !== SEPARATOR) {
    if (isWord(nextValue)) {
      if (value !== APOSTROPHE) {
        if (value !== LEET_SYMBOL && joins(units, i, symbols, plain)) signals |= SIGNAL_JOINED;
        if (traits[unit]! & TRAIT_MASK) signals |= SIGNAL_MASK;
      }
    } else if (traits[unit]! & traits[next]! & TRAIT_MASK) signals |= SIGNAL_MASK;
  }
  if (value === LEET_SYMBOL) {
    if (isWord(nextValue) || nextValue === LEET_SYMBOL) signals |= SIGNAL_LEET;
    else if (previous !== SEPARATOR && !(traits[unit]! & TRAIT_LEET_PUNCTUATION)) signals |= SIGNAL_LEET;
  }
  const lone = (unit === DOT || unit === DASH) && previous === SEPARATOR;
  return SEPARATOR | (signals << SIGNALS) | (lone ? LONE_DOT : 0);
}

/** As lookAt, without signals. */
function valueAt(units: Uint16Array, i: number, value: number): number {
  if (value <= OTHER_LETTER || value >= EXPANSION || value === INVISIBLE) return value;
  if (value !== SURROGATE) return SEPARATOR;
  const codePoint = codePointOf(units, i);
  return astralSymbol(codePoint) | (codePoint > 0xffff ? WIDE : 0);
}

/** What a punctuation mark and the unit behind it hint at. */
function signalsAt(units: Uint16Array, i: number, touches: boolean, touched: boolean, traits: Uint8Array): number {
  const unit = units[i]!;
  if (unit === DOT) return touches && touched && opensDomain(units, i + 1) ? SIGNAL_ADDRESS : 0;
  if (unit === COMMA) return 0;
  const next = units[i + 1]!;
  if (unit === PLUS && touches && !touched && next !== PLUS) return SIGNAL_LEET;
  if (unit === DASH) return touches && next === DASH ? SIGNAL_MASK : 0;
  let signals = 0;
  if (unit === LESS && touches && (touched || next === SLASH)) signals |= SIGNAL_ESCAPE;
  if (traits[unit]! & traits[next]! & TRAIT_SIGN) {
    if (unit !== next && (next !== GREATER || unit === BAR || unit === LESS) && !(unit === LESS && next === DASH)) {
      if (touches || touchesBehind(units, i + 2, traits)) signals |= SIGNAL_SIGNS;
    } else if (touches && unit === EQUALS) signals |= SIGNAL_CIPHER;
  } else if (unit === PERCENT) {
    if (touched) signals |= SIGNAL_ESCAPE;
  } else if (unit === AMPERSAND) {
    if (touched || next === HASH) signals |= SIGNAL_ESCAPE;
  } else if (unit === BACKSLASH) {
    if (touched) signals |= SIGNAL_ESCAPE | SIGNAL_SIGNS;
  } else if (unit === EQUALS) {
    if (touches && !touched) signals |= SIGNAL_CIPHER;
  } else if (unit === units[i + 2]!) {
    // One sign between single letters: "f!u!c!k".
    if (touches && touched) signals |= SIGNAL_SIGNS;
  } else if (unit === COLON) {
    if (next === SLASH) signals |= SIGNAL_ADDRESS;
  } else if (unit === BRACKET || unit === BRACE || unit > 0x7f) {
    if (traits[unit]! & TRAIT_PICTURE) {
      if (touches || touched || next === EMOJI_STYLE) signals |= SIGNAL_PICTURE;
    } else if (traits[unit]! & TRAIT_SIGN && touches && touched) signals |= SIGNAL_SIGNS;
  }
  return signals;
}

/** Whether signs that may draw letters go on at i, up to a letter or one more sign. */
function touchesBehind(units: Uint16Array, i: number, traits: Uint8Array): boolean {
  const unit = units[i]!;
  return (traits[unit]! & TRAIT_SIGN) !== 0 || (unit | 32) >= 0x61;
}

/** Whether com, net, org, io, co or gg stands at i, or www. before it. */
function opensDomain(units: Uint16Array, i: number): boolean {
  const one = units[i]! | 32;
  const two = units[i + 1]! | 32;
  return (
    (one === 0x63 && two === 0x6f) ||
    (one === 0x6e && two === 0x65) ||
    (one === 0x6f && two === 0x72) ||
    (one === 0x69 && two === 0x6f) ||
    (one === 0x67 && two === 0x67) ||
    (i > 1 && (units[i - 2]! | 32) === 0x77)
  );
}

/** Whether a Hangul letter makes a syllable with the unit before it. */
function makesSyllable(units: Uint16Array, i: number, traits: Uint8Array): boolean {
  const unit = units[i]!;
  const before = units[i - 1]!;
  const vowel = (unit >= 0x314f && unit <= 0x3163) || (unit >= 0x1161 && unit <= 0x1175) || unit >= 0xffc2;
  if (vowel) return (traits[before]! & TRAIT_SYLLABLE) !== 0 && before !== unit;
  return before >= 0xac00 && before <= 0xd7a3 && unit !== 0x314b && unit !== 0x314e;
}

function isLatin(value: number): boolean {
  return value >= LETTER_A && value <= LETTER_Z;
}

/** Whether a word of so many symbols, the last of them given as table value, is one letter (of two symbols outside a-z). */
function isSingle(symbols: number, last: number): boolean {
  return symbols === 1 ? last <= OTHER_LETTER : symbols === 2 && last >= NATIVE;
}

/** Whether punctuation at i stands between two parts of which one is short. */
function joins(units: Uint16Array, i: number, left: number, plain: Uint16Array): boolean {
  if (left <= SHORT_PART) return true;
  let right = 0;
  while (right <= SHORT_PART && isWord(plain[units[i + 1 + right]!]!)) right++;
  return right <= SHORT_PART;
}

/** Whether a table value may stand between two parts that belong together. */
export function isJoint(value: number): boolean {
  return value === PUNCTUATION || value === MASK_SYMBOL || value === LEET_SYMBOL;
}

/** Whether a table value is a digit. */
export function isDigit(value: number): boolean {
  return value >= DIGIT_0 && value < OTHER_LETTER;
}
