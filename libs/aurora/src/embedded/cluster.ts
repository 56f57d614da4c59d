import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { identity, isRoot, type OsUser } from './os-user.js';
import type { Places } from './places.js';

/** Role and database of every embedded server. */
export const roleName = 'breakwater';
export const databaseName = 'breakwater';

/** The PostgreSQL release that the programs are of. */
const majorVersion = '17';

/**
 * Makes the cluster with a random password where there is none yet, all or nothing.
 * @returns the password, and whether the cluster is new
 */
export async function openCluster(places: Places): Promise<{ password: string; firstStart: boolean }> {
  if (!existsSync(places.cluster)) return { password: await initialise(places), firstStart: true };
  return { password: readPassword(places), firstStart: false };
}

/** @throws EmbeddedPostgresError where there is a cluster and this process cannot use it */
export function checkCluster({ cluster, folder }: Places): void {
  if (!existsSync(cluster)) return;
  checkOwner(cluster, folder);
  let version: string;
  try {
    version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EmbeddedPostgresError(
      `The folder ${cluster} is no database (PG_VERSION cannot be read: ${code}): choose another data folder.`,
    );
  }
  if (version !== majorVersion) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} holds data of PostgreSQL ${version}, and this is PostgreSQL ${majorVersion}: choose another data folder, or move the data with pg_dump of ${version}.`,
    );
  }
}

/** @throws EmbeddedPostgresError where the file is missing, empty or somebody else's */
export function readPassword({ passwordFile, folder }: Pick<Places, 'passwordFile' | 'folder'>): string {
  let why = 'it is empty';
  try {
    const password = readFileSync(passwordFile, 'utf8').trim();
    if (password !== '') return password;
  } catch (error) {
    why = (error as NodeJS.ErrnoException).code ?? String(error);
  }
  throw new EmbeddedPostgresError(
    `The password of the database in ${folder} cannot be read from ${passwordFile} (${why}): run as the user who first started it, put the file back, or choose another data folder.`,
  );
}

/** Lets `user` own a path that we made. */
function give(path: string, user: OsUser | undefined): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

function checkOwner(cluster: string, folder: string): void {
  const { uid } = statSync(cluster);
  if (isRoot() || uid === process.getuid?.()) return;
  throw new EmbeddedPostgresError(
    `The data folder ${folder} belongs to another user (uid ${uid}): run as the user who first started it, or choose another data folder.`,
  );
}

async function initialise(places: Places): Promise<string> {
  const { cluster, passwordFile, user } = places;
  const password = randomBytes(24).toString('base64url');
  const unfinished = `${cluster}.unfinished`;
  const handedOver = `${passwordFile}.initdb`;
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    give(unfinished, user);
    for (const file of [passwordFile, handedOver]) {
      rmSync(file, { force: true });
      writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true });
      chmodSync(file, 0o600);
    }
    give(handedOver, user);
    await runInitdb(places, unfinished, handedOver);
    // Only a finished cluster has the name that a later start looks for.
    renameSync(unfinished, cluster);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `A database cannot be made in ${places.folder} (${(error as NodeJS.ErrnoException).code ?? String(error)}): choose another data folder.`,
    );
  } finally {
    rmSync(handedOver, { force: true });
  }
  return password;
}

function runInitdb({ programs, user }: Places, cluster: string, passwordFile: string): Promise<void> {
  const child = spawn(
    join(programs, 'initdb'),
    [
      `--pgdata=${cluster}`,
      `--username=${roleName}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same on every machine, whichever locales it has installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...identity(user), cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new EmbeddedPostgresError(`PostgreSQL's initdb failed: ${errors.trim().replace(/\s+/g, ' ')}`));
    });
  });
}
