import type { Item } from './unit-pattern.js';

/** Bits of an item's kind. */
export const UNIT = 1;
export const GAP = 2;
/** Start or end of a sentence. */
export const EDGE = 4;
export const OPTIONAL = 8;
/** A gap that may leave the sentence and pass negations. */
export const FAR = 16;

/** Numbers of an item, by their place in it: its kind, and the most units of a gap. */
export const KIND = 0;
export const MOST = 1;
/** Classes as bits, numbers 0 to 31 and 32 to 63. */
export const LOW = 2;
export const HIGH = 3;
/** Signatures of the words, see TextReader.seen. */
export const FIRST = 4;
export const SECOND = 5;
/** Where among all numbers the hashes of the words begin, and end. */
export const HASHES = 6;
export const END_OF_HASHES = 7;
export const ITEM = 8;

/** A pattern that runs from one of its items, its anchor. Places are those of items among the numbers of all patterns. */
export interface Runnable {
  /** Of its first item, and behind its last. */
  readonly from: number;
  readonly to: number;
  readonly anchor: number;
  /** What must stand right before and right behind the anchor, where something must (else -1): most rules fail there. */
  readonly before: number;
  readonly behind: number;
}

/**
 * The items of all patterns in one array of numbers: those of a pattern lie side by side, so that trying it waits for
 * memory once or twice, where objects would make it wait for each of theirs.
 */
export class Steps {
  private readonly list: number[] = [];
  private packed: Int32Array | undefined;

  /** All numbers; nothing may be added any more. */
  get numbers(): Int32Array {
    return (this.packed ??= Int32Array.from(this.list));
  }

  /** @param anchor number of the item that the pattern runs from */
  add(items: readonly Item[], anchor: number): Runnable {
    const { list } = this;
    const from = list.length;
    const to = from + ITEM * items.length;
    let hashes = to;
    for (const item of items) {
      if (item.kind === 'unit') {
        const end = hashes + item.hashes.length;
        const kind = item.optional ? UNIT | OPTIONAL : UNIT;
        list.push(kind, 0, item.low, item.high, item.first, item.second, hashes, end);
        hashes = end;
      } else {
        const kind = item.kind === 'gap' ? (item.far ? GAP | FAR : GAP) : item.kind === 'edge' ? EDGE : 0;
        list.push(kind, item.kind === 'gap' ? item.most : 0, 0, 0, 0, 0, 0, 0);
      }
    }
    for (const item of items) if (item.kind === 'unit') for (const hash of item.hashes) list.push(hash);
    const placeOf = (number: number) => {
      const item = items[number];
      return item?.kind === 'unit' && !item.optional ? from + ITEM * number : -1;
    };
    return { from, to, anchor: from + ITEM * anchor, before: placeOf(anchor - 1), behind: placeOf(anchor + 1) };
  }
}
