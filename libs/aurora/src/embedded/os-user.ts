import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The OS user that PostgreSQL runs as where this process is root, which PostgreSQL refuses to be. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Whether this process is root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Whom root switches to: the owner of the cluster where there is one, else `postgres`, else `nobody`, else the first
 * ordinary user that the system knows. Creates none. undefined where this process is not root.
 */
export function unprivilegedUser(cluster: string): OsUser | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) };
  const user = named('postgres') ?? named('nobody') ?? passwd().find(({ uid }) => uid !== 0);
  if (user !== undefined) return user;
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and this system has no other user: start as an ordinary user, or configure the URL of a database.',
  );
}

/** Whether `user` may enter the folder (and, for a file, run it). undefined stands for this process. */
export function canEnter(user: OsUser | undefined, path: string): boolean {
  const { error, status } = spawnSync('/bin/sh', ['-c', '[ -x "$0" ] && [ -r "$0" ]', path], {
    ...identity(user),
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  if (error === undefined) return status === 0;
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and this process may not switch to the user ${user?.name} (${(error as NodeJS.ErrnoException).code}): start as an ordinary user, or configure the URL of a database.`,
  );
}

/** The options of child_process.spawn that start a process as `user`. */
export function identity(user: OsUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

function named(name: string): OsUser | undefined {
  try {
    const number = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
    const user = { uid: number('-u'), gid: number('-g'), name };
    return user.uid === 0 ? undefined : user;
  } catch {
    return passwd().find((user) => user.name === name && user.uid !== 0);
  }
}

function nameOf(uid: number): string {
  return passwd().find((user) => user.uid === uid)?.name ?? String(uid);
}

function passwd(): OsUser[] {
  let lines: string[];
  try {
    lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
  return lines
    .map((line) => line.split(':'))
    .filter((parts) => parts.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}
