import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { OwnerProcess } from '../testing/owner-process.js';
import { query } from '../testing/query.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { embeddedPostgresExists, findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { canEnter, identity, isRoot, unprivilegedUser } from './os-user.js';
import { findPlaces } from './places.js';
import { endsWithin, isAlive, runningServer } from './running-server.js';

/** Runs as root alone; says so where it cannot. */
const asRoot = isRoot()
  ? test
  : (name: string, ..._: unknown[]) => {
      process.stderr.write(`SKIPPED, for root alone: ${name}\n`);
      test.skip(name, () => undefined);
    };

let folder: ReturnType<typeof temporaryFolder>;
let dataDir: string;
let cleanUps: (() => unknown)[];

beforeEach(() => {
  folder = temporaryFolder();
  dataDir = join(folder.path, 'data-dir');
  cleanUps = [];
});
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  folder.remove();
}, 30_000);

async function start(options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  cleanUps.push(() => server.stop());
  return server;
}

async function own(user?: Parameters<typeof OwnerProcess.start>[1]) {
  const owner = await OwnerProcess.start(dataDir, user);
  cleanUps.push(() => owner.stop());
  return owner;
}

const listener = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const freePort = async () => {
  const server = await listener();
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const pidOf = (cluster = join(dataDir, 'data')) => runningServer(cluster)!.pid;

/** A data folder that was used once, to copy: initdb is what takes the time. */
let used: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  used = temporaryFolder();
  await (await startEmbeddedPostgres({ dataDir: join(used.path, 'data-dir') })).stop();
}, 30_000);
afterAll(() => used.remove());

/** Lays a database down in dataDir, at rest. */
function makeDatabase(): void {
  execFileSync('cp', ['-a', join(used.path, 'data-dir'), dataDir]);
}

test('starts, keeps its data over a restart, and is gone after stop', async () => {
  expect(embeddedPostgresExists(dataDir)).toBe(false);
  expect(findEmbeddedPostgres(dataDir)).toBeUndefined();
  expect(existsSync(dataDir)).toBe(false);

  const first = await start();
  expect(first).toMatchObject({ firstStart: true, folder: dataDir });
  expect(embeddedPostgresExists(dataDir)).toBe(true);
  expect(findEmbeddedPostgres(dataDir)).toBe(first.url);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const pid = pidOf();
  await first.stop();
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  expect(findEmbeddedPostgres(dataDir)).toBeUndefined();
  expect(embeddedPostgresExists(dataDir)).toBe(true);

  const second = await start();
  expect(second.firstStart).toBe(false);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
  expect(existsSync(join(dataDir, 'starting'))).toBe(false);

  // PostgreSQL 17 on loopback TCP alone, with a password, UTF-8 and fsync.
  const settings = ['listen_addresses', 'unix_socket_directories', 'fsync', 'server_encoding', 'TimeZone'];
  const shown = await Promise.all(settings.map((name) => query<Record<string, string>>(second.url, `SHOW ${name}`)));
  expect(shown.map(([row]) => Object.values(row!)[0])).toEqual(['127.0.0.1', '', 'on', 'UTF8', 'UTC']);
  expect(await query(second.url, "SELECT current_setting('server_version') ~ '^17\\.' AS right")).toEqual([
    { right: true },
  ]);
  await expect(query(`postgres://breakwater:wrong@127.0.0.1:${second.port}/breakwater`, 'SELECT 1')).rejects.toThrow(
    /password authentication failed/,
  );
}, 30_000);

test('a folder in use, or being started, is told in one sentence', async () => {
  makeDatabase();
  const both = await Promise.allSettled([start(), startEmbeddedPostgres({ dataDir })]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(both[1]).toMatchObject({
    reason: {
      name: 'EmbeddedPostgresError',
      message: `The data folder ${dataDir} is being started by another Breakwater (process ${process.pid}): stop that one, or choose another data folder.`,
    },
  });
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The data folder ${dataDir} is in use by another Breakwater (process ${process.pid}): stop that one, or choose another data folder.`,
  );

  // A running server is known by every path to its folder.
  const link = join(folder.path, 'link');
  symlinkSync(dataDir, link);
  expect(findEmbeddedPostgres(link)).toBe(findEmbeddedPostgres(dataDir));
  await expect(startEmbeddedPostgres({ dataDir: link })).rejects.toThrow(/is in use by another Breakwater/);
}, 30_000);

test('a taken port is told in one sentence, and nothing is made', async () => {
  const other = await listener();
  cleanUps.push(() => other.close());
  const { port } = other.address() as AddressInfo;
  await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken, so the embedded PostgreSQL cannot listen there: choose another port, or 0 for a free one.`,
  );
  expect(embeddedPostgresExists(dataDir)).toBe(false);
});

