import type { LexiconEntry } from '../lexicon-entry.js';
import { buildAutomaton, type Automaton } from '../matcher/chain-automaton.js';
import { MaskIndex, type MaskableTerm } from '../matcher/mask-index.js';
import { PatternFolder, type Pattern } from '../matcher/pattern.js';
import { buildCharTable, latinForm, nativeForm, type CharTable } from '../text/char-table.js';
import { OTHER_LETTER } from '../text/symbols.js';

/** Severity from which a term is looked for behind masks. */
const MASKABLE_SEVERITY = 5;

/** A lexicon compiled for scanning. Immutable; many scanners may share it. */
export interface Ruleset {
  readonly entries: readonly LexiconEntry[];
  readonly table: CharTable;
  readonly automaton: Automaton;
  /** Entry i is pattern i; exceptions follow. */
  readonly patterns: readonly Pattern[];
  /** Exceptions as written, for explanations: pattern entries.length + i. */
  readonly exceptions: readonly string[];
  readonly masks: MaskIndex;
}

/**
 * Compiles a lexicon. About 0.25 s for 15,000 entries; keeps about 10 MB.
 * @throws RangeError for a term without letters, with letters that can't be matched, or too many different letters
 */
export function compile(entries: readonly LexiconEntry[]): Ruleset {
  const exceptions = [...new Set(entries.flatMap((entry) => entry.exceptions))];
  const table = buildCharTable(nativeLetters([...entries.map((entry) => entry.term), ...exceptions]));
  const folder = new PatternFolder(table);
  const patterns: Pattern[] = [];
  const symbols: Uint8Array[] = [];
  const add = (text: string, openStart: boolean, openEnd: boolean) => {
    const folded = folder.fold(text, openStart, openEnd);
    // It stands for every letter that no term uses, so it would match any of them.
    if (folded.symbols.includes(OTHER_LETTER)) {
      throw new RangeError(`Lexicon term or exception "${text}" has a letter that can't be matched; remove it.`);
    }
    patterns.push(folded.pattern);
    symbols.push(folded.symbols);
    return folded.pattern;
  };
  for (const { term, boundary, language } of entries) {
    const pattern = add(term, boundary === 'any' || boundary === 'suffix', boundary === 'any' || boundary === 'prefix');
    if (pattern.runs.length === 0) throw new RangeError(`Lexicon entry ${language}:${term} has no letter; remove it.`);
  }
  for (const exception of exceptions) {
    add(exception.replace(/^\*|\*$/g, ''), exception.startsWith('*'), exception.endsWith('*'));
  }
  return {
    entries,
    table,
    automaton: buildAutomaton(symbols),
    patterns,
    exceptions,
    masks: new MaskIndex(maskable(entries)),
  };
}

function* nativeLetters(terms: readonly string[]): Iterable<string> {
  for (const term of terms) {
    for (const char of term) if (char > '\u007f' && latinForm(char) === '') yield nativeForm(char);
  }
}

function* maskable(entries: readonly LexiconEntry[]): Iterable<MaskableTerm> {
  for (const [entry, { term, grades, boundary, language }] of entries.entries()) {
    if (!/^[a-z]+$/.test(term)) continue;
    const worst = Math.max(...grades.map((grade) => grade.severity));
    // A placeholder fits many words: of other languages only the worst are worth a guess.
    if (worst < (language === 'en' ? MASKABLE_SEVERITY : MASKABLE_SEVERITY + 1)) continue;
    // A stem that stands anywhere is the commonest of the words that fit.
    yield {
      word: term,
      open: boundary === 'any' || boundary === 'prefix',
      rank: worst + (boundary === 'any' ? 10 : 0),
      entry,
    };
  }
}
