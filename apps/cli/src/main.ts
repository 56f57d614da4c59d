import { parseCommandLine, renderHelp, UsageError, type Command } from './command.js';
import { processTerminal, type Terminal } from './terminal.js';

/** Every command. Its module is loaded only when it runs, so that `check` needs neither gRPC nor a database driver. */
const commands: Record<string, { about: string; load(): Promise<{ command: Command }> }> = {
  check: { about: 'judge one text', load: () => import('./commands/check.js') },
  scan: { about: 'judge a file of messages (JSON lines)', load: () => import('./commands/scan.js') },
  explain: { about: 'judge one text and show every phase', load: () => import('./commands/explain.js') },
  load: { about: 'put load on a server and measure it', load: () => import('./commands/load.js') },
  decisions: { about: 'show recorded decisions', load: () => import('./commands/decisions.js') },
  lexicon: {
    about: 'say what is wrong with the lexicon, or what a new term would hit',
    load: () => import('./commands/lexicon.js'),
  },
  ruleset: { about: 'show what decides: versions, languages, topics', load: () => import('./commands/ruleset.js') },
  version: { about: 'show the version', load: () => import('./commands/version.js') },
};

/**
 * Runs a command line (without runtime and script).
 * @returns the exit code: 0 fine, 1 the command could not do its work, 2 the command line is wrong.
 */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  try {
    return await run(argv, terminal);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    terminal.err.write(`breakwater: ${sentence}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = name !== undefined;
    (asked ? terminal.out : terminal.err).write(overview());
    return asked ? 0 : 2;
  }
  const entry = commands[name === '--version' || name === '-v' ? 'version' : name];
  if (entry === undefined || !Object.hasOwn(commands, name.replace(/^-+v(ersion)?$/, 'version'))) {
    throw new UsageError(`There is no command "${name}": use one of ${Object.keys(commands).join(', ')}.`);
  }
  const { command } = await entry.load();
  const { flags, positionals, help } = parseCommandLine(name, command, rest);
  if (help) {
    terminal.out.write(renderHelp(command));
    return 0;
  }
  return command.run(flags, positionals, terminal);
}

function overview(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  return `breakwater COMMAND …\n\n${lines.join('\n')}\n\nbreakwater COMMAND --help shows a command's flags.\n`;
}
