import { Scanner, compile } from '@breakwater/engine';
import { loadLexicon } from '@breakwater/lexicon';
import { Moderator, defaultPolicies } from '@breakwater/moderation';
import { Message } from '@breakwater/contracts';
import { ADVERSARIAL, type Corpus } from './corpus.js';

/** Rounds of which the median counts, and how long each takes at least. */
const ROUNDS = 9;
const ROUND_MS = 300;

export interface EngineFigures {
  readonly entries: number;
  readonly loadMs: number;
  readonly compileMs: number;
  readonly automatonMiB: number;
  readonly corpora: readonly {
    readonly corpus: string;
    readonly texts: number;
    readonly medianLength: number;
    readonly meanLength: number;
    /** Scanner alone, messages a second on one core: median, minimum and maximum of the rounds. */
    readonly scanPerSecond: Spread;
    /** Scanner, policy and verdict. */
    readonly judgePerSecond: Spread;
    readonly bytesPerMessage: number;
    readonly hits: number;
  }[];
  /** Million UTF-16 code units a second, slowest first. */
  readonly adversarial: readonly { readonly text: string; readonly unitsPerSecond: number }[];
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Measures the scanner and the moderator in this process, on one core. */
export function measureEngine(corpora: readonly Corpus[]): EngineFigures {
  const started = performance.now();
  const lexicon = loadLexicon();
  const loaded = performance.now();
  const ruleset = compile(lexicon.entries, lexicon);
  const compiled = performance.now();
  const scanner = new Scanner(ruleset);
  const moderator = new Moderator({
    lexicon,
    policies: defaultPolicies,
    versions: { policy: defaultPolicies.version, lexicon: lexicon.version, model: lexicon.modelVersion },
  });
  return {
    entries: lexicon.entries.length,
    loadMs: Math.round(loaded - started),
    compileMs: Math.round(compiled - loaded),
    automatonMiB: Math.round(ruleset.words.rows.byteLength / 2 ** 20),
    corpora: corpora.map((corpus) => {
      const messages = corpus.texts.map(messageOf);
      let hits = 0;
      const scanAll = () => {
        hits = 0;
        for (const text of corpus.texts) hits += scanner.scan(text).hits.length;
      };
      const judgeAll = () => {
        let judged = 0;
        for (const message of messages) judged += moderator.judge(message).length;
        if (judged !== messages.length)
          throw new Error(`${corpus.name}: ${judged} verdicts for ${messages.length} messages`);
      };
      const scanPerSecond = rounds(scanAll, corpus.texts.length);
      const expected = hits;
      const judgePerSecond = rounds(judgeAll, messages.length);
      scanAll();
      if (hits !== expected) throw new Error(`${corpus.name}: ${hits} hits, ${expected} before`);
      return {
        corpus: corpus.name,
        texts: corpus.texts.length,
        medianLength: corpus.medianLength,
        meanLength: corpus.meanLength,
        scanPerSecond,
        judgePerSecond,
        bytesPerMessage: allocation(scanAll, corpus.texts.length),
        hits,
      };
    }),
    adversarial: Object.entries(ADVERSARIAL)
      .map(([text, content]) => ({
        text,
        unitsPerSecond: rounds(() => scanner.scan(content), content.length, 5, 60).median,
      }))
      .sort((a, b) => a.unitsPerSecond - b.unitsPerSecond),
  };
}

function rounds(work: () => void, items: number, count = ROUNDS, atLeastMs = ROUND_MS): Spread {
  work(); // warm up
  const rates = Array.from({ length: count }, () => {
    const started = performance.now();
    let passes = 0;
    do {
      work();
      passes++;
    } while (performance.now() - started < atLeastMs);
    return Math.round((passes * items * 1000) / (performance.now() - started));
  }).sort((a, b) => a - b);
  return { median: rates[Math.floor(count / 2)]!, min: rates[0]!, max: rates[count - 1]! };
}

/** Heap bytes allocated per message over one pass; needs --expose-gc, -1 without. */
function allocation(work: () => void, items: number): number {
  const { gc } = globalThis;
  if (!gc) return -1;
  gc();
  const before = process.memoryUsage().heapUsed;
  work();
  return Math.round(((process.memoryUsage().heapUsed - before) / items) * 10) / 10;
}

function messageOf(text: string, index: number): Message {
  return { ...Message.decode(new Uint8Array()), id: String(index), text };
}
