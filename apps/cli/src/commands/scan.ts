import { realpathSync } from 'node:fs';
import { AnswerSchema, encodeJson } from '@breakwater/contracts/json';
import { addressFlag, Failure, UsageError, type Command } from '../command.js';
import { openJudge, type Judgement } from '../judging/judge-source.js';
import { audiencesOf, contentKindOf, messageFlags } from '../judging/message-flags.js';
import { openLines } from '../jsonl/line-reader.js';
import { LineWriter } from '../jsonl/line-writer.js';
import { LineError, parseMessageLine } from '../jsonl/message-line.js';
import { ProgressBar } from '../render/progress-bar.js';
import { ScanSummary } from '../render/scan-summary.js';

/** One line on its way from input to output. */
interface Scanned {
  readonly id: string;
  readonly number: number;
  readonly judgement: Judgement | Promise<Judgement>;
}

export const command: Command = {
  usage: 'scan --in FILE.jsonl --out FILE.jsonl',
  about:
    'Judges a file of messages, one JSON object a line: {"id","text"} and, where known, "contentKind", "audiences",\n' +
    '"senderId", "channelId", "tenantId", "language", "sentAt". Writes one line {"id","verdicts"} each, in input order.\n' +
    'A message without an id gets its line number. A bad line ends the scan; lines written before it stay.',
  flags: {
    in: { type: 'string', value: 'FILE', help: 'messages to judge; - for standard input; .gz is decompressed' },
    out: { type: 'string', value: 'FILE', help: 'where the answers go; - for standard output' },
    ...messageFlags,
    server: { type: 'string', value: 'HOST:PORT', help: 'ask a running server instead of judging in this process' },
    'ignore-unknown': { type: 'boolean', help: 'let keys through that a message does not have' },
    'keep-going': { type: 'boolean', help: 'write {"id","error"} for a bad line and go on; the exit code is 1' },
    json: { type: 'boolean', help: 'the summary on standard error as JSON' },
  },
  positionals: 0,
  async run(flags, _, terminal) {
    const from = fileFlag(flags.in, 'in');
    const to = fileFlag(flags.out, 'out');
    const audiences = audiencesOf(flags);
    const kind = contentKindOf(flags);
    const server = addressFlag(flags, 'server');
    if (from !== '-' && to !== '-' && isSameFile(from, to)) {
      throw new UsageError('--in and --out are the same file: write to another one.');
    }
    const lines = await openLines(from, terminal.in);
    const judge = await openJudge(server, audiences);
    const writer = LineWriter.open(to, terminal.out);
    const summary = new ScanSummary();
    const bar = new ProgressBar(terminal);
    const waiting: Scanned[] = [];
    let number = 0;

    const admit = (line: string | Failure): Scanned => {
      number++;
      try {
        if (typeof line !== 'string') throw new LineError('', line.message.replace(/^Line \d+: |\.$/g, ''));
        const message = parseMessageLine(line, flags['ignore-unknown'] === true);
        if (message.id === '') message.id = String(number);
        if (message.audiences.length === 0) message.audiences = audiences;
        if (message.contentKind === 0) message.contentKind = kind;
        const judgement = judge.judge(message);
        // Awaited in its turn; a failure must not count as unhandled until then.
        if (judgement instanceof Promise) judgement.catch(() => undefined);
        return { id: message.id, number, judgement };
      } catch (error) {
        if (!(error instanceof LineError)) throw error;
        const refusal = {
          reason: 'REQUEST_MALFORMED',
          field: error.field,
          message: `Line ${number}: ${error.message}.`,
        };
        return { id: String(number), number, judgement: { verdicts: [], error: refusal } };
      }
    };
    const conclude = async ({ id, number: line, judgement }: Scanned) => {
      const { verdicts, error } = judgement instanceof Promise ? await judgement : judgement;
      if (error && !flags['keep-going']) {
        throw new Failure(error.message.startsWith('Line ') ? error.message : `Line ${line}: ${error.message}`);
      }
      summary.add(verdicts, error !== undefined);
      const written = writer.write(answerLine(id, verdicts, error));
      if (written) await written;
    };

    try {
      for await (const batch of lines.batches()) {
        for (const line of batch) {
          // An empty line is no message; its number counts.
          if (line === '') {
            number++;
            continue;
          }
          waiting.push(admit(line));
          while (waiting.length >= judge.window) await conclude(waiting.shift() as Scanned);
          const { read, total } = lines.progress();
          bar.update(summary.lines, read, total);
        }
      }
      for (const scanned of waiting.splice(0)) await conclude(scanned);
    } finally {
      bar.clear();
      await writer.close().finally(() => judge.close());
    }
    terminal.err.write(flags.json ? `${JSON.stringify(summary.toJSON())}\n` : summary.render());
    return summary.errors > 0 ? 1 : 0;
  },
};

function answerLine(id: string, verdicts: Judgement['verdicts'], error: Judgement['error']): string {
  if (error) {
    const { reason, message, field } = error;
    return JSON.stringify({ id, error: { reason, message, field } });
  }
  return JSON.stringify(encodeJson(AnswerSchema, { id, verdicts }));
}

function fileFlag(value: string | boolean | undefined, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`--${name} is required: a file, or - for standard ${name === 'in' ? 'input' : 'output'}.`);
}

function isSameFile(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
