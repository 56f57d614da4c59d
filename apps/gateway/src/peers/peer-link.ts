import { connect, type Socket } from 'node:net';
import type { CounterChild } from '@breakwater/metrics';
import type { Note } from '@breakwater/moderation';
import type { Logger } from '@breakwater/service-kit';
import { FrameWriter } from './frame-writer.js';

/** How long what is for a worker that is away is kept: its replacement mostly answers sooner. */
const patienceMs = 5000;
/** From a connection that failed to the next attempt. */
const retryMs = 200;

/** What a link counts, together with all others of its worker. */
export interface LinkCounters {
  /** Notes lost because the worker was away for too long. */
  readonly ownerAway: CounterChild;
  readonly retractionsLost: CounterChild;
}

/**
 * The way to one other worker, in this direction only. What is for it is packed at once and leaves at the end of the
 * turn of the event loop, in one write; what comes while a write is under way waits for the next one, up to 512 KiB
 * (some 4,000 notes). A worker that is away for 5 seconds loses what waited for it. Nothing here makes anybody wait.
 */
export class PeerLink {
  private filling = new FrameWriter();
  /** What is being written, or has to be once more. */
  private leaving = new FrameWriter();
  private isWriting = false;
  private address = '';
  private socket: Socket | undefined;
  private isUp = false;
  private departure: NodeJS.Immediate | undefined;
  private patience: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly counters: LinkCounters,
    private readonly log: Logger,
  ) {}

  get up(): boolean {
    return this.isUp;
  }

  /** Bytes that wait. */
  get waiting(): number {
    return this.filling.size + this.leaving.size;
  }

  /** @returns false where too much waits already */
  note(note: Note, decisions: string, audiences: readonly string[]): boolean {
    const taken = this.filling.note(note, decisions, audiences);
    this.departSoon();
    return taken;
  }

  /**
   * @param packed see packRetraction
   * @returns false where too much waits already
   */
  retraction(packed: Uint8Array): boolean {
    const taken = this.filling.retraction(packed);
    this.departSoon();
    return taken;
  }

  /** Where the worker listens from now on; empty: it is gone. */
  moveTo(address: string): void {
    if (address === this.address) return;
    this.address = address;
    clearTimeout(this.retry);
    const { socket } = this;
    this.onBroken();
    socket?.destroy();
    if (address !== '') this.connect(address);
  }

  /** Writes what waits, as far as that can be done now. */
  depart(): void {
    if (this.departure !== undefined) clearImmediate(this.departure);
    this.departure = undefined;
    const { socket } = this;
    if (socket === undefined || !this.isUp || this.isWriting) return;
    if (this.leaving.size === 0) {
      if (this.filling.size === 0) return;
      [this.filling, this.leaving] = [this.leaving, this.filling];
    }
    this.isWriting = true;
    socket.write(this.leaving.frames(), (error) => {
      // A connection that broke leaves it to the next one.
      if (socket !== this.socket || error) return;
      this.isWriting = false;
      this.leaving.clear();
      this.departSoon();
    });
  }

  close(): void {
    this.moveTo('');
    clearTimeout(this.patience);
    if (this.departure !== undefined) clearImmediate(this.departure);
  }

  private departSoon(): void {
    if (this.filling.size === 0 && this.leaving.size === 0) return;
    if (!this.isUp) this.patience ??= setTimeout(() => this.giveUp(), patienceMs);
    else if (!this.isWriting) this.departure ??= setImmediate(() => this.depart());
  }

  private giveUp(): void {
    this.patience = undefined;
    this.counters.ownerAway.inc(this.filling.notes + this.leaving.notes);
    this.counters.retractionsLost.inc(this.filling.retractions + this.leaving.retractions);
    this.filling.clear();
    this.leaving.clear();
  }

  private connect(address: string): void {
    const socket = connect(address);
    this.socket = socket;
    socket.once('connect', () => {
      if (socket !== this.socket || socket.destroyed) return;
      this.isUp = true;
      clearTimeout(this.patience);
      this.patience = undefined;
      this.departSoon();
    });
    // Nothing is ever said in this direction; reading is what notices the end.
    socket.resume();
    socket.on('error', (error) => this.log.debug({ err: error, address }, 'the way to another worker broke'));
    socket.once('close', () => {
      if (socket !== this.socket) return;
      this.onBroken();
      this.retry = setTimeout(() => this.connect(address), retryMs);
    });
  }

  /** Keeps what waits, also what was perhaps written. */
  private onBroken(): void {
    this.socket = undefined;
    this.isUp = false;
    this.isWriting = false;
    this.departSoon();
  }
}
