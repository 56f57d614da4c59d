import { emptyEdges, readEdges } from './edges.js';
import { LeftLetters } from './left-letters.js';
import { SplitIndex } from './split-index.js';

const entry = (term: string, severity = 6) => ({ term, grades: [{ topic: 'bullying', severity }] });
const splits = new SplitIndex([entry('nincompoop'), entry('dolt'), entry('mild', 3)], 5);

/** Whether one message could go on from the others. */
function goesOn(earlier: readonly string[], text: string): boolean {
  const left = new LeftLetters();
  for (const message of [...earlier].reverse()) {
    const ending = emptyEdges();
    readEdges(message, message, true, ending);
    left.prepend(ending);
  }
  const edges = emptyEdges();
  readEdges(text, text, true, edges);
  return splits.cutsWord(left, edges, false);
}

it('knows every place in which a term can be cut', () => {
  for (const term of ['nincompoop', 'dolt']) {
    for (let cut = 1; cut < term.length; cut++) {
      expect([cut, goesOn([`oh you ${term.slice(0, cut)}`], `${term.slice(cut)}s!`)]).toEqual([cut, true]);
    }
  }
});

it.each([
  ['letters one by one', ['d', 'o', 'l'], 't'],
  ['letters set apart', ['d o'], 'l t'],
  ['stretched letters', ['dooo'], 'lllt'],
  ['digits for letters', ['d0'], 'l7'],
  ['a digit that stands for another letter', ['ninc'], 'omp9oop'],
  ['a symbol for a letter', ['nin*ompo'], 'op'],
  ['an ending of grammar', ['do'], 'lts'],
])('sees %s', (_, earlier, text) => {
  expect(goesOn(earlier, text)).toBe(true);
});

it.each([
  ['another word behind', ['do'], 'ltxy'],
  ['another word before', ['pseudo'], 'lt'],
  ['a smiley before', ['hello :do'], 'lt'],
  ['a term that is not bad enough', ['mi'], 'ld'],
  ['no word', ['do'], '...'],
])('is not misled by %s', (_, earlier, text) => {
  expect(goesOn(earlier, text)).toBe(false);
});
