import { ScanTrace, Scanner, compile, type Grade, type LexiconEntry, type LexiconLine } from '@breakwater/engine';
import type { LexiconFile } from './lexicon-files.js';

/** Severity from which a text counts as flagged. */
const FLAGGED = 5;
/** Difference of severities from which two languages contradict each other. */
const CONTRADICTION = 2;
/** Most examples that a finding shows. */
const MOST_EXAMPLES = 5;

/** Lists that an entry may name as its provenance; the README has their licences. */
const KNOWN_SOURCES = new Set(['surge', 'dsojevic', 'rustrict', 'ldnoobw', 'obscenity', 'breakwater']);

/** Innocent texts that no entry should flag. */
export interface LintCorpus {
  /** "words", "names", "chat": what findings call it. */
  readonly name: string;
  readonly texts: readonly string[];
}

export interface LintFinding {
  readonly rule:
    | 'hits'
    | 'ordinary-word'
    | 'duplicate'
    | 'unreachable'
    | 'useless-exception'
    | 'severity-conflict'
    | 'provenance'
    | 'expired';
  /** A problem must be put right; the rest is for a reviewer to judge. */
  readonly problem: boolean;
  readonly file: string;
  readonly line: number;
  readonly term: string;
  /** One sentence: what is wrong and what to do. */
  readonly message: string;
  /** How many texts; 1 where the finding is about the line itself. */
  readonly count: number;
  readonly examples: readonly string[];
}

export interface LintOptions {
  /** The lexicon that the files belong to or are added to: without the files themselves. */
  readonly others?: readonly LexiconFile[];
  readonly corpora?: readonly LintCorpus[];
  /** Ordinary words, as the shipped ruleset is compiled with. */
  readonly words?: readonly string[];
  /** Today, YYYY-MM-DD: lines whose `until` lies before are named. */
  readonly today?: string;
}

interface Place {
  readonly file: string;
  readonly line: LexiconLine;
  readonly entry: LexiconEntry;
}

/**
 * Says what is wrong with lexicon files beyond their format, and what else their entries would hit. One scan per text and
 * term: some seconds for the shipped lexicon.
 */
export function lintLexicon(
  files: readonly LexiconFile[],
  { others = [], corpora = [], words = [], today = '' }: LintOptions = {},
): LintFinding[] {
  const own = placesOf(files);
  const all = [...placesOf(others), ...own];
  return [
    ...collisions(own, corpora, words),
    ...duplicates(own, all),
    ...unreachable(own, all),
    ...files.flatMap(({ file, lines }) =>
      lines.flatMap((line) => [...uselessExceptions(file, line), ...record(file, line, today)]),
    ),
  ];
}

function placesOf(files: readonly LexiconFile[]): Place[] {
  return files.flatMap(({ file, lines }) =>
    lines.flatMap((line) => line.entries.map((entry) => ({ file, line, entry }))),
  );
}

const keyOf = ({ language, term }: LexiconEntry) => `${language}:${term}`;

function worst(grades: readonly Grade[]): number {
  return Math.max(...grades.map(({ severity }) => severity));
}

/** What the entries hit in innocent texts, with and without disguise. */
function* collisions(
  own: readonly Place[],
  corpora: readonly LintCorpus[],
  words: readonly string[],
): Iterable<LintFinding> {
  const places = new Map(own.map((place) => [keyOf(place.entry), place]));
  const scanner = new Scanner(
    compile(
      [...places.values()].map(({ entry }) => entry),
      { words },
    ),
  );
  for (const { name, texts } of corpora) {
    const found = new Map<string, { place: Place; itself: string[]; within: string[]; severity: number }>();
    for (const text of texts) {
      for (const { source, grades, entry } of scanner.scan(text).hits) {
        const place = entry && places.get(source);
        if (!place) continue;
        let group = found.get(source);
        if (!group) found.set(source, (group = { place, itself: [], within: [], severity: 0 }));
        group.severity = Math.max(group.severity, worst(grades));
        (name !== 'chat' && text.toLowerCase() === entry.term ? group.itself : group.within).push(text);
      }
    }
    for (const { place, itself, within, severity } of found.values()) {
      const flagged = severity >= FLAGGED;
      const where = { file: place.file, line: place.line.line, term: place.entry.term };
      if (within.length > 0) {
        yield {
          ...where,
          rule: 'hits',
          problem: flagged,
          message: `It hits ${name} with severity ${severity}: choose a narrower boundary or add exceptions.`,
          count: within.length,
          examples: within.slice(0, MOST_EXAMPLES),
        };
      }
      if (itself.length > 0 && flagged) {
        yield {
          ...where,
          rule: 'ordinary-word',
          problem: false,
          message: `The term itself stands in the ${name}: make sure that severity ${severity} is meant.`,
          count: itself.length,
          examples: itself.slice(0, MOST_EXAMPLES),
        };
      }
    }
  }
}

