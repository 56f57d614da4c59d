import type { Retraction } from '@breakwater/contracts';
import type { WatchRetractionsRequest, WatchRetractionsResponse } from '@breakwater/contracts/grpc';
import { ModerationError, toGrpcError, toStatus, type Logger } from '@breakwater/service-kit';
import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import { mostWaitingRetractions, watchFault } from '../window/watch-rules.js';
import type { RetractionHub, RetractionReader } from '../window/retraction-hub.js';

/** One WatchRetractions call. */
export class RetractionWatch implements RetractionReader {
  private ended = false;
  private readonly stop: () => void;
  /** Retractions that the client has not taken yet. */
  private waiting = 0;

  constructor(
    private readonly call: ServerWritableStream<WatchRetractionsRequest, WatchRetractionsResponse>,
    hub: RetractionHub,
    log: Logger,
  ) {
    const { request } = call;
    const fault = watchFault(request);
    this.stop = fault === undefined ? hub.watch(request, this) : () => undefined;
    if (fault === undefined) call.sendMetadata(new Metadata());
    else {
      this.ended = true;
      const error = new ModerationError(fault.reason, fault.message, fault.field);
      call.emit('error', toGrpcError(toStatus(error, log)));
    }
  }

  retract(retractions: readonly Retraction[]): boolean {
    if (this.ended || this.waiting + retractions.length > mostWaitingRetractions) return false;
    this.waiting += retractions.length;
    this.call.write({ retractions: [...retractions] }, () => {
      this.waiting -= retractions.length;
    });
    return true;
  }

  /** Ends it with status OK. */
  end(): void {
    this.stop();
    if (this.ended) return;
    this.ended = true;
    this.call.end();
  }

  /** The call is over, however it came. */
  close(): void {
    this.ended = true;
    this.stop();
  }
}
