/**
 * Where a message came in, as one 32-bit number: the worker's slot in the low 9 bits, above it the number of the
 * stream there, 0 for a call that has none. Numbers of streams begin at random, so that a worker that takes a dead
 * one's place does not take its streams' retractions too.
 */
export type Origin = number;

const slotBits = 9;
const sessionMask = 2 ** 23 - 1;

export function originOf(slot: number, session: number): Origin {
  return (session << slotBits) | slot;
}

export function slotOf(origin: Origin): number {
  return origin & (2 ** slotBits - 1);
}

export function sessionOf(origin: Origin): number {
  return origin >>> slotBits;
}

/** Numbers for streams, never 0. */
export function sessionNumbers(): () => number {
  let last = Math.floor(Math.random() * sessionMask);
  return () => {
    last = last === sessionMask ? 1 : last + 1;
    return last;
  };
}
