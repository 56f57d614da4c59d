import fc from 'fast-check';
import type { Boundary, LexiconEntry } from '../lexicon-entry.js';
import { compile } from './ruleset.js';
import { Scanner } from './scanner.js';
import { Transform } from './transforms.js';

/**
 * A slow, obvious reading of the rules, for text of letters and spaces: compare every term at every place, letter run
 * by letter run.
 */
interface Run {
  letter: string;
  count: number;
  start: number;
  end: number;
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [{ letter: ' ', count: 1, start: 0, end: 0 }];
  [...`${text} `].forEach((letter, i) => {
    const last = runs.at(-1)!;
    if (last.letter === letter) {
      last.count++;
      last.end = i + 1;
    } else runs.push({ letter, count: 1, start: i, end: i + 1 });
  });
  return runs;
}

function matches(text: string, term: string, openStart: boolean, openEnd: boolean): { start: number; end: number }[] {
  const textRuns = runsOf(text);
  const termRuns = runsOf(term).slice(1, -1);
  const found: { start: number; end: number }[] = [];
  for (let at = 1; at + termRuns.length < textRuns.length; at++) {
    const here = textRuns.slice(at, at + termRuns.length);
    if (!here.every((run, i) => run.letter === termRuns[i]!.letter)) continue;
    if (!openStart && textRuns[at - 1]!.letter !== ' ') continue;
    const after = textRuns[at + termRuns.length]!.letter;
    if (!openEnd && after !== ' ') continue;
    const letters = here.map((run, i) => ({ ...run, wanted: termRuns[i]!.count })).filter((run) => run.letter !== ' ');
    if (letters.some((run) => run.count < run.wanted)) continue;
    const longer = letters.filter((run) => run.count > run.wanted);
    const proven = longer.some(
      (run) => run.count >= 3 || 'ahijkquvwxy'.includes(run.letter) || (run === letters.at(-1) && after === ' '),
    );
    if (longer.length === 1 && !proven && !(openStart && openEnd)) continue;
    found.push({ start: here[0]!.start, end: here.at(-1)!.end });
  }
  return found;
}

function search(text: string, entries: readonly LexiconEntry[]): string[] {
  const exceptions = entries.flatMap((entry) =>
    entry.exceptions.flatMap((exception) =>
      matches(text, exception.replaceAll('*', ''), exception.startsWith('*'), exception.endsWith('*')),
    ),
  );
  return entries
    .flatMap((entry) =>
      matches(text, entry.term, 'any suffix'.includes(entry.boundary), 'any prefix'.includes(entry.boundary))
        .filter((hit) => !exceptions.some((saved) => saved.start <= hit.start && saved.end >= hit.end))
        .map((hit) => `${entry.term} ${hit.start}-${hit.end}`),
    )
    .sort();
}

describe('scanner against a slow oracle', () => {
  const letters = (min: number, max: number) =>
    fc.array(fc.constantFrom('a', 'b', 's', 't'), { minLength: min, maxLength: max }).map((list) => list.join(''));
  // Words of one letter would bring in the joined reading, which the oracle does not know.
  const word = letters(2, 8).filter((text) => new Set(text).size > 1);
  const term = fc.oneof(
    letters(1, 4),
    fc.tuple(letters(1, 3), letters(1, 3)).map((words) => words.join(' ')),
  );
  const exception = fc
    .tuple(fc.boolean(), letters(2, 6), fc.boolean())
    .map(([start, text, end]) => `${start ? '*' : ''}${text}${end ? '*' : ''}`);
  const lexicon = fc.uniqueArray(
    fc.record({
      term,
      boundary: fc.constantFrom<Boundary>('word', 'prefix', 'suffix', 'any'),
      exceptions: fc.array(exception, { maxLength: 2 }),
    }),
    { selector: (entry) => entry.term, minLength: 1, maxLength: 6 },
  );

  it('finds the same', () => {
    fc.assert(
      fc.property(lexicon, fc.array(word, { maxLength: 8 }), (drafts, words) => {
        const text = words.join(' ');
        // A topic each, so that no hit is left out for another.
        const entries = drafts.map((draft, i): LexiconEntry => ({
          ...draft,
          language: 'en',
          grades: [{ topic: `topic${i}`, severity: 5 }],
          exact: false,
          provenance: ['test'],
        }));
        const { hits } = new Scanner(compile(entries)).scan(text);
        expect(hits.map((hit) => `${hit.entry!.term} ${hit.start}-${hit.end}`).sort()).toEqual(search(text, entries));
        expect(hits.every((hit) => (hit.transforms & ~Transform.REPEAT) === 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
