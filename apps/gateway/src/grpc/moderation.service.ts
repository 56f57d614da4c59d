import {
  type GetRulesetResponse,
  ModerateBatchResponse,
  ModerateResponse,
  ModerateStreamResponse,
  ModerationServiceService,
  type GetRulesetRequest,
} from '@breakwater/contracts/grpc';
import { toGrpcError, toStatus, type Logger } from '@breakwater/service-kit';
import type { sendUnaryData, Server, ServerDuplexStream, ServerUnaryCall } from '@grpc/grpc-js';
import type { Judge } from '../judge.js';
import type { CallMeter, Meters } from '../meters.js';
import { decodeFrame, type Frame } from '../frame.js';
import { StreamSession, type StreamLimits } from './stream-session.js';

const tickMs = 50;

/** The generated service with our stricter decoder, and without a copy of each answer. */
const definition = {
  moderate: withCodec(ModerationServiceService.moderate, ModerateResponse),
  moderateBatch: withCodec(ModerationServiceService.moderateBatch, ModerateBatchResponse),
  moderateStream: withCodec(ModerationServiceService.moderateStream, ModerateStreamResponse),
  getRuleset: ModerationServiceService.getRuleset,
};

/**
 * breakwater.moderation.v1.ModerationService on a bare grpc-js server: decode, judge, encode, with no promise and no
 * wrapper in between.
 */
export class ModerationService {
  private readonly sessions = new Set<StreamSession>();
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
    });
  }

  /** Ends every stream once it is answered; those that open later too. Does not wait: the server's drain does. */
  drain(): void {
    this.draining = true;
    const now = performance.now();
    for (const session of this.sessions) session.finish(now);
  }

  private open(call: ServerDuplexStream<Frame, ModerateStreamResponse>): void {
    const now = performance.now();
    const session = new StreamSession(call, this.judge, this.meters, this.moderateStream, this.limits, this.log, now);
    this.sessions.add(session);
    this.meters.streamOpened();
    // Emitted at the end of every call, however it came.
    call.once('cancelled', () => {
      if (!this.sessions.delete(session)) return;
      session.closed();
      this.meters.streamClosed();
    });
    if (this.draining) session.finish(now);
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
