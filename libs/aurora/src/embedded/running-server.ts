import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** A server that runs on a cluster. */
export interface RunningServer {
  readonly pid: number;
  /** NaN while it starts. */
  readonly port: number;
  /** Whether a Breakwater started it, rather than a person by hand. */
  readonly isOurs: boolean;
  /** The process that started it, if that still runs. */
  readonly ownerPid: number | undefined;
}

const tagPattern = /breakwater-(\d+)-(\d+)/;

/** How a server that we start names its owner on its own command line: process id and start time. */
export function ownerTag(): string {
  return `breakwater-${process.pid}-${startOf(process.pid)}`;
}

/** The process that a tag names, if that still runs. */
export function livingOwner(text: string): number | undefined {
  const [, owner, start] = tagPattern.exec(text) ?? [];
  const pid = Number(owner);
  return owner !== undefined && isAlive(pid) && startOf(pid) === start ? pid : undefined;
}

/** The server that runs on a cluster now, if there is one. */
export function runningServer(cluster: string): RunningServer | undefined {
  const lines = lockFile(cluster);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !isAlive(pid)) return undefined;
  const commandLine = commandLineOf(pid);
  if (commandLine === undefined || !(commandLine.includes(cluster) || worksIn(pid, cluster))) return undefined;
  return {
    pid,
    port: Number.parseInt(lines[3] ?? '', 10),
    isOurs: tagPattern.test(commandLine),
    ownerPid: livingOwner(commandLine),
  };
}

/**
 * Makes sure that no server runs on the cluster: ends one whose owner died, and removes the lock file of one that is
 * gone where its process id now belongs to something else (PostgreSQL would refuse to start).
 * @throws EmbeddedPostgresError where it runs for somebody who is alive
 */
export async function clearCluster(cluster: string, folder: string): Promise<void> {
  const server = runningServer(cluster);
  if (server === undefined) {
    const pid = Number(lockFile(cluster)?.[0]);
    if (isAlive(pid) && isSomethingElse(pid, cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  if (!server.isOurs) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} is in use by a PostgreSQL server that somebody else started (process ${server.pid}): stop it, or choose another data folder.`,
    );
  }
  if (server.ownerPid !== undefined) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} is in use by another Breakwater (process ${server.ownerPid}): stop that one, or choose another data folder.`,
    );
  }
  // Usually it is on its way out already: it notices the death of its owner.
  if (await endsWithin(server.pid, 500)) return;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(server.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      break;
    }
    if (await endsWithin(server.pid, 10_000)) return;
  }
  throw new EmbeddedPostgresError(
    `The data folder ${folder} is in use by a PostgreSQL server that does not stop (process ${server.pid}): stop it, or choose another data folder.`,
  );
}

export async function endsWithin(pid: number, ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end;) {
    if (!isAlive(pid)) return true;
    await pause(20);
  }
  return !isAlive(pid);
}

function lockFile(cluster: string): string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  // A zombie, which nobody has waited for yet, is dead.
  if (statOf(pid)?.[0] === 'Z') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** PostgreSQL's servers work in their cluster, by whatever path it was named when they were started. */
function worksIn(pid: number, cluster: string): boolean {
  const folder = workingFolderOf(pid);
  return folder !== undefined && folder === realFolder(cluster);
}

/** Whether a process surely is no server of this cluster: without its lock file two servers could ruin the data. */
function isSomethingElse(pid: number, cluster: string): boolean {
  const commandLine = commandLineOf(pid);
  if (commandLine === undefined) return false;
  const folder = workingFolderOf(pid);
  return folder === undefined ? !/postgres|postmaster/.test(commandLine) : folder !== realFolder(cluster);
}

function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** undefined where it cannot be read: no such process, or no right to look. */
function commandLineOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    try {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return undefined;
    }
  }
}

/** Ticks from boot to the start of a process; 0 where the system does not tell. */
function startOf(pid: number): string {
  return statOf(pid)?.[19] ?? '0';
}

/** Fields of /proc/PID/stat from the third (the state) on; the second is a name that may hold anything. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
