import type { Ending } from './edges.js';
import type { Keys } from './message-log.js';
import type { Note } from './note.js';

import { SlotIndex } from './slot-index.js';

/** Code units of fragment, id and decision ids that a message may take on the average. */
export const UNITS_PER_RECORD = 64;
/** Bytes of the fixed part, index places not counted. */
const FIXED_BYTES = 77;

/** The memory of a MessageLog of some size: one element per slot in each array. */
export class RecordArrays {
  readonly senderLow: Int32Array;
  readonly senderHigh: Int32Array;
  readonly channelLow: Int32Array;
  readonly channelHigh: Int32Array;
  readonly idLow: Int32Array;
  readonly idHigh: Int32Array;
  /** Sequence number minus that of the one before; 0 for none. Negative where that one came in later. */
  readonly beforeOfSender: Int32Array;
  readonly beforeInChannel: Int32Array;
  readonly at: Float64Array;
  /** How many code units were written before those of this message, modulo 2^32. */
  readonly unitsAt: Uint32Array;
  readonly textLength: Uint8Array;
  readonly idLength: Uint16Array;
  readonly decisionsLength: Uint16Array;
  readonly tailStart: Int32Array;
  readonly simhash: Int32Array;
  readonly tokens: Uint8Array;
  readonly links: Uint8Array;
  readonly level: Float32Array;
  readonly origin: Int32Array;
  readonly taken: Uint8Array;
  /** What Ending says. */
  readonly cut: Int32Array;
  readonly phrase: Int32Array;
  readonly lookCloser: Uint8Array;
  /** Ring of fragments, ids and decision ids. */
  readonly units: Uint16Array;
  readonly senders: SlotIndex;
  readonly channels: SlotIndex;
  readonly ids: SlotIndex;

  /** @param capacity slots; a power of two */
  constructor(readonly capacity: number) {
    this.senderLow = new Int32Array(capacity);
    this.senderHigh = new Int32Array(capacity);
    this.channelLow = new Int32Array(capacity);
    this.channelHigh = new Int32Array(capacity);
    this.idLow = new Int32Array(capacity);
    this.idHigh = new Int32Array(capacity);
    this.beforeOfSender = new Int32Array(capacity);
    this.beforeInChannel = new Int32Array(capacity);
    this.at = new Float64Array(capacity);
    this.unitsAt = new Uint32Array(capacity);
    this.textLength = new Uint8Array(capacity);
    this.idLength = new Uint16Array(capacity);
    this.decisionsLength = new Uint16Array(capacity);
    this.tailStart = new Int32Array(capacity);
    this.simhash = new Int32Array(capacity);
    this.tokens = new Uint8Array(capacity);
    this.links = new Uint8Array(capacity);
    this.level = new Float32Array(capacity);
    this.origin = new Int32Array(capacity);
    this.taken = new Uint8Array(capacity);
    this.cut = new Int32Array(capacity);
    this.phrase = new Int32Array(capacity);
    this.lookCloser = new Uint8Array(capacity);
    this.units = new Uint16Array(capacity * UNITS_PER_RECORD);
    this.senders = new SlotIndex(capacity);
    this.channels = new SlotIndex(capacity);
    this.ids = new SlotIndex(capacity);
  }

  get bytes(): number {
    const fixed = this.capacity * FIXED_BYTES + 2 * this.units.length;
    return fixed + this.senders.bytes + this.channels.bytes + this.ids.bytes;
  }

  /** Fills a slot, its links and units excepted. */
  set(slot: number, note: Note, keys: Keys, ending: Ending, level: number, unitsAt: number): void {
    this.senderLow[slot] = keys.senderLow;
    this.senderHigh[slot] = keys.senderHigh;
    this.channelLow[slot] = keys.channelLow;
    this.channelHigh[slot] = keys.channelHigh;
    this.idLow[slot] = keys.idLow;
    this.idHigh[slot] = keys.idHigh;
    this.at[slot] = note.at;
    this.unitsAt[slot] = unitsAt;
    this.textLength[slot] = note.tail.length;
    this.idLength[slot] = note.id.length;
    this.decisionsLength[slot] = note.decisions.length;
    this.tailStart[slot] = note.tailStart;
    this.simhash[slot] = note.simhash;
    this.tokens[slot] = note.tokens;
    this.links[slot] = note.links;
    this.level[slot] = level;
    this.origin[slot] = note.origin;
    this.taken[slot] = 0;
    this.cut[slot] = ending.cut;
    this.phrase[slot] = ending.phrase;
    this.lookCloser[slot] = Number(ending.lookCloser);
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
      for (const name of PLAIN) this[name][to] = old[name][from]!;
      const length = old.textLength[from]! + old.idLength[from]! + old.decisionsLength[from]!;
      const start = old.unitsAt[from]!;
      this.unitsAt[to] = written;
      for (let i = 0; i < length; i++) this.units[written++] = old.units[(start + i) & (old.units.length - 1)]!;
      this.index(this.senders, old.senders, old.senderLow[from]!, old.senderHigh[from]!, from, to);
      this.index(this.channels, old.channels, old.channelLow[from]!, old.channelHigh[from]!, from, to);
      this.index(this.ids, old.ids, old.idLow[from]!, old.idHigh[from]!, from, to);
    }
    return written;
  }

  private index(mine: SlotIndex, old: SlotIndex, low: number, high: number, from: number, to: number): void {
    if (old.get(low, high) === from) mine.set(low, high, to);
  }
}

/** Arrays that are copied as they are. */
const PLAIN = [
  'senderLow',
  'senderHigh',
  'channelLow',
  'channelHigh',
  'idLow',
  'idHigh',
  'beforeOfSender',
  'beforeInChannel',
  'at',
  'textLength',
  'idLength',
  'decisionsLength',
  'tailStart',
  'simhash',
  'tokens',
  'links',
  'level',
  'origin',
  'taken',
  'cut',
  'phrase',
  'lookCloser',
] as const;
