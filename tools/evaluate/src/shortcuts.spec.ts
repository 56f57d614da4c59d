import { fileURLToPath } from 'node:url';
import { Scanner, compile } from '@breakwater/engine';
import { loadLexicon } from '@breakwater/lexicon';
import { loadBattery } from './battery.js';

/** What the scanner leaves out because the words of a text show it to be for nothing changes no answer. */
describe('shortcuts', () => {
  const lexicon = loadLexicon();
  const ruleset = compile(lexicon.entries, lexicon);
  const [quick, thorough] = [new Scanner(ruleset), new Scanner(ruleset, { shortcuts: false })];
  const { sets } = loadBattery(fileURLToPath(new URL('../../../libs/engine/testing', import.meta.url)), []);

  it.each(sets.map(({ name, cases }) => [name, cases] as const))('change nothing in %s', (_, cases) => {
    // Twice: the second time the words are remembered.
    for (const { row, text } of [...cases, ...cases]) {
      const [found, expected] = [quick, thorough].map((scanner) => JSON.stringify(scanner.scan(text)));
      // The text is not shown where they differ: it may be abusive.
      expect({ row, same: found === expected }).toEqual({ row, same: true });
    }
  });
});
