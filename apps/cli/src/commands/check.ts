import { addressFlag, Failure, type Command } from '../command.js';
import { openJudge } from '../judging/judge-source.js';
import { audiencesOf, contentKindOf, messageFlags, messageOf, textOf } from '../judging/message-flags.js';

export const command: Command = {
  usage: 'check TEXT',
  about: 'Judges one text and shows what was found and what each audience may see. TEXT may be - for standard input.',
  flags: {
    ...messageFlags,
    server: { type: 'string', value: 'HOST:PORT', help: 'ask a running server instead of judging in this process' },
    json: { type: 'boolean', help: 'the verdict as JSON; an array where several audiences are named' },
  },
  positionals: 1,
  async run(flags, positionals, terminal) {
    const audiences = audiencesOf(flags);
    const kind = contentKindOf(flags);
    const server = addressFlag(flags, 'server');
    const text = await textOf('check', positionals, terminal.in);
    const judge = await openJudge(server, audiences);
    try {
      const { verdicts, error } = await judge.judge(messageOf(text, audiences, kind));
      if (error) throw new Failure(error.message);
      if (flags.json) {
        const { encodeJson, VerdictSchema } = await import('@breakwater/contracts/json');
        const [first, ...others] = verdicts.map((verdict) => encodeJson(VerdictSchema, verdict));
        terminal.out.write(`${JSON.stringify(others.length === 0 ? first : [first, ...others])}\n`);
      } else {
        const { renderVerdicts } = await import('../render/verdict-report.js');
        terminal.out.write(renderVerdicts(text, verdicts, terminal));
      }
      return 0;
    } finally {
      await judge.close();
    }
  },
};
