import type { Ending } from './edges.js';
import type { Note } from './note.js';
import { RecordArrays, UNITS_PER_RECORD } from './record-arrays.js';

/** No message. */
export const NONE = -1;

/** The 64-bit keys of a message, as halves. */
export interface Keys {
  readonly senderLow: number;
  readonly senderHigh: number;
  readonly channelLow: number;
  readonly channelHigh: number;
  readonly idLow: number;
  readonly idHigh: number;
}

/** Smallest log, in messages. */
const SMALLEST = 1024;

/**
 * The last messages of all channels, in one ring: typed arrays, no object per message. A message is named by its
 * sequence number, which rises for ever. Each links back, in order of time, to the one before it of the same sender
 * in the same channel, and to the one before it in the channel. Messages leave in the order they came: when they are
 * older than the window, or when the ring is full. The ring grows fourfold, by copying, until it holds `most`.
 *
 * Memory: 277 bytes a message (RecordArrays), of which 64 UTF-16 code units are for fragment, id and decision ids;
 * where the messages of the ring need more on the average, it holds fewer. Sender and channel are kept as hashes only.
 */
export class MessageLog {
  /** Messages that left before their time because the ring was full. */
  evictedEarly = 0;
  private arrays: RecordArrays;
  /** Sequence numbers of the oldest message, and of the next one. */
  private first = 0;
  private next = 0;
  /** Code units ever written, modulo 2^32. */
  private unitsWritten = 0;
  private readonly largest: number;

