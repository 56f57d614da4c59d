import { UsageError, Failure } from '../command.js';
import type { Message, Verdict } from '@breakwater/contracts';
import type { Moderator } from '@breakwater/moderation';

/** What came of one message: verdicts, or why there are none. */
export interface Judgement {
  readonly verdicts: Verdict[];
  readonly error: { readonly reason: string; readonly message: string; readonly field: string } | undefined;
}

/** Something that judges messages: this process, or a server. */
export interface JudgeSource {
  /** How many messages it likes to have at once. */
  readonly window: number;
  /** @throws Failure where no verdict can be had, not even a refusal: no server answers. */
  judge(message: Message): Judgement | Promise<Judgement>;
  close(): Promise<void>;
}

/** In this process with the shipped lexicon and policies, or on the server at an address. */
export async function openJudge(server: string | undefined, audiences: readonly string[]): Promise<JudgeSource> {
  return server === undefined ? localJudge(audiences) : serverJudge(server);
}

/** The shipped lexicon and policies, compiled, and the hash by which a gateway with the same ones names them. */
export interface LocalRuleset {
  readonly moderator: Moderator;
  readonly hash: string;
}

/**
 * The ruleset of this installation, compiled in this process (about 0.3 s).
 * @throws UsageError for an audience without a policy.
 */
export async function localRuleset(audiences: readonly string[] = []): Promise<LocalRuleset> {
  const [{ loadLexicon, rulesetHash }, { Moderator, defaultPolicies }] = await Promise.all([
    import('@breakwater/lexicon'),
    import('@breakwater/moderation'),
  ]);
  const named = defaultPolicies.policies.map(({ audience }) => audience);
  for (const audience of audiences) {
    if (!named.includes(audience)) {
      throw new UsageError(`There is no policy for audience "${audience}": use ${named.join(', ')}.`);
    }
  }
  const lexicon = loadLexicon();
  const moderator = new Moderator({
    lexicon,
    policies: defaultPolicies,
    versions: { policy: defaultPolicies.version, lexicon: lexicon.version, model: lexicon.modelVersion },
  });
  return { moderator, hash: rulesetHash(lexicon, defaultPolicies) };
}

async function localJudge(audiences: readonly string[]): Promise<JudgeSource> {
  const { moderator } = await localRuleset(audiences);
  return {
    window: 1,
    judge(message) {
      const unknown = message.audiences.find((audience) => !moderator.audiences.includes(audience));
      if (unknown !== undefined) {
        const known = moderator.audiences.join(', ');
        const sentence = `There is no policy for audience "${unknown}": use ${known}.`;
        return refusal('AUDIENCE_UNKNOWN', 'message.audiences', sentence);
      }
      const startedAt = performance.now();
      const verdicts = moderator.judge(message);
      const serverTimeUs = Math.round((performance.now() - startedAt) * 1000);
      for (const verdict of verdicts) verdict.serverTimeUs = serverTimeUs;
      return { verdicts, error: undefined };
    },
    close: async () => undefined,
  };
}

async function serverJudge(address: string): Promise<JudgeSource> {
  const { BreakwaterClient, ModerationError, UnavailableError } = await import('@breakwater/client');
  const client = new BreakwaterClient({ address, timeoutMs: 15_000, connectTimeoutMs: 5000, maxBatch: 100 });
  try {
    await client.ruleset();
  } catch (error) {
    await client.close();
    throw new Failure(`${(error as Error).message} Is the server running?`);
  }
  return {
    window: 2000,
    async judge(message) {
      try {
        return { verdicts: await client.moderate(message), error: undefined };
      } catch (error) {
        if (error instanceof ModerationError) return refusal(error.reason, error.field, error.message);
        if (!(error instanceof UnavailableError)) throw error;
        const cause = error.cause instanceof Error ? ` ${error.cause.message}` : '';
        throw new Failure(`${address}: ${error.message}${cause}`);
      }
    },
    close: () => client.close(),
  };
}

function refusal(reason: string, field: string, message: string): Judgement {
  return { verdicts: [], error: { reason, field, message } };
}
