/**
 * A database that cannot be reached or refused a statement, in one sentence without the password, parameters or row
 * contents (so that no message text reaches a log). The driver's own errors hold all of these and stay inside.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    message: string,
    /** SQLSTATE, or the system's code such as ECONNREFUSED; empty where there is none. */
    readonly code: string,
  ) {
    super(message);
  }

  /**
   * The rows are at fault, so that another try with the same ones is useless (SQLSTATE classes 22 and 23, and 54: too
   * large for the database).
   */
  get isDataFault(): boolean {
    return /^(22|23|54)...$/.test(this.code);
  }
}

/** An error of pg or TypeORM about a statement, with `doing` ("record decisions") as its first words. */
export function statementError(doing: string, error: unknown): DatabaseError {
  const { code, message } = driverError(error);
  return new DatabaseError(`The database did not ${doing}: ${message}${code === '' ? '' : ` (${code})`}.`, code);
}

/** An error while connecting to `url`, in words. */
export function connectionError(url: string, error: unknown): DatabaseError {
  const { code, message } = driverError(error);
  const { host, port, user, database } = target(url);
  const why =
    connectionFaults[code]?.({ host, user, database }) ?? (/timeout/i.test(message) ? 'no answer in time' : message);
  return new DatabaseError(`The database at ${host}:${port} cannot be used: ${why}.`, code);
}

/** @throws DatabaseError where `url` is no postgres:// URL; without the URL, which may hold a password */
export function checkUrl(url: string): void {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return;
  throw new DatabaseError(
    'The URL of the database is not of the form postgres://user:password@host:port/database, with special characters percent-encoded.',
    '',
  );
}

/** Host, port, user and database that a postgres:// URL names. Never the password. */
export function target(url: string): { host: string; port: string; user: string; database: string } {
  const { hostname, port, username, pathname } = new URL(url);
  return {
    host: hostname || 'localhost',
    port: port || '5432',
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

type Place = Omit<ReturnType<typeof target>, 'port'>;

const connectionFaults: Readonly<Record<string, (place: Place) => string>> = {
  ECONNREFUSED: () => 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: () => 'it closed the connection (ECONNRESET)',
  ENOTFOUND: ({ host }) => `no such host: ${host} (ENOTFOUND)`,
  EAI_AGAIN: ({ host }) => `the name ${host} cannot be looked up now (EAI_AGAIN)`,
  ETIMEDOUT: () => 'no answer in time (ETIMEDOUT)',
  EHOSTUNREACH: () => 'there is no route to it (EHOSTUNREACH)',
  '28P01': ({ user }) => `wrong password for user ${user} (28P01)`,
  '28000': ({ user }) => `user ${user} may not log in from here (28000)`,
  '3D000': ({ database }) => `it has no database ${database} (3D000)`,
  '53300': () => 'it has no connection to spare (53300)',
  '57P03': () => 'it is still starting or shutting down (57P03)',
};

function driverError(error: unknown): { code: string; message: string } {
  const outer = error as { driverError?: unknown; errors?: unknown[] };
  const inner = (outer?.driverError ?? outer?.errors?.[0] ?? error) as { code?: unknown; message?: unknown };
  return {
    code: typeof inner?.code === 'string' ? inner.code : '',
    message: String(inner?.message ?? inner).replace(/\.$/, ''),
  };
}
