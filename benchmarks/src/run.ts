/**
 * Runs the benchmarks and writes their record.
 *
 *   npx nx run benchmarks:bench                                  engine and gateway
 *   node --expose-gc benchmarks/dist/run.js engine               one of them
 *   node --expose-gc benchmarks/dist/run.js --chat-log FILE      with half of the texts from a chat log of yours
 *
 * A chat log is JSON Lines with a "text" each (.gz allowed). Without one the texts are our own game chat alone, and
 * the record says so.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chatLog, gameChat, mix, type Corpus } from './corpus.js';
import { measureEngine } from './engine.js';
import { measureTransport } from './transport.js';

const { values, positionals } = parseArgs({ options: { 'chat-log': { type: 'string' } }, allowPositionals: true });
const wanted = (part: string) => positionals.length === 0 || positionals.includes(part);

const own = gameChat();
const corpora: Corpus[] = [own];
if (values['chat-log']) {
  const log = chatLog(basename(values['chat-log']).replace(/\.jsonl(\.gz)?$/, ''), values['chat-log']);
  if (!log) {
    process.stderr.write(`--chat-log ${values['chat-log']}: there is no such file.\n`);
    process.exit(2);
  }
  corpora.push(log, mix(log, own));
}

const record = {
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
  machine: `${platform()}-${arch()}, ${cpus().length} cores`,
  node: process.version,
  engine: wanted('engine') ? measureEngine(corpora) : undefined,
  gateway: wanted('gateway') ? await measureTransport(corpora.at(-1)!) : undefined,
};
const text = `${JSON.stringify(record, null, 2)}\n`;
process.stdout.write(text);
const file = `${record.date}-${platform()}-${arch()}-${record.commit}.json`;
writeFileSync(fileURLToPath(new URL(`../records/${file}`, import.meta.url)), text);

function commit(): string {
  try {
    const dirty = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { encoding: 'utf8' }) !== '';
    return (
      execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], { encoding: 'utf8' }).trim() + (dirty ? '-dirty' : '')
    );
  } catch {
    return 'no-git';
  }
}
