import { resolveOptions } from './options.js';

const address = '127.0.0.1:1';

test('defaults are filled in', () => {
  expect(resolveOptions({ address })).toMatchObject({
    maxBatch: 50,
    maxDelayUs: 1000,
    timeoutMs: 1000,
    maxInFlight: 10_000,
    onUnavailable: 'throw',
  });
});

test.each([
  [{}, 'Client option "address" is required'],
  [{ address, maxBatch: 0 }, '"maxBatch" must be a number from 1 to 1000'],
  [{ address, maxBatch: 1001 }, '"maxBatch" must be a number from 1 to 1000'],
  [{ address, maxDelayUs: -1 }, '"maxDelayUs" must be a number from 0'],
  [{ address, timeoutMs: Number.NaN }, '"timeoutMs" must be a number from 1'],
  [{ address, timeoutMs: '5' }, '"timeoutMs" must be a number from 1'],
  [{ address, onUnavailable: 'maybe' }, '"onUnavailable" must be "open", "closed" or "throw"'],
  [{ address, maxbatch: 5 }, 'There is no client option "maxbatch"'],
  [{ address, apiKey: 'two words' }, '"apiKey" must be printable ASCII without spaces'],
])('%j is refused in one sentence', (options, sentence) => {
  expect(() => resolveOptions(options as never)).toThrow(sentence);
});
