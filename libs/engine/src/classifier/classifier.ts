import type { CharTable } from '../text/char-table.js';
import type { FoldBuffer } from '../text/fold.js';
import type { UnitList } from '../text/unit-list.js';
import type { WordClasses } from '../text/word-classes.js';
import { KNOWN, NAME, SUMMED, SUMMED_SET, SUMS, type WordMemory } from '../text/word-memory.js';
import { FeatureReader, SEGMENT } from './features.js';
import { FIRST_KNOT, KNOTS, KNOTS_PER_UNIT, LABEL_COUNT, type Model } from './model.js';

/** Most n-grams that still add weight to a word: a long one is no stronger than a short one. */
const MOST_GRAMS = 32;

/**
 * What pairs and contexts add at most, in units of the raw score, to a text that matters: of 3,799 training texts that
 * reach a step of the caller's table (vulgar and spam aside) 99.4 % come that near by their single words. Two of three
 * ordinary chat lines don't, and are done.
 */
const MOST_AROUND = 1.25;

/**
 * Most segments of a text that are read further than their single words: some thousand words. Of what follows only a
 * segment is whose single words weigh more than those of all before it.
 */
const MOST_READ = 16;

/** Place of the last knot of a label's calibration. */
const LAST = KNOTS - 1;

/** Weight of each n-gram of a word that has so many. */
export function gramWeight(grams: number): number {
  return 1 / Math.sqrt(Math.min(grams, MOST_GRAMS));
}

/**
 * Says how likely a text is toxic, insulting, hateful, ...: the sum of the weights of its features, calibrated. Words
 * are summed up once and kept in the word memory, so ordinary chat costs a row of it a word and a row of the model a pair.
 * One thread uses it at a time; models are shared.
 */
export class Classifier {
  /** Of the text last scored, whether something was read besides its single words; else all probabilities are 0. */
  told = true;
  /** Per label, before calibration; of the segment last scored. */
  readonly raw = new Float64Array(LABEL_COUNT);
  private readonly probabilities = new Float32Array(LABEL_COUNT);
  private readonly reader: FeatureReader;
  /** Sums of table rows. */
  private readonly sums = new Int32Array(LABEL_COUNT);
  private readonly contextSums = new Int32Array(LABEL_COUNT);
  /** Per label: the sum over single units from which the rest of the features is worth a look. */
  private readonly worthwhile = new Float64Array(LABEL_COUNT).fill(-Infinity);
  /** Per label: the highest sum over single units of the segments that were read further. */
  private readonly heaviest = new Float64Array(LABEL_COUNT);

  /**
   * @param memory of words; no other classifier may use it
   * @param least per label, the lowest probability that the caller cares for; left out: all are told exactly
   * @throws RangeError where a masked class is missing among the word classes
   */
  constructor(
    private readonly model: Model,
    classes: WordClasses,
    table: CharTable,
    private readonly memory: WordMemory,
    least?: Float32Array,
  ) {
    this.reader = new FeatureReader(model, classes, table);
    if (!least) return;
    for (let label = 0; label < LABEL_COUNT; label++) {
      this.worthwhile[label] = rawOf(model, label, least[label]!) - model.bias[label]! - MOST_AROUND;
    }
  }

  /**
   * Scores a text that was folded, split into words and grouped into units. A text of more than 64 units is scored in
   * segments, and the worst of each label holds. No allocation. Where single words come nowhere near a probability that
   * the caller cares for, nothing else is read, and what is returned is only known to lie below it.
   * @param ignored labels that the caller does not care for this time, as bits by their number
   * @returns probabilities in the order of LABELS; the array is reused
   */
  score(buffer: FoldBuffer, units: UnitList, ignored = 0): Float32Array {
    const { probabilities, heaviest, reader, model } = this;
    if (this.told) {
      this.told = false;
      for (let label = 0; label < LABEL_COUNT; label++) {
        probabilities[label] = 0;
        heaviest[label] = -Infinity;
      }
    }
    let from = 0;
    let read = 0;
    do {
      const to = Math.min(from + SEGMENT, units.count);
      this.addUnits(buffer, units, from, to);
      if (this.isWorthwhile(ignored, read)) {
        read++;
        this.told = true;
        this.weigh();
        reader.readAround(buffer, units, from, to);
        addRows(model.words, reader.pairs, reader.pairCount, this.sums);
        addRows(model.contexts, reader.contexts, reader.contextCount, this.contextSums);
        this.finishSegment();
      }
      from = to;
    } while (from < units.count);
    return probabilities;
  }

  /** Whether single words come near what a label needs, or go beyond the heaviest so far once enough was read. */
  private isWorthwhile(ignored: number, read: number): boolean {
    const { raw, worthwhile, heaviest } = this;
    for (let label = 0; label < LABEL_COUNT; label++) {
      if (raw[label]! < worthwhile[label]! || ((ignored >> label) & 1) !== 0) continue;
      if (read < MOST_READ || raw[label]! > heaviest[label]!) return true;
    }
    return false;
  }

  private weigh(): void {
    const { raw, heaviest } = this;
    for (let label = 0; label < LABEL_COUNT; label++) {
      if (raw[label]! > heaviest[label]!) heaviest[label] = raw[label]!;
    }
  }

