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
 * Makes the cluster with a random password where there is none yet, all or nothing; else checks that it can be used.
 * @returns the password, and whether the cluster is new
 */
export async function openCluster(places: Places): Promise<{ password: string; firstStart: boolean }> {
  const { cluster, folder } = places;
  if (!existsSync(cluster)) return { password: await initialise(places), firstStart: true };
  checkOwner(cluster, folder);
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version !== majorVersion) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} holds data of PostgreSQL ${version}, and this is PostgreSQL ${majorVersion}: choose another data folder, or move the data with pg_dump of ${version}.`,
    );
  }
  return { password: readPassword(places), firstStart: false };
}

/** @throws EmbeddedPostgresError where the file is missing or somebody else's */
export function readPassword({ passwordFile, folder }: Pick<Places, 'passwordFile' | 'folder'>): string {
  try {
    return readFileSync(passwordFile, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EmbeddedPostgresError(
      `The password of the database in ${folder} cannot be read from ${passwordFile} (${code}): run as the user who first started it, put the file back, or choose another data folder.`,
    );
  }
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
      writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
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
