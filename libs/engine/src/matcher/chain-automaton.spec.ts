import fc from 'fast-check';
import { ALPHABET_SIZE } from '../text/symbols.js';
import {
  ENDS_PATTERN,
  IS_LINK,
  START,
  SymbolLists,
  buildAutomaton,
  stateNumber,
  type Automaton,
} from './chain-automaton.js';

function listsOf(patterns: readonly Uint8Array[]): SymbolLists {
  const lists = new SymbolLists();
  for (const pattern of patterns) lists.add(pattern, 0, pattern.length);
  return lists;
}

/** Every (pattern, end) that the automaton reports. */
function run(automaton: Automaton, text: Uint8Array): string[] {
  const { rows, links, longest, twin, suffix } = automaton;
  const found: string[] = [];
  let code = START;
  text.forEach((symbol, at) => {
    while (code & IS_LINK && links[code >> 2] !== symbol) code = links[(code >> 2) + 2]!;
    code = code & IS_LINK ? links[(code >> 2) + 1]! : rows[(code >> 2) + symbol]!;
    if (!(code & ENDS_PATTERN)) return;
    for (let state = stateNumber(automaton, code); state >= 0; state = suffix[state]!) {
      for (let index = longest[state]!; index >= 0; index = twin[index]!) found.push(`${index}@${at}`);
    }
  });
  return found.sort();
}

/** The same by comparing every pattern at every position. */
function search(patterns: readonly Uint8Array[], text: Uint8Array): string[] {
  const found: string[] = [];
  patterns.forEach((pattern, index) => {
    for (let end = pattern.length; end <= text.length; end++) {
      if (pattern.every((symbol, i) => text[end - pattern.length + i] === symbol)) found.push(`${index}@${end - 1}`);
    }
  });
  return found.sort();
}

const build = (patterns: readonly Uint8Array[]) => {
  const lists = listsOf(patterns);
  return buildAutomaton(
    lists,
    Int32Array.from({ length: lists.count }, (_, number) => number),
  );
};

describe('automaton', () => {
  const symbol = fc.constantFrom(0, 1, 2, 3, ALPHABET_SIZE - 1);
  const pattern = fc
    .uint8Array({ minLength: 1, maxLength: 5 })
    .chain(({ length }) =>
      fc.array(symbol, { minLength: length, maxLength: length }).map((symbols) => Uint8Array.from(symbols)),
    );

  it('finds what a search at every position finds', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 12 }),
        fc.array(symbol, { maxLength: 60 }).map((symbols) => Uint8Array.from(symbols)),
        (patterns, text) => {
          expect(run(build(patterns), text)).toEqual(search(patterns, text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reports equal patterns and patterns that end in one another', () => {
    const patterns = [[1, 2, 3], [2, 3], [3], [1, 2, 3]].map((symbols) => Uint8Array.from(symbols));
    expect(run(build(patterns), Uint8Array.from([1, 2, 3]))).toEqual(['0@2', '1@2', '2@2', '3@2']);
  });
});
