import { fuzz } from './fuzz.js';

it('keeps its promises for generated texts', () => {
  const { inputs, compared, hits } = fuzz(3000, 20261124);
  expect(inputs).toBe(3000);
  expect(compared).toBeGreaterThan(500);
  expect(hits).toBeGreaterThan(1000);
}, 60_000);
