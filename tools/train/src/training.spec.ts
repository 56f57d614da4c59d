import { LABELS, WordClasses, buildCharTable, readModel, writeModel, type WordClass } from '@breakwater/engine';
import { calibrate } from './calibration.js';
import { targetsOf, type Example, type Split } from './example.js';
import { figuresOf } from './figures.js';
import { expandFile } from './own-texts.js';
import { quantise } from './quantise.js';
import { hashText } from './random.js';
import { addShortForms } from './short-forms.js';
import { TextScorer } from './text-scorer.js';
import { trainModel } from './training.js';

const table = buildCharTable([]);
const CLASSES: readonly WordClass[] = [
  { name: 'group', words: ['redfolk', 'bluefolk', 'greenfolk'], masked: true },
  { name: 'negation', words: ['not', 'never'], common: true },
  { name: 'bad', words: ['awful', 'vile', 'lazy'] },
];
const classes = new WordClasses(CLASSES, table);
const OPTIONS = { seed: 3, epochs: 6, rate: 0.1, decay: 1e-5, wordBits: 12, contextBits: 10 };
const names = CLASSES.map(({ name }) => name);

/** A small language: groups that are bad are hated, those that are not are not; "zap" insults. */
function texts(): Example[] {
  const source = [
    '#texts v1 en',
    '@group\tredfolk;bluefolk',
    '@bad\tawful;vile;lazy',
    '@rude\tzap',
    'train\thate\t{group} are [all|so|] {bad}',
    'train\tclean\t{group} are not {bad}',
    'train\tclean\t{group} are [never|not] [so|all|] {bad}',
    'train\thate\t[those|these] {group} are {bad}',
    'train\tclean\tthe [soup|road|sky|game] is [warm|long|blue|over]',
    'train\tinsult\tyou [big|old|silly] zap',
    'test\thate\ti think greenfolk are {bad}',
    'test\tclean\ti think greenfolk are not {bad}',
  ].join('\n');
  return expandFile(source, 'en.tsv', 1).map((example, i): Example => ({
    ...example,
    split: example.split === 'test' ? 'test' : i % 5 === 0 ? 'calibrate' : 'train',
  }));
}

describe('Training', () => {
  it('gives the same bytes for the same texts and seed, and others for another seed', () => {
    const train = (seed: number) => writeModel(trainModel(texts(), names, classes, table, { ...OPTIONS, seed }));
    const first = train(3);
    expect(train(3)).toEqual(first);
    expect(train(4)).not.toEqual(first);
  });

  it('learns what classes in a row mean, also for a group that it never saw', () => {
    const model = readModel(writeModel(trainModel(texts(), names, classes, table, OPTIONS)));
    const scorer = new TextScorer(model, classes, table);
    const hate = LABELS.indexOf('hate');
    const scoreOf = (text: string) => scorer.score(text)[hate]!;
    expect(scoreOf('i think greenfolk are vile')).toBeGreaterThan(scoreOf('i think greenfolk are not vile') + 0.2);
    expect(scoreOf('redfolk are lazy')).toBe(scoreOf('greenfolk are lazy'));
  });
});

