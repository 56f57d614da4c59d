import fc from 'fast-check';
import type { LexiconEntry } from '../lexicon-entry.js';
import { buildCharTable, nativeForm } from '../text/char-table.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import { UnitList } from '../text/unit-list.js';
import { WordMemory } from '../text/word-memory.js';
import { WordClasses, type WordClass } from '../text/word-classes.js';
import {
  Classifier,
  FIRST_KNOT,
  FeatureReader,
  KNOTS,
  KNOTS_PER_UNIT,
  LABELS,
  LABEL_COUNT,
  SEGMENT,
  classesOfEntries,
  gramWeight,
  readModel,
  writeModel,
  type Model,
} from './index.js';

const table = buildCharTable([...'привет世界'].map(nativeForm));
const GROUPS: WordClass = { name: 'group', words: ['redfolk', 'bluefolk', 'green folk'], masked: true };
const CLASSES: readonly WordClass[] = [
  GROUPS,
  { name: 'negation', words: ['not', 'no', 'never'], common: true },
  { name: 'you', words: ['you', 'u'], common: true },
  { name: 'bad', words: ['bad', 'awful', 'not good'] },
];
const classes = new WordClasses(CLASSES, table);
const memory = new WordMemory();

/** Arbitrary weights, the same each time. */
function arbitraryModel(wordBits = 12, contextBits = 10): Model {
  let state = 7;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) | 0) >> 24;
  const calibration = new Float32Array(LABEL_COUNT * KNOTS);
  for (let i = 0; i < calibration.length; i++) calibration[i] = (1 + (i % KNOTS)) / (KNOTS + 1);
  return {
    classes: CLASSES.map(({ name }) => name),
    masked: ['group'],
    common: ['negation', 'you'],
    words: Int8Array.from({ length: LABEL_COUNT << wordBits }, next),
    contexts: Int8Array.from({ length: LABEL_COUNT << contextBits }, next),
    scales: Float32Array.from({ length: 2 * LABEL_COUNT }, () => 0.002 + (next() & 7) / 5000),
    bias: Float32Array.from({ length: LABEL_COUNT }, () => next() / 100),
    calibration,
  };
}
const model = arbitraryModel();
const bytes = writeModel(model);

/** A text as the scanner reads it. */
function unitsOf(text: string): { buffer: FoldBuffer; units: UnitList } {
  const buffer = new FoldBuffer();
  const units = new UnitList();
  foldPlain(text, table, buffer);
  classes.read(buffer, memory, units);
  return { buffer, units };
}

/** Scores a text the plain way: every feature looked up, segment by segment, nothing kept. */
function plainScore(text: string): number[] {
  const reader = new FeatureReader(model, classes, table);
  const { buffer, units } = unitsOf(text);
  const worst = new Array<number>(LABEL_COUNT).fill(0);
  for (let from = 0; from === 0 || from < units.count; from += SEGMENT) {
    const to = Math.min(from + SEGMENT, units.count);
    reader.read(buffer, units, from, to);
    for (let label = 0; label < LABEL_COUNT; label++) {
      const word = (slot: number) => model.words[LABEL_COUNT * slot + label]! * model.scales[label]!;
      const context = (slot: number) =>
        model.contexts[LABEL_COUNT * slot + label]! * model.scales[LABEL_COUNT + label]!;
      let sum = model.bias[label]!;
      for (const slot of reader.pairs.subarray(0, reader.pairCount)) sum += word(slot);
      for (const slot of reader.contexts.subarray(0, reader.contextCount)) sum += context(slot);
      for (let unit = from; unit < to; unit++) {
        const count = reader.readUnit(reader.names[unit - from]!, unit, buffer, units);
        sum += word(reader.grams[0]!);
        for (const slot of reader.grams.subarray(1, count)) sum += word(slot) * gramWeight(count - 1);
        const set = units.set[unit]!;
        for (let i = 0; reader.classSlot(set, i) >= 0; i++) sum += context(reader.classSlot(set, i));
      }
      const position = Math.min(Math.max((sum - FIRST_KNOT) * KNOTS_PER_UNIT, 0), KNOTS - 1);
      const knot = Math.min(Math.floor(position), KNOTS - 2);
      const [low, high] = [0, 1].map((i) => model.calibration[label * KNOTS + knot + i]!) as [number, number];
      worst[label] = Math.max(worst[label]!, low + (position - knot) * (high - low));
    }
  }
  return worst;
}

