import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  parseClasses,
  parseFunctionWords,
  parseLexicon,
  parseRules,
  readModel,
  type ContextSource,
  type LexiconEntry,
  type Model,
} from '@breakwater/engine';
import { lexiconFileNames } from './lexicon-files.js';

export { readLexicon } from '@breakwater/engine';
export { readLexiconFiles, type LexiconFile } from './lexicon-files.js';
export { lintLexicon, type LintCorpus, type LintFinding, type LintOptions } from './lint.js';

/** A lexicon as loaded from files. */
export interface Lexicon {
  readonly entries: readonly LexiconEntry[];
  /** Ordinary words, commonest first, see CompileOptions.words; empty where the folder has no words beside it. */
  readonly words: readonly string[];
  /** What words mean together; of the folder beside it, empty where there is none. */
  readonly context: ContextSource;
  /** The classifier of the folder beside it, where there is one. */
  readonly model?: Model;
  /** First digits of the model's hash: what verdicts show; "none" where there is none. */
  readonly modelVersion: string;
  /** First digits of the hash: what verdicts show. */
  readonly version: string;
  /** SHA-256 over names and contents of all files, in hex. */
  readonly hash: string;
}

/** Folder of the lexicon that ships with Breakwater. */
export const shippedLexicon = fileURLToPath(new URL('../entries', import.meta.url));

/**
 * Reads every *.tsv of a folder. Where files of one language share a term, the first read has it. About 60 ms for the shipped lexicon.
 * @throws LexiconError at the first line that breaks the format; Error where the folder is missing or has no lexicon
 */
export function loadLexicon(directory: string = shippedLexicon): Lexicon {
  const files = lexiconFileNames(directory);
  if (files.length === 0) throw new Error(`No lexicon in ${directory}: it needs at least one <language>.tsv.`);
  const hash = createHash('sha256');
  const entries: LexiconEntry[] = [];
  const known = new Map<string, Set<string>>();
  for (const file of files) {
    const source = readFileSync(join(directory, file), 'utf8');
    hash.update(`${file}\n${source}`);
    for (const entry of parseLexicon(source, file)) {
      let terms = known.get(entry.language);
      if (!terms) known.set(entry.language, (terms = new Set()));
      if (terms.has(entry.term)) continue; // a line of its own stands above a pattern that has the term too
      terms.add(entry.term);
      entries.push(entry);
    }
  }
  const context = readContext(join(directory, '../context'), (file, source) => hash.update(`${file}\n${source}`));
  const words = loadWords(directory, (source) => hash.update(source));
  const digest = hash.digest('hex');
  return {
    entries,
    words,
    context,
    ...readClassifier(join(directory, '../model/classifier.bwcm')),
    version: digest.slice(0, 12),
    hash: digest,
  };
}

/** The classifier, and what to call it. */
function readClassifier(file: string): Pick<Lexicon, 'model' | 'modelVersion'> {
  if (!existsSync(file)) return { modelVersion: 'none' };
  const bytes = readFileSync(file);
  return { model: readModel(bytes), modelVersion: createHash('sha256').update(bytes).digest('hex').slice(0, 12) };
}

/** Word classes, rules and function words of all languages. */
function readContext(directory: string, heard: (file: string, source: string) => void): ContextSource {
  const classes = [];
  const detect = [];
  const marks = [];
  const effects = [];
  const functionWords = [];
  for (const file of existsSync(directory) ? readdirSync(directory).sort() : []) {
    if (!file.endsWith('.tsv')) continue;
    const source = readFileSync(join(directory, file), 'utf8');
    heard(file, source);
    if (file === 'function-words.tsv') functionWords.push(...parseFunctionWords(source, file));
    else if (file.endsWith('.classes.tsv')) classes.push(...parseClasses(source, file));
    else if (file.endsWith('.rules.tsv')) {
      const rules = parseRules(source, file);
      detect.push(...rules.detect);
      marks.push(...rules.marks);
      effects.push(...rules.effects);
    }
  }
  return { classes, detect, marks, effects, functionWords };
}

/** Our own words are taken for about as common as the counted words of this rank. */
const OWN_WORDS_RANK = 10_000;

/** The word lists that lie beside a folder of entries, as one. */
function loadWords(directory: string, read: (source: string) => void): string[] {
  const [counted, own] = ['clean-words.txt', 'own-words.txt'].map((name) => {
    const file = join(directory, '../words', name);
    if (!existsSync(file)) return [];
    const source = readFileSync(file, 'utf8');
    read(source);
    const words: string[] = [];
    for (const line of source.split('\n')) {
      if (line.startsWith('#')) continue;
      for (const word of line.split(' ')) if (word !== '') words.push(word);
    }
    return words;
  }) as [string[], string[]];
  return [...new Set([...counted.slice(0, OWN_WORDS_RANK), ...own, ...counted.slice(OWN_WORDS_RANK)])];
}

/**
 * SHA-256 of a lexicon and the policies it is judged by, in hex: what GetRuleset reports. The order of the policies
 * only says which one is the default, so it must be that of the shipped set.
 */
export function rulesetHash(lexicon: Lexicon, policies: object): string {
  return createHash('sha256')
    .update(lexicon.hash)
    .update(lexicon.modelVersion)
    .update(JSON.stringify(policies))
    .digest('hex');
}
