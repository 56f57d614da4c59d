import { averagePrecision, measure, median, share, type Judged } from './measures.js';

const judged = (expected: boolean, flagged: boolean, score = flagged ? 5 : 0): Judged => ({ expected, flagged, score });
const times = (count: number, each: Judged) => Array.from({ length: count }, () => each);

describe('measure', () => {
  it('counts what was expected and found', () => {
    const result = measure([
      ...times(6, judged(true, true)),
      ...times(2, judged(true, false)),
      ...times(1, judged(false, true)),
      ...times(11, judged(false, false)),
    ]);
    expect(result).toMatchObject({ n: 20, caught: 6, missed: 2, falseAlarms: 1, quiet: 11 });
    expect(result.recall).toBeCloseTo(6 / 8);
    expect(result.precision).toBeCloseTo(6 / 7);
    expect(result.falseAlarmRate).toBeCloseTo(1 / 12);
    expect(result.accuracy).toBeCloseTo(17 / 20);
    expect(result.f1).toBeCloseTo(12 / 15);
    expect(result.macroF1).toBeCloseTo((12 / 15 + 22 / 25) / 2);
  });

  it('leaves out what has nothing to divide by', () => {
    const clean = measure(times(3, judged(false, false)));
    expect(clean).toMatchObject({ recall: undefined, precision: undefined, f1: undefined, falseAlarmRate: 0 });
    expect(measure([])).toMatchObject({ n: 0, accuracy: undefined, falseAlarmRate: undefined });
  });

  it('scores 0 where everything to flag was missed', () => {
    expect(measure(times(4, judged(true, false)))).toMatchObject({ recall: 0, f1: 0, macroF1: undefined });
  });
});

describe('averagePrecision', () => {
  const scored = (pairs: readonly (readonly [number, boolean])[]) =>
    pairs.map(([score, expected]) => judged(expected, score >= 5, score));

  it('is 1 where all to flag stand above the others', () => {
    const list = scored([
      [7, true],
      [6, true],
      [2, false],
      [1, false],
    ]);
    expect(averagePrecision(list)).toBe(1);
  });

  it('sums precision over the recall gained', () => {
    // Recall 1/2 at precision 1, then nothing gained, then 1/2 at precision 2/3.
    const list = scored([
      [7, true],
      [6, false],
      [5, true],
      [0, false],
    ]);
    expect(averagePrecision(list)).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3));
  });

  it('takes cases of equal score together, in whatever order they come', () => {
    const list = scored([
      [7, true],
      [5, false],
      [5, true],
      [0, false],
    ]);
    const other = [list[2]!, list[3]!, list[0]!, list[1]!];
    expect(averagePrecision(list)).toBeCloseTo(0.5 + 0.5 * (2 / 3));
    expect(averagePrecision(other)).toBe(averagePrecision(list));
  });

  it('says nothing where only one kind of case or no score exists', () => {
    expect(averagePrecision(times(3, judged(true, true)))).toBeUndefined();
    expect(averagePrecision([judged(true, true), judged(false, false)])).toBeUndefined();
  });
});

it('takes the middle and the share', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(3);
  expect(share(1, 4)).toBe(0.25);
  expect(share(0, 0)).toBeUndefined();
});
