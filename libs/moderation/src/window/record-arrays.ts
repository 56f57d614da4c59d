import type { Ending } from './edges.js';
import type { Keys } from './message-log.js';
import type { Note } from './note.js';
import { SlotIndex } from './slot-index.js';

/** Code units of fragment, id and decision ids that a message may take on the average. */
export const UNITS_PER_RECORD = 64;

/**
 * Places of a row, in 32-bit integers: all that is looked at of a message while nothing is found, in 64 bytes, so that
 * a message costs one line of the cache and not one for each thing known of it.
 */
export const ROW = 16;
export const ID = 0;
export const SENDER = 2;
export const CHANNEL = 4;
/** Sequence number minus that of the one before; 0 for none. Negative where that one came in later. */
export const BEFORE_OF_SENDER = 6;
export const BEFORE_IN_CHANNEL = 7;
/** A double: half of this in the view of doubles. */
export const AT = 8;
export const SIMHASH = 10;
export const FACTS = 11;
export const LETTERS = 12;
export const PHRASE = 13;
/** A float. */
export const LEVEL = 14;
/** How many code units were written before those of this message, modulo 2^32. */
export const UNITS_AT = 15;

/** Bits of FACTS: tokens and links in a byte each, then these. */
export const LINKS_SHIFT = 8;
export const LENGTH_SHIFT = 16;
export const LENGTH_MASK = 63;
export const SIZE_SHIFT = 22;
export const SIZE_MASK = 7;
export const IS_FRAGMENT = 1 << 25;
export const IS_DISGUISED = 1 << 26;
export const MAY_COUNT = 1 << 27;
/** A finding named it already. */
export const IS_TAKEN = 1 << 28;
/** An index has it. */
export const IS_LATEST_OF_SENDER = 1 << 29;
export const IS_LATEST_IN_CHANNEL = 1 << 30;
/** The text that is kept is all of it. */
export const IS_WHOLE = 1 << 31;

/** Places of what is looked at once something is found. */
export const REST = 8;
export const ORIGIN = 0;
export const TAIL_START = 1;
/** Length of the id, and of the decision ids in the upper half. */
export const LENGTHS = 2;
/** Marks of the sender's messages before it, up to the end. */
export const MARKS = 3;

/** The memory of a MessageLog of some size. */
export class RecordArrays {
  readonly rows: Int32Array;
  /** The same memory, for AT and LEVEL. */
  readonly doubles: Float64Array;
  readonly floats: Float32Array;
  readonly rest: Int32Array;
  /** Ring of fragments, ids and decision ids. */
  readonly units: Uint16Array;
  readonly senders: SlotIndex;
  readonly channels: SlotIndex;
  readonly ids: SlotIndex;

  /** @param capacity slots; a power of two */
  constructor(readonly capacity: number) {
    this.rows = new Int32Array(capacity * ROW);
    this.doubles = new Float64Array(this.rows.buffer);
    this.floats = new Float32Array(this.rows.buffer);
    this.rest = new Int32Array(capacity * REST);
    this.units = new Uint16Array(capacity * UNITS_PER_RECORD);
    this.senders = new SlotIndex(capacity);
    this.channels = new SlotIndex(capacity);
    this.ids = new SlotIndex(capacity);
  }

  get bytes(): number {
    const records = this.rows.byteLength + this.rest.byteLength + this.units.byteLength;
    return records + this.senders.bytes + this.channels.bytes + this.ids.bytes;
  }

  /** Fills a slot, its links and units excepted. */
  set(slot: number, note: Note, keys: Keys, ending: Ending, level: number, unitsAt: number, decisions: string): void {
    const { rows, rest } = this;
    const row = slot * ROW;
    rows[row + ID] = keys.idLow;
    rows[row + ID + 1] = keys.idHigh;
    rows[row + SENDER] = keys.senderLow;
    rows[row + SENDER + 1] = keys.senderHigh;
    rows[row + CHANNEL] = keys.channelLow;
    rows[row + CHANNEL + 1] = keys.channelHigh;
    this.doubles[(row + AT) >> 1] = note.at;
    rows[row + SIMHASH] = note.simhash;
    rows[row + FACTS] =
      (note.tokens & 255) |
      ((note.links & 255) << LINKS_SHIFT) |
      (note.tail.length << LENGTH_SHIFT) |
      (ending.size << SIZE_SHIFT) |
      (ending.isFragment ? IS_FRAGMENT : 0) |
      (ending.isDisguised ? IS_DISGUISED : 0) |
      (ending.mayCount ? MAY_COUNT : 0) |
      (note.tailStart === 0 ? IS_WHOLE : 0);
    rows[row + LETTERS] = ending.letters;
    rows[row + PHRASE] = ending.phrase;
    this.floats[row + LEVEL] = level;
    rows[row + UNITS_AT] = unitsAt;
    const at = slot * REST;
    rest[at + ORIGIN] = note.origin;
    rest[at + TAIL_START] = note.tailStart;
    rest[at + LENGTHS] = note.id.length | (decisions.length << 16);
  }

  /** Code units that a slot has in the ring. */
  unitsOf(slot: number): number {
    return this.textLength(slot) + this.idLength(slot) + this.decisionsLength(slot);
  }

  idLength(slot: number): number {
    return this.rest[slot * REST + LENGTHS]! & 0xffff;
  }

  decisionsLength(slot: number): number {
    return this.rest[slot * REST + LENGTHS]! >>> 16;
  }

  textLength(slot: number): number {
    return (this.rows[slot * ROW + FACTS]! >>> LENGTH_SHIFT) & LENGTH_MASK;
  }

  /**
   * Takes the messages `first` to `next - 1` over from a smaller one.
   * @returns how many code units are written now, counted anew
   */
  copy(old: RecordArrays, first: number, next: number): number {
    let written = 0;
    for (let sequence = first; sequence < next; sequence++) {
      const from = sequence & (old.capacity - 1);
      const to = sequence & (this.capacity - 1);
      for (let i = 0; i < ROW; i++) this.rows[to * ROW + i] = old.rows[from * ROW + i]!;
      for (let i = 0; i < REST; i++) this.rest[to * REST + i] = old.rest[from * REST + i]!;
      const length = old.unitsOf(from);
      const start = old.rows[from * ROW + UNITS_AT]! >>> 0;
      this.rows[to * ROW + UNITS_AT] = written;
      for (let i = 0; i < length; i++) this.units[written++] = old.units[(start + i) & (old.units.length - 1)]!;
      const facts = old.rows[from * ROW + FACTS]!;
      this.index(this.ids, ID, to);
      if (facts & IS_LATEST_OF_SENDER) this.index(this.senders, SENDER, to);
      if (facts & IS_LATEST_IN_CHANNEL) this.index(this.channels, CHANNEL, to);
    }
    return written;
  }

  /** The slot of a 64-bit key; -1 where it has none. Of two keys with the same low half the latest has one. */
  find(index: SlotIndex, key: number, low: number, high: number): number {
    const slot = index.get(low);
    return slot >= 0 && this.rows[slot * ROW + key + 1] === high ? slot : -1;
  }

  /** @param key place of the key in the row */
  index(index: SlotIndex, key: number, slot: number): void {
    index.set(this.rows[slot * ROW + key]!, slot);
  }

  unindex(index: SlotIndex, key: number, slot: number): void {
    index.remove(this.rows[slot * ROW + key]!, slot);
  }
}
