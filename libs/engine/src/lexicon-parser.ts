import { MARKS } from './context/context-source.js';
import type { Boundary, ContextCondition, Grade, LexiconEntry, LexiconLine } from './lexicon-entry.js';
import { LexiconError } from './lexicon-error.js';
import { PatternError, expandPattern, isPattern, parseSet, type PatternSet } from './lexicon-pattern.js';

export { LexiconError } from './lexicon-error.js';

const NEEDED = ['term', 'topics', 'boundary', 'provenance'] as const;
const OPTIONAL = ['exceptions', 'context', 'since', 'until', 'hits', 'clean', 'note'] as const;
type Column = (typeof NEEDED)[number] | (typeof OPTIONAL)[number];

const BOUNDARIES: readonly string[] = ['word', 'prefix', 'suffix', 'any'];

const NO_EXCEPTIONS: readonly string[] = [];

/** Makes the error of one line. */
type Broken = (problem: string) => LexiconError;

/**
 * Reads the entries of one lexicon file: tab-separated, format in libs/lexicon/README.md. Patterns are expanded.
 * @param file name for messages
 * @throws LexiconError at the first line that breaks a rule
 */
export function parseLexicon(source: string, file: string): LexiconEntry[] {
  const entries: LexiconEntry[] = [];
  for (const line of readLexicon(source, file)) for (const entry of line.entries) entries.push(entry);
  return entries;
}

/**
 * Reads one lexicon file line by line, with what only reviewers and tests need. About 3 us a line.
 * @param file name for messages
 * @throws LexiconError at the first line that breaks a rule
 */
export function readLexicon(source: string, file: string): LexiconLine[] {
  const rows = source.split(/\r?\n/);
  const language = /^#lexicon v[12] ([a-z]{2,3})$/.exec(rows[0] ?? '')?.[1];
  if (!language)
    throw new LexiconError(file, 1, 'The first line must be "#lexicon v2 <language>", for example "#lexicon v2 en".');
  const lines: LexiconLine[] = [];
  const lineOf = new Map<string, number>();
  const sets = new Map<string, PatternSet>();
  let columns: readonly Column[] | undefined;
  rows.forEach((row, index) => {
    const number = index + 1;
    const broken: Broken = (problem) => new LexiconError(file, number, problem);
    if (row.startsWith('#set ')) readSet(row, sets, broken);
    if (row === '' || row.startsWith('#')) return;
    if (!columns) {
      columns = readHeader(row, broken);
      return;
    }
    const line = readLine(row, number, columns, language, sets, broken);
    for (const { term } of line.entries) {
      const earlier = lineOf.get(term);
      if (earlier !== undefined) throw broken(`Term "${term}" already stands in line ${earlier}; keep one.`);
      lineOf.set(term, number);
    }
    lines.push(line);
  });
  return lines;
}

function readHeader(row: string, broken: Broken): readonly Column[] {
  const columns = row.split('\t');
  const known: readonly string[] = [...NEEDED, ...OPTIONAL];
  const right =
    columns.every((column) => known.includes(column)) &&
    NEEDED.every((column) => columns.includes(column)) &&
    new Set(columns).size === columns.length;
  if (!right) {
    throw broken(
      `The header must be the columns ${NEEDED.join(', ')}, and any of ${OPTIONAL.join(', ')}, each once, separated by tabs.`,
    );
  }
  return columns as Column[];
}

/** "#set name one|two": alternatives that the file's patterns use as "{name}". */
function readSet(row: string, sets: Map<string, PatternSet>, broken: Broken): void {
  const [, name, alternatives] = /^#set ([a-z]+) (.+)$/.exec(row) ?? [];
  if (!name || !alternatives) throw broken('A set must be "#set name one|two", with a name of lower-case letters.');
  if (sets.has(name)) throw broken(`Set "${name}" is defined twice; keep one.`);
  try {
    sets.set(name, parseSet(alternatives));
  } catch (error) {
    throw patternProblem(error, `Set ${name}`, alternatives, broken);
  }
}

function readLine(
  row: string,
  number: number,
  columns: readonly Column[],
  language: string,
  sets: ReadonlyMap<string, PatternSet>,
  broken: Broken,
): LexiconLine {
  const cells = row.split('\t');
  if (cells.length !== columns.length) {
    throw broken(
      `Found ${cells.length} columns; there must be ${columns.length}: ${columns.join(', ')}, separated by tabs.`,
    );
  }
  const cell = (column: Column): string => {
    const index = columns.indexOf(column);
    return index < 0 ? '' : cells[index]!;
  };
  const written = cell('term');
  const exceptionsCell = cell('exceptions');
  const saved = exceptionsCell === '' ? [] : exceptionsCell.split(';').map((part) => readException(part, broken));
  const expanded = isPattern(written) ? expand(written, sets, broken) : [written];
  for (const term of expanded) checkTerm(term, written, broken);
  // An exception that is one of the terms takes it out of the pattern.
  const terms = saved.length === 0 ? expanded : expanded.filter((term) => !saved.includes(term));
  if (terms.length === 0)
    throw broken(`Column exceptions: they save every text that "${written}" would find; remove it.`);
  const exceptions = saved.length === 0 ? NO_EXCEPTIONS : saved.filter((exception) => !expanded.includes(exception));
  if (/[\u{10000}-\u{10ffff}]/u.test(written + exceptionsCell)) {
    throw broken(`Columns term and exceptions: letters beyond U+FFFF can't be matched; remove "${written}".`);
  }
  const [boundary, flag, ...rest] = cell('boundary').split('+');
  if (!BOUNDARIES.includes(boundary!) || (flag !== undefined && flag !== 'exact') || rest.length > 0) {
    throw broken(
      `Column boundary: "${cell('boundary')}" must be one of ${BOUNDARIES.join(', ')}, optionally followed by "+exact".`,
    );
  }
  const context = readContext(cell('context'), broken);
  const shared = {
    language,
    grades: readGrades(cell('topics'), broken),
    boundary: boundary as Boundary,
    exact: flag === 'exact',
    exceptions,
    provenance: readProvenance(cell('provenance'), broken),
    ...(context && { context }),
  };
  const since = readDate('since', cell('since'), broken);
  const until = readDate('until', cell('until'), broken);
  if (since !== undefined && until !== undefined && until < since)
    throw broken(`Column until: "${until}" must not lie before since (${since}).`);
  return {
    line: number,
    written,
    entries: terms.map((term) => ({ term, ...shared })),
    hits: readExamples('hits', cell('hits'), broken),
    clean: readExamples('clean', cell('clean'), broken),
    since,
    until,
    note: cell('note'),
  };
}

