import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Corpus } from './corpus.js';

const GATEWAY = fileURLToPath(new URL('../../apps/gateway/dist/main.js', import.meta.url));
const CLI = fileURLToPath(new URL('../../apps/cli/bin/breakwater.js', import.meta.url));
const EMPTY = fileURLToPath(new URL('./empty-server.js', import.meta.url));

/** Seconds per load; rounds of which the median counts. */
const SECONDS = 6;
const ROUNDS = 3;

/** What the CLI's `load --json` reports, as far as it is recorded. */
export interface Load {
  readonly messagesPerSecond: number;
  readonly latencyUs: Readonly<Record<'p50' | 'p99' | 'p999' | 'max', number>>;
  readonly answered: number;
}

export interface TransportFigures {
  readonly workers: number;
  readonly readyMs: number;
  /** Resident memory of each worker after the load, MiB. */
  readonly workerMiB: readonly number[];
  /** Closed loop, frames of 50, load generator on the same cores. */
  readonly stream: Load;
  /** Closed loop, one message a call: gateway and empty handler in turns, and the ratio of their medians. */
  readonly unary: { readonly gateway: Load; readonly emptyHandler: Load; readonly ratio: number };
  /** Open loop at 10,000 messages a second in streams. */
  readonly openLoop: Load;
}

/** Measures the built gateway over loopback with the CLI's load generator on the same cores. */
export async function measureTransport(corpus: Corpus): Promise<TransportFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
  // Run as root, PostgreSQL belongs to another user, who must be able to reach its data here.
  chmodSync(folder, 0o755);
  const children: ChildProcess[] = [];
  try {
    const input = join(folder, 'messages.jsonl');
    writeFileSync(input, corpus.texts.map((text, id) => JSON.stringify({ id: String(id), text })).join('\n'));
    const workers = availableParallelism();
    const started = performance.now();
    const gateway = spawn(
      process.execPath,
      [GATEWAY, '--grpc-port', '0', '--http-port', '0', '--data-dir', join(folder, 'data')],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    children.push(gateway);
    const address = await addressIn(gateway.stderr!, /gRPC +(\S+)/, 'Ctrl-C');
    const readyMs = Math.round(performance.now() - started);
    const empty = spawn(process.execPath, [EMPTY, String(workers)], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(empty);
    const emptyAddress = `127.0.0.1:${(await addressIn(empty.stdout!, /(\d+)/, '\n')).trim()}`;

    const load = (server: string, ...flags: string[]) => runLoad(server, input, flags);
    const streams: Load[] = [];
    const unary: Load[] = [];
    const rival: Load[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      streams.push(await load(address, '--method', 'stream', '--batch', '50', '--connections', String(2 * workers)));
      unary.push(
        await load(address, '--method', 'unary', '--connections', String(2 * workers), '--concurrency', '100'),
      );
      rival.push(
        await load(emptyAddress, '--method', 'unary', '--connections', String(2 * workers), '--concurrency', '100'),
      );
    }
    const openLoop = await load(address, '--method', 'stream', '--rate', '10000');
    const [gatewayUnary, emptyHandler] = [median(unary), median(rival)];
    return {
      workers,
      readyMs,
      workerMiB: childrenOf(gateway.pid!)
        .map(residentMiB)
        .filter((size) => size > 60),
      stream: median(streams),
      unary: {
        gateway: gatewayUnary,
        emptyHandler,
        ratio: Math.round((gatewayUnary.messagesPerSecond / emptyHandler.messagesPerSecond) * 100) / 100,
      },
      openLoop,
    };
  } finally {
    await Promise.all(children.map(stop));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runLoad(server: string, input: string, flags: readonly string[]): Promise<Load> {
  const child = spawn(
    process.execPath,
    [CLI, 'load', '--server', server, '--in', input, '--duration', String(SECONDS), '--json', ...flags],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The load generator ended with ${code} (${flags.join(' ')}).\n${output}`);
  const { messagesPerSecond, latencyUs, answered } = JSON.parse(output) as Load;
  return { messagesPerSecond, latencyUs, answered };
}

function median(loads: readonly Load[]): Load {
  return [...loads].sort((a, b) => a.messagesPerSecond - b.messagesPerSecond)[Math.floor(loads.length / 2)]!;
}

function addressIn(stream: NodeJS.ReadableStream, pattern: RegExp, until: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    stream.on('data', (part: Buffer) => {
      seen += part.toString();
      if (seen.includes(until)) resolve(pattern.exec(seen)![1]!);
    });
    stream.on('end', () => reject(new Error(`The server ended before it was ready.\n${seen}`)));
  });
}

/** Linux only; elsewhere no memory is reported. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((other) => {
        const stat = readFileSync(`/proc/${other}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      });
  } catch {
    return [];
  }
}

function residentMiB(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(match?.[1] ?? 0) / 1024);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
}
