/** Integers of a place: halves of the key, and slot + 1; 0 is empty. */
const PLACE = 3;
const HIGH = 1;
const SLOT = 2;

/**
 * From a 64-bit key to a slot number: open addressing with linear probing in one typed array, at most half full.
 * 12 bytes for each of `2 * capacity` places, side by side: a look-up is one line of the cache, seldom two. Removal
 * shifts back what follows, so that no tombstones pile up.
 */
export class SlotIndex {
  size = 0;
  private readonly places: Int32Array;
  private readonly mask: number;

  /** @param capacity most keys; a power of two */
  constructor(capacity: number) {
    this.places = new Int32Array(PLACE * 2 * capacity);
    this.mask = 2 * capacity - 1;
  }

  get bytes(): number {
    return this.places.byteLength;
  }

  /** The slot of a key; -1 where it has none. */
  get(low: number, high: number): number {
    return this.places[PLACE * this.find(low, high) + SLOT]! - 1;
  }

  set(low: number, high: number, slot: number): void {
    const { places } = this;
    const at = PLACE * this.find(low, high);
    if (places[at + SLOT] === 0) this.size++;
    places[at] = low;
    places[at + HIGH] = high;
    places[at + SLOT] = slot + 1;
  }

  /** Removes a key where its slot is this one: a later message may have taken the key over. */
  remove(low: number, high: number, slot: number): void {
    const { places, mask } = this;
    let place = this.find(low, high);
    if (places[PLACE * place + SLOT] !== slot + 1) return;
    this.size--;
    for (let next = (place + 1) & mask; places[PLACE * next + SLOT] !== 0; next = (next + 1) & mask) {
      const home = places[PLACE * next]! & mask;
      // What lies between the gap and its home stays where it is.
      if (((next - home) & mask) < ((next - place) & mask)) continue;
      for (let i = 0; i < PLACE; i++) places[PLACE * place + i] = places[PLACE * next + i]!;
      place = next;
    }
    places[PLACE * place + SLOT] = 0;
  }

  /** The place of a key, or the empty one where it would be. */
  private find(low: number, high: number): number {
    const { places, mask } = this;
    let place = low & mask;
    let at = PLACE * place;
    while (places[at + SLOT] !== 0 && (places[at] !== low || places[at + HIGH] !== high)) {
      place = (place + 1) & mask;
      at = PLACE * place;
    }
    return place;
  }
}
