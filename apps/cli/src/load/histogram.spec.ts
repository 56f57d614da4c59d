import fc from 'fast-check';
import { Histogram } from './histogram.js';

const duration = fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 0, max: 4e8, noNaN: true }));

test('every percentile is at most 1 % (or 0.1 µs) above the true one, never below', () => {
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, share) => {
        const histogram = new Histogram();
        for (const us of all) histogram.record(us);
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(share * all.length) - 1)] as number;
        const given = histogram.percentile(share);
        expect(given).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
        expect(given).toBeLessThanOrEqual(exact * 1.01 + 0.1);
        expect(histogram.count).toBe(all.length);
        expect(histogram.max).toBe(sorted.at(-1));
      },
    ),
  );
});

test('nothing recorded, negative and endless durations', () => {
  const histogram = new Histogram();
  expect([histogram.percentile(0.5), histogram.mean, histogram.max]).toEqual([0, 0, 0]);
  histogram.record(-5);
  expect(histogram.percentile(1)).toBe(0);
  histogram.record(1e12);
  expect(histogram.percentile(1)).toBeGreaterThan(4e8);
});
