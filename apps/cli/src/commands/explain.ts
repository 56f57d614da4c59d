import type { Explanation } from '@breakwater/moderation';
import { encodeJson, VerdictSchema } from '@breakwater/contracts/json';
import { enumName, Hit_Transform, Verdict_Action } from '@breakwater/contracts';
import type { Command } from '../command.js';
import { localRuleset } from '../judging/judge-source.js';
import { audiencesOf, contentKindOf, messageFlags, messageOf, textOf } from '../judging/message-flags.js';
import { renderExplanation, type RuleFired } from '../render/explanation-report.js';

export const command: Command = {
  usage: 'explain TEXT',
  about:
    'Judges one text in this process and shows every phase: how it was read, what was found, which exceptions saved\n' +
    'a term, what each audience policy says to each topic. TEXT may be - for standard input.',
  flags: { ...messageFlags, json: { type: 'boolean', help: 'as JSON' } },
  positionals: 1,
  async run(flags, positionals, terminal) {
    const audiences = audiencesOf(flags);
    const kind = contentKindOf(flags);
    const text = await textOf('explain', positionals, terminal.in);
    const { moderator } = await localRuleset(audiences);
    const startedAt = performance.now();
    const explanation = moderator.explain(messageOf(text, audiences, kind));
    const serverTimeUs = Math.round((performance.now() - startedAt) * 1000);
    for (const verdict of explanation.verdicts) verdict.serverTimeUs = serverTimeUs;
    const rules: RuleFired[] = explanation.rulings.map((ruling) => ({
      ...ruling,
      action: enumName(Verdict_Action, ruling.action),
    }));
    terminal.out.write(
      flags.json
        ? `${JSON.stringify(toJson(explanation, rules))}\n`
        : renderExplanation(text, explanation, rules, terminal),
    );
    return 0;
  },
};

function toJson({ mode, trace, evidence, words, verdicts }: Explanation, rules: readonly RuleFired[]): unknown {
  return {
    mode,
    readings: trace.readings,
    saved: trace.saved,
    inside: trace.inside,
    covered: trace.covered,
    cleared: trace.cleared,
    candidates: evidence.hits.map(({ start, end, source, grades, entry, transforms, context }) => ({
      start,
      end,
      term: source,
      grades,
      transforms: transformNames(transforms),
      ...(entry && { boundary: entry.boundary, provenance: entry.provenance }),
      ...(context !== undefined && { context }),
    })),
    words,
    rules,
    verdicts: verdicts.map((verdict) => encodeJson(VerdictSchema, verdict)),
  };
}

/** The engine's bits in the contract's order: bit 0 is CASE. */
function transformNames(bits: number): string[] {
  return Object.values(Hit_Transform)
    .filter((value) => value > 0 && (bits & (1 << (value - 1))) !== 0)
    .map((value) => enumName(Hit_Transform, value));
}
