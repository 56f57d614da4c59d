import { openDatabase, startEmbeddedPostgres } from '@breakwater/aurora';
import { StartupError, type Logger } from '@breakwater/service-kit';
import type { GatewaySettings } from '../settings.js';
import { databaseInWords } from './banner.js';

/** The database that decisions are recorded in, as the primary process minds it. */
export interface RunningDatabase {
  readonly url: string;
  /** Where it is, for people, without the password. */
  readonly description: string;
  /** Stops what was started here. */
  stop(): Promise<void>;
}

const firstBackoffMs = 500;
const longestBackoffMs = 30_000;

/**
 * Provides the database and brings its schema up to date. Without a URL that is an embedded PostgreSQL in the data
 * folder, which must start. A configured one may be away: verdicts do not need it, so that migrations are tried again
 * in the background until they succeed, and workers record from then on.
 * @throws StartupError when the embedded one does not start.
 */
export async function startDatabase(settings: GatewaySettings, log: Logger): Promise<RunningDatabase> {
  if (settings.databaseUrl !== '') return useConfigured(settings.databaseUrl, log);
  try {
    const server = await startEmbeddedPostgres({ dataDir: settings.dataDir, port: settings.databasePort, log });
    try {
      await migrate(server.url, log);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      url: server.url,
      description: databaseInWords(server.url, server.folder),
      stop: () => server.stop(),
    };
  } catch (error) {
    throw new StartupError((error as Error).message, 1);
  }
}

function useConfigured(url: string, log: Logger): RunningDatabase {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const attempt = async (delayMs: number): Promise<void> => {
    try {
      await migrate(url, log);
    } catch (error) {
      if (stopped) return;
      log.warn({ delayMs }, `the schema cannot be checked, which is tried again. ${(error as Error).message}`);
      timer = setTimeout(() => void attempt(Math.min(delayMs * 2, longestBackoffMs)), delayMs);
    }
  };
  void attempt(firstBackoffMs);
  return {
    url,
    description: databaseInWords(url, undefined),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function migrate(url: string, log: Logger): Promise<void> {
  const database = await openDatabase({ url, poolSize: 1, applicationName: 'breakwater migrations', log });
  try {
    const done = await database.migrate();
    if (done.length > 0) log.info({ migrations: done }, 'schema brought up to date');
  } finally {
    await database.close();
  }
}
