import cluster from 'node:cluster';
import { helpRequested, parseSettings, renderHelp, StartupError } from '@breakwater/service-kit';
import { gatewaySettings } from './settings.js';

/** The runtime that package.json brings along and that everything is tested on. */
const oldestNode = 26;

/**
 * The gateway. The primary process reads the settings, starts the database, forks one worker per core and minds them;
 * a worker answers gRPC and HTTP. Exit codes: 0 after a clean shutdown, 1 for surroundings that do not allow a start
 * (a taken port), 2 for a wrong setting; the reason is one sentence on stderr.
 */
async function main(): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    const rule = `the gateway needs Node ${oldestNode} or newer, which npm ci installs for npm start`;
    throw new StartupError(`This is Node ${process.versions.node}; ${rule}.`, 1);
  }
  if (!cluster.isPrimary) {
    const { runWorker } = await import('./worker.js');
    await runWorker();
    return;
  }
  const argv = process.argv.slice(2);
  if (helpRequested(argv)) {
    process.stdout.write(renderHelp(gatewaySettings, 'node apps/gateway/dist/main.js'));
    return;
  }
  const settings = parseSettings(gatewaySettings, { argv, env: process.env });
  const { runPrimary } = await import('./cluster/primary.js');
  await runPrimary(settings);
}

main().catch((error: unknown) => {
  const known = error instanceof StartupError;
  process.stderr.write(
    known ? `${error.message}\n` : `The gateway cannot start: ${String((error as Error).stack ?? error)}\n`,
  );
  process.exit(known ? error.exitCode : 1);
});
