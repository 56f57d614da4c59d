import fc from 'fast-check';
import { RecordQueue } from './record-queue.js';
import { someDecision } from './testing/decisions.js';

test('behaves as an array with a limit does, whatever the sequence', () => {
  const step = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
      const queue = new RecordQueue<ReturnType<typeof someDecision>>(capacity);
      const oracle: ReturnType<typeof someDecision>[] = [];
      steps.forEach((count, index) => {
        if (count < 0 && !queue.isFull) {
          const decision = someDecision({ messageId: String(index) });
          queue.push(decision);
          oracle.push(decision);
        }
        if (count >= 0) {
          const taken = queue.peek(count);
          expect(taken).toEqual(oracle.slice(0, count));
          queue.remove(taken.length);
          oracle.splice(0, count);
        }
        expect(queue.length).toBe(oracle.length);
        expect(queue.isFull).toBe(oracle.length === capacity);
        expect(queue.oldest).toBe(oracle[0]);
      });
    }),
  );
});

test('one without room is full and empty', () => {
  const queue = new RecordQueue<never>(0);
  expect([queue.isFull, queue.length, queue.oldest, queue.peek(5)]).toEqual([true, 0, undefined, []]);
});