describe('A model file', () => {
  it('gives back what was written', () => {
    expect(readModel(bytes)).toEqual(model);
  });

  it('is read from the middle of a larger buffer, and keeps no hold of it', () => {
    const larger = Buffer.alloc(bytes.length + 13);
    larger.set(bytes, 5);
    const read = readModel(larger.subarray(5, 5 + bytes.length));
    larger.fill(0);
    expect(read).toEqual(model);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /begin with "BWCM"/],
    ['another file', Buffer.from('#lexicon v1 en and more'), /begin with "BWCM"/],
    ['a later format', changed(4, 2), /has format 2; this engine reads format 1/],
    ['a changed weight', changed(bytes.length - 1, bytes[bytes.length - 1]! ^ 1), /checksum/],
    ['a changed checksum', changed(8, bytes[8]! ^ 1), /checksum/],
    ['a file cut short', bytes.slice(0, -8), /checksum/],
    ['a file with more behind it', Uint8Array.from([...bytes, 0]), /checksum/],
  ])('is refused as %s', (_, broken, message) => {
    expect(() => readModel(broken)).toThrow(RangeError);
    expect(() => readModel(broken)).toThrow(message);
  });

  it.each<[string, Partial<Model>, RegExp]>([
    ['a masked class that it does not have', { masked: ['stranger'] }, /masked or common class is none/],
    ['two classes of one name', { classes: ['group', 'group'], common: [] }, /class names/],
    ['too many classes', { classes: Array.from({ length: 65 }, (_, i) => `c${i}`) }, /at most 64/],
    ['a table that is no power of two', { words: new Int8Array(3 * LABEL_COUNT) }, /2\^4 to 2\^20 slots/],
    ['a step that is no number', { scales: new Float32Array(16).fill(NaN) }, /no number/],
    ['falling probabilities', { calibration: model.calibration.slice().reverse() }, /must rise/],
    ['no bias', { bias: new Float32Array(0) }, /lacks/],
  ])('is not written with %s', (_, part, message) => {
    expect(() => writeModel({ ...model, ...part })).toThrow(RangeError);
    expect(() => writeModel({ ...model, ...part })).toThrow(message);
  });

  it('survives any damage with an error of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(bytes.length), (noise, at) => {
        const broken = bytes.slice();
        broken.set(noise.subarray(0, bytes.length - at), at);
        if (broken.every((byte, i) => byte === bytes[i])) return;
        expect(() => readModel(broken)).toThrow(RangeError);
      }),
      { numRuns: 50 },
    );
  });
});

