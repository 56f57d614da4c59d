import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noteOf, type MessageWindow, type Moderator } from '@breakwater/moderation';
import { hold, least, most, type Bar } from './bar.js';
import { messageOf } from './breakwater.js';
import { secondsPerPass } from './cpu-time.js';
import { readRows } from './data-files.js';
import { median } from './measures.js';
import { worstInputs } from './worst-inputs.js';

export interface SpeedResult {
  /** What was judged. */
  readonly texts: string;
  /** Ordinary messages a second on one core. */
  readonly messagesPerSecond: number;
  /** The same with the message window taking every message in. */
  readonly withWindowPerSecond: number;
  /** Millions of bytes of UTF-8 a second, slowest first. */
  readonly worst: readonly { readonly input: string; readonly megabytesPerSecond: number; readonly growth: number }[];
}

const CHAT_ROUNDS = { count: 7, leastMs: 250 };
/** A server's first seconds, in which its code is compiled, count for nothing: CPU time has the compiler's threads in it. */
const CHAT_WARM_UP = { count: 6, leastMs: 250 };
const WARM_UP = { count: 2, leastMs: 50, budgetMs: 200 };
const WORST_ROUNDS = { count: 5, leastMs: 25, budgetMs: 400 };
const LONG_ROUNDS = { count: 3, leastMs: 25, budgetMs: 400 };
const MEASURED_AGAIN = 12;
/** Messages of the mix: as many as fit in caches no better than a busy server's would. */
const MIX = 20_000;
/** A message of the longest kind that the server takes, and one four times that for how the cost grows. */
const LENGTH = 8192;
const LONG = 4 * LENGTH;

/**
 * Ordinary chat as the benchmarks have it: half from a chat log, half from our own game chat; the latter alone where
 * the log is missing.
 */
export function ordinaryChat(root: string, folder: string): { readonly texts: string[]; readonly name: string } {
  const own = readFileSync(join(root, 'benchmarks/corpora/game-chat.txt'), 'utf8').trim().split('\n');
  const log = readRows(folder, 'ubuntu_irc_benign');
  if (log === undefined) return { texts: own, name: 'game-chat' };
  const texts = Array.from({ length: MIX }, (_, index) =>
    index % 2 === 0 ? log[((index >> 1) * 3) % log.length]!.text : own[(index >> 1) % own.length]!,
  );
  return { texts, name: 'ubuntu_irc_benign + game-chat' };
}

/** As measureSpeed, in a process that has judged nothing before: one that holds a hundred thousand texts is slower. */
export function measureSpeedApart(root: string, tests: string): SpeedResult {
  const probe = fileURLToPath(new URL('./speed-probe.js', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [probe, root, tests], { encoding: 'utf8' })) as SpeedResult;
}

export function measureSpeed(
  moderator: Moderator,
  window: MessageWindow,
  { texts, name }: { readonly texts: readonly string[]; readonly name: string },
): SpeedResult {
  const messages = texts.map((text) => messageOf(text));
  const judgeAll = () => {
    for (const message of messages) moderator.judge(message);
  };
  let id = 0;
  const judgeInWindow = () => {
    for (const message of messages) {
      moderator.judge(message);
      id++;
      // A thousand senders in a hundred channels, each a line every few seconds.
      const parts = { tenant: '', channel: `c${id % 100}`, sender: `s${id % 1000}`, id: String(id), at: id * 4 };
      window.add(noteOf(parts, message.text));
    }
  };
  // Chat first: a process that was fed with attacks for a minute runs code that was compiled for them.
  const rate = (work: () => void) => {
    secondsPerPass(work, CHAT_WARM_UP);
    return Math.round(messages.length / median(secondsPerPass(work, CHAT_ROUNDS)));
  };
  const messagesPerSecond = rate(judgeAll);
  const withWindowPerSecond = rate(judgeInWindow);
  // Code for what chat does not have is not compiled yet: an attack that goes on for a second is judged by compiled code.
  const inputs = worstInputs(LENGTH);
  for (const text of inputs.values()) secondsPerPass(() => void moderator.judge(messageOf(text)), WARM_UP);
  const long = worstInputs(LONG);
  const measured = [...inputs].map(([input, text]) => measureInput(moderator, input, text, long.get(input)!));
  // What else runs on the machine slows one of eighty inputs or another: the slowest are measured again, the better counts.
  const slowest = measured.sort((a, b) => a.megabytesPerSecond - b.megabytesPerSecond).slice(0, MEASURED_AGAIN);
  const steepest = measured.toSorted((a, b) => b.growth - a.growth).slice(0, MEASURED_AGAIN);
  const suspects = new Set([...slowest, ...steepest].map(({ input }) => input));
  const worst = measured.map((first) => {
    if (!suspects.has(first.input)) return first;
    const again = measureInput(moderator, first.input, inputs.get(first.input)!, long.get(first.input)!);
    return {
      input: first.input,
      megabytesPerSecond: Math.max(first.megabytesPerSecond, again.megabytesPerSecond),
      growth: Math.min(first.growth, again.growth),
    };
  });
  return {
    texts: name,
    messagesPerSecond,
    withWindowPerSecond,
    worst: worst.sort((a, b) => a.megabytesPerSecond - b.megabytesPerSecond),
  };
}

function measureInput(moderator: Moderator, input: string, text: string, long: string): SpeedResult['worst'][number] {
  const bytes = Buffer.byteLength(text);
  const short = secondsPerPass(() => void moderator.judge(messageOf(text)), WORST_ROUNDS);
  const longer = secondsPerPass(() => void moderator.judge(messageOf(long)), LONG_ROUNDS);
  return {
    input,
    megabytesPerSecond: round(bytes / median(short) / 1e6),
    growth: round(Math.min(...longer) / Buffer.byteLength(long) / (Math.min(...short) / bytes)),
  };
}

export function speedBars({ messagesPerSecond, withWindowPerSecond, worst }: SpeedResult): Bar[] {
  const [slowest] = worst;
  const steepest = worst.reduce((a, b) => (b.growth > a.growth ? b : a));
  return [
    hold(least('speed: ordinary chat', 300_000, 'messages/s/core'), messagesPerSecond),
    hold(least('speed: ordinary chat with the message window', 300_000, 'messages/s/core'), withWindowPerSecond),
    {
      ...hold(least('speed: worst input', 8, 'MB/s'), slowest?.megabytesPerSecond),
      ...(slowest ? { reason: slowest.input } : {}),
    },
    {
      ...hold(most('speed: time per byte at four times the length', 1.5, 'times'), steepest.growth),
      reason: steepest.input,
    },
  ];
}

const round = (value: number) => Math.round(value * 100) / 100;
