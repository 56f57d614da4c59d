import { jest } from '@jest/globals';
import { Backoff } from './backoff.js';

test('pauses double up to the longest, each between half and all of it; reset starts over', () => {
  jest.useFakeTimers();
  const fired = jest.fn();
  const backoff = new Backoff(100, 400, fired);
  for (const longest of [100, 200, 400, 400]) {
    backoff.start();
    backoff.start();
    fired.mockClear();
    jest.advanceTimersByTime(longest / 2 - 1);
    expect(fired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(longest / 2 + 1);
    expect(fired).toHaveBeenCalledTimes(1);
    expect(backoff.waiting).toBe(false);
  }
  backoff.reset();
  backoff.start();
  jest.advanceTimersByTime(100);
  expect(fired).toHaveBeenCalledTimes(2);
  backoff.start();
  backoff.stop();
  jest.advanceTimersByTime(1000);
  expect(fired).toHaveBeenCalledTimes(2);
  jest.useRealTimers();
});
