import type { GetRulesetResponse } from '@breakwater/client';
import { addressFlag, Failure, type Command } from '../command.js';
import { localRuleset } from '../judging/judge-source.js';
import { grouped } from '../render/numbers.js';

export const command: Command = {
  usage: 'ruleset',
  about: 'Shows what decides: versions, hash, languages, topics, audiences. Of a server, or of this installation.',
  flags: {
    server: { type: 'string', value: 'HOST:PORT', help: 'a running server' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  positionals: 0,
  async run(flags, _, terminal) {
    const server = addressFlag(flags, 'server');
    const ruleset = server === undefined ? await describeLocal() : await serverRuleset(server);
    if (flags.json) {
      const { encodeJson, GetRulesetResponseSchema } = await import('@breakwater/contracts/json');
      terminal.out.write(`${JSON.stringify(encodeJson(GetRulesetResponseSchema, ruleset))}\n`);
      return 0;
    }
    const { versions, hash, languages, topics, audiences, entries } = ruleset;
    const rows = [
      ['policy', versions?.policy],
      ['lexicon', `${versions?.lexicon} (${grouped(entries)} entries)`],
      ['model', versions?.model],
      ['hash', hash],
      ['languages', languages.join(', ')],
      ['topics', topics.join(', ')],
      ['audiences', audiences.map((name, index) => (index === 0 ? `${name} (default)` : name)).join(', ')],
    ];
    terminal.out.write(rows.map(([name, value]) => `${name?.padEnd(10)} ${value}\n`).join(''));
    return 0;
  },
};

async function serverRuleset(address: string): Promise<GetRulesetResponse> {
  const { BreakwaterClient } = await import('@breakwater/client');
  const client = new BreakwaterClient({ address, timeoutMs: 5000 });
  try {
    return await client.ruleset();
  } catch (error) {
    throw new Failure(`${(error as Error).message} Is the server running?`);
  } finally {
    await client.close();
  }
}

/** As the gateway describes the same lexicon and policies. */
async function describeLocal(): Promise<GetRulesetResponse> {
  const { moderator, hash } = await localRuleset();
  return moderator.describe(hash);
}
