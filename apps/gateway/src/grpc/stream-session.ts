import { Error_Reason, type Retraction } from '@breakwater/contracts';
import type { ModerateStreamResponse } from '@breakwater/contracts/grpc';
import { ModerationError, toGrpcError, toStatus, type Logger } from '@breakwater/service-kit';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { constants, type Http2Stream } from 'node:http2';
import type { Judge } from '../judge.js';
import type { CallMeter, Meters } from '../meters.js';
import type { Frame } from '../frame.js';

export interface StreamLimits {
  /** Longest time without the client reading an answer that waits for it. */
  readonly clientReadTimeoutMs: number;
  /** Age at which the server ends the stream. */
  readonly maxAgeMs: number;
}

/** Answer frames that may wait for the client before the server stops reading its requests, */
const maxWaitingFrames = 8;
/** and before it tells it of no more retractions. */
const maxWaitingWithRetractions = 64;
/** A stream that is to end does so once no frame came for this long, so that what was sent is still answered, */
const quietMs = 100;
/** or after this long, under a client that never stops sending. */
const longestGoodbyeMs = 1000;
const none: Retraction[] = [];
/** From the polite end of a client that does not read to the reset of its stream. */
const resetAfterMs = 2000;

/**
 * One ModerateStream call: reads a frame, judges it, writes one frame of answers; stops reading while the client does
 * not take its answers. Times are `performance.now()`. The owner calls `tick` every now and then; no timer per stream.
 */
export class StreamSession {
  /** Sizes of the answer frames that the client has not taken yet, oldest first. */
  private readonly waiting: number[] = [];
  /** When the client last took an answer, or the first one began to wait. */
  private lastTaken = 0;
  private lastFrame: number;
  private readonly endAt: number;
  private goodbyeSince: number | undefined;
  private resetAt: number | undefined;
  private ended = false;

  constructor(
    private readonly call: ServerDuplexStream<Frame, ModerateStreamResponse>,
    private readonly judge: Judge,
    private readonly meters: Meters,
    private readonly meter: CallMeter,
    private readonly limits: StreamLimits,
    private readonly log: Logger,
    /** Its number among the worker's streams. */
    readonly session: number,
    now: number,
  ) {
    this.lastFrame = now;
    // Jitter, so that streams opened together are not renewed together.
    this.endAt = now + limits.maxAgeMs * (0.9 + Math.random() * 0.2);
    call.on('data', (frame: Frame) => this.answer(frame));
    call.on('end', () => this.end());
  }

  /** Ends the stream once everything that was sent has been answered. */
  finish(now: number): void {
    this.goodbyeSince ??= now;
  }

  /** The call is over, however it came: what was not taken never will be. */
  closed(): void {
    this.ended = true;
    for (const messages of this.waiting.splice(0)) this.meters.taken(messages);
  }

  /** Looks at the clock: ends what is old, finished or not read. */
  tick(now: number): void {
    if (this.resetAt !== undefined) {
      if (now >= this.resetAt) this.reset();
      return;
    }
    if (this.waiting.length > 0 && now - this.lastTaken > this.limits.clientReadTimeoutMs) {
      this.refuseToWait(now);
      return;
    }
    if (now >= this.endAt) this.finish(now);
    if (this.goodbyeSince === undefined || this.ended) return;
    const quiet = now - this.lastFrame >= quietMs && !this.call.isPaused();
    if (quiet || now - this.goodbyeSince >= longestGoodbyeMs) this.end();
  }

  private answer(frame: Frame): void {
    if (this.ended) return;
    const answers = this.judge.frame(frame, this.meter, this.session);
    this.lastFrame = performance.now();
    this.meters.framesReceived.inc();
    this.send({ answers, retractions: none }, this.lastFrame);
    if (this.waiting.length >= maxWaitingFrames) this.call.pause();
  }

  /** Tells of retractions that name messages of this stream. @returns false where it is over or not read */
  retract(retractions: readonly Retraction[]): boolean {
    if (this.ended || this.waiting.length >= maxWaitingWithRetractions) return false;
    this.send({ answers: [], retractions: [...retractions] }, performance.now());
    return true;
  }

  private send(response: ModerateStreamResponse, now: number): void {
    const messages = response.answers.length;
    this.meters.waiting(messages);
    if (this.waiting.length === 0) this.lastTaken = now;
    this.waiting.push(messages);
    this.call.write(response, this.onTaken);
  }

  private readonly onTaken = (error?: Error | null): void => {
    if (error) return;
    this.meters.framesSent.inc();
    this.meters.taken(this.waiting.shift() ?? 0);
    this.lastTaken = performance.now();
    if (!this.ended && this.waiting.length < maxWaitingFrames && this.call.isPaused()) this.call.resume();
  };

  /** Half-closes with status OK behind the answers that still wait. */
  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.call.end();
  }

  private refuseToWait(now: number): void {
    this.ended = true;
    this.resetAt = now + resetAfterMs;
    const seconds = this.limits.clientReadTimeoutMs / 1000;
    const error = new ModerationError(
      Error_Reason.CLIENT_NOT_READING,
      `No answer was read for ${seconds} seconds, and the stream was ended: read answers while sending, then open another.`,
    );
    this.log.warn(
      { peer: this.call.getPeer(), waitingFrames: this.waiting.length },
      'client does not read its answers',
    );
    this.call.emit('error', toGrpcError(toStatus(error, this.log)));
  }

  /**
   * The status waits behind answers that the client does not take, so that only a reset frees their memory. grpc-js
   * has no call for it: this reaches the HTTP/2 stream, and ENHANCE_YOUR_CALM is RESOURCE_EXHAUSTED to every client.
   */
  private reset(): void {
    const inner = this.call as unknown as { call?: { stream?: Http2Stream } };
    inner.call?.stream?.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  }
}
