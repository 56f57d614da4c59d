import { Retraction } from '@breakwater/contracts';
import type { Note } from '@breakwater/moderation';
import type { Origin } from '../window/origin.js';
import { fromRetraction, type PublishedRetraction } from '../window/published-retraction.js';
import { FrameKind, lengthBytes, mostFrameBytes } from './frame.js';

/** A message that another worker judged. */
export interface JudgedNote {
  readonly note: Note;
  /** Those that the message named. */
  readonly audiences: readonly string[];
}

/** Who takes what comes from other workers. */
export interface Inbox {
  notes(notes: readonly JudgedNote[]): void;
  retraction(published: PublishedRetraction): void;
}

/** The numbers of a note, before its strings. */
const numberBytes = 32;
const noAudiences: readonly string[] = Object.freeze([]);

/** Bytes that are no frame. */
class Malformed extends Error {}

/** Cuts what comes over one connection into frames, and hands out what is in them. Some 400 ns a note. */
export class FrameReader {
  /** The beginning of a frame whose rest has not come. */
  private torn = Buffer.alloc(0);
  private tornBytes = 0;

  constructor(private readonly inbox: Inbox) {}

  /**
   * Takes the next bytes, cut anywhere. What is in a frame is handed out when all of it was read and found good.
   * @returns false at the first thing that is no frame: nothing behind it can be understood, so the connection must go
   */
  read(chunk: Buffer): boolean {
    let at = 0;
    while (this.tornBytes > 0 && at < chunk.length) {
      const wanted = this.tornBytes < lengthBytes ? lengthBytes : frameEnd(this.torn, 0);
      if (wanted < 0) return false;
      const taken = Math.min(wanted - this.tornBytes, chunk.length - at);
      this.keep(chunk.subarray(at, at + taken), wanted);
      at += taken;
      if (this.tornBytes < wanted || wanted === lengthBytes) continue;
      this.tornBytes = 0;
      if (!this.frame(this.torn.subarray(lengthBytes, wanted))) return false;
    }
    while (chunk.length - at >= lengthBytes) {
      const end = frameEnd(chunk, at);
      if (end < 0) return false;
      if (end > chunk.length) break;
      if (!this.frame(chunk.subarray(at + lengthBytes, end))) return false;
      at = end;
    }
    if (at < chunk.length) this.keep(chunk.subarray(at), lengthBytes);
    return true;
  }

  /** @param wanted bytes that are foreseeably needed */
  private keep(bytes: Buffer, wanted: number): void {
    const size = Math.max(wanted, this.tornBytes + bytes.length);
    if (size > this.torn.length) {
      const larger = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(size)));
      larger.set(this.torn.subarray(0, this.tornBytes));
      this.torn = larger;
    }
    this.torn.set(bytes, this.tornBytes);
    this.tornBytes += bytes.length;
  }

  private frame(frame: Buffer): boolean {
    try {
      if (frame[0] === FrameKind.NOTES) {
        const notes = new NoteReader(frame).all();
        this.inbox.notes(notes);
        return true;
      }
      if (frame[0] !== FrameKind.RETRACTION) return false;
      this.inbox.retraction(retractionIn(frame));
      return true;
    } catch (error) {
      if (error instanceof Malformed) return false;
      throw error;
    }
  }
}

/** Where the frame ends that begins at `at`; -1 where its length is none that a worker writes. */
function frameEnd(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32LE(at);
  return length === 0 || length > mostFrameBytes - lengthBytes ? -1 : at + lengthBytes + length;
}

/** Reads the notes of a frame. Throws Malformed. */
class NoteReader {
  private at = 1;
  private readonly view: DataView;

  constructor(private readonly frame: Buffer) {
    this.view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  }

  all(): JudgedNote[] {
    const notes: JudgedNote[] = [];
    while (this.at < this.frame.length) notes.push(this.one());
    return notes;
  }

  private one(): JudgedNote {
    const { view, at } = this;
    if (at + numberBytes > this.frame.length) throw new Malformed();
    this.at = at + numberBytes;
    const whole = view.getUint8(at + 30) === 1;
    const tenant = this.string();
    const channel = this.string();
    const sender = this.string();
    const id = this.string();
    const head = this.string();
    const tail = whole ? head : this.string();
    const note = {
      tenant,
      channel,
      sender,
      id,
      at: view.getFloat64(at, true),
      head,
      tail,
      tailStart: view.getUint32(at + 16, true),
      whole,
      simhash: view.getInt32(at + 8, true),
      tokens: view.getUint8(at + 28),
      links: view.getUint32(at + 20, true),
      mentions: view.getUint32(at + 24, true),
      noise: view.getUint8(at + 29),
      origin: view.getInt32(at + 12, true),
      decisions: this.string(),
    };
    if (!Number.isFinite(note.at)) throw new Malformed();
    const named = view.getUint8(at + 31);
    if (named === 0) return { note, audiences: noAudiences };
    const audiences: string[] = [];
    for (let index = 0; index < named; index += 1) audiences.push(this.string());
    return { note, audiences };
  }

  private string(): string {
    const { frame, at } = this;
    if (at + 2 > frame.length) throw new Malformed();
    const header = this.view.getUint16(at, true);
    if (header === 0) {
      this.at = at + 2;
      return '';
    }
    const isWide = (header & 1) === 1;
    const end = at + 2 + (isWide ? header - 1 : header >>> 1);
    if (end > frame.length) throw new Malformed();
    this.at = end;
    return frame.toString(isWide ? 'utf16le' : 'latin1', at + 2, end);
  }
}

/** Throws Malformed. */
function retractionIn(frame: Buffer): PublishedRetraction {
  const count = frame.length < 5 ? Infinity : frame.readUInt32LE(1);
  const end = 5 + 4 * count;
  if (end > frame.length) throw new Malformed();
  const origins: Origin[] = [];
  for (let at = 5; at < end; at += 4) origins.push(frame.readInt32LE(at));
  const published = fromRetraction(decoded(frame.subarray(end)), origins);
  if (published === undefined) throw new Malformed();
  return published;
}

function decoded(bytes: Buffer): Retraction {
  try {
    return Retraction.decode(bytes);
  } catch {
    // The decoder throws RangeError and Error alike for bytes that are no protobuf.
    throw new Malformed();
  }
}
