import type { GetRulesetResponse } from '@breakwater/contracts/grpc';
import { loadLexicon, rulesetHash } from '@breakwater/lexicon';
import { defaultPolicies, Moderator, type RulesetSource } from '@breakwater/moderation';
import { flagOf, StartupError } from '@breakwater/service-kit';

/** What decides: compiled, hashed and described. */
export class LoadedRuleset {
  constructor(
    readonly moderator: Moderator,
    readonly description: GetRulesetResponse,
    /** Of the lexicon. */
    readonly entries: RulesetSource['entries'],
  ) {}
}

/**
 * Checks the setting without compiling anything.
 * @throws StartupError where there is no policy for the audience.
 */
export function checkDefaultAudience(audience: string): void {
  const known = defaultPolicies.policies.map((policy) => policy.audience);
  if (known.includes(audience)) return;
  throw new StartupError(
    `${flagOf('defaultAudience')} "${audience}" is not allowed: it must be one of ${known.join(', ')}.`,
    2,
  );
}

/**
 * Reads the shipped lexicon and the default policies and compiles them. Takes about 0.4 s of one core.
 * @param defaultAudience judged for where a message names none; checked before.
 */
export function loadRuleset(defaultAudience: string): LoadedRuleset {
  const lexicon = loadLexicon();
  const versions = { policy: defaultPolicies.version, lexicon: lexicon.version, model: lexicon.modelVersion };
  const moderator = new Moderator({ lexicon, policies: defaultPolicies, versions, defaultAudience });
  return new LoadedRuleset(moderator, moderator.describe(rulesetHash(lexicon, defaultPolicies)), lexicon.entries);
}
