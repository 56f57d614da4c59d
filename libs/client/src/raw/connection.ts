import {
  Client,
  connectivityState,
  credentials,
  Metadata,
  status,
  type ChannelCredentials,
  type ClientReadableStream,
  type ClientDuplexStream,
} from '@grpc/grpc-js';
import { ModerationServiceService as service } from '@breakwater/contracts/grpc';
import type { ResolvedConnectionOptions } from '../options.js';

/** How a call ended: a gRPC status code (0 is OK) and the server's or the transport's sentence. */
export interface CallStatus {
  readonly code: number;
  readonly details: string;
  readonly metadata?: Metadata;
}

export type UnaryMethod = 'moderate' | 'moderateBatch' | 'getRuleset';

/** Status codes that another attempt with the same options will meet again: UNIMPLEMENTED, PERMISSION_DENIED, UNAUTHENTICATED. */
export const hopeless: ReadonlySet<number> = new Set([12, 7, 16]);

/** Largest answer taken: a frame of 1,000 messages with 64 hits for each of several audiences. */
const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * One gRPC connection that speaks in encoded frames: for code that encodes once and counts answers, and the ground
 * of BreakwaterClient. Every connection has its own socket, also beside others to the same address.
 */
export class Connection {
  readonly #client: Client;
  readonly #metadata: Metadata;
  readonly #connectTimeoutMs: number;
  readonly #waiting = new Set<(error?: Error) => void>();

  constructor(options: ResolvedConnectionOptions) {
    this.#connectTimeoutMs = options.connectTimeoutMs;
    this.#metadata = new Metadata();
    if (options.apiKey !== undefined) this.#metadata.set('authorization', `Bearer ${options.apiKey}`);
    const serverName = typeof options.tls === 'object' ? options.tls.serverName : undefined;
    this.#client = new Client(options.address, channelCredentials(options.tls), {
      'grpc.enable_retries': 0,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.service_config_disable_resolution': 1,
      'grpc.initial_reconnect_backoff_ms': options.minBackoffMs,
      'grpc.max_reconnect_backoff_ms': options.maxBackoffMs,
      'grpc.max_receive_message_length': maxAnswerBytes,
      ...(serverName === undefined ? {} : { 'grpc.ssl_target_name_override': serverName }),
      ...options.channelOptions,
    });
  }

  /** Connects where it is not connected. Calls back once, with an Error where that failed within the time. */
  whenReady(callback: (error?: Error) => void): void {
    const channel = this.#client.getChannel();
    const timer = setTimeout(() => finish(new Error('timed out')), this.#connectTimeoutMs);
    const finish = (error?: Error) => {
      if (!this.#waiting.delete(finish)) return;
      clearTimeout(timer);
      callback(error);
    };
    const look = () => {
      if (!this.#waiting.has(finish)) return;
      const state = channel.getConnectivityState(true);
      if (state === connectivityState.READY) finish();
      else channel.watchConnectivityState(state, Infinity, look);
    };
    this.#waiting.add(finish);
    look();
  }

  /** Opens a ModerateStream. */
  openStream(handlers: FrameStreamHandlers): FrameStream {
    const { path } = service.moderateStream;
    return new FrameStream(this.#client.makeBidiStreamRequest(path, asIs, asIs, this.#metadata, {}), handlers);
  }

  /** Opens a WatchRetractions with an encoded request. */
  watchRetractions(request: Buffer, handlers: Pick<FrameStreamHandlers, 'onFrame' | 'onEnd'>): Watch {
    const { path } = service.watchRetractions;
    const call = this.#client.makeServerStreamRequest(path, asIs, asIs, request, this.#metadata, {});
    hear(call, handlers);
    return call;
  }

  /** Makes a unary call with an encoded request. Calls back once, with the encoded response where the code is 0. */
  call(
    method: UnaryMethod,
    request: Buffer,
    timeoutMs: number,
    callback: (outcome: CallStatus, response?: Buffer) => void,
  ): void {
    const options = { deadline: Date.now() + timeoutMs };
    this.#client.makeUnaryRequest(service[method].path, asIs, asIs, request, this.#metadata, options, (error, value) =>
      error ? callback(tidied(error)) : callback({ code: status.OK, details: '' }, value),
    );
  }

  /** Ends it. Whoever waits for it to be ready is told an Error. */
  close(): void {
    for (const finish of [...this.#waiting]) finish(new Error('the connection was closed'));
    this.#client.close();
  }
}

export interface FrameStreamHandlers {
  /** One encoded ModerateStreamResponse. */
  onFrame(frame: Buffer): void;
  /** The stream takes frames again after write() returned false. */
  onDrain(): void;
  /** Once, after the last frame. */
  onEnd(outcome: CallStatus): void;
}

/** An open WatchRetractions. */
export type Watch = Pick<ClientReadableStream<Buffer>, 'cancel' | 'pause' | 'resume'>;

/** Passes the frames of a call on, and its end once the last of them was passed. */
function hear(call: ClientReadableStream<Buffer>, handlers: Pick<FrameStreamHandlers, 'onFrame' | 'onEnd'>): void {
  let outcome: CallStatus | undefined;
  let read = false;
  let ended = false;
  const end = () => {
    if (!outcome || !read || ended) return;
    ended = true;
    handlers.onEnd(tidied(outcome));
  };
  call.on('data', (frame: Buffer) => handlers.onFrame(frame));
  // grpc-js tells a failure twice; the status is the fuller one.
  call.on('error', () => undefined);
  // The status may come before the last frames have been handed over.
  call.on('status', (value: CallStatus) => {
    outcome = value;
    end();
  });
  const allRead = () => {
    read = true;
    end();
  };
  call.on('end', allRead);
  // A failed write destroys the call, which then tells no 'end'.
  call.on('close', allRead);
}

/** A ModerateStream in encoded frames. */
export class FrameStream {
  readonly #call: ClientDuplexStream<Buffer, Buffer>;

  constructor(call: ClientDuplexStream<Buffer, Buffer>, handlers: FrameStreamHandlers) {
    this.#call = call;
    call.on('drain', () => handlers.onDrain());
    hear(call, handlers);
  }

  /** Sends an encoded ModerateStreamRequest. False: it was taken, but send no more before onDrain. */
  write(frame: Buffer): boolean {
    return this.#call.write(frame);
  }

  /** No more frames; the server answers what it has read and ends the stream. */
  end(): void {
    this.#call.end();
  }

  /** Gives the stream up at once; onEnd follows with CANCELLED. */
  cancel(): void {
    this.#call.cancel();
  }
}

/** grpc-js hangs an empty note on its details. */
function tidied({ code, details, metadata }: CallStatus): CallStatus {
  return { code, details: details.replace(/\.? Resolution note: *$/, ''), metadata };
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

function channelCredentials(tls: ResolvedConnectionOptions['tls']): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  if (tls === true) return credentials.createSsl();
  return credentials.createSsl(bufferOf(tls.ca), bufferOf(tls.key), bufferOf(tls.cert));
}

function bufferOf(bytes: Uint8Array | undefined): Buffer | null {
  return bytes === undefined ? null : Buffer.from(bytes);
}
