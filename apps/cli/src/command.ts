import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Terminal } from './terminal.js';

/** The command line is wrong: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command could not do its work: one sentence, exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

export interface Flag {
  readonly type: 'string' | 'boolean';
  /** Name of the value in the help: `HOST:PORT`. */
  readonly value?: string;
  readonly help: string;
}

export type FlagValues = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  /** After `breakwater`: `check TEXT`. */
  readonly usage: string;
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Most positional arguments. */
  readonly positionals: number;
  /** Resolves to the exit code. @throws UsageError, Failure */
  run(flags: FlagValues, positionals: readonly string[], terminal: Terminal): Promise<number>;
}

/**
 * Reads the arguments after the command's name.
 * @throws UsageError naming the flag: unknown, without its value, given twice; or a surplus argument.
 */
export function parseCommandLine(
  name: string,
  command: Command,
  argv: readonly string[],
): { flags: FlagValues; positionals: string[]; help: boolean } {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } };
  for (const [flag, { type }] of Object.entries(command.flags)) options[flag] = { type };
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const see = `see breakwater ${name} --help`;
  const flags: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options[token.name];
    if (option === undefined) throw new UsageError(`"${name}" has no flag ${token.rawName}: ${see}.`);
    if (option.type === 'boolean' && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value: write it alone.`);
    }
    if (option.type === 'string' && (token.value === undefined || isFlagLike(token.value, token.inlineValue))) {
      const value = command.flags[token.name]?.value ?? 'VALUE';
      throw new UsageError(`${token.rawName} needs a value: write ${token.rawName} ${value}.`);
    }
    if (token.name in flags) throw new UsageError(`${token.rawName} stands twice: give it once.`);
    flags[token.name] = token.value ?? true;
  }
  const help = flags.help === true;
  const surplus = positionals[command.positionals];
  if (!help && surplus !== undefined) {
    throw new UsageError(
      command.positionals === 1
        ? `"${name}" takes one text: put it in quotes, so that the shell passes it as one argument.`
        : `"${name}" takes no argument "${surplus}": ${see}.`,
    );
  }
  return { flags, positionals, help };
}

function isFlagLike(value: string, inline: boolean | undefined): boolean {
  return !inline && value.length > 1 && value.startsWith('--');
}

/** The text of `breakwater NAME --help`. */
export function renderHelp(command: Command): string {
  const flags = { ...command.flags, help: { type: 'boolean', help: 'this text' } as Flag };
  const rows = Object.entries(flags).map(([name, flag]) => {
    const left = flag.type === 'string' ? `--${name} ${flag.value ?? 'VALUE'}` : `--${name}`;
    return [left, flag.help] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`);
  return `breakwater ${command.usage}\n\n${command.about}\n\n${lines.join('\n')}\n`;
}

/** @throws UsageError where the value is no number in the range. */
export function numberFlag(
  flags: FlagValues,
  name: string,
  { least, most, whole = true }: { least: number; most: number; whole?: boolean },
): number | undefined {
  const raw = flags[name];
  if (raw === undefined) return undefined;
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN;
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    throw new UsageError(`--${name} must be ${kind} from ${least} to ${most}.`);
  }
  return value;
}

/** @throws UsageError where the value is not HOST:PORT. */
export function addressFlag(flags: FlagValues, name: string): string | undefined {
  const raw = flags[name];
  if (raw === undefined) return undefined;
  const port = typeof raw === 'string' ? /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):(\d{1,5})$/.exec(raw)?.[1] : undefined;
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError(`--${name} must be HOST:PORT, such as 127.0.0.1:50051.`);
  }
  return raw as string;
}
