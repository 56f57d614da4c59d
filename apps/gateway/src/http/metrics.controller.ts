import { Controller, Get, Header } from '@nestjs/common';
import { MetricsExchange } from '../cluster/metrics-exchange.js';

/** The metrics of all workers, whichever of them is asked. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly exchange: MetricsExchange) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async metrics(): Promise<string> {
    return await this.exchange.ofAllWorkers();
  }
}
