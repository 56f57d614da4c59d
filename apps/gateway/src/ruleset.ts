import { createHash } from 'node:crypto';
import type { GetRulesetResponse } from '@breakwater/contracts/grpc';
import { loadLexicon } from '@breakwater/lexicon';
import { defaultPolicies, Moderator, type PolicySet } from '@breakwater/moderation';
import { flagOf, StartupError } from '@breakwater/service-kit';

/** What decides: compiled, hashed and described. */
export class LoadedRuleset {
  constructor(
    readonly moderator: Moderator,
    readonly description: GetRulesetResponse,
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
 * Reads the shipped lexicon and the default policies and compiles them. Takes about a second of one core.
 * @param defaultAudience judged for where a message names none.
 * @throws StartupError where there is no policy for it.
 */
export function loadRuleset(defaultAudience: string): LoadedRuleset {
  const lexicon = loadLexicon();
  const policies = withDefault(defaultPolicies, defaultAudience);
  const versions = { policy: policies.version, lexicon: lexicon.version, model: 'none' };
  const moderator = new Moderator({ entries: lexicon.entries, policies, versions });
  // The order of the policies only says which is the default, so that it is no part of the hash.
  const hash = createHash('sha256').update(lexicon.hash).update(JSON.stringify(defaultPolicies)).digest('hex');
  return new LoadedRuleset(moderator, {
    versions,
    hash,
    languages: [...moderator.languages],
    topics: [...moderator.topics],
    audiences: [...moderator.audiences],
    entries: moderator.entryCount,
  });
}

function withDefault(set: PolicySet, audience: string): PolicySet {
  checkDefaultAudience(audience);
  const policies = [...set.policies].sort((a, b) => Number(b.audience === audience) - Number(a.audience === audience));
  return { ...set, policies };
}