  /** @param most messages held at once, rounded up to a power of two */
  constructor(
    most: number,
    private readonly milliseconds: number,
  ) {
    this.largest = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(most)));
    this.arrays = new RecordArrays(SMALLEST);
  }

  get size(): number {
    return this.next - this.first;
  }

  get bytes(): number {
    return this.arrays.bytes;
  }

  /** Sequence number of the latest message of a sender in a channel; NONE where it has none. */
  ofSender(keys: Keys): number {
    return this.sequence(this.arrays.senders.get(keys.senderLow, keys.senderHigh));
  }

  /** The latest one in a channel. */
  inChannel(keys: Keys): number {
    return this.sequence(this.arrays.channels.get(keys.channelLow, keys.channelHigh));
  }

  /** The one with this id. */
  withId(keys: Keys): number {
    return this.sequence(this.arrays.ids.get(keys.idLow, keys.idHigh));
  }

  /** The one before it of the same sender in the same channel; NONE where there is none in the window any more. */
  beforeOfSender(sequence: number): number {
    return this.linked(sequence, this.arrays.beforeOfSender[this.slot(sequence)]!);
  }

  beforeInChannel(sequence: number): number {
    return this.linked(sequence, this.arrays.beforeInChannel[this.slot(sequence)]!);
  }

  at(sequence: number): number {
    return this.arrays.at[this.slot(sequence)]!;
  }

  simhash(sequence: number): number {
    return this.arrays.simhash[this.slot(sequence)]!;
  }

  tokens(sequence: number): number {
    return this.arrays.tokens[this.slot(sequence)]!;
  }

  links(sequence: number): number {
    return this.arrays.links[this.slot(sequence)]!;
  }

  /** How full the sender's bucket was with it, see Rates. */
  level(sequence: number): number {
    return this.arrays.level[this.slot(sequence)]!;
  }

  setLevel(sequence: number, level: number): void {
    this.arrays.level[this.slot(sequence)] = level;
  }

  origin(sequence: number): number {
    return this.arrays.origin[this.slot(sequence)]!;
  }

  /** Whether the fragment is the whole text. */
  isWhole(sequence: number): boolean {
    const slot = this.slot(sequence);
    return this.arrays.tailStart[slot] === 0;
  }

  /** Where the fragment begins in the text. */
  tailStart(sequence: number): number {
    return this.arrays.tailStart[this.slot(sequence)]!;
  }

  /** Whether a finding named it already. */
  isTaken(sequence: number): boolean {
    return this.arrays.taken[this.slot(sequence)] === 1;
  }

  take(sequence: number): void {
    this.arrays.taken[this.slot(sequence)] = 1;
  }

  /** What its end says of words that may go on behind it. */
  ending(sequence: number): Ending {
    const slot = this.slot(sequence);
    const { cut, phrase, lookCloser } = this.arrays;
    return { cut: cut[slot]!, phrase: phrase[slot]!, lookCloser: lookCloser[slot] === 1 };
  }

  sameSender(sequence: number, other: number): boolean {
    const { senderLow, senderHigh } = this.arrays;
    const a = this.slot(sequence);
    const b = this.slot(other);
    return senderLow[a] === senderLow[b] && senderHigh[a] === senderHigh[b];
  }

  /** Whether a sender wrote it. */
  isBy(sequence: number, keys: Keys): boolean {
    const slot = this.slot(sequence);
    return this.arrays.senderLow[slot] === keys.senderLow && this.arrays.senderHigh[slot] === keys.senderHigh;
  }

  /** The last words, whole where `isWhole`. */
  text(sequence: number): string {
    const slot = this.slot(sequence);
    return this.units(this.arrays.unitsAt[slot]!, this.arrays.textLength[slot]!);
  }

  id(sequence: number): string {
    const slot = this.slot(sequence);
    return this.units(this.arrays.unitsAt[slot]! + this.arrays.textLength[slot]!, this.arrays.idLength[slot]!);
  }

  decisions(sequence: number): string {
    const slot = this.slot(sequence);
    const { unitsAt, textLength, idLength, decisionsLength } = this.arrays;
    return this.units(unitsAt[slot]! + textLength[slot]! + idLength[slot]!, decisionsLength[slot]!);
  }

  /** Lets go of everything older than the window. */
  expire(now: number): void {
    const { at } = this.arrays;
    while (this.first < this.next && now - at[this.slot(this.first)]! > this.milliseconds) this.evict();
  }

  /**
   * Takes a message in at its place in time: behind those of the same moment. Its id must not be there yet.
   * @returns its sequence number
   */
  append(note: Note, keys: Keys, ending: Ending, level: number): number {
    const { tail, id, decisions } = note;
    const units = tail.length + id.length + decisions.length;
    this.expire(note.at);
    while (this.size === this.arrays.capacity || !this.hasRoomFor(units)) {
      if (this.arrays.capacity < this.largest) this.grow();
      else {
        this.evict();
        this.evictedEarly++;
      }
    }
    const sequence = this.next++;
    const slot = this.slot(sequence);
    const { arrays } = this;
    arrays.set(slot, note, keys, ending, level, this.unitsWritten);
    this.write(tail);
    this.write(id);
    this.write(decisions);
    arrays.ids.set(keys.idLow, keys.idHigh, slot);
    if (this.insert(sequence, this.ofSender(keys), arrays.beforeOfSender)) {
      arrays.senders.set(keys.senderLow, keys.senderHigh, slot);
    }
    if (this.insert(sequence, this.inChannel(keys), arrays.beforeInChannel)) {
      arrays.channels.set(keys.channelLow, keys.channelHigh, slot);
    }
    return sequence;
  }

  /** Hangs a message into a chain of back links that ends with `latest`. @returns whether it is the latest now */
  private insert(sequence: number, latest: number, before: Int32Array): boolean {
    const at = this.at(sequence);
    let behind = NONE;
    let ahead = latest;
    // Few steps: messages are late by milliseconds only.
    for (let steps = 0; ahead !== NONE && this.at(ahead) > at && steps < MOST_STEPS; steps++) {
      behind = ahead;
      ahead = this.linked(ahead, before[this.slot(ahead)]!);
    }
    before[this.slot(sequence)] = ahead === NONE ? 0 : sequence - ahead;
    if (behind !== NONE) before[this.slot(behind)] = behind - sequence;
    return behind === NONE;
  }

  private linked(sequence: number, distance: number): number {
    if (distance === 0) return NONE;
    const linked = sequence - distance;
    return linked >= this.first && linked < this.next ? linked : NONE;
  }

  private slot(sequence: number): number {
    return sequence & (this.arrays.capacity - 1);
  }

  private sequence(slot: number): number {
    if (slot < 0) return NONE;
    const { capacity } = this.arrays;
    return this.first + ((slot - this.first) & (capacity - 1));
  }

  private evict(): void {
    const slot = this.slot(this.first);
    const { arrays } = this;
    arrays.ids.remove(arrays.idLow[slot]!, arrays.idHigh[slot]!, slot);
    arrays.senders.remove(arrays.senderLow[slot]!, arrays.senderHigh[slot]!, slot);
    arrays.channels.remove(arrays.channelLow[slot]!, arrays.channelHigh[slot]!, slot);
    this.first++;
  }

  private hasRoomFor(units: number): boolean {
    const oldest = this.size === 0 ? this.unitsWritten : this.arrays.unitsAt[this.slot(this.first)]!;
    return ((this.unitsWritten - oldest) >>> 0) + units <= this.arrays.capacity * UNITS_PER_RECORD;
  }

  private write(text: string): void {
    const { units } = this.arrays;
    const mask = units.length - 1;
    const at = this.unitsWritten;
    for (let i = 0; i < text.length; i++) units[(at + i) & mask] = text.charCodeAt(i);
    this.unitsWritten = (at + text.length) >>> 0;
  }

  private units(from: number, length: number): string {
    const { units } = this.arrays;
    let text = '';
    const mask = units.length - 1;
    for (let i = 0; i < length; i++) text += String.fromCharCode(units[(from + i) & mask]!);
    return text;
  }

  /** Makes the ring four times as large: a copy of some 300 ns a message, and five of them to a million. */
  private grow(): void {
    const old = this.arrays;
    this.arrays = new RecordArrays(Math.min(4 * old.capacity, this.largest));
    this.unitsWritten = this.arrays.copy(old, this.first, this.next);
  }
}

/** Most later messages that a late one may be put before. */
const MOST_STEPS = 64;
