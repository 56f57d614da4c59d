import fc from 'fast-check';
import { parseLexicon } from '../lexicon-parser.js';
import { compile } from './ruleset.js';
import { Scanner } from './scanner.js';

const ruleset = compile(
  parseLexicon(
    [
      '#lexicon v1 en',
      'term\ttopics\tboundary\texceptions\tprovenance',
      'darn\tvulgarity:6\tany\t*darning;darnley\ttest',
      'heck\tvulgarity:5\tprefix\theckler*\ttest',
      'ass\tvulgarity:5\tword\tclass\ttest',
      'get lost\tbullying:5\tword\tget lost property\ttest',
      'com b\tbullying:5\tword\t\ttest',
      'lout\tbullying:5\tword\t\ttest',
    ].join('\n'),
    'en.tsv',
  ),
);
const quick = new Scanner(ruleset);
const thorough = new Scanner(ruleset, { shortcuts: false });

/** Pieces in which a shortcut may go wrong: stretches with signs, addresses, drawn letters, exceptions beside hits. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'darn d4rn darning d4rning heck h3ckler ass cl-ass cl4ss a-s-s get lost lost. property l0ut |out /-\\ss |_out'.split(
      ' ',
    ),
    ...'darn.com the-heck.org www.lout.net a.com b.com get.lost.com v1.2 :-) -> <b> |-| (_) $$ 1v1 u.s'.split(' '),
    ...[' ', ' ', ' ', '\n', '-', '.', '*', '1'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 2 }),
);

describe('shortcuts', () => {
  it('find what following every letter and making every reading finds, in texts that come again', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const evidence = thorough.scan(text);
        expect(quick.scan(text)).toEqual(evidence);
        expect(quick.scan(text)).toEqual(evidence);
      }),
      { numRuns: 4000 },
    );
  });

  it.each([
    ['see darn.com and darn.com', 2],
    ['a.com b.com', 1],
    ['see thedarnest.com today', 1],
    ['/-\\ss', 1],
    ['cl-ass is on', 0],
    ['get lost property', 0],
  ])('%s', (text, hits) => {
    for (const scanner of [quick, thorough]) {
      for (let time = 0; time < 3; time++)
        expect(scanner.scan(text).hits.filter(({ entry }) => entry)).toHaveLength(hits);
    }
  });
});
