import { randomUUID } from 'node:crypto';

/**
 * The id that ties a request's log lines together: the caller's own (a header such as x-request-id) where it is 1 to
 * 128 plain characters, otherwise a new UUID. Anything else is replaced, so that no caller can write into the log.
 */
export function requestId(given: unknown): string {
  return typeof given === 'string' && /^[\w.:/+=-]{1,128}$/.test(given) ? given : randomUUID();
}
