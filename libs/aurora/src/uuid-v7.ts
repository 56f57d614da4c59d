import { randomFillSync } from 'node:crypto';

const poolBytes = 8 * 512;
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A generator of UUIDs version 7 (RFC 9562) that rise strictly within a process: the 12 bits after the milliseconds
 * count up from a random start, and run into the milliseconds where they overflow or the clock goes back. About
 * 0.2 us each. (crypto.randomUUIDv7 of Node 26 is unordered within a millisecond.)
 */
export function uuidV7Generator(now: () => number = Date.now): () => string {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  let milliseconds = 0;
  let counter = 0;
  return () => {
    if (used === poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    const clock = now();
    if (clock > milliseconds) {
      milliseconds = clock;
      counter = pool.readUInt16LE(used) & 0x7ff;
    } else if (counter === 0xfff) {
      milliseconds += 1;
      counter = 0;
    } else {
      counter += 1;
    }
    const high = Math.floor(milliseconds / 0x1_0000);
    const low = milliseconds % 0x1_0000;
    const at = used;
    used += 8;
    return (
      hex[(high >>> 24) & 0xff]! +
      hex[(high >>> 16) & 0xff]! +
      hex[(high >>> 8) & 0xff]! +
      hex[high & 0xff]! +
      '-' +
      hex[low >>> 8]! +
      hex[low & 0xff]! +
      '-' +
      hex[0x70 | (counter >>> 8)]! +
      hex[counter & 0xff]! +
      '-' +
      hex[0x80 | (pool[at]! & 0x3f)]! +
      hex[pool[at + 1]!]! +
      '-' +
      hex[pool[at + 2]!]! +
      hex[pool[at + 3]!]! +
      hex[pool[at + 4]!]! +
      hex[pool[at + 5]!]! +
      hex[pool[at + 6]!]! +
      hex[pool[at + 7]!]!
    );
  };
}
