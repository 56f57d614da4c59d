import { classesOfEntries, type Model } from '../classifier/index.js';
import { ContextRules } from '../context/context.js';
import type { ContextSource } from '../context/context-source.js';
import type { LexiconEntry } from '../lexicon-entry.js';
import { SymbolLists, buildAutomaton, type Automaton } from '../matcher/chain-automaton.js';
import { MaskIndex, type MaskableTerm } from '../matcher/mask-index.js';
import { PatternFolder, PatternKind, type Pattern } from '../matcher/pattern.js';
import { PhraseIndex, hashOf } from '../matcher/phrase-index.js';
import { buildCharTable, latinForm, nativeForm, type CharTable } from '../text/char-table.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import { OTHER_LETTER, SEPARATOR } from '../text/symbols.js';
import { Vocabulary } from '../text/vocabulary.js';
import { embeddedStems, respellings } from './stems.js';

/** Severity from which a term is looked for behind masks. */
const MASKABLE_SEVERITY = 5;

/** A lexicon compiled for scanning. Immutable; many scanners of one thread may share it. */
export interface Ruleset {
  readonly entries: readonly LexiconEntry[];
  /** Per entry, the worst of its severities. */
  readonly severities: Uint8Array;
  readonly table: CharTable;
  /** Patterns of one word, and those of several. */
  readonly words: Automaton;
  readonly phrases: PhraseIndex;
  readonly patterns: readonly Pattern[];
  /** Exceptions as written, for explanations. */
  readonly exceptions: readonly string[];
  readonly masks: MaskIndex;
  readonly vocabulary: Vocabulary;
  readonly context?: ContextRules;
  readonly model?: Model;
}

export interface CompileOptions {
  /** What words mean together; left out: no rule applies and no context is heard. */
  readonly context?: ContextSource;
  /** The learned classifier; left out, or without context: none. */
  readonly model?: Model;
  /**
   * Ordinary words, lower case, commonest first. No other spelling of a term that is one of them is looked for, and a
   * term inside a longer word counts only if the rest of it splits into them. Without any, terms are looked for as the
   * lexicon spells them.
   */
  readonly words?: readonly string[];
}

/**
 * Compiles a lexicon. About 1 s and 45 MB for 60,000 entries and 35,000 words.
 * @throws RangeError for a term without letters, with letters that can't be matched, or too many different letters
 */
export function compile(
  entries: readonly LexiconEntry[],
  { words = [], context, model }: CompileOptions = {},
): Ruleset {
  const exceptions = exceptionsOf(entries);
  const table = buildCharTable(nativeLetters(entries, exceptions));
  const folder = new PatternFolder(table);
  const patterns: Pattern[] = [];
  const symbols = new SymbolLists();
  const add = (
    text: string,
    openStart: boolean,
    openEnd: boolean,
    kind: PatternKind,
    subject: number,
    spelling = 0,
  ) => {
    const pattern = folder.fold(text, openStart, openEnd, { kind, subject, spelling }, symbols);
    // It stands for every letter that no term uses, so it would match any of them.
    if (symbols.has(symbols.count - 1, OTHER_LETTER)) {
      throw new RangeError(`Lexicon term or exception "${text}" has a letter that can't be matched; remove it.`);
    }
    patterns.push(pattern);
    return pattern;
  };
  for (const [number, { term, boundary, language }] of entries.entries()) {
    const openStart = boundary === 'any' || boundary === 'suffix';
    const openEnd = boundary === 'any' || boundary === 'prefix';
    const pattern = add(term, openStart, openEnd, PatternKind.TERM, number);
    if (pattern.runs.length === 0) throw new RangeError(`Lexicon entry ${language}:${term} has no letter; remove it.`);
  }
  for (const [number, exception] of exceptions.entries()) {
    const text = exception.replace(/^\*|\*$/g, '');
    add(text, exception.startsWith('*'), exception.endsWith('*'), PatternKind.EXCEPTION, number);
  }
  if (words.length > 0) {
    for (const { entry, spelling, inNames } of respellings(entries, words)) {
      const { text, inflects, transforms } = spelling;
      const kind = inNames ? PatternKind.IN_NAMES : inflects ? PatternKind.INFLECTED : PatternKind.RESPELLED;
      add(text, false, inflects, kind, entry, transforms);
    }
    for (const { entry, innocent } of embeddedStems(entries, words)) {
      add(entries[entry]!.term.replaceAll(' ', ''), true, true, PatternKind.EMBEDDED, entry, innocent);
    }
  }
  const numbers = Int32Array.from({ length: symbols.count }, (_, number) => number);
  return {
    entries,
    severities: Uint8Array.from(entries, ({ grades }) =>
      grades.reduce((worst, { severity }) => Math.max(worst, severity), 0),
    ),
    table,
    words: buildAutomaton(
      symbols,
      numbers.filter((number) => !symbols.isPhrase(number)),
    ),
    phrases: new PhraseIndex(
      symbols,
      numbers.filter((number) => symbols.isPhrase(number)),
      ranksOf(words, table),
    ),
    patterns,
    exceptions,
    masks: new MaskIndex(maskable(entries), table),
    vocabulary: new Vocabulary(words, table),
    ...(context && {
      context: new ContextRules(
        { ...context, classes: [...context.classes, ...classesOfEntries(entries)] },
        table,
        new Set(words),
      ),
    }),
    ...(context && model && { model }),
  };
}