describe('Our own texts', () => {
  const expand = (...lines: string[]) => expandFile(['#texts v1 en', ...lines].join('\n'), 'en.tsv', 1);

  it('are all combinations of a template where they are few, else a sample', () => {
    const few = expand('@a\tx;y', 'train\tclean\t{a} [1|2|] end');
    expect(few.map(({ text }) => text).sort()).toEqual(['x 1 end', 'x 2 end', 'x end', 'y 1 end', 'y 2 end', 'y end']);
    const many = expand(`@a\t${Array.from({ length: 30 }, (_, i) => `w${i}`).join(';')}`, 'train\tclean\t{a} {a} {a}');
    expect(many.length).toBeLessThanOrEqual(48);
    expect(many.length).toBeGreaterThan(30);
  });

  it('know every label: insult, hate and threat are toxic; open is what rude words leave open', () => {
    const [threat, rude, clean] = expand('@rude\tzap', 'train\tthreat\ta', 'train\tinsult\tzap', 'train\tclean\tb');
    const known = (example: Example | undefined, label: (typeof LABELS)[number]) =>
      example!.targets[LABELS.indexOf(label)];
    expect(known(threat, 'toxic')).toBe(1);
    expect(known(threat, 'hate')).toBe(0);
    expect(known(rude, 'vulgar')).toBeNaN();
    expect([...clean!.targets]).toEqual(LABELS.map(() => 0));
  });

  it('quote texts of their own half only', () => {
    const all = expand(
      'train\thate\talpha',
      'test\thate\tomega',
      'train\tclean\t"{said_hate}" no',
      'test\tclean\t"{said_hate}" no',
    );
    expect(all.map(({ text }) => text)).toEqual(['alpha', 'omega', '"alpha" no', '"omega" no']);
  });

  it.each([
    ['no head', 'train\tclean\ta', /en.tsv:1: The first line/],
    ['an unknown list', '#texts v1 en\ntrain\tclean\t{a}', /en.tsv:2: There is no list "a"/],
    ['an unknown label', '#texts v1 en\ntrain\tnice\ta', /"nice" is no label/],
    ['an unknown split', '#texts v1 en\nlater\tclean\ta', /columns split/],
  ])('are refused with %s', (_, source, message) => {
    expect(() => expandFile(source, 'en.tsv', 1)).toThrow(message);
  });
});

it('cuts short pieces from clean training texts only', () => {
  const text = 'one two three four five six seven eight nine ten';
  const example = (split: Split, toxic: number): Example => ({
    text,
    language: 'en',
    set: 's',
    split,
    targets: targetsOf({ toxic }),
    weight: 1,
  });
  const given = [example('train', 0), example('train', 1), example('test', 0)];
  const [, , , piece, ...more] = addShortForms(given, 1);
  expect(more).toEqual([]);
  expect(text).toContain(piece!.text);
  expect(piece!.text.split(' ').length).toBeLessThanOrEqual(7);
});

it('calibrates to rising probabilities that fit the outcomes', () => {
  const scores = Array.from({ length: 400 }, (_, i) => i / 50 - 4);
  const outcomes = scores.map((score, i) =>
    hashText(String(i)) / 2 ** 32 < 1 / (1 + Math.exp(-2 * score - 1)) ? 1 : 0,
  );
  const knots = calibrate(
    scores,
    outcomes,
    scores.map(() => 1),
  );
  for (let i = 1; i < knots.length; i++) expect(knots[i]).toBeGreaterThanOrEqual(knots[i - 1]!);
  expect(knots[16]).toBeCloseTo(1 / (1 + Math.exp(-1)), 1);
  expect([...calibrate([1], [1], [1])].every((knot) => knot === 0)).toBe(true);
});

it('rounds weights to bytes with a step for each label', () => {
  const weights = new Float32Array(64);
  weights[0] = 1;
  weights[8] = -0.5;
  weights[1] = 20;
  const { bytes, steps } = quantise(weights);
  expect(bytes[0]! * steps[0]!).toBeCloseTo(1, 5);
  expect(bytes[8]! * steps[0]!).toBeCloseTo(-0.5, 2);
  expect(bytes[1]! * steps[1]!).toBeCloseTo(20, 4);
  expect(steps[2]).toBe(0);
});

it('figures: average precision, recall at 1 % false alarms, calibration error', () => {
  const holds = Array.from({ length: 200 }, (_, i) => i < 100);
  const perfect = figuresOf(
    holds.map((hold) => (hold ? 1 : 0)),
    holds,
  );
  expect(perfect).toMatchObject({ averagePrecision: 1, recallAtOnePercent: 1, calibrationError: 0 });
  const blind = figuresOf(
    holds.map(() => 0.5),
    holds.map((_, i) => i % 2 === 0),
  );
  expect(blind.averagePrecision).toBeLessThan(0.6);
  expect(blind.calibrationError).toBeCloseTo(0, 5);
});
