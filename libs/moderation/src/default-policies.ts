import type { Policy, PolicyKind, PolicySet, Thresholds, TopicThresholds } from './policy.js';

/**
 * The policies that ship. Reasons: an adult audience stands rough words and is protected from hate, threats and fraud;
 * teenagers see no strong language; under 13 nothing mild either, and nothing that leads off the platform. What may
 * mean danger to a person (self-harm, grooming, threats) is held for a person to look at before it is blocked outright.
 */
const CHAT: readonly Omit<Policy, 'kinds'>[] = [
  {
    audience: 'adult',
    topics: {
      bullying: { redact: 6, hold: 7 },
      hate: { redact: 5, block: 6 },
      sexual: { redact: 6, block: 7 },
      vulgarity: { redact: 6 },
      violence: { hold: 6, block: 7 },
      self_harm: { hold: 6, block: 7 },
      grooming: { hold: 5, block: 7 },
      pii: { redact: 5 },
      contact: {},
      spam: { hold: 6 },
      fraud: { hold: 5, block: 6 },
      drugs: { redact: 6 },
      extremism: { hold: 5, block: 7 },
      link: {},
      flood: { hold: 6 },
    },
    otherwise: { redact: 6, block: 7 },
  },
  {
    audience: 'teen',
    topics: {
      bullying: { redact: 5, hold: 6, block: 7 },
      hate: { redact: 4, block: 5 },
      sexual: { redact: 5, block: 6 },
      vulgarity: { redact: 5, block: 7 },
      violence: { redact: 5, hold: 6, block: 7 },
      self_harm: { hold: 5, block: 7 },
      grooming: { hold: 4, block: 6 },
      pii: { redact: 4, block: 6 },
      contact: { redact: 4, block: 6 },
      spam: { hold: 5 },
      fraud: { hold: 4, block: 5 },
      drugs: { redact: 4, block: 6 },
      extremism: { hold: 4, block: 6 },
      link: { redact: 5 },
      flood: { hold: 5 },
    },
    otherwise: { redact: 5, block: 6 },
  },
  {
    audience: 'under13',
    topics: {
      bullying: { redact: 4, block: 5 },
      hate: { redact: 3, block: 4 },
      sexual: { redact: 3, block: 5 },
      vulgarity: { redact: 3, block: 6 },
      violence: { redact: 4, hold: 5, block: 6 },
      self_harm: { hold: 4, block: 6 },
      grooming: { hold: 3, block: 5 },
      pii: { redact: 3, block: 5 },
      contact: { redact: 3, block: 4 },
      spam: { hold: 4, block: 6 },
      fraud: { hold: 3, block: 5 },
      drugs: { redact: 3, block: 5 },
      extremism: { hold: 3, block: 5 },
      link: { redact: 3, block: 5 },
      flood: { hold: 4 },
    },
    otherwise: { redact: 4, block: 5 },
  },
];

/** A name or an address is seen by everybody and can't be starred out: what chat redacts or holds is refused. */
function refuse({ redact, hold, block }: Thresholds): Thresholds {
  const from = Math.min(redact ?? 8, hold ?? 8, block ?? 8);
  return from > 7 ? {} : { block: from };
}

/** A profile or a post stays: what chat blocks at its worst, a person looks at one step earlier. */
function lookAt({ redact, hold, block }: Thresholds): Thresholds {
  const from = Math.min(hold ?? 8, (block ?? 9) - 1);
  if (from > 7) return { ...(redact !== undefined && { redact }) };
  return {
    ...(redact !== undefined && redact < from && { redact }),
    hold: from,
    ...(block !== undefined && block >= from && { block }),
  };
}

function kindsOf({ topics }: Omit<Policy, 'kinds'>): Record<PolicyKind, TopicThresholds> {
  const table = (change: (thresholds: Thresholds) => Thresholds): TopicThresholds =>
    Object.fromEntries(Object.entries(topics).map(([topic, thresholds]) => [topic, change(thresholds)]));
  return { username: table(refuse), url: table(refuse), profile: table(lookAt), forum: table(lookAt) };
}

export const defaultPolicies: PolicySet = {
  version: 'default-2',
  policies: CHAT.map((policy) => ({ ...policy, kinds: kindsOf(policy) })),
};
