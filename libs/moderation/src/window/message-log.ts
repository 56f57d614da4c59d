import { CodeUnits } from '@breakwater/engine';
import type { Ending } from './edges.js';
import { clearMarks, countAlike, pushMark } from './marks.js';
import type { Note } from './note.js';
import {
  AT,
  BEFORE_IN_CHANNEL,
  BEFORE_OF_SENDER,
  CHANNEL,
  FACTS,
  ID,
  IS_DISGUISED,
  IS_FRAGMENT,
  IS_LATEST_IN_CHANNEL,
  IS_LATEST_OF_SENDER,
  IS_TAKEN,
  IS_WHOLE,
  LETTERS,
  LEVEL,
  LINKS_SHIFT,
  MARKS,
  MAY_COUNT,
  ORIGIN,
  PHRASE,
  REST,
  ROW,
  RecordArrays,
  SENDER,
  SIMHASH,
  SIZE_MASK,
  SIZE_SHIFT,
  TAIL_START,
  UNITS_AT,
  UNITS_PER_RECORD,
} from './record-arrays.js';

/** No message. */
export const NONE = -1;

/** The 64-bit keys of a message, as halves. */
export interface Keys {
  senderLow: number;
  senderHigh: number;
  channelLow: number;
  channelHigh: number;
  idLow: number;
  idHigh: number;
}

/** Smallest log, in messages. */
const SMALLEST = 1024;

