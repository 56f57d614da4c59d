import fc from 'fast-check';
import { MessageQueue, PendingMessage } from './pending-message.js';
import { toWire } from './wire-message.js';

const item = (id: number) =>
  new PendingMessage(
    toWire({ text: '' }, String(id)),
    1,
    0,
    0,
    'throw',
    () => undefined,
    () => undefined,
  );

test('the queue does what an array would do', () => {
  const step = fc.constantFrom('push', 'unshift', 'shift', 'remove');
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(30))), (steps) => {
      const queue = new MessageQueue();
      const oracle: PendingMessage[] = [];
      let count = 0;
      for (const [what, which] of steps) {
        if (what === 'push' || what === 'unshift') {
          const added = item(count++);
          queue[what](added);
          oracle[what](added);
        } else if (what === 'shift') {
          expect(queue.shift()).toBe(oracle.shift());
        } else if (oracle.length > 0) {
          const [removed] = oracle.splice(which % oracle.length, 1) as [PendingMessage];
          queue.remove(removed);
          queue.remove(removed);
        }
        expect(queue.size).toBe(oracle.length);
        expect(queue.first).toBe(oracle[0]);
      }
      while (oracle.length > 0) expect(queue.shift()).toBe(oracle.shift());
    }),
  );
});
