import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLexicon, type LexiconLine } from '@breakwater/engine';

/** One file of a lexicon, line by line. */
export interface LexiconFile {
  /** Name without folder: "en.tsv". */
  readonly file: string;
  readonly lines: readonly LexiconLine[];
}

/**
 * Names of the lexicon files of a folder, in the order in which they are read: where two share a term with the same
 * grades, evidence names the entry that was read first.
 */
export function lexiconFileNames(directory: string): string[] {
  const rank = (name: string) => (name === 'en.tsv' ? '' : name.slice(0, -'.tsv'.length)); // "de" before "de-chat"
  return readdirSync(directory)
    .filter((name) => name.endsWith('.tsv'))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/**
 * Reads every *.tsv of a folder with what reviewers need: lines, examples, dates.
 * @throws LexiconError at the first line that breaks the format
 */
export function readLexiconFiles(directory: string): LexiconFile[] {
  return lexiconFileNames(directory).map((file) => ({
    file,
    lines: readLexicon(readFileSync(join(directory, file), 'utf8'), file),
  }));
}
