import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const bin = join(process.cwd(), 'bin/breakwater.js');

/** Runs the real bin as a child process to its end. */
export function runCommand(argv: readonly string[], { cwd, input }: { cwd: string; input?: string }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...argv], { cwd, stdio: 'pipe' });
    const parts = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (parts.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (parts.err += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...parts }));
    child.stdin.end(input);
  });
}
