import { bitsOf } from './text-shape.js';

/** Integers with two marks each. */
export const MARK_PAIRS = 5;
/** Messages of a sender that are known by their marks: one and those before it. */
export const MARKED = 1 + 2 * MARK_PAIRS;

/** A mark is this half of a similarity hash. */
const MARK = 0xffff;
/** The lowest bit of each half. */
const HALVES = 0x00010001;
/** A bit of each half that no count of bits reaches. */
const OVER = 5;

/**
 * Puts the mark of a message before the marks of those before it, and lets go of the last one.
 * @param from where the marks of the message begin
 * @param to where those of the message behind it do
 */
export function pushMark(marks: Int32Array, from: number, to: number, simhash: number): void {
  let mark = simhash & MARK;
  for (let i = 0; i < MARK_PAIRS; i++) {
    const pair = marks[from + i]!;
    marks[to + i] = mark | (pair << 16);
    mark = pair >>> 16;
  }
}

/** Marks of nobody. They may be taken for those of a text alike, and cost a look then. */
export function clearMarks(marks: Int32Array, at: number): void {
  for (let i = 0; i < MARK_PAIRS; i++) marks[at + i] = 0;
}

/**
 * How many of a message and those before it could be like a text, from their marks. May be too many, never too few.
 * @param latest similarity hash of the message
 * @param at where its marks begin
 * @param nearBits in how many bits hashes may differ
 */
export function countAlike(marks: Int32Array, at: number, latest: number, simhash: number, nearBits: number): number {
  const pair = (simhash & MARK) | (simhash << 16);
  const most = (nearBits + (1 << OVER)) * HALVES;
  let alike = 0;
  for (let i = 0; i < MARK_PAIRS; i++) {
    // Counts the bits of both halves at once.
    let bits = marks[at + i]! ^ pair;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
    bits = (bits + (bits >>> 8)) & (0x1f * HALVES);
    alike += ((most - bits) >>> OVER) & HALVES;
  }
  return (alike & MARK) + (alike >>> 16) + (bitsOf((latest ^ simhash) & MARK) <= nearBits ? 1 : 0);
}
