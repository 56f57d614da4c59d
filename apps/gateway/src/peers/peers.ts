import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { CounterChild, Metrics } from '@breakwater/metrics';
import type { Note } from '@breakwater/moderation';
import { StartupError, type Logger } from '@breakwater/service-kit';
import type { PublishedRetraction } from '../window/published-retraction.js';
import { FrameReader, type Inbox } from './frame-reader.js';
import { packRetraction } from './frame-writer.js';
import { PeerLink, type LinkCounters } from './peer-link.js';

/** Where the worker of a slot listens for the others; an empty address: it is gone. */
export interface PeerAddress {
  readonly slot: number;
  readonly address: string;
}

/** As much as a socket gives at once: there is more behind it. */
const fullRead = 64 * 1024;

/**
 * The other workers, as one worker sees them: a listening socket for what they send, and a link to each. Whoever can
 * reach the address is believed, so it lies where only this user comes to.
 */
export class Peers {
  private readonly links = new Map<number, PeerLink>();
  private readonly server: Server;
  private readonly incoming = new Set<Socket>();
  private readonly counters: LinkCounters;
  private readonly faults: CounterChild;

  /** @param slot the own one */
  constructor(
    private readonly slot: number,
    private readonly inbox: Inbox,
    metrics: Metrics,
    private readonly log: Logger,
  ) {
    this.counters = {
      ownerAway: metrics.windowDropped.child({ reason: 'owner_away' }),
      retractionsLost: metrics.retractionsDropped.child({ at: 'worker' }),
    };
    this.faults = metrics.windowLinkFaults.child({});
    metrics.windowLinks.child({}).readWith(() => this.sum((link) => (link.up ? 1 : 0)));
    metrics.windowQueue.child({}).readWith(() => this.sum((link) => link.waiting));
    this.server = createServer((socket) => this.onConnection(socket));
  }

  /**
   * Listens for the others.
   * @throws StartupError where that cannot be.
   */
  async listen(address: string): Promise<void> {
    try {
      this.server.listen(address);
      await once(this.server, 'listening');
    } catch (error) {
      throw new StartupError(`Workers cannot listen for each other: ${(error as Error).message}.`, 1);
    }
    this.server.on('error', (error) => this.log.error({ err: error }, 'other workers may not reach this one'));
  }

  /** Connects to the others, or learns of one that came, moved or went. */
  meet(addresses: readonly PeerAddress[]): void {
    for (const { slot, address } of addresses) if (slot !== this.slot) this.link(slot).moveTo(address);
  }

  /**
   * Sends a note to the worker of a slot. Some 300 ns, and nothing to wait for.
   * @returns false where too much waits for it already
   */
  note(slot: number, note: Note, decisions: string, audiences: readonly string[]): boolean {
    return this.link(slot).note(note, decisions, audiences);
  }

  /** Tells all others what was found here. */
  retractions(published: readonly PublishedRetraction[]): void {
    if (this.links.size === 0) return;
    for (const one of published) {
      const packed = packRetraction(one);
      for (const link of this.links.values()) if (!link.retraction(packed)) this.counters.retractionsLost.inc();
    }
  }

  /** Writes what waits, for a worker that goes. */
  depart(): void {
    for (const link of this.links.values()) link.depart();
  }

  close(): void {
    for (const link of this.links.values()) link.close();
    for (const socket of this.incoming) socket.destroy();
    this.server.close();
  }

  private link(slot: number): PeerLink {
    let link = this.links.get(slot);
    if (link === undefined) this.links.set(slot, (link = new PeerLink(this.counters, this.log)));
    return link;
  }

  private onConnection(socket: Socket): void {
    const reader = new FrameReader(this.inbox);
    this.incoming.add(socket);
    socket.on('data', (chunk: Buffer) => {
      if (!reader.read(chunk)) {
        this.faults.inc();
        this.log.error('another worker sent what is no frame: its connection is closed');
        socket.destroy();
        return;
      }
      if (chunk.length < fullRead) return;
      // So many notes take milliseconds: the callers' messages have their turn in between.
      socket.pause();
      setImmediate(() => socket.resume());
    });
    socket.on('error', (error) => this.log.debug({ err: error }, 'the way from another worker broke'));
    socket.once('close', () => this.incoming.delete(socket));
  }

  private sum(of: (link: PeerLink) => number): number {
    let sum = 0;
    for (const link of this.links.values()) sum += of(link);
    return sum;
  }
}