/**
 * The last messages of all channels, in one ring: typed arrays, no object per message. A message is named by its
 * sequence number, which rises for ever. Each links back, in order of time, to the one before it of the same sender
 * in the same channel, and to the one before it in the channel. Messages leave in the order they came: when they are
 * older than the window, or when the ring is full. The ring grows fourfold, by copying, until it holds `most`.
 *
 * Memory: 272 bytes a message (RecordArrays), of which 64 UTF-16 code units are for fragment, id and decision ids;
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
  private readonly units = new CodeUnits();
  /** Of no use but to have been read. */
  private asked = 0;

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

  /** Asks for all that the next questions about a message read, at once: each may lie far away in memory. */
  seek({ senderLow, channelLow, idLow }: Keys): void {
    const { senders, channels, ids, rows, rest } = this.arrays;
    const id = ids.get(idLow);
    // The one that leaves next, too.
    const leaving = ids.get(rows[this.row(this.first) + ID]!);
    const inChannel = channels.get(channelLow);
    const ofSender = senders.get(senderLow);
    this.asked =
      (ofSender < 0 ? 0 : rows[ofSender * ROW + FACTS]! ^ rest[ofSender * REST + MARKS]!) ^
      (inChannel < 0 ? 0 : rows[inChannel * ROW + FACTS]!) ^
      (id ^ leaving);
  }

  /** Sequence number of the latest message of a sender in a channel; NONE where it has none. */
  ofSender(keys: Keys): number {
    return this.sequence(this.arrays.find(this.arrays.senders, SENDER, keys.senderLow, keys.senderHigh));
  }

  /** The latest one in a channel. */
  inChannel(keys: Keys): number {
    return this.sequence(this.arrays.find(this.arrays.channels, CHANNEL, keys.channelLow, keys.channelHigh));
  }

  /** The one with this id. */
  withId(keys: Keys): number {
    return this.sequence(this.arrays.find(this.arrays.ids, ID, keys.idLow, keys.idHigh));
  }

  /** The one before it of the same sender in the same channel; NONE where there is none in the window any more. */
  beforeOfSender(sequence: number): number {
    return this.linked(sequence, this.arrays.rows[this.row(sequence) + BEFORE_OF_SENDER]!);
  }

  beforeInChannel(sequence: number): number {
    return this.linked(sequence, this.arrays.rows[this.row(sequence) + BEFORE_IN_CHANNEL]!);
  }

  at(sequence: number): number {
    return this.arrays.doubles[(this.row(sequence) + AT) >> 1]!;
  }

  simhash(sequence: number): number {
    return this.arrays.rows[this.row(sequence) + SIMHASH]!;
  }

  tokens(sequence: number): number {
    return this.facts(sequence) & 255;
  }

  links(sequence: number): number {
    return (this.facts(sequence) >>> LINKS_SHIFT) & 255;
  }

  /** How full the sender's bucket was with it, see Rates. */
  level(sequence: number): number {
    return this.arrays.floats[this.row(sequence) + LEVEL]!;
  }

  setLevel(sequence: number, level: number): void {
    this.arrays.floats[this.row(sequence) + LEVEL] = level;
  }

  origin(sequence: number): number {
    return this.arrays.rest[this.slot(sequence) * REST + ORIGIN]!;
  }

  /** Whether the fragment is the whole text. */
  isWhole(sequence: number): boolean {
    return (this.facts(sequence) & IS_WHOLE) !== 0;
  }

  /** Where the fragment begins in the text. */
  tailStart(sequence: number): number {
    return this.arrays.rest[this.slot(sequence) * REST + TAIL_START]!;
  }

  /** Whether a finding named it already. */
  isTaken(sequence: number): boolean {
    return (this.facts(sequence) & IS_TAKEN) !== 0;
  }

  take(sequence: number): void {
    this.arrays.rows[this.row(sequence) + FACTS]! |= IS_TAKEN;
  }

  /** What its end says of words that may go on behind it, into `out`. */
  readEnding(sequence: number, out: Ending): Ending {
    const { rows } = this.arrays;
    const row = this.row(sequence);
    const facts = rows[row + FACTS]!;
    out.phrase = rows[row + PHRASE]!;
    out.letters = rows[row + LETTERS]!;
    out.size = (facts >>> SIZE_SHIFT) & SIZE_MASK;
    out.isFragment = (facts & IS_FRAGMENT) !== 0;
    out.isDisguised = (facts & IS_DISGUISED) !== 0;
    out.mayCount = (facts & MAY_COUNT) !== 0;
    return out;
  }

  /** See countAlike. */
  countAlike(sequence: number, simhash: number, nearBits: number): number {
    const at = this.slot(sequence) * REST + MARKS;
    return countAlike(this.arrays.rest, at, this.simhash(sequence), simhash, nearBits);
  }

  sameSender(sequence: number, other: number): boolean {
    const { rows } = this.arrays;
    const a = this.row(sequence) + SENDER;
    const b = this.row(other) + SENDER;
    return rows[a] === rows[b] && rows[a + 1] === rows[b + 1];
  }

  /** Whether a sender wrote it. */
  isBy(sequence: number, keys: Keys): boolean {
    const { rows } = this.arrays;
    const row = this.row(sequence) + SENDER;
    return rows[row] === keys.senderLow && rows[row + 1] === keys.senderHigh;
  }

  /** The last words, whole where `isWhole`. */
  text(sequence: number): string {
    const slot = this.slot(sequence);
    return this.read(this.unitsAt(slot), this.arrays.textLength(slot));
  }

  /** Copies the last words. @returns the place behind them */
  copyText(sequence: number, to: Uint16Array, at: number): number {
    const { arrays } = this;
    const slot = this.slot(sequence);
    const from = this.unitsAt(slot);
    const length = arrays.textLength(slot);
    for (let i = 0; i < length; i++) to[at + i] = arrays.units[(from + i) & (arrays.units.length - 1)]!;
    return at + length;
  }

  id(sequence: number): string {
    const slot = this.slot(sequence);
    const { arrays } = this;
    return this.read(this.unitsAt(slot) + arrays.textLength(slot), arrays.idLength(slot));
  }

  decisions(sequence: number): string {
    const slot = this.slot(sequence);
    const { arrays } = this;
    const length = arrays.decisionsLength(slot);
    return this.read(this.unitsAt(slot) + arrays.unitsOf(slot) - length, length);
  }

  /** Lets go of everything older than the window. */
  expire(now: number): void {
    while (this.first < this.next && now - this.at(this.first) > this.milliseconds) this.evict();
  }

  /**
   * Takes a message in at its place in time: behind those of the same moment. Its id must not be there yet.
   * @param decisions instead of those of the note
   * @param tail units of the note's
   * @returns its sequence number
   */
  append(
    note: Note,
    keys: Keys,
    ending: Ending,
    level: number,
    decisions = note.decisions,
    tail = new CodeUnits().read(note.tail),
  ): number {
    const { id } = note;
    const units = tail.size + id.length + decisions.length;
    this.expire(note.at);
    while (this.size === this.arrays.capacity || !this.hasRoomFor(units)) {
      if (this.arrays.capacity < this.largest) this.grow();
      else {
        this.evict();
        this.evictedEarly++;
      }
    }
    const ofSender = this.ofSender(keys);
    const inChannel = this.inChannel(keys);
    const sequence = this.next++;
    const slot = this.slot(sequence);
    const { arrays } = this;
    arrays.set(slot, note, keys, ending, level, this.unitsWritten, decisions);
    this.write(tail);
    this.write(this.units.read(id));
    if (decisions !== '') this.write(this.units.read(decisions));
    arrays.index(arrays.ids, ID, slot);
    if (this.insert(sequence, note.at, ofSender, BEFORE_OF_SENDER, IS_LATEST_OF_SENDER)) {
      arrays.index(arrays.senders, SENDER, slot);
      this.mark(sequence);
    } else this.markAnew(sequence, ofSender);
    if (this.insert(sequence, note.at, inChannel, BEFORE_IN_CHANNEL, IS_LATEST_IN_CHANNEL)) {
      arrays.index(arrays.channels, CHANNEL, slot);
    }
    return sequence;
  }

  /** Whether no message of its sender, and none in its channel, is later. */
  isLatest(sequence: number): boolean {
    const latest = IS_LATEST_OF_SENDER | IS_LATEST_IN_CHANNEL;
    return (this.facts(sequence) & latest) === latest;
  }

  /**
   * Hangs a message into a chain of back links that ends with `latest`.
   * @param before place of the link in a row
   * @param flag bit of FACTS for the latest of the chain
   * @returns whether it is the latest now
   */
  private insert(sequence: number, at: number, latest: number, before: number, flag: number): boolean {
    const { rows } = this.arrays;
    let behind = NONE;
    let ahead = latest;
    // Few steps: messages are late by milliseconds only.
    for (let steps = 0; ahead !== NONE && this.at(ahead) > at && steps < MOST_STEPS; steps++) {
      behind = ahead;
      ahead = this.linked(ahead, rows[this.row(ahead) + before]!);
    }
    const row = this.row(sequence);
    rows[row + before] = ahead === NONE ? 0 : sequence - ahead;
    if (behind !== NONE) {
      rows[this.row(behind) + before] = behind - sequence;
      return false;
    }
    if (ahead !== NONE) rows[this.row(ahead) + FACTS]! &= ~flag;
    rows[row + FACTS]! |= flag;
    return true;
  }

  /** Takes over the marks of the sender's message before this one. */
  private mark(sequence: number): void {
    const { rest } = this.arrays;
    const at = this.slot(sequence) * REST + MARKS;
    const before = this.beforeOfSender(sequence);
    if (before === NONE) clearMarks(rest, at);
    else pushMark(rest, this.slot(before) * REST + MARKS, at, this.simhash(before));
  }

  /** The same of a message that came late and those of its sender after it. */
  private markAnew(sequence: number, latest: number): void {
    const later: number[] = [];
    for (let i = latest; i !== sequence && i !== NONE && later.length <= MOST_STEPS; i = this.beforeOfSender(i)) {
      later.push(i);
    }
    this.mark(sequence);
    for (const message of later.reverse()) this.mark(message);
  }

  private linked(sequence: number, distance: number): number {
    if (distance === 0) return NONE;
    const linked = sequence - distance;
    return linked >= this.first && linked < this.next ? linked : NONE;
  }

  private slot(sequence: number): number {
    return sequence & (this.arrays.capacity - 1);
  }

  /** Where its row begins. */
  private row(sequence: number): number {
    return this.slot(sequence) * ROW;
  }

  private facts(sequence: number): number {
    return this.arrays.rows[this.row(sequence) + FACTS]!;
  }

  private unitsAt(slot: number): number {
    return this.arrays.rows[slot * ROW + UNITS_AT]! >>> 0;
  }

  private sequence(slot: number): number {
    if (slot < 0) return NONE;
    const { capacity } = this.arrays;
    return this.first + ((slot - this.first) & (capacity - 1));
  }

  private evict(): void {
    const slot = this.slot(this.first);
    const facts = this.facts(this.first);
    const { arrays } = this;
    arrays.unindex(arrays.ids, ID, slot);
    // Mostly the sender and the channel have later ones, and their indexes need no look.
    if (facts & IS_LATEST_OF_SENDER) arrays.unindex(arrays.senders, SENDER, slot);
    if (facts & IS_LATEST_IN_CHANNEL) arrays.unindex(arrays.channels, CHANNEL, slot);
    this.first++;
  }

  private hasRoomFor(units: number): boolean {
    const oldest = this.size === 0 ? this.unitsWritten : this.unitsAt(this.slot(this.first));
    return ((this.unitsWritten - oldest) >>> 0) + units <= this.arrays.capacity * UNITS_PER_RECORD;
  }

  private write({ units, size }: CodeUnits): void {
    const ring = this.arrays.units;
    const mask = ring.length - 1;
    const at = this.unitsWritten & mask;
    if (at + size <= ring.length) for (let i = 0; i < size; i++) ring[at + i] = units[i]!;
    else for (let i = 0; i < size; i++) ring[(at + i) & mask] = units[i]!;
    this.unitsWritten = (this.unitsWritten + size) >>> 0;
  }

  private read(from: number, length: number): string {
    const { units } = this.arrays;
    const at = from & (units.length - 1);
    const text = stringOf(units.subarray(at, at + length));
    return text.length === length ? text : text + stringOf(units.subarray(0, length - text.length));
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

/** A short text. */
function stringOf(units: Uint16Array): string {
  return String.fromCharCode.apply(undefined, units as unknown as number[]);
}
