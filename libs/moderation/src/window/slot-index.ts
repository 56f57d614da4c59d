/** Integers of a place: the key, and slot + 1; 0 is empty. */
const PLACE = 2;
const SLOT = 1;

/**
 * From a 32-bit key to a slot number: open addressing with linear probing in one typed array, at most half full. 8 bytes
 * for each of `2 * capacity` places, side by side: a look-up is one line of the cache, seldom two. Removal shifts back
 * what follows, so that no tombstones pile up.
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
  get(key: number): number {
    return this.places[PLACE * this.find(key) + SLOT]! - 1;
  }

  set(key: number, slot: number): void {
    const { places } = this;
    const at = PLACE * this.find(key);
    if (places[at + SLOT] === 0) this.size++;
    places[at] = key;
    places[at + SLOT] = slot + 1;
  }

  /** Removes a key where its slot is this one: a later message may have taken the key over. */
  remove(key: number, slot: number): void {
    const { places, mask } = this;
    let place = this.find(key);
    if (places[PLACE * place + SLOT] !== slot + 1) return;
    this.size--;
    for (let next = (place + 1) & mask; places[PLACE * next + SLOT] !== 0; next = (next + 1) & mask) {
      const home = places[PLACE * next]! & mask;
      // What lies between the gap and its home stays where it is.
      if (((next - home) & mask) < ((next - place) & mask)) continue;
      places[PLACE * place] = places[PLACE * next]!;
      places[PLACE * place + SLOT] = places[PLACE * next + SLOT]!;
      place = next;
    }
    places[PLACE * place + SLOT] = 0;
  }

  /** The place of a key, or the empty one where it would be. */
  private find(key: number): number {
    const { places, mask } = this;
    let place = key & mask;
    while (places[PLACE * place + SLOT] !== 0 && places[PLACE * place] !== key) place = (place + 1) & mask;
    return place;
  }
}
