import { Verdict_Action } from '@breakwater/contracts';

/**
 * From which severity a topic leads to which action; the strongest reached wins. Left out: never.
 * `{ redact: 5, block: 7 }` allows up to 4, redacts 5 and 6, blocks 7.
 */
export interface Thresholds {
  readonly redact?: number;
  readonly hold?: number;
  readonly block?: number;
}

/** Thresholds by topic. */
export type TopicThresholds = Readonly<Record<string, Thresholds>>;

/** Kinds of content that may have thresholds of their own; everything else is judged like chat. */
export const POLICY_KINDS = ['username', 'profile', 'forum', 'url'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** What one audience may see. */
export interface Policy {
  /** Name that messages ask for: under13, teen, adult, ... */
  readonly audience: string;
  readonly topics: TopicThresholds;
  /** Thresholds that differ for a kind of content, by topic: a name can't be starred out, so it is refused instead. */
  readonly kinds?: Readonly<Partial<Record<PolicyKind, TopicThresholds>>>;
  /** For a topic that is not named above. */
  readonly otherwise: Thresholds;
}

/** The policies in force. */
export interface PolicySet {
  /** Version name that verdicts show. */
  readonly version: string;
  /** One per audience; the first is the default. */
  readonly policies: readonly Policy[];
}

/** What a policy says to a topic of some severity, and the threshold that said it. */
export interface Ruling {
  readonly action: Verdict_Action;
  /** The severity from which it applies; 0 for ALLOW. */
  readonly from: number;
}

const ALLOW: Ruling = { action: Verdict_Action.ALLOW, from: 0 };

/** The thresholds in force for a topic of a content kind; undefined is chat. */
export function thresholdsOf(policy: Policy, topic: string, kind?: PolicyKind): Thresholds {
  return (kind && policy.kinds?.[kind]?.[topic]) ?? policy.topics[topic] ?? policy.otherwise;
}

/** Applies a policy to one topic of a content kind; undefined is chat. */
export function rule(policy: Policy, topic: string, severity: number, kind?: PolicyKind): Ruling {
  const { redact, hold, block } = thresholdsOf(policy, topic, kind);
  if (block !== undefined && severity >= block) return { action: Verdict_Action.BLOCK, from: block };
  if (hold !== undefined && severity >= hold) return { action: Verdict_Action.HOLD, from: hold };
  if (redact !== undefined && severity >= redact) return { action: Verdict_Action.REDACT, from: redact };
  return ALLOW;
}

/**
 * Checks a set of policies once, where it is loaded; afterwards it is trusted.
 * @throws RangeError naming audience, topic and rule: no policy, an audience twice, a threshold out of 1..7, or a
 * stronger action that begins at a lower severity than a weaker one (which could then never apply)
 */
export function checkPolicies(set: PolicySet): void {
  if (set.policies.length === 0) throw new RangeError('There is no policy; a set needs at least one audience.');
  const seen = new Set<string>();
  for (const policy of set.policies) {
    if (policy.audience === '' || seen.has(policy.audience)) {
      throw new RangeError(`Audience "${policy.audience}" must have a name of its own; rename or remove one policy.`);
    }
    seen.add(policy.audience);
    const tables: [string, Thresholds][] = [...Object.entries(policy.topics), ['otherwise', policy.otherwise]];
    for (const [kind, topics] of Object.entries(policy.kinds ?? {})) {
      if (!POLICY_KINDS.some((known) => known === kind)) {
        throw new RangeError(
          `Policy ${policy.audience}: "${kind}" is no content kind; use ${POLICY_KINDS.join(', ')}.`,
        );
      }
      for (const [topic, thresholds] of Object.entries(topics)) tables.push([`${topic} of kind ${kind}`, thresholds]);
    }
    for (const [topic, thresholds] of tables) {
      let weaker = 1;
      for (const action of ['redact', 'hold', 'block'] as const) {
        const threshold = thresholds[action];
        if (threshold === undefined) continue;
        if (!Number.isInteger(threshold) || threshold < weaker || threshold > 7) {
          throw new RangeError(
            `Policy ${policy.audience}, topic ${topic}: ${action} from ${threshold} must be a whole number from ` +
              `${weaker} to 7, since a stronger action can't begin below a weaker one.`,
          );
        }
        weaker = threshold;
      }
    }
  }
}
