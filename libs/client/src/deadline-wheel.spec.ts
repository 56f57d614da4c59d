import { setTimeout as sleep } from 'node:timers/promises';
import { DeadlineWheel } from './deadline-wheel.js';
import { PendingMessage } from './pending-message.js';
import { toWire } from './wire-message.js';

const nothing = () => undefined;
const due = (inMs: number) =>
  new PendingMessage(toWire({ text: '' }, 'a'), 1, performance.now() + inMs, inMs, 'throw', nothing, nothing);

test('each item expires once, never before its deadline, also beyond one turn; a removed one never', async () => {
  const expired: PendingMessage[] = [];
  const wheel = new DeadlineWheel((item) => {
    expect(performance.now()).toBeGreaterThanOrEqual(item.deadline);
    wheel.remove(item);
    expired.push(item);
  });
  const items = [due(-5), due(0), due(3), due(20), due(20), due(60), due(1100)];
  const removed = due(20);
  for (const item of [...items, removed]) wheel.add(item);
  wheel.remove(removed);
  wheel.remove(removed);
  while (wheel.size > 0) await sleep(5);
  expect(expired.map((item) => item.timeoutMs).sort((a, b) => a - b)).toEqual([-5, 0, 3, 20, 20, 60, 1100]);
  expect(removed.bucket).toBe(-1);
});
