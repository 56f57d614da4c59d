import type { Retraction } from '@breakwater/contracts';

/** What a message gets when no server answers in time: ALLOW, BLOCK, or a rejected promise. */
export type WhenUnavailable = 'open' | 'closed' | 'throw';

/** PEM material for TLS. Everything is optional: none of it means the system's certificate authorities. */
export interface TlsOptions {
  /** Certificate authorities to trust instead of the system's. */
  readonly ca?: Uint8Array;
  /** Client certificate and its key, for mutual TLS: both or neither. */
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
  /** Name to expect in the server's certificate where it is not the host in `address`. */
  readonly serverName?: string;
}

/** How to reach a server: what every way of speaking to it needs. */
export interface ConnectionOptions {
  /** `host:port`, or a gRPC target such as `dns:///breakwater.chat.svc:50051`. */
  readonly address: string;
  /** Off by default: plain text, for loopback or a mesh that encrypts. */
  readonly tls?: boolean | TlsOptions;
  /** Sent as `authorization: Bearer …` with every stream and call. */
  readonly apiKey?: string;
  /** Longest wait for a connection before the attempt counts as failed, milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Shortest and longest pause between attempts to connect, milliseconds, with jitter. Default 50 and 2,000. */
  readonly minBackoffMs?: number;
  readonly maxBackoffMs?: number;
  /** Passed to the gRPC channel as they are, such as `{'grpc.keepalive_time_ms': 30000}`. */
  readonly channelOptions?: Readonly<Record<string, string | number>>;
}

export interface BreakwaterClientOptions extends ConnectionOptions {
  /** Most messages in a frame, 1 to 1,000. Default 50. */
  readonly maxBatch?: number;
  /**
   * Longest wait of a message for others to share its frame, microseconds. Default 1,000. 0 sends what one turn of the
   * event loop brought. 1 to 999 spin the event loop for that long (one core busy while messages come in).
   */
  readonly maxDelayUs?: number;
  /** Longest wait for a verdict from the call of moderate(), milliseconds, any waiting in line included. Default 1,000. */
  readonly timeoutMs?: number;
  /** Default 'throw'. */
  readonly onUnavailable?: WhenUnavailable;
  /** Most messages sent and not yet answered; further ones wait in line with their deadline running. Default 10,000. */
  readonly maxInFlight?: number;
  /** A stream older than this (give or take a tenth) is renewed without a gap, milliseconds. Default 600,000. */
  readonly maxStreamAgeMs?: number;
  /**
   * Called for each retraction of messages that went over this client's streams: take those messages back. What it
   * throws is an uncaught exception. See also `BreakwaterClient.retractions`.
   */
  readonly onRetraction?: (retraction: Retraction) => void;
  /** A stream that left a message unanswered for this long is given up, milliseconds. Default 5,000. */
  readonly stallMs?: number;
}

/** The same with every default filled in. */
export type ResolvedOptions = Required<Omit<BreakwaterClientOptions, 'apiKey' | 'tls' | 'onRetraction'>> &
  Pick<BreakwaterClientOptions, 'apiKey' | 'tls' | 'onRetraction'>;

export type ResolvedConnectionOptions = Pick<
  ResolvedOptions,
  'address' | 'apiKey' | 'tls' | 'connectTimeoutMs' | 'minBackoffMs' | 'maxBackoffMs' | 'channelOptions'
>;

const numbers: Record<string, { fallback: number; least: number; most: number }> = {
  maxBatch: { fallback: 50, least: 1, most: 1000 },
  maxDelayUs: { fallback: 1000, least: 0, most: 10_000_000 },
  timeoutMs: { fallback: 1000, least: 1, most: 3_600_000 },
  maxInFlight: { fallback: 10_000, least: 1, most: 10_000_000 },
  maxStreamAgeMs: { fallback: 600_000, least: 1, most: 2_000_000_000 },
  stallMs: { fallback: 5000, least: 10, most: 3_600_000 },
  connectTimeoutMs: { fallback: 5000, least: 1, most: 3_600_000 },
  minBackoffMs: { fallback: 50, least: 1, most: 3_600_000 },
  maxBackoffMs: { fallback: 2000, least: 1, most: 3_600_000 },
};
const others = ['address', 'tls', 'apiKey', 'onUnavailable', 'channelOptions', 'onRetraction'];

/**
 * Checks options and fills in the defaults.
 * @throws TypeError naming the option: unknown, missing, of the wrong type or out of range.
 */
export function resolveOptions(options: BreakwaterClientOptions): ResolvedOptions {
  const given = options as unknown as Record<string, unknown>;
  for (const name of Object.keys(given)) {
    if (!(name in numbers) && !others.includes(name)) throw new TypeError(`There is no client option "${name}".`);
  }
  if (typeof options.address !== 'string' || options.address === '') {
    throw new TypeError('Client option "address" is required: host:port of the server, such as "127.0.0.1:50051".');
  }
  if (options.apiKey !== undefined && (typeof options.apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(options.apiKey))) {
    throw new TypeError('Client option "apiKey" must be printable ASCII without spaces.');
  }
  if (options.onRetraction !== undefined && typeof options.onRetraction !== 'function') {
    throw new TypeError('Client option "onRetraction" must be a function.');
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, { fallback, least, most }] of Object.entries(numbers)) {
    const value = given[name] ?? fallback;
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      throw new TypeError(`Client option "${name}" must be a number from ${least} to ${most}.`);
    }
    resolved[name] = value;
  }
  return {
    ...(resolved as Record<keyof typeof numbers, number>),
    address: options.address,
    tls: options.tls,
    apiKey: options.apiKey,
    onUnavailable: checkWhenUnavailable(options.onUnavailable ?? 'throw'),
    channelOptions: options.channelOptions ?? {},
    onRetraction: options.onRetraction,
  } as ResolvedOptions;
}

/** @throws TypeError for anything but the three choices. */
export function checkWhenUnavailable(choice: WhenUnavailable): WhenUnavailable {
  if (choice !== 'open' && choice !== 'closed' && choice !== 'throw') {
    throw new TypeError('"onUnavailable" must be "open", "closed" or "throw".');
  }
  return choice;
}
