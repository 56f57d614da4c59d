import { Retraction } from '@breakwater/contracts';
import type { Note } from '@breakwater/moderation';
import { toRetraction, type PublishedRetraction } from '../window/published-retraction.js';
import { FrameKind, lengthBytes, mostFrameBytes, mostStringUnits } from './frame.js';

/** Bytes at the start, and again after a rush. */
const usualBytes = 16 * 1024;
/** Numbers and string headers of a note without audiences, rounded up. */
const noteBytes = 64;

/**
 * Packs notes and retractions into frames, in one buffer that is used again: some 300 ns a note, nothing allocated once
 * the buffer has its size. It grows up to the largest frame and takes nothing more then.
 */
export class FrameWriter {
  /** Notes and retractions that it holds. */
  notes = 0;
  retractions = 0;
  private bytes: Buffer = Buffer.allocUnsafeSlow(usualBytes);
  private view = viewOf(this.bytes);
  private end = 0;
  /** Where the frame begins that is still being written; -1 for none. */
  private open = -1;

  /** Bytes that it holds. */
  get size(): number {
    return this.end;
  }

  /** @returns false where there is no room for it */
  note(note: Note, decisions: string, audiences: readonly string[]): boolean {
    const { tenant, channel, sender, id, head, tail, whole } = note;
    let units = tenant.length + channel.length + sender.length + id.length + head.length + decisions.length;
    if (!whole) units += tail.length;
    for (const audience of audiences) units += 1 + audience.length;
    // Each string is shorter than all, and no string of a checked message comes near.
    if (units > mostStringUnits || audiences.length > 255 || !this.fits(noteBytes + 2 * units)) return false;
    if (this.open < 0) this.begin(FrameKind.NOTES);
    const { view } = this;
    let { end } = this;
    view.setFloat64(end, note.at, true);
    view.setInt32(end + 8, note.simhash, true);
    view.setInt32(end + 12, note.origin, true);
    view.setUint32(end + 16, note.tailStart, true);
    view.setUint32(end + 20, note.links, true);
    view.setUint32(end + 24, note.mentions, true);
    view.setUint8(end + 28, note.tokens);
    view.setUint8(end + 29, note.noise);
    view.setUint8(end + 30, whole ? 1 : 0);
    view.setUint8(end + 31, audiences.length);
    end = this.string(end + 32, tenant);
    end = this.string(end, channel);
    end = this.string(end, sender);
    end = this.string(end, id);
    end = this.string(end, head);
    if (!whole) end = this.string(end, tail);
    end = this.string(end, decisions);
    for (const audience of audiences) end = this.string(end, audience);
    this.end = end;
    this.notes += 1;
    return true;
  }

  /**
   * @param packed see packRetraction
   * @returns false where there is no room for it
   */
  retraction(packed: Uint8Array): boolean {
    if (!this.fits(packed.length)) return false;
    this.seal();
    this.begin(FrameKind.RETRACTION);
    this.bytes.set(packed, this.end);
    this.end += packed.length;
    this.seal();
    this.retractions += 1;
    return true;
  }

  /** What it holds, in whole frames: the buffer itself, good until the next call of anything else. */
  frames(): Uint8Array {
    this.seal();
    return this.bytes.subarray(0, this.end);
  }

  clear(): void {
    if (this.bytes.length > usualBytes && this.end < this.bytes.length / 4) {
      this.bytes = Buffer.allocUnsafeSlow(usualBytes);
      this.view = viewOf(this.bytes);
    }
    this.end = 0;
    this.open = -1;
    this.notes = 0;
    this.retractions = 0;
  }

  private begin(kind: number): void {
    this.open = this.end;
    this.view.setUint8(this.end + lengthBytes, kind);
    this.end += lengthBytes + 1;
  }

  private seal(): void {
    if (this.open < 0) return;
    this.view.setUint32(this.open, this.end - this.open - lengthBytes, true);
    this.open = -1;
  }

  /** Makes room for an item of this many bytes and the head of a frame. */
  private fits(itemBytes: number): boolean {
    const wanted = this.end + itemBytes + lengthBytes + 1;
    if (wanted <= this.bytes.length) return true;
    if (wanted > mostFrameBytes) return false;
    const larger = Buffer.allocUnsafeSlow(Math.min(mostFrameBytes, 2 ** Math.ceil(Math.log2(wanted))));
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
    this.view = viewOf(larger);
    return true;
  }

  /** Unit by unit: for strings of an id's length that is faster than a call out of JavaScript. */
  private string(at: number, text: string): number {
    const { bytes, view } = this;
    const { length } = text;
    let end = at + 2;
    for (let i = 0; i < length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit > 0xff) return this.wideString(at, text);
      bytes[end] = unit;
      end += 1;
    }
    view.setUint16(at, length << 1, true);
    return end;
  }

  private wideString(at: number, text: string): number {
    const { view } = this;
    view.setUint16(at, (text.length << 1) | 1, true);
    for (let i = 0; i < text.length; i += 1) view.setUint16(at + 2 + 2 * i, text.charCodeAt(i), true);
    return at + 2 + 2 * text.length;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A retraction as it stands in a frame: how many messages it names (4 bytes), their origins, and the contract's form. */
export function packRetraction(published: PublishedRetraction): Uint8Array {
  const { messages } = published;
  const form = Retraction.encode(toRetraction(published)).finish();
  const packed = new Uint8Array(4 + 4 * messages.length + form.length);
  const view = new DataView(packed.buffer);
  view.setUint32(0, messages.length, true);
  messages.forEach(({ origin }, index) => view.setInt32(4 + 4 * index, origin, true));
  packed.set(form, 4 + 4 * messages.length);
  return packed;
}
