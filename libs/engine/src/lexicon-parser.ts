import type { Boundary, Grade, LexiconEntry } from './lexicon-entry.js';

const COLUMNS = ['term', 'topics', 'boundary', 'exceptions', 'provenance'];
const BOUNDARIES: readonly string[] = ['word', 'prefix', 'suffix', 'any'];

/** A lexicon file that breaks a rule. The message names file, line, column, the rule and what to do. */
export class LexiconError extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    problem: string,
  ) {
    super(`${file}:${line}: ${problem}`);
    this.name = 'LexiconError';
  }
}

/**
 * Reads one lexicon file: tab-separated, one entry a line, format in libs/lexicon/README.md.
 * @param file name for messages
 * @throws LexiconError at the first line that breaks a rule
 */
export function parseLexicon(source: string, file: string): LexiconEntry[] {
  const lines = source.split(/\r?\n/);
  const language = /^#lexicon v1 ([a-z]{2,3})$/.exec(lines[0] ?? '')?.[1];
  if (!language)
    throw new LexiconError(file, 1, 'The first line must be "#lexicon v1 <language>", for example "#lexicon v1 en".');
  const entries: LexiconEntry[] = [];
  const lineOf = new Map<string, number>();
  let header = false;
  lines.forEach((line, index) => {
    if (line === '' || line.startsWith('#')) return;
    const number = index + 1;
    if (!header) {
      if (line !== COLUMNS.join('\t')) {
        throw new LexiconError(
          file,
          number,
          `The header must be the columns ${COLUMNS.join(', ')}, separated by tabs.`,
        );
      }
      header = true;
      return;
    }
    const entry = parseEntry(line, language, (problem) => new LexiconError(file, number, problem));
    const earlier = lineOf.get(entry.term);
    if (earlier !== undefined)
      throw new LexiconError(file, number, `Term "${entry.term}" already stands in line ${earlier}; keep one.`);
    lineOf.set(entry.term, number);
    entries.push(entry);
  });
  return entries;
}

function parseEntry(line: string, language: string, broken: (problem: string) => LexiconError): LexiconEntry {
  const cells = line.split('\t');
  if (cells.length !== COLUMNS.length) {
    throw broken(
      `Found ${cells.length} columns; there must be ${COLUMNS.length}: ${COLUMNS.join(', ')}, separated by tabs.`,
    );
  }
  const [term, topics, boundaryCell, exceptions, provenance] = cells as [string, string, string, string, string];
  if (!/^[\p{L}\p{N}\p{M}]+( [\p{L}\p{N}\p{M}]+)*$/u.test(term) || term !== term.normalize('NFC').toLowerCase()) {
    throw broken(`Column term: "${term}" must be lower-case letters and digits (NFC), words separated by one space.`);
  }
  if (/[\u{10000}-\u{10ffff}]/u.test(term + exceptions)) {
    throw broken(`Columns term and exceptions: letters beyond U+FFFF can't be matched; remove "${term}".`);
  }
  const [boundary, flag, ...rest] = boundaryCell.split('+');
  if (!BOUNDARIES.includes(boundary!) || (flag !== undefined && flag !== 'exact') || rest.length > 0) {
    throw broken(
      `Column boundary: "${boundaryCell}" must be one of ${BOUNDARIES.join(', ')}, optionally followed by "+exact".`,
    );
  }
  return {
    term,
    language,
    grades: parseGrades(topics, broken),
    boundary: boundary as Boundary,
    exact: flag === 'exact',
    exceptions: exceptions === '' ? [] : exceptions.split(';').map((exception) => parseException(exception, broken)),
    provenance: parseProvenance(provenance, broken),
  };
}

function parseGrades(cell: string, broken: (problem: string) => LexiconError): Grade[] {
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

function parseException(exception: string, broken: (problem: string) => LexiconError): string {
  if (!/^\*?[\p{L}\p{N}\p{M}]+( [\p{L}\p{N}\p{M}]+)*\*?$/u.test(exception)) {
    throw broken(
      `Column exceptions: "${exception}" must be words separated by one space, with "*" only at its start or end; separate exceptions by ";".`,
    );
  }
  return exception;
}

function parseProvenance(cell: string, broken: (problem: string) => LexiconError): string[] {
  const sources = cell.split(',');
  if (!sources.every((source) => /^[a-z][a-z0-9-]*$/.test(source))) {
    throw broken(`Column provenance: "${cell}" must name the sources that list the term, separated by commas.`);
  }
  return sources;
}
