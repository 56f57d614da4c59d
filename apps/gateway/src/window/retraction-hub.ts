import type { Retraction } from '@breakwater/contracts';
import type { CounterChild, GaugeChild, Metrics } from '@breakwater/metrics';
import { sessionOf, slotOf } from './origin.js';
import { toRetraction, type PublishedRetraction } from './published-retraction.js';

/** A stream that messages came by. Says whether it took the retractions. */
export interface RetractionReader {
  retract(retractions: readonly Retraction[]): boolean;
}

/** What a watcher wants to hear of. */
export interface WatchFilter {
  readonly tenantId: string;
  /** Empty: every channel. */
  readonly channelIds: readonly string[];
}

interface Watcher {
  readonly tenantId: string;
  readonly channels: ReadonlySet<string> | undefined;
  readonly reader: RetractionReader;
}

/**
 * Hands the retractions that reach this worker to its streams and watchers, at the end of the current turn of the
 * event loop: behind the answers that are being made in it.
 */
export class RetractionHub {
  private readonly streams = new Map<number, RetractionReader>();
  private readonly watchers = new Set<Watcher>();
  private waiting: PublishedRetraction[] = [];
  private readonly toStream: CounterChild;
  private readonly toWatch: CounterChild;
  private readonly lostByStream: CounterChild;
  private readonly lostByWatch: CounterChild;
  private readonly open: GaugeChild;

  constructor(
    private readonly slot: number,
    metrics: Metrics,
  ) {
    this.toStream = metrics.retractions.child({ to: 'stream' });
    this.toWatch = metrics.retractions.child({ to: 'watch' });
    this.lostByStream = metrics.retractionsDropped.child({ at: 'stream' });
    this.lostByWatch = metrics.retractionsDropped.child({ at: 'watch' });
    this.open = metrics.watchesOpen.child({});
  }

  addStream(session: number, reader: RetractionReader): void {
    this.streams.set(session, reader);
  }

  removeStream(session: number): void {
    this.streams.delete(session);
  }

  /** @returns ends the watch; a second call does nothing */
  watch({ tenantId, channelIds }: WatchFilter, reader: RetractionReader): () => void {
    const watcher = { tenantId, channels: channelIds.length > 0 ? new Set(channelIds) : undefined, reader };
    this.watchers.add(watcher);
    this.open.inc();
    return () => {
      if (this.watchers.delete(watcher)) this.open.dec();
    };
  }

  deliver(published: readonly PublishedRetraction[]): void {
    if (this.waiting.length === 0) setImmediate(() => this.handOut());
    this.waiting.push(...published);
  }

  private handOut(): void {
    const published = this.waiting;
    this.waiting = [];
    const perReader = new Map<RetractionReader, Retraction[]>();
    const give = (reader: RetractionReader, retraction: Retraction): void => {
      const list = perReader.get(reader);
      if (list === undefined) perReader.set(reader, [retraction]);
      else list.push(retraction);
    };
    const streams = new Set<RetractionReader>();
    for (const one of published) {
      const retraction = toRetraction(one);
      const told = new Set<RetractionReader>();
      for (const { origin } of one.messages) {
        const stream = slotOf(origin) === this.slot ? this.streams.get(sessionOf(origin)) : undefined;
        if (stream !== undefined) told.add(stream);
      }
      for (const stream of told) {
        streams.add(stream);
        give(stream, retraction);
      }
      for (const { tenantId, channels, reader } of this.watchers) {
        if (tenantId === one.tenantId && (channels === undefined || channels.has(one.channelId))) {
          give(reader, retraction);
        }
      }
    }
    for (const [reader, retractions] of perReader) {
      const taken = reader.retract(retractions);
      const isStream = streams.has(reader);
      const counter = taken
        ? isStream
          ? this.toStream
          : this.toWatch
        : isStream
          ? this.lostByStream
          : this.lostByWatch;
      counter.inc(retractions.length);
    }
  }
}
