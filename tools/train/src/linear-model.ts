import { LABEL_COUNT } from '@breakwater/engine';
import type { Encoded } from './encoded.js';
import type { Example } from './example.js';
import { Random } from './random.js';

/** What training may be told. */
export interface TrainingOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly rate: number;
  /** Pull of every weight towards 0, at each step that uses it. */
  readonly decay: number;
}

/** Sum of squared gradients from which a weight starts: a first step is no larger than rate / sqrt(CALM). */
const CALM = 0.1;

/**
 * Eight logistic regressions side by side, learned by AdaGrad (Duchi, Hazan, Singer 2011): rare features take large
 * steps, common ones small. A label that a text says nothing about takes no step.
 */
export class LinearModel {
  readonly words: Float32Array;
  readonly contexts: Float32Array;
  readonly bias = new Float32Array(LABEL_COUNT);
  private readonly wordSquares: Float32Array;
  private readonly contextSquares: Float32Array;
  /**
   * By set: how much likelier its texts hold a label than their words say. Sets were gathered in different ways, so
   * this is learned beside the weights and then forgotten.
   */
  private readonly setBias = new Map<string, { values: Float32Array; squares: Float32Array }>();
  private readonly biasSquares = new Float32Array(LABEL_COUNT).fill(CALM);
  private readonly sums = new Float64Array(LABEL_COUNT);
  private readonly grams = new Float64Array(LABEL_COUNT);
  private readonly gradient = new Float64Array(LABEL_COUNT);
  private readonly scaled = new Float64Array(LABEL_COUNT);

  constructor(wordSlots: number, contextSlots: number) {
    this.words = new Float32Array(LABEL_COUNT * wordSlots);
    this.contexts = new Float32Array(LABEL_COUNT * contextSlots);
    this.wordSquares = new Float32Array(this.words.length).fill(CALM);
    this.contextSquares = new Float32Array(this.contexts.length).fill(CALM);
  }

  /** Learns from the examples of the split `train`, in an order that the seed decides. */
  train(examples: readonly Example[], encoded: Encoded, options: TrainingOptions): void {
    const random = new Random(options.seed);
    const order = Int32Array.from(examples.flatMap(({ split }, i) => (split === 'train' ? [i] : [])));
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      random.shuffle(order);
      const rate = options.rate * (1 - epoch / options.epochs);
      for (const i of order) this.step(i, examples[i]!, encoded, rate, options.decay);
    }
  }

  /** Raw score of a text by label; the array is reused. */
  score(i: number, encoded: Encoded): Float64Array {
    const { sums, grams, words } = this;
    const { slots, slotStarts, gramWeights } = encoded;
    for (let label = 0; label < LABEL_COUNT; label++) sums[label] = this.bias[label]!;
    for (let w = encoded.wordStarts[i]!; w < encoded.wordStarts[i + 1]!; w++) {
      const word = encoded.words[w]!;
      const from = slotStarts[word]!;
      addRow(words, slots[from]!, sums);
      grams.fill(0);
      for (let s = from + 1; s < slotStarts[word + 1]!; s++) addRow(words, slots[s]!, grams);
      for (let label = 0; label < LABEL_COUNT; label++) sums[label]! += grams[label]! * gramWeights[word]!;
    }
    for (let p = encoded.pairStarts[i]!; p < encoded.pairStarts[i + 1]!; p++) addRow(words, encoded.pairs[p]!, sums);
    for (let c = encoded.contextStarts[i]!; c < encoded.contextStarts[i + 1]!; c++) {
      addRow(this.contexts, encoded.contexts[c]!, sums);
    }
    return sums;
  }

  private step(i: number, { targets, weight, set }: Example, encoded: Encoded, pace: number, decay: number): void {
    // AdaGrad does not feel how large gradients are, so what counts more takes longer steps.
    const rate = pace * weight;
    const { gradient, scaled, words, wordSquares } = this;
    const { slots, slotStarts, gramWeights } = encoded;
    const sums = this.score(i, encoded);
    let own = this.setBias.get(set);
    if (!own) {
      own = { values: new Float32Array(LABEL_COUNT), squares: new Float32Array(LABEL_COUNT).fill(CALM) };
      this.setBias.set(set, own);
    }
    let largest = 0;
    for (let label = 0; label < LABEL_COUNT; label++) {
      const target = targets[label]!;
      // NaN is unknown.
      gradient[label] = target >= 0 ? 1 / (1 + Math.exp(-sums[label]! - own.values[label]!)) - target : 0;
      largest = Math.max(largest, Math.abs(gradient[label]!));
    }
    // What is learned already costs no time.
    if (largest < 0.003) return;
    for (let w = encoded.wordStarts[i]!; w < encoded.wordStarts[i + 1]!; w++) {
      const word = encoded.words[w]!;
      const from = slotStarts[word]!;
      stepRow(words, wordSquares, slots[from]!, gradient, rate, decay);
      for (let label = 0; label < LABEL_COUNT; label++) scaled[label] = gradient[label]! * gramWeights[word]!;
      for (let s = from + 1; s < slotStarts[word + 1]!; s++) {
        stepRow(words, wordSquares, slots[s]!, scaled, rate, decay);
      }
    }
    for (let p = encoded.pairStarts[i]!; p < encoded.pairStarts[i + 1]!; p++) {
      stepRow(words, wordSquares, encoded.pairs[p]!, gradient, rate, decay);
    }
    for (let c = encoded.contextStarts[i]!; c < encoded.contextStarts[i + 1]!; c++) {
      stepRow(this.contexts, this.contextSquares, encoded.contexts[c]!, gradient, rate, decay);
    }
    stepRow(this.bias, this.biasSquares, 0, gradient, rate, 0);
    // The pull keeps in the common bias what all sets share.
    stepRow(own.values, own.squares, 0, gradient, rate, 0.01);
  }
}

function addRow(table: Float32Array, slot: number, sums: Float64Array): void {
  const at = LABEL_COUNT * slot;
  for (let label = 0; label < LABEL_COUNT; label++) sums[label]! += table[at + label]!;
}

function stepRow(
  table: Float32Array,
  squares: Float32Array,
  slot: number,
  gradient: Float64Array,
  rate: number,
  decay: number,
): void {
  const at = LABEL_COUNT * slot;
  for (let label = 0; label < LABEL_COUNT; label++) {
    const g = gradient[label]!;
    if (g === 0) continue;
    const value = table[at + label]!;
    const slope = g + decay * value;
    const square = squares[at + label]! + slope * slope;
    squares[at + label] = square;
    table[at + label] = value - (rate * slope) / Math.sqrt(square);
  }
}
