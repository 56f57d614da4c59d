import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EmbeddedPostgres } from '../index.js';
import type { OsUser } from '../embedded/os-user.js';

const script = `
const { startEmbeddedPostgres } = await import(process.argv[1]);
try {
  const server = await startEmbeddedPostgres(JSON.parse(process.argv[2]));
  console.log(JSON.stringify({ uid: process.getuid(), ...server }));
  process.stdin.resume().on('end', async () => {
    await server.stop();
    process.exit(0);
  });
} catch (error) {
  console.log(JSON.stringify({ failed: error.message }));
  process.exit(1);
}
`;

/** Another process that runs the built library and owns an embedded server. */
export class OwnerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly server: Pick<EmbeddedPostgres, 'url' | 'port' | 'firstStart' | 'folder'> & { readonly uid: number },
  ) {}

  /** Starts it, as another user where one is given. @throws Error with what it said where the server did not start */
  static async start(dataDir: string, user?: OsUser): Promise<OwnerProcess> {
    const library = new URL('../../dist/index.js', import.meta.url);
    if (!existsSync(library)) throw new Error('Build libs/aurora first (nx does): this test runs the built library.');
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', script, library.href, JSON.stringify({ dataDir })],
      { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }) },
    );
    const lines = createInterface({ input: child.stdout! });
    const line = await Promise.race([
      once(lines, 'line').then(([text]) => JSON.parse(text as string)),
      once(child, 'exit').then(([code]) => ({ failed: `exit code ${code}` })),
    ]);
    if ('failed' in line) throw new Error(line.failed);
    return new OwnerProcess(child, line);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.stdin!.end();
    await once(this.child, 'exit');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
