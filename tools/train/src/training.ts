import {
  type CharTable,
  type WordClasses,
  KNOTS,
  LABEL_COUNT,
  type FeatureShape,
  type Model,
} from '@breakwater/engine';
import { calibrate } from './calibration.js';
import { encode } from './encoded.js';
import type { Example } from './example.js';
import { LinearModel, type TrainingOptions } from './linear-model.js';
import { quantise } from './quantise.js';
import { TextScorer } from './text-scorer.js';

export interface ModelOptions extends TrainingOptions {
  readonly wordBits: number;
  readonly contextBits: number;
}

/**
 * Trains a model: weights from the examples of split `train`, rounded to bytes, then calibrated on those of split
 * `calibrate` as the engine will score them. The same input and options give the same bytes.
 */
export function trainModel(
  examples: readonly Example[],
  classNames: readonly string[],
  classes: WordClasses,
  table: CharTable,
  options: ModelOptions,
): Model {
  const named = (numbers: readonly number[]) => numbers.map((number) => classes.names[number]!);
  const shape: FeatureShape = {
    classes: classNames,
    masked: named(classes.masked).filter((name) => classNames.includes(name)),
    common: named(classes.common).filter((name) => classNames.includes(name)),
    words: new Int8Array(LABEL_COUNT << options.wordBits),
    contexts: new Int8Array(LABEL_COUNT << options.contextBits),
  };
  const learned = examples.filter(({ split }) => split === 'train');
  const linear = new LinearModel(1 << options.wordBits, 1 << options.contextBits);
  linear.train(learned, encode(learned, shape, classes, table), options);
  const words = quantise(linear.words);
  const contexts = quantise(linear.contexts);
  const model: Model = {
    ...shape,
    words: words.bytes,
    contexts: contexts.bytes,
    scales: Float32Array.from([...words.steps, ...contexts.steps]),
    bias: linear.bias,
    calibration: new Float32Array(LABEL_COUNT * KNOTS),
  };
  const scorer = new TextScorer(model, classes, table);
  const held = examples.filter(({ split }) => split === 'calibrate');
  const raw = held.map(({ text }) => scorer.raw(text));
  for (let label = 0; label < LABEL_COUNT; label++) {
    const known = held.flatMap(({ targets }, i) => (targets[label]! >= 0 ? [i] : []));
    const knots = calibrate(
      known.map((i) => raw[i]![label]!),
      known.map((i) => held[i]!.targets[label]!),
      known.map((i) => held[i]!.weight),
    );
    model.calibration.set(knots, label * KNOTS);
  }
  return model;
}
