import {
  Verdict_Action,
  Verdict_Durability,
  type Hit,
  type TopicSeverity,
  type Verdict,
  type Versions,
} from '@breakwater/contracts';
import type { EvidenceHit } from '@breakwater/engine';
import { MOST_HITS, reportHits } from '../hits.js';
import { rule, type Policy, type PolicySet } from '../policy.js';
import { redact } from '../redact.js';
import { sorted, type Finding, type PartHit } from './finding.js';

/** Says what policies do about what messages say together. Verdicts are changed in place; nothing throws. */
export class FindingJudge {
  private readonly policies: ReadonlyMap<string, Policy>;
  private readonly fallback: Policy;

  /** @param defaultAudience has a policy */
  constructor(
    { policies }: PolicySet,
    private readonly defaultAudience: string,
    private readonly versions: Versions,
  ) {
    this.policies = new Map(policies.map((policy) => [policy.audience, policy]));
    this.fallback = this.policies.get(defaultAudience) ?? policies[0]!;
  }

  /**
   * Adds a finding to the verdict of the message that completed it: topics, hits, reasons, and the stricter action.
   * @returns whether the policy does something about the finding
   */
  amend(verdict: Verdict, text: string, finding: Finding): boolean {
    const policy = this.policies.get(verdict.audience) ?? this.fallback;
    const acts = this.decide(verdict, finding, policy);
    const { hits } = finding.parts.at(-1)!;
    verdict.topics = merged(verdict.topics, finding.topics);
    verdict.severity = verdict.topics[0]!.severity;
    if (hits.length > 0) {
      const added = reportHits(hits.map(evidenceOf)).hits;
      verdict.hits = [...verdict.hits, ...added].sort((a, b) => a.start - b.start || a.end - b.end).slice(0, MOST_HITS);
    }
    verdict.redactedText = verdict.action === Verdict_Action.REDACT ? redacted(text, verdict.hits, policy) : '';
    return acts;
  }

  /** What to do with the messages of a finding: a verdict for each audience, without hits. */
  verdictsOn(finding: Finding, audiences: readonly string[]): Verdict[] {
    return (audiences.length > 0 ? audiences : [this.defaultAudience]).map((audience) => {
      const verdict: Verdict = {
        action: Verdict_Action.ALLOW,
        severity: finding.topics[0]!.severity,
        serverTimeUs: 0,
        audience,
        versions: this.versions,
        topics: [...finding.topics],
        hits: [],
        redactedText: '',
        reasons: [],
        decisionId: '',
        durability: Verdict_Durability.NONE,
        degraded: [],
      };
      this.decide(verdict, finding, this.policies.get(audience) ?? this.fallback);
      return verdict;
    });
  }

  private decide(verdict: Verdict, finding: Finding, policy: Policy): boolean {
    let acts = false;
    for (const { topic, severity } of finding.topics) {
      const { action } = rule(policy, topic, severity);
      if (action === Verdict_Action.ALLOW) continue;
      acts = true;
      verdict.action = Math.max(verdict.action, action) as Verdict_Action;
    }
    if (acts) verdict.reasons = [...verdict.reasons, ...finding.reasons];
    return acts;
  }
}

/** The hits of one message of a finding, as the contract has them. */
export function reportPart(hits: readonly PartHit[]): Hit[] {
  return reportHits(hits.map(evidenceOf)).hits;
}

function evidenceOf({ start, end, topic, severity, source, transforms }: PartHit): EvidenceHit {
  return { start, end, source, transforms, grades: [{ topic, severity }] };
}

/** The worse of each topic, worst first. */
function merged(one: readonly TopicSeverity[], other: readonly TopicSeverity[]): TopicSeverity[] {
  const worst = new Map<string, number>();
  for (const { topic, severity } of [...one, ...other]) {
    worst.set(topic, Math.max(severity, worst.get(topic) ?? 0));
  }
  return sorted([...worst].map(([topic, severity]) => ({ topic, severity })));
}

function redacted(text: string, hits: readonly Hit[], policy: Policy): string {
  const acted = hits.filter(({ topic, severity }) => rule(policy, topic, severity).action !== Verdict_Action.ALLOW);
  return redact(
    text,
    acted.map(({ start, end, topic, severity, term }) => ({
      start,
      end,
      source: term,
      transforms: 0,
      grades: [{ topic, severity }],
    })),
  );
}
