import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const main = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
const cli = fileURLToPath(new URL('../../cli/bin/breakwater.js', import.meta.url));

/** What a run that ended left behind. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built gateway as a child process, as a user would run it: flags in, two ports and an exit code out. */
export class Gateway {
  stdout = '';
  stderr = '';
  readonly exited: Promise<Exit>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    child.stdout?.on('data', (part: Buffer) => (this.stdout += part.toString()));
    child.stderr?.on('data', (part: Buffer) => (this.stderr += part.toString()));
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  /** Starts with a data folder of its own, on free ports; resolves once the banner says that it answers. */
  static async start(...flags: string[]): Promise<Gateway> {
    const gateway = Gateway.spawn(['--grpc-port', '0', '--http-port', '0', '--workers', '2', ...flags]);
    const ready = new Promise<void>((resolve) => {
      gateway.child.stderr?.on('data', () => {
        if (gateway.stderr.includes('Ctrl-C')) resolve();
      });
    });
    const early = gateway.exited.then(({ code, stdout, stderr }) => {
      throw new Error(`The gateway ended with ${code} before it was ready.\n${stderr}\n${stdout}`);
    });
    await Promise.race([ready, early]);
    early.catch(() => undefined);
    return gateway;
  }

  /** Runs to the end, for a start that is refused. */
  static async run(flags: string[], env: Record<string, string> = {}): Promise<Exit> {
    const gateway = Gateway.spawn(flags, env);
    return await gateway.end();
  }

  private static spawn(flags: string[], env: Record<string, string> = {}): Gateway {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-e2e-'));
    // Open to the user that PostgreSQL runs as where the tests run as root.
    chmodSync(folder, 0o755);
    const child = spawn(process.execPath, [main, '--data-dir', join(folder, 'data'), ...flags], {
      cwd: folder,
      // Its own environment: variables of the test runner are not settings of the gateway.
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Gateway(child, folder);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get grpc(): string {
    return this.fromBanner(/gRPC +(\S+)/);
  }

  get http(): string {
    return this.fromBanner(/HTTP +(\S+)/);
  }

  /** Log lines that have these fields. */
  logged(fields: Record<string, unknown>): Record<string, unknown>[] {
    return this.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => Object.entries(fields).every(([key, value]) => line[key] === value));
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The latest recorded decisions, as `breakwater decisions` reads them from its data folder; also after its end. */
  async decisions(last: number): Promise<Record<string, unknown>[]> {
    const flags = ['decisions', '--last', String(last), '--json', '--data-dir', join(this.folder, 'data')];
    const env = { PATH: process.env['PATH'] ?? '' };
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...flags], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout) as Record<string, unknown>[];
  }

  /** Asks it to stop, waits, and removes its folder. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return await this.end();
  }

  /** Waits until it has ended, and removes its folder. */
  async end(): Promise<Exit> {
    const exit = await this.exited;
    // A database whose gateway was killed still writes for a moment.
    const remove = () => {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 20 });
      return existsSync(this.folder);
    };
    await eventually(remove, (left) => !left);
    return exit;
  }

  private fromBanner(pattern: RegExp): string {
    const found = pattern.exec(this.stderr)?.[1];
    if (found === undefined) throw new Error(`The banner has no ${pattern}:\n${this.stderr}`);
    return found;
  }
}

/** Polls until a condition holds; the time-out is the test's own. */
export async function eventually<Value>(
  read: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
