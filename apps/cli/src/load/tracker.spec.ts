import { mostOutstanding, Tracker } from './tracker.js';

const ALLOW = 1;
const oneVerdict = Uint8Array.of(1);

test('latency counts from the scheduled time, and warm-up is not counted', () => {
  const tracker = new Tracker(oneVerdict, 100);
  tracker.issue(0, 99);
  tracker.issue(0, 100);
  expect(tracker.answer(1, 1, ALLOW, 0, 105)).toBe(true);
  expect(tracker.answer(0, 1, ALLOW, 0, 200)).toBe(true);
  expect(tracker).toMatchObject({ sent: 1, answered: 1, outstanding: 0 });
  expect(tracker.latency.max).toBe(5000);
});

test('a second answer, one to nothing asked, a refusal, a wrong number of verdicts, a verdict without an action', () => {
  const tracker = new Tracker(Uint8Array.of(1, 2), 0);
  for (let index = 0; index < 6; index++) tracker.issue(0, 1);
  tracker.answer(0, 1, ALLOW, 0, 2);
  tracker.answer(0, 1, ALLOW, 0, 2);
  tracker.answer(99, 1, ALLOW, 0, 2);
  tracker.answer(-1, 1, ALLOW, 0, 2);
  tracker.answer(1, 2, ALLOW, 0, 2);
  tracker.answer(2, 0, 0, 5, 2);
  tracker.answer(3, 1, ALLOW, 0, 2);
  tracker.answer(4, 1, 0, 0, 2);
  tracker.lose('unanswered');
  expect(tracker).toMatchObject({ answered: 2, outstanding: 0 });
  expect(tracker.errors).toEqual({ unanswered: 1, broken: 0, unmatched: 3, malformed: 2, notSent: 0 });
  expect([...tracker.refused]).toEqual([[5, 1]]);
});

test('what is out on a lane is found, also after the ring went round', () => {
  const tracker = new Tracker(oneVerdict, 0);
  for (let sequence = 0; sequence < mostOutstanding + 5; sequence++) {
    tracker.issue(sequence % 2, 1);
    if (sequence < mostOutstanding + 1) tracker.answer(sequence, 1, ALLOW, 0, 2);
  }
  expect(tracker.outOn(0)).toEqual([mostOutstanding + 2, mostOutstanding + 4]);
  tracker.lose('broken', 0);
  expect(tracker.errors.broken).toBe(2);
  expect(tracker.outstanding).toBe(2);
});
