import type { Snapshot } from '@breakwater/metrics';
import type { PeerAddress } from '../peers/peers.js';
import type { GatewaySettings } from '../settings.js';

/** What the primary process tells a worker. */
export type ToWorker =
  /** Begin: settings with ports resolved, and the URL of the database to record in. */
  | {
      readonly kind: 'start';
      readonly settings: GatewaySettings;
      readonly databaseUrl: string;
      /** Which of the `workers` it is, from 0; a replacement has the number of the dead one. */
      readonly slot: number;
      readonly workers: number;
      /** Where it listens for the other workers; undefined where they have nothing to say to each other. */
      readonly address: string | undefined;
    }
  /** Where other workers listen, as far as that is new. */
  | { readonly kind: 'peers'; readonly peers: readonly PeerAddress[] }
  /** Answer everything in flight, then exit. */
  | { readonly kind: 'drain' }
  /** Send your metrics, under this number. */
  | { readonly kind: 'collect'; readonly request: number }
  /** The metrics of all workers, for the worker that asked under this number. */
  | { readonly kind: 'metrics'; readonly request: number; readonly text: string };

/** What a worker tells the primary process. */
export type ToPrimary =
  /** Both ports answer. */
  | { readonly kind: 'ready' }
  /** The start cannot go on, for a reason that a person can mend. */
  | { readonly kind: 'refused'; readonly sentence: string; readonly exitCode: 1 | 2 }
  /** The metrics asked for by `collect`. */
  | { readonly kind: 'collected'; readonly request: number; readonly snapshot: Snapshot }
  /** Somebody asks this worker for the metrics of all. */
  | { readonly kind: 'scrape'; readonly request: number };
