import { duration, grouped } from './numbers.js';
import { renderBar } from './progress-bar.js';

test.each([
  [0, '0.0 µs'],
  [9.94, '9.9 µs'],
  [87.4, '87 µs'],
  [999, '999 µs'],
  [4312, '4.31 ms'],
  [120_000, '120 ms'],
  [1_200_000, '1.20 s'],
])('%d µs reads %s', (us, text) => {
  expect(duration(us)).toBe(text);
});

test('large numbers are grouped', () => {
  expect(grouped(1234567.4)).toBe('1,234,567');
});

test('the bar fills with the share, and is left out where the share is not known', () => {
  expect(renderBar(1200, 40_000, 0.5)).toBe('[############------------]  50 %  1,200 lines  40,000/s');
  expect(renderBar(5, 1, 2)).toBe(`[${'#'.repeat(24)}] 100 %  5 lines  1/s`);
  expect(renderBar(5, 1, undefined)).toBe('5 lines  1/s');
});
