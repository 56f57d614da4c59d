import { openApiDocument } from '@breakwater/contracts/openapi';
import { maxReceiveBytes, requestId, type Logger } from '@breakwater/service-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { TerminusModule } from '@nestjs/terminus';
import type { NextFunction, Request, Response } from 'express';
import { MetricsExchange } from '../cluster/metrics-exchange.js';
import { Judge } from '../judge.js';
import { Meters } from '../meters.js';
import { LoadedRuleset } from '../ruleset.js';
import { RetractionHub } from '../window/retraction-hub.js';
import { WorkerHealth } from '../worker-health.js';
import { ErrorFilter } from './error.filter.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { ModerationController } from './moderation.controller.js';
import { RetractionsController } from './retractions.controller.js';
import { nestLogger } from './nest-logger.js';

/** What the HTTP face needs of its worker. */
export interface HttpParts {
  readonly judge: Judge;
  readonly ruleset: LoadedRuleset;
  readonly health: WorkerHealth;
  readonly meters: Meters;
  readonly metrics: MetricsExchange;
  readonly hub: RetractionHub;
  readonly log: Logger;
}

@Module({})
class HttpModule {
  static of(parts: HttpParts): DynamicModule {
    return {
      module: HttpModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [ModerationController, RetractionsController, HealthController, MetricsController],
      providers: [
        { provide: Judge, useValue: parts.judge },
        { provide: LoadedRuleset, useValue: parts.ruleset },
        { provide: WorkerHealth, useValue: parts.health },
        { provide: Meters, useValue: parts.meters },
        { provide: MetricsExchange, useValue: parts.metrics },
        { provide: RetractionHub, useValue: parts.hub },
      ],
    };
  }
}

/**
 * Builds the HTTP face: JSON methods, health, metrics, /openapi.json and the page to try it at /docs. Call `listen` to
 * open the port and `close` to stop accepting and wait for what is in flight. Signals are not its business.
 */
export async function createHttpServer(parts: HttpParts): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(HttpModule.of(parts), {
    logger: nestLogger(parts.log),
    bodyParser: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use((request: Request, response: Response, next: NextFunction) => {
    const id = requestId(request.headers['x-request-id']);
    const startedAt = performance.now();
    response.setHeader('x-request-id', id);
    response.once('finish', () => {
      const { statusCode: status } = response;
      const ms = Math.round(performance.now() - startedAt);
      parts.log.debug({ requestId: id, method: request.method, path: request.path, status, ms }, 'http request');
    });
    next();
  });
  // Bytes, not text: what they are is decided in one place, strictly.
  app.useBodyParser('raw', { type: () => true, limit: maxReceiveBytes });
  app.useGlobalFilters(new ErrorFilter(parts.log));
  SwaggerModule.setup('docs', app, openApiDocument as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Breakwater API',
  });
  return app;
}
