import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseLexicon, type LexiconEntry } from '@breakwater/engine';

/** A lexicon as loaded from files. */
export interface Lexicon {
  readonly entries: readonly LexiconEntry[];
  /** First digits of the hash: what verdicts show. */
  readonly version: string;
  /** SHA-256 over names and contents of all files, in hex. */
  readonly hash: string;
}

/** Folder of the lexicon that ships with Breakwater. */
export const shippedLexicon = fileURLToPath(new URL('../entries', import.meta.url));

/**
 * Reads every *.tsv of a folder. About 60 ms for the shipped lexicon.
 * @throws LexiconError at the first line that breaks the format; Error where the folder is missing or has no lexicon
 */
export function loadLexicon(directory: string = shippedLexicon): Lexicon {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.tsv'))
    // Where two languages share a term with the same grades, evidence names the entry that was loaded first.
    .sort((a, b) => Number(b === 'en.tsv') - Number(a === 'en.tsv') || (a < b ? -1 : 1));
  if (files.length === 0) throw new Error(`No lexicon in ${directory}: it needs at least one <language>.tsv.`);
  const hash = createHash('sha256');
  const entries: LexiconEntry[] = [];
  for (const file of files) {
    const source = readFileSync(join(directory, file), 'utf8');
    hash.update(`${file}\n${source}`);
    for (const entry of parseLexicon(source, file)) entries.push(entry);
  }
  const digest = hash.digest('hex');
  return { entries, version: digest.slice(0, 12), hash: digest };
}

/**
 * SHA-256 of a lexicon and the policies it is judged by, in hex: what GetRuleset reports. The order of the policies
 * only says which one is the default, so it must be that of the shipped set.
 */
export function rulesetHash(lexicon: Lexicon, policies: object): string {
  return createHash('sha256').update(lexicon.hash).update(JSON.stringify(policies)).digest('hex');
}