/** Terms that stand twice: in one language where the later, which is not loaded, says more; in two where they differ. */
function* duplicates(own: readonly Place[], all: readonly Place[]): Iterable<LintFinding> {
  const byTerm = Map.groupBy(all, ({ entry }) => entry.term);
  for (const place of own) {
    const { entry, file, line } = place;
    const where = { file, line: line.line, term: entry.term, count: 1 };
    const others = byTerm.get(entry.term)!.filter((other) => other !== place);
    const severity = worst(entry.grades);
    const same = others.find((other) => other.entry.language === entry.language);
    const first = byTerm.get(entry.term)!.find((other) => other.entry.language === entry.language);
    if (same && first !== place && (severity > worst(first!.entry.grades) || line.entries.length === 1)) {
      yield {
        ...where,
        rule: 'duplicate',
        problem: true,
        message: `${first!.file}:${first!.line.line} has the term too, with severity ${worst(first!.entry.grades)}, and is read first: keep one.`,
        examples: [],
      };
    }
    const contrary = others.filter(
      (other) =>
        other.entry.language !== entry.language &&
        Math.abs(worst(other.entry.grades) - severity) >= CONTRADICTION &&
        worst(other.entry.grades) >= FLAGGED !== severity >= FLAGGED,
    );
    if (contrary.length > 0) {
      yield {
        ...where,
        rule: 'severity-conflict',
        problem: false,
        message: `Other languages grade the word otherwise (here ${severity}): the worst one decides.`,
        examples: contrary.map((other) => `${other.file}:${other.line.line} ${worst(other.entry.grades)}`),
      };
    }
  }
}

/** Entries that are not found even where the text is the term itself. */
function* unreachable(own: readonly Place[], all: readonly Place[]): Iterable<LintFinding> {
  const entries = [...new Map(all.toReversed().map(({ entry }) => [keyOf(entry), entry])).values()];
  const scanner = new Scanner(compile(entries));
  for (const { file, line, entry } of own) {
    if (scanner.scan(entry.term).hits.some(({ source }) => source === keyOf(entry))) continue;
    const trace = new ScanTrace();
    const { hits } = scanner.scan(entry.term, 'text', trace);
    const saved = trace.saved.find(({ term }) => term === entry.term);
    const by = hits[0]?.source;
    // Covered by one that says the same: of no harm, and wanted where a pattern is cut short.
    if (!saved && by !== undefined && (line.entries.length > 1 || by.startsWith(`${entry.language}:`) === false))
      continue;
    yield {
      rule: 'unreachable',
      problem: saved !== undefined,
      file,
      line: line.line,
      term: entry.term,
      message: saved
        ? `The exception "${saved.exception}" saves the term itself: it is never found. Remove one of them.`
        : `"${by ?? 'nothing'}" says the same of every text: remove the entry.`,
      count: 1,
      examples: [],
    };
  }
}

function* uselessExceptions(file: string, line: LexiconLine): Iterable<LintFinding> {
  const terms = line.entries.map(({ term }) => folded(term));
  const exceptions = line.entries[0]?.exceptions ?? [];
  const useless = exceptions.filter((exception) => !terms.some((term) => folded(exception).includes(term)));
  if (useless.length === 0) return;
  yield {
    rule: 'useless-exception',
    problem: true,
    file,
    line: line.line,
    term: line.written,
    message: 'Exceptions that do not hold the whole term save nothing: remove them.',
    count: useless.length,
    examples: useless.slice(0, MOST_EXAMPLES),
  };
}

/** Letters that Unicode does not take apart, as the engine reads them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ı: 'i',
};

/** About as terms and texts are compared: without diacritics, spaces and doubled letters. */
function folded(text: string): string {
  return text
    .replace(/^\*|\*$| /g, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœłøđı]/g, (letter) => PLAIN_LETTERS[letter]!)
    .replace(/(.)\1+/gu, '$1');
}

function* record(file: string, line: LexiconLine, today: string): Iterable<LintFinding> {
  const where = { file, line: line.line, term: line.written, count: 1, examples: [] };
  const unknown = (line.entries[0]?.provenance ?? []).filter((source) => !KNOWN_SOURCES.has(source));
  if (unknown.length > 0) {
    yield {
      ...where,
      rule: 'provenance',
      problem: true,
      message: `Nobody knows the source "${unknown.join(', ')}": name one of ${[...KNOWN_SOURCES].join(', ')}.`,
    };
  }
  if (line.until !== undefined && line.until < today) {
    yield {
      ...where,
      rule: 'expired',
      problem: false,
      message: `It was to be reviewed by ${line.until}: renew the date or remove the line.`,
    };
  }
}
