/** What this library needs of a logger; a pino logger fits. Fields and sentences never hold message text. */
export interface Log {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
