import type { Message } from '@breakwater/contracts';
import { addressFlag, Failure, numberFlag, UsageError, type Command, type FlagValues } from '../command.js';
import { audiencesOf, contentKindOf, messageFlags } from '../judging/message-flags.js';
import { openLines } from '../jsonl/line-reader.js';
import { LineError, parseMessageLine } from '../jsonl/message-line.js';
import { runLoad, type LoadMethod, type LoadPlan } from '../load/run-load.js';
import { mostOutstanding, type Tracker } from '../load/tracker.js';
import { countErrors, loadReport, renderLoadReport } from '../render/load-report.js';
import { duration, grouped } from '../render/numbers.js';
import type { Terminal } from '../terminal.js';

const methods = ['stream', 'unary', 'batch'] as const;
const mostMessages = 200_000;

export const command: Command = {
  usage: 'load --server HOST:PORT --in FILE.jsonl',
  about:
    'Sends the messages of a file over and over and measures the answers. Latency counts from the time at which each\n' +
    'message was due, so that a server that falls behind is seen to (no coordinated omission). Exit code 1 where\n' +
    'anything was refused, lost or unanswered.',
  flags: {
    server: { type: 'string', value: 'HOST:PORT', help: 'the server; a loopback address' },
    in: {
      type: 'string',
      value: 'FILE',
      help: `messages as for scan; the first ${grouped(mostMessages)} lines are used`,
    },
    rate: { type: 'string', value: 'N', help: 'open loop: messages a second, whatever the server does' },
    concurrency: {
      type: 'string',
      value: 'N',
      help: 'closed loop: messages out at any time (default: 4 frames a connection)',
    },
    duration: { type: 'string', value: 'S', help: 'seconds measured (default 10)' },
    warmup: { type: 'string', value: 'S', help: 'seconds of the same load before that (default 1)' },
    connections: { type: 'string', value: 'N', help: 'connections (default 2)' },
    batch: { type: 'string', value: 'N', help: 'most messages in a frame (default 50)' },
    method: { type: 'string', value: 'NAME', help: 'stream (default), unary or batch' },
    ...messageFlags,
    'ignore-unknown': { type: 'boolean', help: 'let keys through that a message does not have' },
    'allow-errors': { type: 'boolean', help: 'exit code 0 also where there were errors' },
    'allow-remote': { type: 'boolean', help: 'let --server be another machine' },
    json: { type: 'boolean', help: 'the result as JSON' },
  },
  positionals: 0,
  async run(flags, _, terminal) {
    const plan = await planOf(flags, terminal);
    const startedAt = performance.now();
    const outcome = await runLoad(plan, (tracker) => drawProgress(terminal, tracker, performance.now() - startedAt));
    if (terminal.drawsProgress) terminal.err.write('\r\x1b[2K');
    const report = loadReport(plan, outcome);
    terminal.out.write(flags.json ? `${JSON.stringify(report)}\n` : renderLoadReport(report));
    if (report.answered === 0) throw new Failure(`No message got a verdict. ${report.lastFailure}`.trim());
    return countErrors(report) > 0 && !flags['allow-errors'] ? 1 : 0;
  },
};

async function planOf(flags: FlagValues, terminal: Terminal): Promise<LoadPlan> {
  const address = addressFlag(flags, 'server');
  if (address === undefined) throw new UsageError('--server is required: HOST:PORT of the server to load.');
  if (!flags['allow-remote'] && !isLoopback(address)) {
    throw new UsageError(`--server ${address} is another machine: add --allow-remote if it is yours to load.`);
  }
  if (typeof flags.in !== 'string')
    throw new UsageError('--in is required: a file of messages, or - for standard input.');
  const method = (flags.method ?? 'stream') as LoadMethod;
  if (!methods.includes(method)) throw new UsageError(`--method must be one of ${methods.join(', ')}.`);
  const connections = numberFlag(flags, 'connections', { least: 1, most: 1000 }) ?? 2;
  const batch = numberFlag(flags, 'batch', { least: 1, most: 1000 }) ?? 50;
  const rate = numberFlag(flags, 'rate', { least: 0.001, most: 10_000_000, whole: false });
  const concurrency = numberFlag(flags, 'concurrency', { least: 1, most: mostOutstanding });
  if (rate !== undefined && concurrency !== undefined) {
    throw new UsageError('--rate (open loop) and --concurrency (closed loop) exclude each other: give one.');
  }
  if (concurrency !== undefined && concurrency < connections) {
    throw new UsageError(`--concurrency must be at least --connections (${connections}), one message each.`);
  }
  const messages = await readMessages(flags, terminal);
  const frame = method === 'unary' ? 1 : batch;
  return {
    address,
    messages,
    method,
    connections,
    batch,
    pace:
      rate === undefined
        ? { concurrency: concurrency ?? Math.min(mostOutstanding, connections * frame * 4) }
        : { rate },
    durationMs: (numberFlag(flags, 'duration', { least: 0.1, most: 86_400, whole: false }) ?? 10) * 1000,
    warmupMs: (numberFlag(flags, 'warmup', { least: 0, most: 3600, whole: false }) ?? 1) * 1000,
  };
}

async function readMessages(flags: FlagValues, terminal: Terminal): Promise<Message[]> {
  const path = String(flags.in);
  const audiences = audiencesOf(flags);
  const contentKind = contentKindOf(flags);
  const lines = await openLines(path, terminal.in);
  const messages: Message[] = [];
  let number = 0;
  for await (const batch of lines.batches()) {
    for (const line of batch) {
      number++;
      if (line === '') continue;
      if (typeof line !== 'string') throw line;
      if (messages.length === mostMessages) return messages;
      try {
        const message = parseMessageLine(line, flags['ignore-unknown'] === true);
        if (message.audiences.length === 0) message.audiences = audiences;
        if (message.contentKind === 0) message.contentKind = contentKind;
        messages.push(message);
      } catch (error) {
        if (error instanceof LineError) throw new Failure(`Line ${number}: ${error.message}.`);
        throw error;
      }
    }
  }
  if (messages.length === 0) throw new Failure(`${path} has no message.`);
  return messages;
}

function isLoopback(address: string): boolean {
  const host = address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function drawProgress(terminal: Terminal, tracker: Tracker, elapsedMs: number): void {
  if (!terminal.drawsProgress) return;
  const p99 = duration(tracker.latency.percentile(0.99));
  const line = `${(elapsedMs / 1000).toFixed(1)} s  ${grouped(tracker.answered)} judged  p99 ${p99}`;
  terminal.err.write(`\r\x1b[2K${line}`);
}
