import type { LexiconEntry } from '../lexicon-entry.js';
import { Transform } from './transforms.js';
import {
  DIGIT_NAMES,
  DIGIT_SPELLINGS,
  ENDINGS,
  spellingsOf,
  wholeSpellings,
  type Fame,
  type Spelling,
} from './spellings.js';

/** Topics whose words people disguise; terms of the others are phrases and names. */
const DISGUISED_TOPICS = new Set(['bullying', 'hate', 'sexual', 'vulgarity']);
/** A stem is strong from this severity, and of the worst words from the next. */
const STRONG = 5;
const WORST = 6;
/** Lists that have a term, from which on it is a common one; terms that stand anywhere are. */
const COMMON_SOURCES = 2;
const EVERY_SOURCE = 4;
/** Languages whose stems are respelled too, from so many letters: their ordinary words are less well known here. */
const FOREIGN = new Set(['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'tr']);
const LONG_FOREIGN = 6;
const SHORTEST_FOREIGN = 5;
const MOST_FOREIGN = 200;
/** Words of any language long enough to be told when written backwards. */
const TURNABLE = /^(?:\p{Script=Latin}|\p{Script=Cyrillic}){6,}$/u;
const COMPOUND_SOURCES = 3;
const LONGEST_STEM = 14;
/** Shortest phrase looked for as one word, in letters. */
const SHORTEST_JOINED = 8;
/** Most stems that are respelled, the best known first: what compiling and memory may cost. */
const MOST_STEMS = 320;
const LONGEST_ENDING = 3;
/** Words that are so common that next to them no other piece makes a split word ("it" in "sh it"). */
const EVERYDAY_WORDS = 400;
/** Words rarer than this may be slips themselves: of the worst stems they are believed. */
const ORDINARY_ENOUGH = 16_000;
/** Rarer words than this make odd pieces. */
const KNOWN_PIECES = 8_000;
/** Single letters that are words in chat, and those that apostrophes leave at the start of a word. */
const LONE_WORDS = new Set('aiouryn');
const LEFTOVERS = new Set('stdm');

/** Whether a term is one word of the letters a-z. */
export function isWord(term: string): boolean {
  return /^[a-z]+$/.test(term);
}

function severityOf({ grades }: LexiconEntry): number {
  return Math.max(0, ...grades.map(({ topic, severity }) => (DISGUISED_TOPICS.has(topic) ? severity : 0)));
}

/**
 * The other spellings of the strong stems: words of English of severity 5 or more that several lists have. Where two
 * stems share a spelling the first wins; ordinary words and terms of the lexicon are left out.
 */
export function* respellings(
  entries: readonly LexiconEntry[],
  words: readonly string[],
): Generator<{ entry: number; spelling: Spelling; inNames?: true }> {
  const taken = new Set(entries.map((entry) => entry.term));
  const ranks = new Map(words.map((word, rank) => [word, rank]));
  const stems = [...entries.keys()]
    .filter((number) => isStrong(entries[number]!))
    .sort((a, b) => rankOf(entries[b]!) - rankOf(entries[a]!) || a - b)
    .filter(isBase(entries));
  const own = stems.filter((number) => entries[number]!.language === 'en').slice(0, MOST_STEMS);
  const foreign = stems.filter((number) => entries[number]!.language !== 'en').slice(0, MOST_FOREIGN);
  const known = new Map(own.map((number) => [entries[number]!.term, severityOf(entries[number]!)]));
  const spelled = new Set<string>();
  for (const entry of [...own, ...foreign]) {
    const { term } = entries[entry]!;
    // Itself a spelling of a better known stem.
    if (spelled.has(term)) continue;
    const fame = fameOf(entries[entry]!);
    const whole = inflected(term, severityOf(entries[entry]!), known);
    const ordinary = fame === 'worst' ? ORDINARY_ENOUGH : Infinity;
    for (const spelling of whole ? wholeSpellings(term, fame) : spellingsOf(term, fame)) {
      const { text } = spelling;
      spelled.add(text);
      if (taken.has(text) || (ranks.get(text) ?? Infinity) < ordinary) continue;
      if (text.includes(' ') && !splits(text.split(' '), ranks)) continue;
      taken.add(text);
      yield { entry, spelling };
    }
  }
  for (const [entry, other] of entries.entries()) {
    if (other.language === 'en' || !TURNABLE.test(other.term)) continue;
    const text = [...other.term].reverse().join('');
    if (severityOf(other) < WORST || taken.has(text) || ranks.has(text)) continue;
    taken.add(text);
    yield { entry, spelling: { text, transforms: Transform.REVERSED, inflects: false } };
  }
  const digits = (text: string): Spelling => ({ text, transforms: Transform.DIGITS_ONLY, inflects: false });
  const find = (term: string) => entries.findIndex((other) => other.term === term && other.language === 'en');
  for (const [term, texts] of DIGIT_SPELLINGS) {
    const entry = find(term);
    if (entry >= 0) for (const text of texts) yield { entry, spelling: digits(text) };
  }
  for (const [term, text] of DIGIT_NAMES) {
    const entry = find(term);
    if (entry >= 0) yield { entry, spelling: digits(text), inNames: true };
  }
}

function isStrong(entry: LexiconEntry): boolean {
  const { term, language, boundary, provenance } = entry;
  if (!isWord(term) || term.length < (language === 'en' ? 4 : LONG_FOREIGN) || term.length > LONGEST_STEM) return false;
  if (language !== 'en')
    return FOREIGN.has(language) && severityOf(entry) >= STRONG && provenance.length >= COMMON_SOURCES;
  const sources = provenance.filter((source) => source !== 'breakwater').length;
  return severityOf(entry) >= STRONG && (boundary === 'any' || sources >= COMMON_SOURCES);
}

/** A stem that stands anywhere is one of the words that everybody knows; the others go by the lists that have them. */
function fameOf(entry: LexiconEntry): Fame {
  if (entry.language !== 'en') return 'foreign';
  const severity = severityOf(entry);
  const { boundary, provenance } = entry;
  if (boundary === 'any' && provenance.length >= (severity >= WORST ? COMMON_SOURCES : EVERY_SOURCE)) return 'worst';
  return boundary === 'any' || provenance.length > (severity >= WORST ? COMMON_SOURCES : EVERY_SOURCE - 1)
    ? 'strong'
    : 'common';
}

/**
 * Whether a stem is no compound of a better known one ("fuckface"): what is read into that one is read into it. Compounds
 * that several lists have are words of their own.
 */
function isBase(entries: readonly LexiconEntry[]): (number: number) => boolean {
  const seen = new Set<string>();
  return (number) => {
    const { term, provenance } = entries[number]!;
    const compound = [...partsOf(term)].some((part) => part.length >= 4 && seen.has(part));
    seen.add(term);
    return !compound || provenance.length >= COMPOUND_SOURCES;
  };
}

/** Fame first, then how many lists have it and how bad it is. */
function rankOf(entry: LexiconEntry): number {
  const fame = { worst: 2, strong: 1, common: 0, foreign: 0 }[fameOf(entry)];
  return 1000 * fame + 10 * entry.provenance.length + severityOf(entry);
}

/** Whether a term is another stem, as bad or worse, with a short ending: its spellings are that one's. */
function inflected(term: string, severity: number, stems: ReadonlyMap<string, number>): boolean {
  for (let at = Math.max(4, term.length - LONGEST_ENDING); at < term.length; at++) {
    if ((stems.get(term.slice(0, at)) ?? 0) >= severity && ENDINGS.has(term.slice(at))) return true;
  }
  return false;
}

/** Whether the pieces of a word are so odd that they must be parts of one. */
function splits(pieces: readonly string[], ranks: ReadonlyMap<string, number>): boolean {
  const lone = pieces.filter((piece) => piece.length === 1);
  if (lone.some((piece) => LONE_WORDS.has(piece)) || LEFTOVERS.has(pieces[0]!)) return false;
  if (pieces.length === 2 && lone.some((piece) => LEFTOVERS.has(piece) && piece !== 't')) return false;
  const longer = pieces.filter((piece) => piece.length > 1);
  if (longer.some((piece) => (ranks.get(piece) ?? EVERYDAY_WORDS) < EVERYDAY_WORDS)) return false;
  const middle = pieces.length === 3 ? pieces[1]! : '';
  if (middle.length === 1 && !LEFTOVERS.has(middle)) return true;
  return lone.length > 1 || longer.some((piece) => (ranks.get(piece) ?? Infinity) > KNOWN_PIECES);
}

/** Entries that are looked for inside longer words, and in how many ordinary words each stands. */
export function* embeddedStems(
  entries: readonly LexiconEntry[],
  words: readonly string[],
): Generator<{ entry: number; innocent: number }> {
  const strong = [...entries.keys()].filter((number) => {
    const { term, language, boundary } = entries[number]!;
    if (boundary === 'any' || !isWord(term) || term.length < 3) return false;
    const severity = severityOf(entries[number]!);
    return language === 'en'
      ? severity >= STRONG
      : severity >= WORST && term.length >= SHORTEST_FOREIGN && FOREIGN.has(language);
  });
  const terms = new Map(strong.map((number) => [entries[number]!.term, 0]));
  countParts(words, terms);
  const inner = new Set(terms.keys());
  for (const { term, boundary } of entries) if (boundary === 'any') inner.add(term);
  for (const entry of strong) {
    const { term } = entries[entry]!;
    const holdsAnother = [...partsOf(term)].some((part) => part.length >= 4 && part !== term && inner.has(part));
    if (!holdsAnother) yield { entry, innocent: terms.get(term)! };
  }
  // Cruel phrases written as one word.
  for (const [entry, { term, language, grades }] of entries.entries()) {
    const worst = Math.max(...grades.map(({ severity }) => severity));
    if (language === 'en' ? worst <= WORST : worst < WORST || !FOREIGN.has(language)) continue;
    if (term.replaceAll(' ', '').length < SHORTEST_JOINED || !JOINABLE[language === 'en' ? 0 : 1]!.test(term)) continue;
    yield { entry, innocent: 0 };
  }
}
/** Phrases that are looked for as one word: of English two words, of other languages up to three. */
const JOINABLE = [/^[a-z]{3,} [a-z]{3,}$/, /^\p{Script=Latin}{2,} (?:\p{Script=Latin}{2,} )?\p{Script=Latin}{3,}$/u];

/** Adds to each term in how many places it stands inside a longer word. Only parts that may be a term are cut out. */
function countParts(words: readonly string[], terms: Map<string, number>): void {
  const begun = new Uint8Array(1 << 16);
  const beginningOf = (text: string, at: number): number =>
    (Math.imul(text.charCodeAt(at), 961) + Math.imul(text.charCodeAt(at + 1), 31) + text.charCodeAt(at + 2)) & 0xffff;
  let longest = 0;
  for (const term of terms.keys()) {
    begun[beginningOf(term, 0)] = 1;
    longest = Math.max(longest, term.length);
  }
  for (const word of words) {
    for (let from = 0; from + 3 <= word.length; from++) {
      if (begun[beginningOf(word, from)] === 0) continue;
      for (let to = from + 3; to <= word.length && to - from <= longest; to++) {
        if (to - from === word.length) continue;
        const part = word.slice(from, to);
        const count = terms.get(part);
        if (count !== undefined) terms.set(part, count + 1);
      }
    }
  }
}

/** Every part of a word of at least three letters. */
function* partsOf(word: string): Generator<string> {
  for (let from = 0; from < word.length; from++) {
    for (let to = from + 3; to <= word.length; to++) yield word.slice(from, to);
  }
}
