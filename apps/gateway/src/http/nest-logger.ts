import type { Logger } from '@breakwater/service-kit';
import type { LoggerService } from '@nestjs/common';

/** Nest's own log lines in ours. What Nest reports as information (routes, modules) is debugging to an operator. */
export function nestLogger(log: Logger): LoggerService {
  const line =
    (level: 'debug' | 'warn' | 'error' | 'trace') =>
    (message: unknown, ...rest: unknown[]) =>
      log[level]({ from: rest.at(-1) }, String(message));
  return { log: line('debug'), debug: line('debug'), verbose: line('trace'), warn: line('warn'), error: line('error') };
}
