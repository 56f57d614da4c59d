import type { Retraction } from '@breakwater/contracts';
import { encodeJson, RetractionSchema } from '@breakwater/contracts/json';
import { ModerationError } from '@breakwater/service-kit';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { RetractionHub, type RetractionReader } from '../window/retraction-hub.js';
import { mostWaitingRetractions, watchFault } from '../window/watch-rules.js';

/** So often a comment keeps proxies from closing a silent connection. */
const heartbeatMs = 15_000;

/** WatchRetractions for HTTP: server-sent events. */
@Controller()
export class RetractionsController {
  private readonly open = new Set<Response>();

  constructor(private readonly hub: RetractionHub) {}

  /**
   * Sends each retraction as an event `retraction` whose data is its proto3 JSON and whose id is its id. The first line
   * is a comment, sent at once: the watch has begun.
   */
  @Get('v1/retractions')
  watch(
    @Query('tenantId') tenantId: unknown,
    @Query('channelIds') channelIds: unknown,
    @Res() response: Response,
  ): void {
    const channels = channelIds === undefined ? [] : Array.isArray(channelIds) ? channelIds : [channelIds];
    const filter = { tenantId: String(tenantId ?? ''), channelIds: channels.map(String) };
    const fault = watchFault(filter);
    if (fault !== undefined) throw new ModerationError(fault.reason, fault.message, fault.field);
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write(': watching\n\n');
    const stop = this.hub.watch(filter, new EventWriter(response));
    const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs).unref();
    this.open.add(response);
    response.once('close', () => {
      clearInterval(heartbeat);
      stop();
      this.open.delete(response);
    });
  }

  /** Ends every watch, for a worker that goes. Nest calls it first when the server closes. */
  beforeApplicationShutdown(): void {
    for (const response of this.open) response.end();
  }
}

class EventWriter implements RetractionReader {
  private waiting = 0;

  constructor(private readonly response: Response) {}

  retract(retractions: readonly Retraction[]): boolean {
    if (this.response.writableEnded || this.waiting + retractions.length > mostWaitingRetractions) return false;
    this.waiting += retractions.length;
    const events = retractions.map(
      (retraction) =>
        `event: retraction\nid: ${retraction.id}\ndata: ${JSON.stringify(encodeJson(RetractionSchema, retraction))}\n\n`,
    );
    this.response.write(events.join(''), () => {
      this.waiting -= retractions.length;
    });
    return true;
  }
}
