import { readFileSync } from 'node:fs';
import type { Command } from '../command.js';

export const command: Command = {
  usage: 'version',
  about: 'Shows the version of Breakwater and of the runtime.',
  flags: { json: { type: 'boolean', help: 'as JSON' } },
  positionals: 0,
  async run(flags, _, terminal) {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    const runtime = process.version;
    terminal.out.write(
      flags.json ? `${JSON.stringify({ version, runtime })}\n` : `breakwater ${version} (Node ${runtime})\n`,
    );
    return 0;
  },
};