  /** Adds up the parts of a segment's raw scores, and keeps each label's probability if it is the highest so far. */
  private finishSegment(): void {
    const { raw, sums, contextSums, probabilities } = this;
    const { bias, scales, calibration } = this.model;
    for (let label = 0; label < LABEL_COUNT; label++) {
      const score =
        raw[label]! + bias[label]! + sums[label]! * scales[label]! + contextSums[label]! * scales[LABEL_COUNT + label]!;
      raw[label] = score;
      // Written so that NaN would take the lowest.
      const position = score > FIRST_KNOT ? Math.min((score - FIRST_KNOT) * KNOTS_PER_UNIT, LAST) : 0;
      const knot = Math.min(position | 0, LAST - 1);
      const low = calibration[label * KNOTS + knot]!;
      const probability = low + (position - knot) * (calibration[label * KNOTS + knot + 1]! - low);
      if (probability > probabilities[label]!) probabilities[label] = probability;
    }
  }

  /** Sets the raw scores to the sum over single units. */
  private addUnits(buffer: FoldBuffer, units: UnitList, from: number, to: number): void {
    const { raw } = this;
    for (let label = 0; label < LABEL_COUNT; label++) raw[label] = 0;
    for (let unit = this.addKnown(units, from, from, to); unit < to;) {
      this.keep(unit, buffer, units);
      unit = this.addKnown(units, from, unit, to);
    }
  }

  /**
   * Adds up the units from one on that were summed up before. A loop without calls, in which nothing about the arrays has
   * to be looked up again at each unit.
   * @param start of the segment
   * @returns the first unit that was not
   */
  private addKnown(units: UnitList, start: number, from: number, to: number): number {
    const { raw } = this;
    const { names } = this.reader;
    const { numbers, fractions } = this.memory;
    const { row: rows, hash, check, set } = units;
    let a = raw[0]!;
    let b = raw[1]!;
    let c = raw[2]!;
    let d = raw[3]!;
    let e = raw[4]!;
    let f = raw[5]!;
    let g = raw[6]!;
    let h = raw[7]!;
    let unit = from;
    for (; unit < to; unit++) {
      const row = rows[unit]!;
      if (row < 0 || numbers[row] !== hash[unit] || numbers[row + 1] !== check[unit]) break;
      if ((numbers[row + KNOWN]! & SUMMED) === 0 || numbers[row + SUMMED_SET] !== set[unit]) break;
      names[unit - start] = numbers[row + NAME]!;
      const at = row + SUMS;
      a += fractions[at]!;
      b += fractions[at + 1]!;
      c += fractions[at + 2]!;
      d += fractions[at + 3]!;
      e += fractions[at + 4]!;
      f += fractions[at + 5]!;
      g += fractions[at + 6]!;
      h += fractions[at + 7]!;
    }
    raw[0] = a;
    raw[1] = b;
    raw[2] = c;
    raw[3] = d;
    raw[4] = e;
    raw[5] = f;
    raw[6] = g;
    raw[7] = h;
    return unit;
  }

  /** Finds the row of a unit, and sums the unit up there where that was not done before. */
  private keep(unit: number, buffer: FoldBuffer, units: UnitList): void {
    const { numbers } = this.memory;
    const row = this.memory.row(units.hash[unit]!, units.check[unit]!);
    units.row[unit] = row;
    if (numbers[row + KNOWN]! & SUMMED && numbers[row + SUMMED_SET] === units.set[unit]) return;
    const name = this.reader.nameOf(unit, buffer, units);
    numbers[row + NAME] = name;
    numbers[row + SUMMED_SET] = units.set[unit]!;
    this.sumUnit(name, unit, row + SUMS, buffer, units);
    numbers[row + KNOWN]! |= SUMMED;
  }

  /** Writes the scaled sum of what one unit is by itself: word, n-grams, classes. */
  private sumUnit(name: number, unit: number, at: number, buffer: FoldBuffer, units: UnitList): void {
    const { reader, sums } = this;
    const values = this.memory.fractions;
    const { words, contexts, scales } = this.model;
    const count = reader.readUnit(name, unit, buffer, units);
    const { grams } = reader;
    const word = LABEL_COUNT * grams[0]!;
    grams[0] = grams[count - 1]!;
    addRows(words, grams, count - 1, sums);
    const weight = count > 1 ? gramWeight(count - 1) : 0;
    for (let label = 0; label < LABEL_COUNT; label++) {
      values[at + label] = (words[word + label]! + sums[label]! * weight) * scales[label]!;
    }
    const set = units.set[unit]!;
    for (let i = 0, slot = reader.classSlot(set, 0); slot >= 0; slot = reader.classSlot(set, ++i)) {
      for (let label = 0; label < LABEL_COUNT; label++) {
        values[at + label]! += contexts[LABEL_COUNT * slot + label]! * scales[LABEL_COUNT + label]!;
      }
    }
  }
}

/** The raw score from which a label's probability is at least so high; Infinity where it never is. */
function rawOf({ calibration }: Model, label: number, probability: number): number {
  const at = label * KNOTS;
  if (calibration[at]! >= probability) return -Infinity;
  let knot = 1;
  while (knot < KNOTS && calibration[at + knot]! < probability) knot++;
  if (knot === KNOTS) return Infinity;
  const low = calibration[at + knot - 1]!;
  const share = (probability - low) / (calibration[at + knot]! - low);
  return FIRST_KNOT + (knot - 1 + share) / KNOTS_PER_UNIT;
}

/** Sets `sums` to the sum of rows of a table, given as slots. Eight sums in registers; a row is one cache line. */
function addRows(table: Int8Array, slots: Int32Array, count: number, sums: Int32Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < count; i++) {
    const at = slots[i]! << 3;
    a += table[at]!;
    b += table[at + 1]!;
    c += table[at + 2]!;
    d += table[at + 3]!;
    e += table[at + 4]!;
    f += table[at + 5]!;
    g += table[at + 6]!;
    h += table[at + 7]!;
  }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
  sums[4] = e;
  sums[5] = f;
  sums[6] = g;
  sums[7] = h;
}
