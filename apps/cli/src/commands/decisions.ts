import {
  DatabaseError,
  embeddedPostgresExists,
  findEmbeddedPostgres,
  openDatabase,
  startEmbeddedPostgres,
} from '@breakwater/aurora';
import type { Decision } from '@breakwater/aurora';
import { Failure, numberFlag, UsageError, type Command, type FlagValues } from '../command.js';
import { renderDecisions } from '../render/decision-table.js';

/** PostgreSQL's word for a table that is not there. */
const undefinedTable = '42P01';

export const command: Command = {
  usage: 'decisions',
  about:
    'Shows the latest recorded decisions, newest first: from a database, or from the embedded server of a data folder,\n' +
    'which is started for the time of reading where no gateway runs on it.',
  flags: {
    last: { type: 'string', value: 'N', help: 'how many (default 20, at most 1,000)' },
    tenant: { type: 'string', value: 'ID', help: 'tenant (default: the default tenant)' },
    database: { type: 'string', value: 'URL', help: 'postgres:// URL of the database' },
    'data-dir': { type: 'string', value: 'FOLDER', help: 'data folder of the embedded server (default .breakwater)' },
    json: { type: 'boolean', help: 'as a JSON array' },
  },
  positionals: 0,
  async run(flags, _, terminal) {
    const limit = numberFlag(flags, 'last', { least: 1, most: 1000 }) ?? 20;
    const tenantId = typeof flags.tenant === 'string' ? flags.tenant : '';
    const { url, stop } = await databaseOf(flags);
    let decisions: Decision[];
    try {
      decisions = await read(url, tenantId, limit);
    } finally {
      await stop();
    }
    terminal.out.write(flags.json ? `${JSON.stringify(decisions)}\n` : renderDecisions(decisions, terminal));
    return 0;
  },
};

async function databaseOf(flags: FlagValues): Promise<{ url: string; stop(): Promise<void> }> {
  const { database, 'data-dir': folder } = flags;
  const nothingToStop = async () => undefined;
  if (typeof database === 'string') {
    if (folder !== undefined) throw new UsageError('--database and --data-dir exclude each other: give one.');
    if (!/^postgres(ql)?:\/\/./.test(database) || !URL.canParse(database)) {
      throw new UsageError('--database must be a postgres:// URL.');
    }
    return { url: database, stop: nothingToStop };
  }
  const dataDir = typeof folder === 'string' ? folder : '.breakwater';
  const running = findEmbeddedPostgres(dataDir);
  if (running !== undefined) return { url: running, stop: nothingToStop };
  if (!embeddedPostgresExists(dataDir)) {
    throw new Failure(
      `There is no database in ${dataDir}: name the gateway's folder with --data-dir, or --database URL.`,
    );
  }
  const server = await startEmbeddedPostgres({ dataDir });
  return { url: server.url, stop: () => server.stop() };
}

async function read(url: string, tenantId: string, limit: number): Promise<Decision[]> {
  const database = await openDatabase({ url, poolSize: 1, applicationName: 'breakwater decisions' });
  try {
    return await database.decisions.last({ tenantId, limit });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === undefinedTable) {
      throw new Failure('The database has no table of decisions yet: start the gateway on it once.');
    }
    throw error;
  } finally {
    await database.close();
  }
}
