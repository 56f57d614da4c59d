import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** The levels an operator can choose, quietest last. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Fields that hold what people wrote, or secrets. The code never logs them; this is the second line of defence. */
const guarded = ['text', 'redactedText', 'redacted_text', 'term', 'authorization', 'password', 'databaseUrl', 'body'];

/**
 * A logger that writes one JSON object per line to stdout (or the destination given), with time (ISO 8601), level,
 * service and what `bindings` adds. Message text is never logged: not by the callers, and guarded fields are
 * replaced down to the third level.
 */
export function createLogger(
  service: string,
  level: LogLevel,
  bindings: Record<string, unknown> = {},
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { service, ...bindings },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: guarded.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '[not logged]',
      },
    },
    destination,
  );
}