describe('The classifier', () => {
  const words = ['you', 'redfolk', 'green folk', 'not', 'bad', 'gooood', 'aab', 'привет', '世界', '٣', 'x'];
  const chat = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.stringMatching(/^[a-f]{1,9}$/)), { maxLength: 160 })
    .chain((list) => fc.constantFrom(' ', ', ', '. ', '? ', ' "', '😀 ').map((gap) => list.join(gap)));

  it('scores with its cache as the plain way does, text after text', () => {
    const classifier = new Classifier(model, classes, table, new WordMemory());
    fc.assert(
      fc.property(fc.oneof(chat, fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        const expected = plainScore(text);
        for (let again = 0; again < 2; again++) {
          const { buffer, units } = unitsOf(text);
          const scores = classifier.score(buffer, units);
          expected.forEach((probability, label) => expect(scores[label]).toBeCloseTo(probability, 4));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('scores as the plain way does when its cache has overflowed', () => {
    const classifier = new Classifier(model, classes, table, new WordMemory());
    for (let i = 0; i < 40_000; i += 8) {
      const text = Array.from({ length: 8 }, (_, j) => `w${(i + j).toString(36)}`).join(' ');
      const { buffer, units } = unitsOf(text);
      classifier.score(buffer, units);
    }
    const text = 'you are not w1a2, redfolk is bad';
    const { buffer, units } = unitsOf(text);
    plainScore(text).forEach((probability, label) =>
      expect(classifier.score(buffer, units)[label]).toBeCloseTo(probability, 4),
    );
  });

  it('reads no further where the caller cares for nothing that can be reached, and all where he cares for everything', () => {
    const exact = new Classifier(model, classes, table, new WordMemory());
    const careless = new Classifier(model, classes, table, new WordMemory(), new Float32Array(LABEL_COUNT).fill(2));
    const careful = new Classifier(model, classes, table, new WordMemory(), new Float32Array(LABEL_COUNT));
    for (const text of ['you are bad', 'redfolk is not good, you', '']) {
      const { buffer, units } = unitsOf(text);
      const scores = [...exact.score(buffer, units)];
      expect([...careful.score(buffer, units)]).toEqual(scores);
      expect([...careless.score(buffer, units)]).toEqual(scores.map(() => 0));
    }
  });

  it('tells exactly what comes near by its single words', () => {
    const exact = new Classifier(model, classes, table, new WordMemory());
    const least = new Float32Array(LABEL_COUNT).fill(0.6);
    const sparing = new Classifier(model, classes, table, new WordMemory(), least);
    fc.assert(
      fc.property(chat, (text) => {
        const { buffer, units } = unitsOf(text);
        const scores = [...exact.score(buffer, units)];
        // One segment is read as a whole or not at all.
        const told = [...sparing.score(buffer, units)];
        if (units.count <= SEGMENT && told.some((score) => score > 0)) expect(told).toEqual(scores);
        told.forEach((score, label) => expect(score).toBeLessThanOrEqual(scores[label]!));
      }),
      { numRuns: 200 },
    );
  });

  it('answers in one array, a probability for each label', () => {
    const classifier = new Classifier(model, classes, table, new WordMemory());
    const { buffer, units } = unitsOf('you are bad');
    const scores = classifier.score(buffer, units);
    expect(scores).toHaveLength(LABELS.length);
    expect(classifier.score(unitsOf('').buffer, unitsOf('').units)).toBe(scores);
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  });

  it('scores a long text no lower than its first segment, whatever follows', () => {
    const classifier = new Classifier(model, classes, table, new WordMemory());
    const scoresOf = (text: string) => {
      const { buffer, units } = unitsOf(text);
      return [...classifier.score(buffer, units)];
    };
    const head = Array.from({ length: SEGMENT }, () => 'bad').join(' ');
    const [alone, followed] = [scoresOf(head), scoresOf(`${head} ${'aab '.repeat(50)}`)];
    alone.forEach((score, label) => expect(followed[label]).toBeGreaterThanOrEqual(score - 1e-6));
  });

  it('cannot tell one group from another', () => {
    const classifier = new Classifier(model, classes, table, new WordMemory());
    const scoresOf = (text: string) => {
      const { buffer, units } = unitsOf(text);
      return [...classifier.score(buffer, units)];
    };
    const red = scoresOf('you redfolk are not bad');
    expect(scoresOf('you bluefolk are not bad')).toEqual(red);
    expect(scoresOf('you green folk are not bad')).toEqual(red);
    expect(scoresOf('you tables are not bad')).not.toEqual(red);
  });

  it('refuses to run where the names of groups are not known', () => {
    const others = new WordClasses(CLASSES.slice(1), table);
    expect(() => new Classifier(model, others, table, new WordMemory())).toThrow(/must not see the words of group/);
  });

  it('does without a class that is only a hint', () => {
    const fewer = new WordClasses([GROUPS], table);
    expect(() => new Classifier(model, fewer, table, new WordMemory())).not.toThrow();
  });

  it('does not depend on how a lexicon numbers letters', () => {
    const other = buildCharTable([...'界世тевирп'].map(nativeForm));
    const text = 'привет 世界';
    const buffer = new FoldBuffer();
    const units = new UnitList();
    const otherClasses = new WordClasses(CLASSES, other);
    foldPlain(text, other, buffer);
    const memory = new WordMemory();
    otherClasses.read(buffer, memory, units);
    const scores = new Classifier(model, otherClasses, other, memory).score(buffer, units);
    plainScore(text).forEach((probability, label) => expect(scores[label]).toBeCloseTo(probability, 4));
  });
});

it('takes slurs, insults and profanities of one word from a lexicon', () => {
  const entry = (term: string, topic: string, severity: number): LexiconEntry => ({
    term,
    language: 'en',
    grades: [{ topic, severity }],
    boundary: 'word',
    exact: false,
    exceptions: [],
    provenance: ['breakwater'],
  });
  const found = classesOfEntries([
    entry('worst', 'hate', 7),
    entry('mild', 'hate', 5),
    entry('two words', 'hate', 7),
    entry('fool', 'bullying', 5),
    entry('darn', 'vulgarity', 5),
  ]);
  expect(found).toEqual([
    { name: 'slur', masked: true, words: ['worst'] },
    { name: 'insult', masked: false, words: ['fool'] },
    { name: 'profanity', masked: false, words: ['darn'] },
  ]);
});

function changed(at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}