function expand(written: string, sets: ReadonlyMap<string, PatternSet>, broken: Broken): string[] {
  try {
    return expandPattern(written, sets);
  } catch (error) {
    throw patternProblem(error, 'Column term', written, broken);
  }
}

function patternProblem(error: unknown, where: string, written: string, broken: Broken): unknown {
  if (!(error instanceof PatternError)) return error;
  return broken(`${where}, character ${error.position + 1}: pattern "${written}": ${error.message}.`);
}

function checkTerm(term: string, written: string, broken: Broken): void {
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(term)) return;
  if (!/^[\p{L}\p{N}\p{M}]+( [\p{L}\p{N}\p{M}]+)*$/u.test(term) || term !== term.normalize('NFC').toLowerCase()) {
    const from = term === written ? '' : ` (from "${written}")`;
    throw broken(
      `Column term: "${term}"${from} must be lower-case letters and digits (NFC), words separated by one space.`,
    );
  }
}

function readGrades(cell: string, broken: Broken): Grade[] {
  const grades = cell.split(',').map((part) => {
    const match = /^([a-z]+(?:_[a-z]+)*):([1-7])$/.exec(part);
    if (!match)
      throw broken(
        `Column topics: "${part}" must be "topic:severity" with a severity from 1 to 7, for example "hate:6".`,
      );
    return { topic: match[1]!, severity: Number(match[2]) };
  });
  if (new Set(grades.map((grade) => grade.topic)).size !== grades.length)
    throw broken(`Column topics: "${cell}" names a topic twice; keep one.`);
  return grades;
}

function readException(exception: string, broken: Broken): string {
  if (!/^\*?[\p{L}\p{N}\p{M}]+( [\p{L}\p{N}\p{M}]+)*\*?$/u.test(exception)) {
    throw broken(
      `Column exceptions: "${exception}" must be words separated by one space, with "*" only at its start or end; separate exceptions by ";".`,
    );
  }
  return exception;
}

function readProvenance(cell: string, broken: Broken): string[] {
  const sources = cell.split(',');
  if (!sources.every((source) => /^[a-z][a-z0-9-]*$/.test(source))) {
    throw broken(`Column provenance: "${cell}" must name the sources that list the term, separated by commas.`);
  }
  return sources;
}

function readContext(cell: string, broken: Broken): ContextCondition[] | undefined {
  if (cell === '') return undefined;
  const conditions = cell.split(';').map((part): ContextCondition => {
    const [, name, languages, change] =
      /^([a-z]+)(?:\(([a-z]{2,3}(?:\|[a-z]{2,3})*)\))?:(clean|0|[+-][1-6])$/.exec(part) ?? [];
    const when = MARKS.find((mark) => mark === name);
    if (!when || change === undefined || (when === 'foreign') !== (languages !== undefined)) {
      throw broken(
        `Column context: "${part}" must be "when:change", for example "object:-2": when is one of ${MARKS.join(', ')} (foreign with the languages in which the word is another: "foreign(de|sv)"), change is "clean", 0 or a step from -6 to +6.`,
      );
    }
    return {
      when,
      change: change === 'clean' ? change : Number(change),
      ...(languages !== undefined && { languages: languages.split('|') }),
    };
  });
  if (new Set(conditions.map(({ when }) => when)).size !== conditions.length)
    throw broken(`Column context: "${cell}" names a condition twice; keep one.`);
  return conditions;
}

function readDate(column: 'since' | 'until', cell: string, broken: Broken): string | undefined {
  if (cell === '') return undefined;
  const date = new Date(`${cell}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(cell) || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(cell))
    throw broken(`Column ${column}: "${cell}" must be a date as YYYY-MM-DD, for example "2021-06-01".`);
  return cell;
}

function readExamples(column: 'hits' | 'clean', cell: string, broken: Broken): string[] {
  if (cell === '') return [];
  const examples = cell.split(';').map((text) => text.trim());
  if (examples.includes(''))
    throw broken(`Column ${column}: examples are separated by one ";" each; remove the empty one.`);
  return examples;
}