test('data that cannot be used is told in one sentence, and left alone', async () => {
  makeDatabase();
  const versionFile = join(dataDir, 'data', 'PG_VERSION');
  writeFileSync(versionFile, '16\n');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The data folder ${dataDir} holds data of PostgreSQL 16, and this is PostgreSQL 17: choose another data folder, or move the data with pg_dump of 16.`,
  );
  rmSync(versionFile);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The folder ${dataDir}/data is no database (PG_VERSION cannot be read: ENOENT): choose another data folder.`,
  );
  writeFileSync(versionFile, '17\n');
  writeFileSync(join(dataDir, 'password'), '');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    /cannot be read from .*\/password \(it is empty\): /,
  );
}, 30_000);

test('what an interrupted first start left is cleared away', async () => {
  mkdirSync(join(dataDir, 'data.unfinished', 'base'), { recursive: true });
  writeFileSync(join(dataDir, 'password'), 'of an attempt that never finished\n');
  writeFileSync(join(dataDir, 'starting'), 'breakwater-1-0');
  const { url, firstStart } = await start();
  expect(firstStart).toBe(true);
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(existsSync(join(dataDir, 'data.unfinished'))).toBe(false);
}, 30_000);

test('a lock file whose process id now belongs to something else does not keep the server from starting', async () => {
  makeDatabase();
  writeFileSync(join(dataDir, 'data', 'postmaster.pid'), `${process.pid}\n${dataDir}/data\n1\n5432\n\n127.0.0.1\n`);
  expect(findEmbeddedPostgres(dataDir)).toBeUndefined();
  expect((await start()).firstStart).toBe(false);
}, 30_000);

