import {
  FoldBuffer,
  UnitList,
  WordMemory,
  foldPlain,
  type CharTable,
  type WordClasses,
  Classifier,
  type Model,
} from '@breakwater/engine';

/** Scores whole texts with a model: fold, words, units, classifier. */
export class TextScorer {
  private readonly classifier: Classifier;
  private readonly buffer = new FoldBuffer();
  private readonly memory = new WordMemory();
  private readonly units = new UnitList();

  constructor(
    model: Model,
    private readonly classes: WordClasses,
    private readonly table: CharTable,
  ) {
    this.classifier = new Classifier(model, classes, table, this.memory);
  }

  /** Probabilities by label; the array is reused. */
  score(text: string): Float32Array {
    foldPlain(text, this.table, this.buffer);
    this.classes.read(this.buffer, this.memory, this.units, true);
    return this.classifier.score(this.buffer, this.units);
  }

  /** Raw scores by label, before calibration; a copy. */
  raw(text: string): Float64Array {
    this.score(text);
    return this.classifier.raw.slice();
  }
}
