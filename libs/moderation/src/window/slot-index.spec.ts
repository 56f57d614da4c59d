import fc from 'fast-check';
import { SlotIndex } from './slot-index.js';

test('is a map, whatever is set and removed, also where keys share a place', () => {
  const key = fc.integer({ min: 0, max: 12 });
  const step = fc.record({ key, slot: fc.integer({ min: 0, max: 3 }), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const index = new SlotIndex(16);
      const map = new Map<number, number>();
      // All keys have few homes.
      const keyOf = (of: number) => (of % 3) + 32 * of;
      for (const { key: of, slot, remove } of steps) {
        if (remove) {
          index.remove(keyOf(of), slot);
          if (map.get(of) === slot) map.delete(of);
        } else {
          index.set(keyOf(of), slot);
          map.set(of, slot);
        }
        for (let other = 0; other <= 12; other += 1) expect(index.get(keyOf(other))).toBe(map.get(other) ?? -1);
        expect(index.size).toBe(map.size);
      }
    }),
  );
});
