import { compile, READINGS, Scanner, ScanTrace, type Evidence, type Reading } from '@breakwater/engine';
import { loadLexicon } from '@breakwater/lexicon';
import { redact } from '@breakwater/moderation';

/** What a run of the fuzzer did. */
export interface FuzzResult {
  readonly inputs: number;
  /** Texts that were plain words only, whose answer was compared with the oracle's. */
  readonly compared: number;
  readonly hits: number;
  /** Slowest text: microseconds a code unit, of texts of 200 code units or more. */
  readonly slowestUsPerUnit: number;
}

/** Alphabets that characters are drawn from: code points, first and last. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0x61, 0x7a],
  [0x30, 0x39],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x52f],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0x1100, 0x11ff],
  [0x2000, 0x206f],
  [0x20d0, 0x20ff],
  [0x2460, 0x24ff],
  [0x3040, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xff01, 0xffee],
  [0x1d400, 0x1d7ff],
  [0x1f100, 0x1f1ff],
  [0x1f300, 0x1faff],
  [0xe0000, 0xe007f],
  [0x0, 0x10ffff],
];
const GLUE = [' ', ' ', ' ', '', '.', '-', '_', '*', '\n', '\u200b', '/', '@', '"', ': ', '%20', '&#102;', '\u202e'];

/** Small, fast, seeded (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/**
 * Throws generated texts at the shipped ruleset: characters of all Unicode, terms, disguises and plain words. Checks of
 * every text that a scan ends, that its hits lie in it and that redaction leaves no half of a character; of every fourth that
 * the scanner's shortcuts change nothing; and of plain
 * words that a search one by one finds no other terms.
 * @throws Error that names the seed and the number of the text which broke a promise
 */
export function fuzz(inputs: number, seed: number): FuzzResult {
  const lexicon = loadLexicon();
  const ruleset = compile(lexicon.entries, lexicon);
  const all = new Scanner(ruleset);
  const thorough = new Scanner(ruleset, { shortcuts: false });
  const some = READINGS.map((reading) => new Scanner(ruleset, { readings: new Set<Reading>(['plain', reading]) }));
  const random = randomOf(seed);
  const any = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const terms = lexicon.entries.map(({ term }) => term);
  const words = lexicon.words.slice(0, 5000);
  const oracle = wordTerms(lexicon.entries);
  let compared = 0;
  let hits = 0;
  let slowest = 0;
  for (let number = 1; number <= inputs; number++) {
    const plain = random(4) === 0;
    const text = plain ? plainText(any, random, terms, words) : wildText(any, random, terms, words);
    const broken = (what: string) => new Error(`Text ${number} of seed ${seed}: ${what}`);
    const scanner = random(3) === 0 ? any(some) : all;
    const startedAt = performance.now();
    const evidence = scanner.scan(text, any(['text', 'text', 'name', 'url'] as const));
    const took = (performance.now() - startedAt) * 1000;
    if (text.length >= 200) slowest = Math.max(slowest, took / text.length);
    hits += evidence.hits.length;
    const problem = problemWith(text, evidence);
    if (problem !== undefined) throw broken(problem);
    if (random(4) === 0 && JSON.stringify(all.scan(text)) !== JSON.stringify(thorough.scan(text)))
      throw broken('without shortcuts the evidence is another');
    if (!plain) continue;
    compared++;
    const trace = new ScanTrace();
    const found = all.scan(text, 'text', trace);
    const known = new Set([
      ...found.hits.map(({ source }) => source.slice(source.indexOf(':') + 1)),
      ...[...trace.saved, ...trace.covered].map(({ term }) => term),
      ...trace.cleared.map(({ source }) => source.slice(source.indexOf(':') + 1)),
    ]);
    for (const word of text.split(' ')) {
      if (oracle.has(word) && !found.truncated && !known.has(word))
        throw broken(`"${word}" is a term and was not found`);
    }
  }
  return { inputs, compared, hits, slowestUsPerUnit: slowest };
}

/** Terms that a search word by word finds: one word of letters without a doubled one, alone. */
function wordTerms(entries: readonly { term: string; boundary: string; exact: boolean }[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ term, boundary, exact }) =>
      boundary === 'word' && !exact && /^[a-z]+$/.test(term) && !/(.)\1/.test(term) ? [term] : [],
    ),
  );
}

type Any = <T>(list: readonly T[]) => T;
type Random = (below: number) => number;

function plainText(any: Any, random: Random, terms: readonly string[], words: readonly string[]): string {
  const parts: string[] = [];
  for (let i = random(8); i >= 0; i--) parts.push(random(3) === 0 ? any(terms) : any(words));
  return parts.join(' ');
}

function wildText(any: Any, random: Random, terms: readonly string[], words: readonly string[]): string {
  let text = '';
  const most = random(40) === 0 ? 400 : 12;
  for (let i = random(most); i >= 0; i--) {
    const kind = random(6);
    if (kind < 2) for (let j = random(8); j >= 0; j--) text += character(any, random);
    else if (kind === 2) text += any(words);
    else if (kind === 3) text += any(terms);
    else text += [...any(terms)].map((letter) => (random(4) === 0 ? character(any, random) : letter)).join(any(GLUE));
    text += any(GLUE);
  }
  return text;
}

function character(any: Any, random: Random): string {
  const [first, last] = any(RANGES);
  return String.fromCodePoint(first + random(last - first + 1));
}

function problemWith(text: string, { hits }: Evidence): string | undefined {
  let before = 0;
  for (const { start, end, source, grades } of hits) {
    if (!(start >= before && start < end && end <= text.length)) return `${source} lies at ${start} to ${end}`;
    if (grades.length === 0 || grades.some(({ severity }) => !(severity >= 1 && severity <= 7)))
      return `${source} has no grade`;
    before = start;
  }
  const whole = text.isWellFormed();
  if (whole && hits.length > 0 && !redact(text, hits).isWellFormed()) return 'redaction leaves half a character';
  return undefined;
}
