import { readLexicon } from '@breakwater/engine';
import { lintLexicon, type LintOptions } from './lint.js';

const columns = ['term', 'topics', 'boundary', 'exceptions', 'until', 'provenance'];
const file = (name: string, language: string, ...rows: string[]) => ({
  file: name,
  lines: readLexicon([`#lexicon v2 ${language}`, columns.join('\t'), ...rows].join('\n'), name),
});
const rules = (files: ReturnType<typeof file>[], options?: LintOptions) =>
  lintLexicon(files, options).map(({ rule, problem, line, count }) => [rule, problem, line, count]);

describe('lint', () => {
  it('says nothing of entries that are fine', () => {
    const corpora = [{ name: 'words', texts: ['hack', 'check'] }];
    expect(lintLexicon([file('en.tsv', 'en', 'heck\tvulgarity:5\tword\theck of\t\tbreakwater')], { corpora })).toEqual(
      [],
    );
  });

  it('names what an entry hits, with examples; a word that is the term itself is only named', () => {
    const files = [
      file('en.tsv', 'en', 'heck\tvulgarity:5\tany\t\t\tbreakwater', 'gosh\tvulgarity:3\tword\t\t\tbreakwater'),
    ];
    const corpora = [
      { name: 'words', texts: ['heck', 'checks', 'checking', 'gosh'] },
      { name: 'chat', texts: ['oh gosh', 'oh no'] },
    ];
    expect(rules(files, { corpora })).toEqual([
      ['hits', true, 3, 2],
      ['ordinary-word', false, 3, 1],
      ['hits', false, 4, 1],
    ]);
    expect(lintLexicon(files, { corpora })[0]?.examples).toEqual(['checks', 'checking']);
  });

  it('names terms that stand twice in a language, and contradictions between languages', () => {
    const others = [
      file('en.tsv', 'en', 'heck\tvulgarity:5\tword\t\t\tbreakwater'),
      file('de.tsv', 'de', 'gosh\tvulgarity:6\tword\t\t\tbreakwater'),
    ];
    const own = file(
      'en-more.tsv',
      'en',
      'heck\tvulgarity:6\tword\t\t\tbreakwater',
      'gosh\tvulgarity:3\tword\t\t\tbreakwater',
    );
    expect(rules([own], { others })).toEqual([
      ['duplicate', true, 3, 1],
      ['severity-conflict', false, 4, 1],
    ]);
  });

  it('names an entry that an exception of another hides, and one that another says', () => {
    const hidden = file(
      'en.tsv',
      'en',
      'heck\tvulgarity:5\tword\toh heck\t\tbreakwater',
      'oh heck\tvulgarity:6\tword\t\t\tbreakwater',
    );
    expect(rules([hidden])).toEqual([['unreachable', true, 4, 1]]);
  });

  it('names exceptions that save nothing, unknown sources and dates that have passed', () => {
    const files = [
      file(
        'en.tsv',
        'en',
        'heck\tvulgarity:5\tword\theck of;hecklers*;heap\t2024-01-01\tbreakwater',
        'gosh\tvulgarity:5\tword\t\t\thearsay',
      ),
    ];
    expect(rules(files, { today: '2024-01-01' })).toEqual([
      ['useless-exception', true, 3, 1],
      ['provenance', true, 4, 1],
    ]);
    expect(rules(files, { today: '2024-01-02' })).toContainEqual(['expired', false, 3, 1]);
  });
});
