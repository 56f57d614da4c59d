import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { claimPort, createLogger, flagOf, StartupError, type Logger } from '@breakwater/service-kit';
import { checkDefaultAudience } from '../ruleset.js';
import type { GatewaySettings } from '../settings.js';
import { banner } from './banner.js';
import { startDatabase, type RunningDatabase } from './database.js';
import { MetricsCollector } from './metrics-collector.js';
import { PeerDirectory } from './peer-directory.js';
import { WorkerPool } from './worker-pool.js';

/** Time that workers get beyond drainSeconds before they are killed, and the database to stop. */
const graceMs = 2000;
/** One Ctrl-C under npm or nx arrives twice, from the terminal and from them: what comes so soon is the same signal. */
const echoMs = 500;

/**
 * The life of the gateway: ports, database, workers, banner; then waits for SIGTERM or SIGINT, drains and exits with 0
 * (1 when something had to be cut off). A second signal ends everything at once.
 * @throws StartupError where the surroundings do not allow a start; nothing is left running then.
 */
export async function runPrimary(settings: GatewaySettings): Promise<void> {
  const log = createLogger('gateway', settings.logLevel, { role: 'primary', pid: process.pid });
  let database: RunningDatabase | undefined;
  let pool: WorkerPool | undefined;
  let peers: PeerDirectory | undefined;
  const stopping = new Promise<NodeJS.Signals>((stop) => {
    let firstAt: number | undefined;
    const onSignal = (signal: NodeJS.Signals): void => {
      const now = performance.now();
      if (firstAt === undefined) {
        firstAt = now;
        stop(signal);
      } else if (now - firstAt > echoMs) {
        log.warn({ signal }, 'second signal: ending at once');
        pool?.kill();
        peers?.remove();
        process.exit(1);
      }
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });

  const start = async (): Promise<{ workers: WorkerPool; database: RunningDatabase }> => {
    checkDefaultAudience(settings.defaultAudience);
    const resolved = await claimPorts(settings);
    const opened = await startDatabase(resolved, log);
    database = opened;
    const count = settings.workers === 0 ? availableParallelism() : settings.workers;
    peers = settings.windowEnabled && count > 1 ? PeerDirectory.create() : undefined;
    const workers = new WorkerPool({
      count,
      peers,
      start: { kind: 'start', settings: resolved, databaseUrl: opened.url },
      onMessage: (worker, message) => {
        collector.handle(worker, message).catch((error: unknown) => log.error({ err: error }, 'metrics failed'));
      },
      onRestart: () => collector.workerRestarted(),
      log,
    });
    const collector = new MetricsCollector(workers);
    pool = workers;
    await workers.start();
    const readyMs = process.uptime() * 1000;
    log.info({ workers: count, readyMs: Math.round(readyMs) }, 'ready');
    process.stderr.write(banner(resolved, count, opened.description, readyMs));
    return { workers, database: opened };
  };

  const started = start();
  try {
    const signal = await Promise.race([stopping, started.then(() => undefined)]);
    // A signal during the start waits for what has begun, so that no database is left behind half made.
    const running = await started;
    const clean = await shutDown(running.workers, running.database, signal ?? (await stopping), settings, log);
    peers?.remove();
    process.exit(clean ? 0 : 1);
  } catch (error) {
    pool?.kill();
    peers?.remove();
    await database?.stop();
    throw error;
  }
}

/** @returns whether nothing was cut off or lost */
async function shutDown(
  pool: WorkerPool,
  database: RunningDatabase,
  signal: NodeJS.Signals,
  settings: GatewaySettings,
  log: Logger,
): Promise<boolean> {
  log.info({ signal }, 'draining');
  const clean = await pool.drain(settings.drainSeconds * 1000 + graceMs);
  await database.stop();
  if (clean) log.info('stopped');
  else log.error({ drainSeconds: settings.drainSeconds }, 'stopped; some calls were cut off or decisions not recorded');
  return clean;
}

/** Checks both ports, and gives those that are 0 a number, which is the same in every worker and after a restart. */
async function claimPorts(settings: GatewaySettings): Promise<GatewaySettings> {
  const grpcPort = await claimPort(settings.grpcHost, settings.grpcPort, flagOf('grpcPort'));
  if (settings.httpPort !== 0 && settings.httpPort === grpcPort && settings.httpHost === settings.grpcHost) {
    throw new StartupError(
      `gRPC and HTTP cannot share port ${grpcPort} on ${settings.httpHost}: choose another with ${flagOf('httpPort')}.`,
      1,
    );
  }
  const httpPort = await claimPort(settings.httpHost, settings.httpPort, flagOf('httpPort'));
  return Object.freeze({ ...settings, grpcPort, httpPort, dataDir: resolve(settings.dataDir) });
}
