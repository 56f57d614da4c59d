import {
  type GetRulesetResponse,
  ModerateBatchResponse,
  ModerateResponse,
  ModerateStreamResponse,
  ModerationServiceService,
  type GetRulesetRequest,
  type WatchRetractionsRequest,
  type WatchRetractionsResponse,
} from '@breakwater/contracts/grpc';
import { toGrpcError, toStatus, type Logger } from '@breakwater/service-kit';
import type { sendUnaryData, Server, ServerDuplexStream, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { Judge } from '../judge.js';
import type { CallMeter, Meters } from '../meters.js';
import { decodeFrame, type Frame } from '../frame.js';
import { sessionNumbers } from '../window/origin.js';
import type { RetractionHub } from '../window/retraction-hub.js';
import { RetractionWatch } from './retraction-watch.js';
import { StreamSession, type StreamLimits } from './stream-session.js';

const tickMs = 50;

/** The generated service with our stricter decoder, and without a copy of each answer. */
const definition = {
  moderate: withCodec(ModerationServiceService.moderate, ModerateResponse),
  moderateBatch: withCodec(ModerationServiceService.moderateBatch, ModerateBatchResponse),
  moderateStream: withCodec(ModerationServiceService.moderateStream, ModerateStreamResponse),
  getRuleset: ModerationServiceService.getRuleset,
  watchRetractions: ModerationServiceService.watchRetractions,
};

/**
 * breakwater.moderation.v1.ModerationService on a bare grpc-js server: decode, judge, encode, with no promise and no
 * wrapper in between.
 */
export class ModerationService {
  private readonly sessions = new Set<StreamSession>();
  private readonly watches = new Set<RetractionWatch>();
  private readonly nextSession = sessionNumbers();
  private readonly clock: NodeJS.Timeout;
  private readonly moderate: CallMeter;
  private readonly moderateBatch: CallMeter;
  private readonly moderateStream: CallMeter;
  private draining = false;

  constructor(
    private readonly judge: Judge,
    private readonly ruleset: GetRulesetResponse,
    private readonly limits: StreamLimits,
    private readonly meters: Meters,
    private readonly hub: RetractionHub,
    private readonly log: Logger,
  ) {
    this.moderate = meters.call('grpc', 'Moderate');
    this.moderateBatch = meters.call('grpc', 'ModerateBatch');
    this.moderateStream = meters.call('grpc', 'ModerateStream');
    this.clock = setInterval(() => this.tick(), tickMs).unref();
  }

  addTo(server: Server): void {
    server.addService(definition, {
      moderate: (call: ServerUnaryCall<Frame, ModerateResponse>, callback: sendUnaryData<ModerateResponse>) => {
        this.respond(callback, () => this.judge.one(call.request, this.moderate));
      },
      moderateBatch: (
        call: ServerUnaryCall<Frame, ModerateBatchResponse>,
        callback: sendUnaryData<ModerateBatchResponse>,
      ) => {
        this.respond(callback, () => ({ answers: this.judge.batch(call.request, this.moderateBatch) }));
      },
      moderateStream: (call: ServerDuplexStream<Frame, ModerateStreamResponse>) => this.open(call),
      getRuleset: (
        _call: ServerUnaryCall<GetRulesetRequest, GetRulesetResponse>,
        callback: sendUnaryData<GetRulesetResponse>,
      ) => callback(null, this.ruleset),
      watchRetractions: (call: ServerWritableStream<WatchRetractionsRequest, WatchRetractionsResponse>) =>
        this.watch(call),
    });
  }

  /** Ends every stream once it is answered; those that open later too. Does not wait: the server's drain does. */
  drain(): void {
    this.draining = true;
    const now = performance.now();
    for (const session of this.sessions) session.finish(now);
    for (const watch of this.watches) watch.end();
  }

  private open(call: ServerDuplexStream<Frame, ModerateStreamResponse>): void {
    const now = performance.now();
    const { judge, meters, moderateStream, limits, log } = this;
    const session = new StreamSession(call, judge, meters, moderateStream, limits, log, this.nextSession(), now);
    this.sessions.add(session);
    this.hub.addStream(session.session, session);
    this.meters.streamOpened();
    // Emitted at the end of every call, however it came.
    call.once('cancelled', () => {
      if (!this.sessions.delete(session)) return;
      session.closed();
      this.hub.removeStream(session.session);
      this.meters.streamClosed();
    });
    if (this.draining) session.finish(now);
  }

  private watch(call: ServerWritableStream<WatchRetractionsRequest, WatchRetractionsResponse>): void {
    const watch = new RetractionWatch(call, this.hub, this.log);
    this.watches.add(watch);
    call.once('cancelled', () => {
      this.watches.delete(watch);
      watch.close();
    });
    if (this.draining) watch.end();
  }

  private tick(): void {
    const now = performance.now();
    for (const session of this.sessions) session.tick(now);
  }

  private respond<Response>(callback: sendUnaryData<Response>, answer: () => Response): void {
    let response: Response;
    try {
      response = answer();
    } catch (error) {
      callback(toGrpcError(toStatus(error, this.log)));
      return;
    }
    callback(null, response);
  }
}

/** A method of the generated service that hands the raw frame to the judge and answers without a second copy. */
function withCodec<Method extends object, Response>(
  method: Method,
  codec: { encode(response: Response): { finish(): Uint8Array } },
) {
  return {
    ...method,
    requestDeserialize: decodeFrame,
    responseSerialize: (response: Response): Buffer => {
      const bytes = codec.encode(response).finish();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}
