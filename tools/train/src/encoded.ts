import {
  FoldBuffer,
  UnitList,
  WordMemory,
  foldPlain,
  type CharTable,
  type WordClasses,
  FeatureReader,
  SEGMENT,
  gramWeight,
  type FeatureShape,
} from '@breakwater/engine';
import type { Example } from './example.js';

/** Grows by doubling: numbers in a row. */
class Ints {
  values = new Int32Array(1 << 16);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(2 * this.values.length);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }
}

/**
 * Texts as features: lists in one long array each, those of item i from `starts[i]` to before `starts[i + 1]`. A text
 * is a list of words, pairs and contexts; a word is a list of slots, the first its own, the others its n-grams.
 */
export interface Encoded {
  readonly count: number;
  readonly words: Int32Array;
  readonly wordStarts: Int32Array;
  readonly pairs: Int32Array;
  readonly pairStarts: Int32Array;
  readonly contexts: Int32Array;
  readonly contextStarts: Int32Array;
  readonly slots: Int32Array;
  readonly slotStarts: Int32Array;
  /** Weight of each n-gram of a word. */
  readonly gramWeights: Float32Array;
}

/** Reads the features of texts, of long ones those of the first 64 units. */
export function encode(
  examples: readonly Example[],
  shape: FeatureShape,
  classes: WordClasses,
  table: CharTable,
): Encoded {
  const reader = new FeatureReader(shape, classes, table);
  const buffer = new FoldBuffer();
  const memory = new WordMemory();
  const units = new UnitList();
  const [words, pairs, contexts, slots] = [new Ints(), new Ints(), new Ints(), new Ints()];
  const [wordStarts, pairStarts, contextStarts, slotStarts] = [new Ints(), new Ints(), new Ints(), new Ints()];
  const weights: number[] = [];
  const numbers = new Map<string, number>();
  for (const { text } of examples) {
    foldPlain(text, table, buffer);
    classes.read(buffer, memory, units, true);
    const count = Math.min(units.count, SEGMENT);
    reader.read(buffer, units, 0, count);
    wordStarts.push(words.length);
    for (let unit = 0; unit < count; unit++) {
      const key = `${reader.names[unit]} ${units.hash[unit]} ${units.set[unit]}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = numbers.size));
        const size = reader.readUnit(reader.names[unit]!, unit, buffer, units);
        slotStarts.push(slots.length);
        for (let i = 0; i < size; i++) slots.push(reader.grams[i]!);
        weights.push(size > 1 ? gramWeight(size - 1) : 0);
      }
      words.push(number);
    }
    pairStarts.push(pairs.length);
    for (let i = 0; i < reader.pairCount; i++) pairs.push(reader.pairs[i]!);
    contextStarts.push(contexts.length);
    for (let i = 0; i < reader.contextCount; i++) contexts.push(reader.contexts[i]!);
    for (let unit = 0; unit < count; unit++) {
      const set = units.set[unit]!;
      for (let i = 0, slot = reader.classSlot(set, 0); slot >= 0; slot = reader.classSlot(set, ++i))
        contexts.push(slot);
    }
  }
  wordStarts.push(words.length);
  pairStarts.push(pairs.length);
  contextStarts.push(contexts.length);
  slotStarts.push(slots.length);
  return {
    count: examples.length,
    words: words.values,
    wordStarts: wordStarts.values,
    pairs: pairs.values,
    pairStarts: pairStarts.values,
    contexts: contexts.values,
    contextStarts: contextStarts.values,
    slots: slots.values,
    slotStarts: slotStarts.values,
    gramWeights: Float32Array.from(weights),
  };
}
