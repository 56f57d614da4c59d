import { ContextMatcher, FoldBuffer, WordMemory, compile, foldPlain } from '@breakwater/engine';
import { loadLexicon } from './index.js';

const lexicon = loadLexicon();
const { context } = lexicon;
const { table, ...ruleset } = compile(lexicon.entries, lexicon);
const rules = ruleset.context!;
const matcher = new ContextMatcher(rules, new WordMemory());
const buffer = new FoldBuffer();

/** Worst severity that a rule gives to a text, after the words around it were heard. */
function severityBy(rule: string, text: string): number {
  let severity = 0;
  foldPlain(text, table, buffer);
  matcher.read(buffer, true);
  matcher.reader.locate(text);
  matcher.detect(text, (name, grades, start, end) => {
    if (name !== rule) return;
    for (const { topic, severity: own } of grades) {
      const mark = matcher.markOf(start, end, undefined, (asked) => rules.effectOf(topic, asked) !== undefined);
      const change = mark === undefined ? 0 : rules.effectOf(topic, mark)!;
      if (change !== 'clean') severity = Math.max(severity, own + change);
    }
  });
  return severity;
}

describe('shipped rules', () => {
  const examples = context.detect.flatMap(({ name, language, grades, hits, clean }) => {
    const from = Math.min(5, ...grades.map(({ severity }) => severity));
    return [
      ...hits.map((text) => ({ name, language, text, from, flagged: true })),
      ...clean.map((text) => ({ name, language, text, from, flagged: false })),
    ];
  });

  it('have names of their own in their language, and an example each', () => {
    const names = context.detect.map(({ name, language }) => `${language}:${name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(
      context.detect.filter(({ hits }) => hits.length === 0).map(({ name, language }) => `${language}:${name}`),
    ).toEqual([]);
  });

  it('hold for their examples', () => {
    const broken = examples
      .filter(({ name, text, from, flagged }) => severityBy(name, text) >= from !== flagged)
      .map(({ language, name, text, flagged }) => `${language}:${name} ${flagged ? 'misses' : 'finds'} "${text}"`);
    expect(broken).toEqual([]);
  });
});
