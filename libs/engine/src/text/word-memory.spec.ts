import { KNOWN, WordMemory } from './word-memory.js';

describe('WordMemory', () => {
  it('keeps what is known of a word until others take its rows', () => {
    const memory = new WordMemory();
    const row = memory.row(5, 7);
    memory.numbers[row + KNOWN] = 1;
    expect(memory.row(5, 7)).toBe(row);
    expect(memory.numbers[memory.row(5, 7) + KNOWN]).toBe(1);
  });

  it('tells apart words that share the first hash', () => {
    const memory = new WordMemory();
    const row = memory.row(5, 7);
    memory.numbers[row + KNOWN] = 1;
    const other = memory.row(5, 8);
    expect(other).not.toBe(row);
    expect(memory.numbers[other + KNOWN]).toBe(0);
    expect(memory.row(5, 7)).toBe(row);
  });

  it('forgets one of three words that share two rows, and never shows what was known of it', () => {
    const memory = new WordMemory();
    for (const check of [1, 2, 3, 4, 5]) {
      const row = memory.row(9, check);
      expect(memory.numbers[row + KNOWN]).toBe(0);
      memory.numbers[row + KNOWN] = check;
    }
    const known = [1, 2, 3, 4, 5].filter((check) => {
      const row = memory.row(9, check);
      const isKnown = memory.numbers[row + KNOWN] === check;
      memory.numbers[row + KNOWN] = check;
      return isKnown;
    });
    expect(known.length).toBeLessThanOrEqual(2);
  });
});
