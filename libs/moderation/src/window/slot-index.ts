/**
 * From a 64-bit key to a slot number: open addressing with linear probing in three typed arrays, at most half full.
 * 12 bytes for each of `2 * capacity` places. Removal shifts back what follows, so that no tombstones pile up.
 */
export class SlotIndex {
  size = 0;
  private readonly low: Int32Array;
  private readonly high: Int32Array;
  /** Slot + 1; 0 is empty. */
  private readonly slots: Int32Array;
  private readonly mask: number;

  /** @param capacity most keys; a power of two */
  constructor(capacity: number) {
    const places = 2 * capacity;
    this.low = new Int32Array(places);
    this.high = new Int32Array(places);
    this.slots = new Int32Array(places);
    this.mask = places - 1;
  }

  get bytes(): number {
    return 12 * this.slots.length;
  }

  /** The slot of a key; -1 where it has none. */
  get(low: number, high: number): number {
    for (let place = low & this.mask; this.slots[place] !== 0; place = (place + 1) & this.mask) {
      if (this.low[place] === low && this.high[place] === high) return this.slots[place]! - 1;
    }
    return -1;
  }

  set(low: number, high: number, slot: number): void {
    let place = low & this.mask;
    while (this.slots[place] !== 0 && (this.low[place] !== low || this.high[place] !== high)) {
      place = (place + 1) & this.mask;
    }
    if (this.slots[place] === 0) this.size++;
    this.low[place] = low;
    this.high[place] = high;
    this.slots[place] = slot + 1;
  }

  /** Removes a key where its slot is this one: a later message may have taken the key over. */
  remove(low: number, high: number, slot: number): void {
    const { slots, mask } = this;
    let place = low & mask;
    while (slots[place] !== 0 && (this.low[place] !== low || this.high[place] !== high)) place = (place + 1) & mask;
    if (slots[place] !== slot + 1) return;
    this.size--;
    for (let next = (place + 1) & mask; slots[next] !== 0; next = (next + 1) & mask) {
      const home = this.low[next]! & mask;
      // What lies between the gap and its home stays where it is.
      if (((next - home) & mask) < ((next - place) & mask)) continue;
      this.low[place] = this.low[next]!;
      this.high[place] = this.high[next]!;
      slots[place] = slots[next]!;
      place = next;
    }
    slots[place] = 0;
  }
}
