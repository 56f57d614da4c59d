import { Scanner, compile, type EvidenceHit, type LexiconLine } from '@breakwater/engine';
import { loadLexicon, readLexiconFiles, shippedLexicon } from './index.js';

const { entries, words, context } = loadLexicon();
const scanner = new Scanner(compile(entries, { words, context }));

/** Whether a hit has every topic of a line as bad or worse: it may lie in a longer one of another line. */
function says(hit: EvidenceHit, line: LexiconLine): boolean {
  return (line.entries[0]?.grades ?? []).every((grade) =>
    hit.grades.some((own) => own.topic === grade.topic && own.severity >= grade.severity),
  );
}

/** What is wrong with a line's examples, one sentence each. The texts stay out of it: they are abusive. */
function problemsOf(file: string, line: LexiconLine): string[] {
  const terms = new Set(line.entries.map((entry) => `${entry.language}:${entry.term}`));
  const problems: string[] = [];
  line.hits.forEach((text, index) => {
    if (!scanner.scan(text).hits.some((hit) => says(hit, line)))
      problems.push(`${file}:${line.line}: hits, example ${index + 1} isn't found`);
  });
  line.clean.forEach((text, index) => {
    if (scanner.scan(text).hits.some((hit) => terms.has(hit.source)))
      problems.push(`${file}:${line.line}: clean, example ${index + 1} is found`);
  });
  return problems;
}

describe('the examples in the lexicon', () => {
  const files = readLexiconFiles(shippedLexicon);

  it('are many', () => {
    const count = files.flatMap(({ lines }) => lines.flatMap(({ hits, clean }) => [...hits, ...clean])).length;
    expect(count).toBeGreaterThan(150);
  });

  it('hold', () => {
    expect(files.flatMap(({ file, lines }) => lines.flatMap((line) => problemsOf(file, line)))).toEqual([]);
  });
});