test('a server that a person started there is not ended', async () => {
  makeDatabase();
  const { programs, cluster, user } = findPlaces(dataDir, []);
  const options = ['-D', cluster, '-k', '', '-h', '127.0.0.1', '-p', String(await freePort())];
  const byHand = spawn(join(programs, 'postgres'), options, {
    ...identity(user),
    cwd: '/',
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  cleanUps.push(async () => {
    const exit = once(byHand, 'exit');
    if (byHand.kill('SIGINT')) await exit;
  });
  for await (const line of createInterface({ input: byHand.stderr })) if (line.includes('ready to accept')) break;
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The data folder ${dataDir} is in use by a PostgreSQL server that somebody else started (process ${byHand.pid}): stop it, or choose another data folder.`,
  );
  expect(isAlive(byHand.pid!)).toBe(true);
}, 30_000);

test('a server that ends by itself is told', async () => {
  const said: string[] = [];
  const note = (_: object, sentence: string) => void said.push(sentence);
  makeDatabase();
  await start({ log: { info: note, warn: note, error: note } });
  const pid = pidOf();
  process.kill(pid, 'SIGQUIT');
  await endsWithin(pid, 10_000);
  while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(said).toEqual(['embedded PostgreSQL is ready', expect.stringMatching(/^The embedded PostgreSQL ended by/)]);
}, 30_000);

describe('when its owner is killed', () => {
  test('the server ends, and the data can be used at once', async () => {
    makeDatabase();
    const owner = await own();
    await query(owner.server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = pidOf();
    await owner.kill();
    const { url, firstStart } = await start();
    expect(firstStart).toBe(false);
    expect(isAlive(pid)).toBe(false);
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  }, 30_000);

  test('also one that nothing watches any more is ended by the next start', async () => {
    makeDatabase();
    const owner = await own();
    const pid = pidOf();
    for (const watcher of watchersOf(pid)) {
      process.kill(watcher, 'SIGKILL');
      await endsWithin(watcher, 10_000);
    }
    await owner.kill();
    expect(await endsWithin(pid, 300)).toBe(false);
    const { url } = await start();
    expect(isAlive(pid)).toBe(false);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 30_000);
});

/** The shell that watches a server's owner, and then the one that runs it, whose end the first would notice. */
function watchersOf(pid: number): number[] {
  const shell = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ').map(Number);
  return [...children.filter((child) => child !== pid), shell];
}

describe('as root', () => {
  asRoot(
    'runs as another user, who owns the data and nothing else',
    async () => {
      makeDatabase();
      const { url } = await start();
      const user = unprivilegedUser(join(dataDir, 'data'))!;
      expect(user.uid).not.toBe(0);
      expect(statSync(join(dataDir, 'data')).uid).toBe(user.uid);
      expect([statSync(dataDir).uid, statSync(join(dataDir, 'password')).uid]).toEqual([0, 0]);
      expect(statSync(`/proc/${pidOf()}`).uid).toBe(user.uid);
      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    },
    30_000,
  );

  asRoot(
    'below a folder of mode 700 it keeps its data in a fallback, and goes on using that',
    async () => {
      chmodSync(folder.path, 0o700);
      const elsewhere = temporaryFolder();
      cleanUps.push(() => elsewhere.remove());
      const fallbackFolders = [join(folder.path, 'no-use-either'), join(elsewhere.path, 'fallback')];
      const said: string[] = [];
      const note = (_: object, sentence: string) => void said.push(sentence);
      const first = await start({ fallbackFolders, log: { info: () => undefined, warn: note, error: note } });
      expect(first.folder).toMatch(new RegExp(`^${elsewhere.path}/fallback/postgres-[0-9a-f]{12}$`));
      expect(said).toEqual([
        expect.stringMatching(/^PostgreSQL runs as the user \w+, who cannot reach .*data-dir: it keeps its data in /),
      ]);
      expect(existsSync(dataDir)).toBe(false);
      expect(findEmbeddedPostgres(dataDir, fallbackFolders)).toBe(first.url);
      await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      expect(embeddedPostgresExists(dataDir, fallbackFolders)).toBe(true);
      expect(embeddedPostgresExists(dataDir, [])).toBe(false);

      chmodSync(folder.path, 0o755);
      const second = await start({ fallbackFolders });
      expect(second).toMatchObject({ firstStart: false, folder: first.folder });
      expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    },
    30_000,
  );

  asRoot(
    'data that its user can no longer reach is told, rather than begun anew elsewhere',
    async () => {
      makeDatabase();
      chmodSync(folder.path, 0o700);
      await expect(start({ fallbackFolders: [join(folder.path, 'fallback')] })).rejects.toThrow(
        /^PostgreSQL runs as the user \w+ here, who cannot reach its data in .*data-dir: let this user enter/,
      );
    },
    30_000,
  );

  asRoot('no reachable place at all is told in one sentence', async () => {
    chmodSync(folder.path, 0o700);
    await expect(startEmbeddedPostgres({ dataDir, fallbackFolders: [join(folder.path, 'fallback')] })).rejects.toThrow(
      `who cannot reach ${dataDir}: choose a data folder that this user can enter, such as /var/lib/breakwater.`,
    );
  });
});

describe('as an ordinary user', () => {
  asRoot(
    'starts, restarts, and root may take over and give back',
    async () => {
      const user = unprivilegedUser(join(dataDir, 'data'))!;
      if (!canEnter(user, process.execPath) || !canEnter(user, import.meta.dirname)) {
        process.stderr.write(`SKIPPED, the user ${user.name} cannot enter this checkout: ordinary user\n`);
        return;
      }
      chmodSync(folder.path, 0o777);
      const first = await own(user);
      expect(first.server).toMatchObject({ uid: user.uid, firstStart: true, folder: dataDir });
      expect(statSync(join(dataDir, 'password')).uid).toBe(user.uid);
      await query(first.server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();

      const byRoot = await start();
      expect(byRoot.firstStart).toBe(false);
      await byRoot.stop();

      const second = await own(user);
      expect(second.server.firstStart).toBe(false);
      expect(await query(second.server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    },
    30_000,
  );

  asRoot(
    'data of root is told in one sentence',
    async () => {
      makeDatabase();
      const user = { ...unprivilegedUser('')!, uid: 65_533, gid: 65_533 };
      if (!canEnter(user, import.meta.dirname)) {
        process.stderr.write('SKIPPED, others cannot enter this checkout: data of root\n');
        return;
      }
      await expect(OwnerProcess.start(dataDir, user)).rejects.toThrow(
        /^The data folder .*data-dir belongs to another user \(uid \d+\): run as the user who first started it/,
      );
    },
    30_000,
  );
});
