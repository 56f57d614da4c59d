import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { WorkerHealth } from '../worker-health.js';

/** Liveness and readiness for orchestrators. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly health: WorkerHealth,
  ) {}

  /** 200 while the process can answer at all. */
  @Get('live')
  @HealthCheck()
  async live(): Promise<HealthCheckResult> {
    return await this.checks.check([]);
  }

  /**
   * 200 while verdicts are answered; 503 before the ruleset is compiled and from the first moment of a shutdown. The
   * database is shown but does not count: verdicts do not need it, and taking every replica out of service because
   * decisions cannot be recorded would turn a small fault into a large one.
   */
  @Get('ready')
  @HealthCheck()
  async ready(): Promise<HealthCheckResult> {
    const result = await this.checks.check([
      () => {
        const gateway = this.indicators.check('gateway');
        return this.health.serving ? gateway.up() : gateway.down({ message: 'shutting down' });
      },
    ]);
    const database = { status: this.health.databaseReachable ? ('up' as const) : ('down' as const) };
    return { ...result, details: { ...result.details, database } };
  }
}