/** Place of a word among the ordinary ones by the hash of its symbols; one that is none comes behind them. */
function ranksOf(words: readonly string[], table: CharTable): (hash: number) => number {
  const ranks = new Map<number, number>();
  const buffer = new FoldBuffer();
  for (const [rank, word] of words.entries()) {
    foldPlain(word, table, buffer);
    // "don't" makes both "don" and "t" common.
    for (let from = 1, i = 1; i < buffer.length; i++) {
      if (buffer.symbols[i] !== SEPARATOR) continue;
      const hash = hashOf(buffer.symbols, from, i);
      if (!ranks.has(hash)) ranks.set(hash, rank);
      from = i + 1;
    }
  }
  return (hash) => ranks.get(hash) ?? words.length;
}

/** All exceptions, each once. Entries of one line share their list, which is looked at once. */
function exceptionsOf(entries: readonly LexiconEntry[]): string[] {
  const all = new Set<string>();
  let previous: readonly string[] = [];
  for (const { exceptions } of entries) {
    if (exceptions !== previous) for (const exception of exceptions) all.add(exception);
    previous = exceptions;
  }
  return [...all];
}

/** The letters outside a..z of all terms and exceptions. */
function nativeLetters(entries: readonly LexiconEntry[], exceptions: readonly string[]): Iterable<string> {
  const seen = new Set<string>();
  const letters: string[] = [];
  const read = (text: string) => {
    if (/^[\0-\x7f]*$/.test(text)) return;
    for (const char of text) {
      if (char <= '\u007f' || seen.has(char)) continue;
      seen.add(char);
      if (latinForm(char) === '') letters.push(nativeForm(char));
    }
  };
  for (const { term } of entries) read(term);
  for (const exception of exceptions) read(exception);
  return letters;
}

function* maskable(entries: readonly LexiconEntry[]): Iterable<MaskableTerm> {
  for (const [entry, { term, grades, boundary, language }] of entries.entries()) {
    if (!/^[a-z]+$|^[\p{Script=Cyrillic}]+$/u.test(term)) continue;
    const worst = Math.max(...grades.map((grade) => grade.severity));
    // A placeholder fits many words: of other languages only the worst are worth a guess.
    if (worst < (language === 'en' || term > '\u0400' ? MASKABLE_SEVERITY : MASKABLE_SEVERITY + 1)) continue;
    // A stem that stands anywhere is the commonest of the words that fit.
    yield {
      word: term,
      open: boundary === 'any' || boundary === 'prefix',
      known: language === 'en' && boundary === 'any' && worst >= MASKABLE_SEVERITY,
      rank: worst + (boundary === 'any' ? 10 : 0),
      entry,
    };
  }
}
