import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Texts to judge and what the benchmark expects of them. */
export interface Corpus {
  readonly name: string;
  readonly texts: readonly string[];
  readonly medianLength: number;
  readonly meanLength: number;
}

function corpus(name: string, texts: readonly string[]): Corpus {
  const lengths = texts.map((text) => text.length).sort((a, b) => a - b);
  return {
    name,
    texts,
    medianLength: lengths[Math.floor(lengths.length / 2)]!,
    meanLength: Math.round((lengths.reduce((sum, length) => sum + length, 0) / lengths.length) * 10) / 10,
  };
}

/** Our own short game-like lines. */
export function gameChat(): Corpus {
  const file = new URL('../corpora/game-chat.txt', import.meta.url);
  return corpus('game-chat', readFileSync(file, 'utf8').trim().split('\n'));
}

/**
 * A chat log given as JSON Lines with a "text" each, optionally gzipped; undefined where the file is missing, so that
 * the caller can say so.
 */
export function chatLog(name: string, file: string): Corpus | undefined {
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n');
  return corpus(
    name,
    lines.map((line) => (JSON.parse(line) as { text: string }).text),
  );
}

/** Half of the one, half of the other, in turns. */
export function mix(a: Corpus, b: Corpus): Corpus {
  const texts = Array.from({ length: 2 * Math.max(a.texts.length, b.texts.length) }, (_, i) => {
    const from = i % 2 === 0 ? a : b;
    return from.texts[(i >> 1) % from.texts.length]!;
  });
  return corpus(`${a.name} + ${b.name}`, texts);
}

/** Texts made to be slow: one pattern that keeps some part of the scanner busy, repeated to 8 KiB. */
export const ADVERSARIAL: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    words: 'hello there friend ',
    'one letter': 'a',
    'term after term': 'fuck ',
    'term in term': 'motherfucker',
    leet: 'f0o 1ab ',
    'mixed script': 'fсuкa ',
    'single letters': 'a b ',
    'dotted letters': 'f.u.c.k.',
    'masked letters': 'f*ck ',
    'masks only': 'a*b',
    marks: 'f\u0335\u0335',
    'styled letters': '𝓯𝓾𝓬𝓴 ',
    digits: '1 2 3 4 ',
    apostrophes: "a'",
    'exclamation marks': 'a!',
    'all at once': 'a1.b2*c3 ',
    han: '操你妈',
    emoji: '😀',
  }).map(([name, pattern]) => [name, pattern.repeat(Math.ceil(8192 / pattern.length)).slice(0, 8192)]),
);
