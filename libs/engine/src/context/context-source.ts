import { LexiconError } from '../lexicon-error.js';
import type { FunctionWords } from './languages.js';
import type { Grade } from '../lexicon-entry.js';
import type { WordClass } from '../text/word-classes.js';

/**
 * What the words around a hit say about it, strongest first: where several hold, the first that changes something does.
 * "foreign": they are of another language than the hit's entry.
 */
export const MARKS = [
  'mention',
  'foreign',
  'countered',
  'negated',
  'quoted',
  'reclaimed',
  'object',
  'game',
  'self',
  'group',
  'aimed',
] as const;
export type Mark = (typeof MARKS)[number];

const FLAGS = ['masked', 'common', 'fuzzy'];

/** What a mark does to a hit: removes it, or moves its severities by so many steps (within 1..7). */
export type Change = 'clean' | number;

/** Finds something by the words in a row: "<hate_verb> ..2 <identity>". */
export interface DetectRule {
  readonly name: string;
  readonly language: string;
  readonly pattern: string;
  readonly grades: readonly Grade[];
  readonly hits: readonly string[];
  readonly clean: readonly string[];
}

/** Says when a mark holds for a hit, which stands in the pattern as "@" (or "\"@\"": within quotation marks). */
export interface MarkRule {
  readonly mark: Mark;
  readonly language: string;
  readonly pattern: string;
}

/** What a mark does to hits of a topic ("*": of every other topic) whose entry has no condition of its own. */
export interface MarkEffect {
  readonly topic: string;
  readonly mark: Mark;
  readonly change: Change;
}

/** Everything the context knows, of all languages. */
export interface ContextSource {
  readonly classes: readonly WordClass[];
  readonly detect: readonly DetectRule[];
  readonly marks: readonly MarkRule[];
  readonly effects: readonly MarkEffect[];
  /** By which words a language shows; without any, no word is known to stand in another language than its own. */
  readonly functionWords?: readonly FunctionWords[];
}

/**
 * Reads a file of word classes: "#classes v1 <language>", then a line for each class: name, words separated by ";", flags.
 * @throws LexiconError at the first line that breaks a rule
 */
export function parseClasses(source: string, file: string): WordClass[] {
  const classes: WordClass[] = [];
  for (const { cells, broken } of rows(source, file, 'classes')) {
    const [name, words, flags = ''] = cells;
    if (!/^[a-z]+(_[a-z]+)*$/.test(name ?? ''))
      throw broken(`Column name: "${name}" must be lower-case letters, such as "negation".`);
    const list = (words ?? '').split(';');
    if (list.some((word) => word.trim() === '')) throw broken('Column words: words are separated by one ";" each.');
    const named = flags === '' ? [] : flags.split(',');
    for (const flag of named) {
      if (!FLAGS.includes(flag)) throw broken(`Column flags: "${flag}" must be one of ${FLAGS.join(', ')}.`);
    }
    const [masked, common, fuzzy] = FLAGS.map((flag) => named.includes(flag));
    classes.push({ name: name!, words: list, masked: masked!, common: common!, fuzzy: fuzzy! });
  }
  return classes;
}

/**
 * Reads a file of rules: "#rules v1 <language>", then a line for each: kind, name, pattern, effect, hits, clean.
 * Kinds: detect (name, pattern, grades, examples), mark (mark, pattern), effect (topic or *, mark, change).
 * @throws LexiconError at the first line that breaks a rule; patterns are checked where they are compiled
 */
export function parseRules(source: string, file: string): Omit<ContextSource, 'classes'> {
  const detect: DetectRule[] = [];
  const marks: MarkRule[] = [];
  const effects: MarkEffect[] = [];
  for (const { cells, broken, language } of rows(source, file, 'rules')) {
    const [kind, name = '', pattern = '', effect = '', hits = '', clean = ''] = cells;
    if (kind === 'detect') {
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw broken(`Column name: "${name}" must be words joined by "-".`);
      const grades = effect.split(',').map((part) => {
        const match = /^([a-z]+(?:_[a-z]+)*):([1-7])$/.exec(part);
        if (!match) throw broken(`Column effect: "${part}" must be "topic:severity", for example "hate:6".`);
        return { topic: match[1]!, severity: Number(match[2]) };
      });
      detect.push({ name, language, pattern, grades, hits: examples(hits), clean: examples(clean) });
    } else if (kind === 'mark') {
      marks.push({ mark: markOf(name, broken), language, pattern });
    } else if (kind === 'effect') {
      if (effect !== 'clean' && !/^[+-][1-6]$/.test(effect))
        throw broken(`Column effect: "${effect}" must be "clean" or a step such as -2 or +1.`);
      effects.push({
        topic: name,
        mark: markOf(pattern, broken),
        change: effect === 'clean' ? 'clean' : Number(effect),
      });
    } else throw broken(`Column kind: "${kind}" must be detect, mark or effect.`);
  }
  return { detect, marks, effects };
}

function examples(cell: string): string[] {
  return cell === '' ? [] : cell.split(';').map((text) => text.trim());
}

function markOf(name: string, broken: (problem: string) => LexiconError): Mark {
  const mark = MARKS.find((known) => known === name);
  if (!mark) throw broken(`"${name}" is no mark; it must be one of ${MARKS.join(', ')}.`);
  return mark;
}

/**
 * Reads a file of function words: "#function-words v1", then a line for each language: its code, words separated by ";".
 * @throws LexiconError at the first line that breaks a rule
 */
export function parseFunctionWords(source: string, file: string): FunctionWords[] {
  const [header, ...lines] = source.split(/\r?\n/);
  if (header !== '#function-words v1') throw new LexiconError(file, 1, 'The first line must be "#function-words v1".');
  return lines.flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return [];
    const [language = '', words, ...more] = line.split('\t');
    const list = words?.split(';') ?? [];
    if (
      !/^[a-z]{2,3}$/.test(language) ||
      more.length > 0 ||
      list.length === 0 ||
      list.some((word) => !/^\p{L}+$/u.test(word))
    )
      throw new LexiconError(
        file,
        index + 2,
        'A line must be a language such as "de", a tab, and words separated by one ";" each.',
      );
    return [{ language, words: list }];
  });
}

interface Row {
  readonly cells: string[];
  readonly language: string;
  readonly broken: (problem: string) => LexiconError;
}

function* rows(source: string, file: string, kind: 'classes' | 'rules'): Iterable<Row> {
  const lines = source.split(/\r?\n/);
  const language = new RegExp(`^#${kind} v1 ([a-z]{2,3})$`).exec(lines[0] ?? '')?.[1];
  if (!language) {
    throw new LexiconError(file, 1, `The first line must be "#${kind} v1 <language>", for example "#${kind} v1 en".`);
  }
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    yield { cells: line.split('\t'), language, broken: (problem) => new LexiconError(file, index + 1, problem) };
  }
}
