import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { connectionError } from '../database-error.js';
import { silent, type Log } from '../log.js';
import { checkCluster, databaseName, openCluster, readPassword, roleName } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import {
  clusterIn,
  defaultFallbacks,
  findPlaces,
  folderInUse,
  passwordFileIn,
  trusted,
  type Places,
} from './places.js';
import { clearCluster, runningServer } from './running-server.js';
import { portTaken, ServerProcess, StartFailure } from './server-process.js';
import { lockStart } from './start-lock.js';

export interface EmbeddedPostgresOptions {
  /** Folder that the database is kept in, made if need be. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 (the default) for a free one. */
  readonly port?: number;
  readonly log?: Log;
  /**
   * Where root keeps the database instead if the user that PostgreSQL runs as cannot reach dataDir (under /root, say):
   * /var/lib/breakwater, /var/tmp/breakwater and a folder for temporary files, the first that works.
   */
  readonly fallbackFolders?: readonly string[];
}

/** A PostgreSQL server that lives as long as this process. */
export interface EmbeddedPostgres {
  /** postgres:// URL with the password, for this machine. */
  readonly url: string;
  readonly port: number;
  /** Whether the database was made just now. */
  readonly firstStart: boolean;
  /** The folder that the database is really kept in: dataDir, or the one in its stead. */
  readonly folder: string;
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>;
}

/** Tries for a port that was free a moment ago. */
const mostPorts = 5;

/**
 * Starts PostgreSQL 17 on a data folder: loopback TCP alone, a random password kept in a 0600 file beside the data,
 * fsync on. As root the server runs as another user (the data's owner, `postgres`, `nobody`). The server ends with this
 * process, however that ends; one that is left over is stopped first. One to two seconds the first time, 0.1 s later.
 * @throws EmbeddedPostgresError in one sentence: folder in use, of another release or another user's; port taken
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, port = 0, log = silent, fallbackFolders = defaultFallbacks } = options;
  const startedAt = performance.now();
  const places = findPlaces(dataDir, fallbackFolders);
  const { folder, user } = places;
  if (folder !== resolve(dataDir)) {
    log.warn(
      { folder },
      `PostgreSQL runs as the user ${user?.name}, who cannot reach ${dataDir}: it keeps its data in ${folder}.`,
    );
  }
  checkCluster(places);
  const { server, listening, password, firstStart } = await start(places, port, log);
  const url = urlOf(listening, password);
  try {
    await ensureDatabase(url);
  } catch (error) {
    await server.stop();
    throw new EmbeddedPostgresError(connectionError(url, error).message);
  }
  const milliseconds = Math.round(performance.now() - startedAt);
  log.info({ port: listening, folder, firstStart, milliseconds, user: user?.name }, 'embedded PostgreSQL is ready');
  return { url, port: listening, firstStart, folder, stop: () => server.stop() };
}

/**
 * Whether a data folder has an embedded database, in whichever place it is kept. Makes and starts nothing; some
 * microseconds.
 */
export function embeddedPostgresExists(
  dataDir: string,
  fallbackFolders: readonly string[] = defaultFallbacks,
): boolean {
  return folderInUse(dataDir, fallbackFolders) !== undefined;
}

/**
 * The URL of the embedded server that runs on a data folder now, started by whichever process; undefined where none
 * runs.
 * @throws EmbeddedPostgresError where its password cannot be read by this user
 */
export function findEmbeddedPostgres(
  dataDir: string,
  fallbackFolders: readonly string[] = defaultFallbacks,
): string | undefined {
  for (const folder of trusted(dataDir, fallbackFolders)) {
    const server = runningServer(clusterIn(folder));
    if (server !== undefined && server.port > 0) {
      return urlOf(server.port, readPassword({ folder, passwordFile: passwordFileIn(folder) }));
    }
  }
  return undefined;
}

async function start(places: Places, port: number, log: Log) {
  const unlock = lockStart(places.folder);
  try {
    await clearCluster(places.cluster, places.folder);
    if (port !== 0) await checkFree(port);
    return { ...(await openCluster(places)), ...(await startOnPort(places, port, log)) };
  } finally {
    unlock();
  }
}

async function startOnPort(places: Places, port: number, log: Log) {
  for (let tries = 1; ; tries += 1) {
    const listening = port === 0 ? await freePort() : port;
    try {
      return { server: await ServerProcess.start(places, listening, log), listening };
    } catch (error) {
      // Somebody was faster with the free port.
      if (port === 0 && tries < mostPorts && error instanceof StartFailure && error.portTaken) continue;
      throw error;
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url.replace(/[^/]*$/, 'postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}

function urlOf(port: number, password: string): string {
  return `postgres://${roleName}:${password}@127.0.0.1:${port}/${databaseName}`;
}

function freePort(): Promise<number> {
  return listenOnce(0);
}

async function checkFree(port: number): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw portTaken(port);
    throw new EmbeddedPostgresError(
      `Port ${port} on 127.0.0.1 cannot be used by the embedded PostgreSQL (${code}): choose another port, or 0 for a free one.`,
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const { port: given } = probe.address() as AddressInfo;
      probe.close(() => resolve(given));
    });
  });
}
