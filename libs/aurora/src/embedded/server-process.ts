import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Log } from '../log.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { identity } from './os-user.js';
import type { Places } from './places.js';
import { ownerTag, runningServer } from './running-server.js';

/**
 * Runs the server and watches a pipe that ends when its owner ends, however that dies (also by SIGKILL): then the
 * server gets SIGINT, its fast shutdown. Signals for a whole group (Ctrl-C, systemd) must not end the watch.
 */
const script = `
trap '' INT TERM HUP
exec 3<&0 </dev/null
"$0" "$@" 3<&- &
server=$!
( while read -r line <&3; do :; done; kill -INT "$server" ) &
watch=$!
exec 3<&-
wait "$server"
code=$?
kill -KILL "$watch" 2>/dev/null
exit "$code"
`;

/** Small, on loopback TCP alone, and without row contents or statements in the log. fsync stays on. */
function settings(port: number): Record<string, string | number> {
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    cluster_name: ownerTag(),
    max_connections: 60,
    shared_buffers: '64MB',
    // A small /dev/shm (64 MB in many containers) would do for neither.
    shared_memory_type: 'mmap',
    dynamic_shared_memory_type: 'mmap',
    huge_pages: 'off',
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
}

const longestStartMs = 120_000;
const longestStopMs = 20_000;

/** Why a server did not start. */
export class StartFailure extends EmbeddedPostgresError {
  constructor(
    message: string,
    readonly portTaken: boolean,
  ) {
    super(message);
  }
}

/** A PostgreSQL server that this process owns. */
export class ServerProcess {
  private stopping = false;
  private readonly exited: Promise<void>;
  private readonly tail: string[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly cluster: string,
    private readonly log: Log,
  ) {
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Starts a server and waits until it takes connections. @throws StartFailure */
  static async start(places: Places, port: number, log: Log): Promise<ServerProcess> {
    const options = Object.entries(settings(port)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(
      '/bin/sh',
      ['-c', script, join(places.programs, 'postgres'), '-D', places.cluster, ...options],
      {
        ...identity(places.user),
        cwd: '/',
        env: { LC_ALL: 'C', TZ: 'UTC' },
        // A session of its own: Ctrl-C is for the owner, who stops the server when it no longer needs it.
        detached: true,
        stdio: ['pipe', 'ignore', 'pipe'],
      },
    );
    const server = new ServerProcess(child, places.cluster, log);
    await server.ready(places, port);
    // Nothing of the server keeps its owner's event loop alive.
    child.unref();
    for (const stream of [child.stdin, child.stderr]) (stream as unknown as Socket).unref();
    void server.exited.then(() => {
      if (!server.stopping) log.error({}, `The embedded PostgreSQL ended by itself. ${server.lastWords()}`);
    });
    return server;
  }

  /** Fast shutdown: open transactions are rolled back, what was committed is on disk. A second call waits for the first. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.ref();
    this.child.stdin?.end();
    const timer = setTimeout(() => {
      const pid = runningServer(this.cluster)?.pid;
      this.log.warn(
        { pid },
        'The embedded PostgreSQL does not stop; it is ended at once and recovers at the next start.',
      );
      try {
        if (pid !== undefined) process.kill(pid, 'SIGQUIT');
      } catch {
        // It ended just now, which the exit tells.
      }
    }, longestStopMs);
    await this.exited;
    clearTimeout(timer);
  }

  private async ready(places: Places, port: number): Promise<void> {
    const { child } = this;
    // A pipe whose reader died says so here; the exit says it better.
    child.stdin?.on('error', () => undefined);
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', () => reject(this.failure(places, port)));
        if (child.stderr === null) throw new Error('PostgreSQL was started without a pipe for its log.');
        createInterface({ input: child.stderr }).on('line', (line) => {
          if (this.read(line)) resolve();
        });
        timer = setTimeout(() => {
          this.stopping = true;
          child.stdin?.end();
          reject(
            new StartFailure(`PostgreSQL was not ready after ${longestStartMs / 1000} s. ${this.lastWords()}`, false),
          );
        }, longestStartMs);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes in a line of the server's log. @returns whether it says that the server is ready */
  private read(line: string): boolean {
    this.tail.push(line);
    if (this.tail.length > 20) this.tail.shift();
    if (/ (FATAL|PANIC): /.test(line)) this.log.warn({}, `PostgreSQL: ${line.replace(/^.*? (?=FATAL|PANIC)/, '')}`);
    return line.includes('database system is ready to accept connections');
  }

  private failure({ folder }: Places, port: number): StartFailure {
    const said = this.tail.join('\n');
    if (/Address already in use|could not bind/.test(said)) return portTaken(port);
    if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(said)) {
      return new StartFailure(
        `The data folder ${folder} is in use by another PostgreSQL server: stop it, or choose another data folder.`,
        false,
      );
    }
    return new StartFailure(`PostgreSQL did not start on the data folder ${folder}. ${this.lastWords()}`, false);
  }

  private lastWords(): string {
    const last = this.tail.findLast((line) => /(FATAL|PANIC|ERROR): /.test(line)) ?? this.tail.at(-1);
    return last === undefined ? 'It said nothing.' : `It said: ${last.replace(/^.*? (?=FATAL|PANIC|ERROR)/, '')}.`;
  }
}

export function portTaken(port: number): StartFailure {
  return new StartFailure(
    `Port ${port} on 127.0.0.1 is taken, so the embedded PostgreSQL cannot listen there: choose another port, or 0 for a free one.`,
    true,
  );
}
