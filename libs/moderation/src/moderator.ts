import {
  Degradation_Mark,
  Message_ContentKind,
  Verdict_Action,
  Verdict_Durability,
  type Message,
  type TopicSeverity,
  type Verdict,
  type Versions,
} from '@breakwater/contracts';
import {
  NO_EVIDENCE,
  ScanTrace,
  Scanner,
  compile,
  type Evidence,
  type EvidenceHit,
  type Grade,
  type CompileOptions,
  type LexiconEntry,
  type ScanMode,
} from '@breakwater/engine';
import { reportHits } from './hits.js';
import {
  checkPolicies,
  rule,
  thresholdsOf,
  type Policy,
  type PolicyKind,
  type PolicySet,
  type Ruling,
  type Thresholds,
} from './policy.js';
import { redact } from './redact.js';
import { explainInWords, sourceInWords } from './wording.js';

/** How a verdict is used. LIVE: it acts and is recorded. */
export type Mode = 'LIVE';

/** What is looked for: a lexicon with what belongs to it, see CompileOptions. */
export interface RulesetSource extends CompileOptions {
  readonly entries: readonly LexiconEntry[];
}

export interface ModeratorOptions {
  readonly lexicon: RulesetSource;
  readonly policies: PolicySet;
  readonly versions: Versions;
  /** Audience of messages that name none; the set's first where left out. */
  readonly defaultAudience?: string;
  readonly mode?: Mode;
}

/** What one audience's policy says to one topic found. */
export interface TopicRuling extends Ruling {
  readonly audience: string;
  readonly topic: string;
  readonly severity: number;
  readonly thresholds: Thresholds;
}

/** Every phase of one judgement, for people. */
export interface Explanation {
  readonly mode: Mode;
  readonly trace: ScanTrace;
  readonly evidence: Evidence;
  /** Why the text was flagged, and why not: a sentence each. They quote the text. */
  readonly words: readonly string[];
  readonly rulings: readonly TopicRuling[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Judges messages: the phases of a judgement, in order, on this page.
 *
 *   1 scan     what stands in the text            (engine; once for all audiences)
 *   2 grade    the worst severity of each topic
 *   3 decide   what the audience's policy does    (per audience, from here on)
 *   4 redact   what the audience may see
 *   5 explain  why, for a person
 *
 * One moderator per thread (its scanner reuses buffers). Judging is synchronous, never throws and takes time linear
 * in the text.
 */
export class Moderator {
  readonly versions: Versions;
  readonly mode: Mode;
  /** Audiences there is a policy for; the first is the default. */
  readonly audiences: readonly string[];
  /** Languages of the lexicon, sorted. */
  readonly languages: readonly string[];
  /** Topics of the lexicon, sorted. */
  readonly topics: readonly string[];
  readonly entryCount: number;
  private readonly scanner: Scanner;
  private readonly policies: ReadonlyMap<string, Policy>;
  private readonly defaultAudiences: readonly string[];

  /**
   * Compiles the lexicon (about 0.3 s) and checks the policies.
   * @throws RangeError naming what is wrong with a policy, the lexicon or the default audience
   */
  constructor({ lexicon, policies, versions, defaultAudience, mode = 'LIVE' }: ModeratorOptions) {
    checkPolicies(policies);
    const named = policies.policies.map((policy) => policy.audience);
    const first = defaultAudience ?? named[0]!;
    if (!named.includes(first)) {
      throw new RangeError(`The default audience "${first}" has no policy; use one of ${named.join(', ')}.`);
    }
    this.versions = versions;
    this.mode = mode;
    this.audiences = [first, ...named.filter((audience) => audience !== first)];
    this.defaultAudiences = [first];
    this.policies = new Map(policies.policies.map((policy) => [policy.audience, policy]));
    const { entries } = lexicon;
    this.languages = [...new Set(entries.map((entry) => entry.language))].sort();
    this.topics = [...new Set(entries.flatMap((entry) => entry.grades.map((grade) => grade.topic)))].sort();
    this.entryCount = entries.length;
    this.scanner = new Scanner(compile(entries, lexicon));
  }

  /**
   * Judges a message for each of its audiences, in their order; for the default where it names none. Audiences must
   * have been checked against `audiences`: one without a policy is judged as the default. Fields that only the caller
   * knows (decisionId, durability, serverTimeUs) are left at zero for it to fill in.
   */
  judge(message: Message): Verdict[] {
    const evidence = this.scanner.scan(message.text, modeOf(message.contentKind));
    return this.decide(message, evidence);
  }

  /** What stands in a text of chat, without a verdict: for the window that joins messages. */
  scan(text: string): Evidence {
    return this.scanner.scan(text);
  }

  /** As judge, with everything that led to the verdicts. For people: costs allocation. */
  explain(message: Message): Explanation {
    const trace = new ScanTrace();
    const evidence = this.scanner.scan(message.text, modeOf(message.contentKind), trace);
    const verdicts = this.decide(message, evidence);
    return {
      mode: this.mode,
      trace,
      evidence,
      words: explainInWords(message.text, evidence, trace),
      rulings: this.rulings(message, verdicts),
      verdicts,
    };
  }

  /** What is loaded, as GetRuleset answers it. The hash is made where hashing is at hand. */
  describe(hash: string) {
    return {
      versions: this.versions,
      hash,
      languages: [...this.languages],
      topics: [...this.topics],
      audiences: [...this.audiences],
      entries: this.entryCount,
    };
  }

  private rulings(message: Message, verdicts: readonly Verdict[]): TopicRuling[] {
    const kind = KINDS.get(message.contentKind);
    return verdicts.flatMap(({ audience, topics }) => {
      const policy = this.policyOf(audience);
      return topics.map(({ topic, severity }) => ({
        audience,
        topic,
        severity,
        ...rule(policy, topic, severity, kind),
        thresholds: thresholdsOf(policy, topic, kind),
      }));
    });
  }

  /** The policy of an audience; the default's where it has none. */
  private policyOf(audience: string): Policy {
    return this.policies.get(audience) ?? this.policies.get(this.defaultAudiences[0]!)!;
  }

  private decide(message: Message, evidence: Evidence): Verdict[] {
    const audiences = message.audiences.length > 0 ? message.audiences : this.defaultAudiences;
    const verdicts: Verdict[] = [];
    if (evidence === NO_EVIDENCE) {
      for (const audience of audiences) verdicts.push(this.allow(audience));
      return verdicts;
    }
    const kind = KINDS.get(message.contentKind);
    const topics = grade(evidence.hits);
    const { hits, truncated } = reportHits(evidence.hits);
    for (const audience of audiences) {
      const policy = this.policyOf(audience);
      const verdict = this.allow(audience);
      verdict.severity = topics[0]?.severity ?? 0;
      verdict.topics = topics;
      verdict.hits = hits;
      const reasons: string[] = [];
      verdict.reasons = reasons;
      if (truncated || evidence.truncated) verdict.degraded = [Degradation_Mark.HITS_TRUNCATED];
      for (const { topic, severity } of topics) {
        const { action, from } = rule(policy, topic, severity, kind);
        if (action === Verdict_Action.ALLOW) continue;
        verdict.action = Math.max(verdict.action, action) as Verdict_Action;
        reasons.push(
          `${topic} of severity ${severity}: the ${audience} policy says ${VERBS[action]} from ${from}. ` +
            `Found: ${sourceInWords(worstOf(evidence.hits, topic, severity))}.`,
        );
      }
      if (verdict.action === Verdict_Action.REDACT) {
        // What was not read in every way is not shown: it may hold more of what was found.
        const hidden = evidence.truncated
          ? [{ start: 0, end: message.text.length }]
          : actedOn(evidence.hits, policy, kind);
        verdict.redactedText = redact(message.text, hidden);
      }
      verdicts.push(verdict);
    }
    return verdicts;
  }

  private allow(audience: string): Verdict {
    return {
      action: Verdict_Action.ALLOW,
      severity: 0,
      serverTimeUs: 0,
      audience,
      versions: this.versions,
      topics: NONE,
      hits: NONE,
      redactedText: '',
      reasons: NONE,
      decisionId: '',
      durability: Verdict_Durability.NONE,
      degraded: NONE,
    };
  }
}

/** The lists of all verdicts that say nothing: whoever has something to say puts a list of its own. */
const NONE = Object.freeze<never[]>([]) as never[];

/** Kinds with thresholds of their own. */
const KINDS: ReadonlyMap<Message_ContentKind, PolicyKind> = new Map([
  [Message_ContentKind.USERNAME, 'username'],
  [Message_ContentKind.PROFILE, 'profile'],
  [Message_ContentKind.FORUM, 'forum'],
  [Message_ContentKind.URL, 'url'],
]);

/** Names and addresses are words written together; everything else is text. */
function modeOf(kind: Message_ContentKind): ScanMode {
  if (kind === Message_ContentKind.USERNAME) return 'name';
  return kind === Message_ContentKind.URL ? 'url' : 'text';
}

const VERBS: Readonly<Record<number, string>> = {
  [Verdict_Action.REDACT]: 'redact',
  [Verdict_Action.HOLD]: 'hold',
  [Verdict_Action.BLOCK]: 'block',
};

/** The worst severity of each topic, worst first. */
function grade(hits: readonly EvidenceHit[]): TopicSeverity[] {
  const worst = new Map<string, number>();
  for (const { grades } of hits) {
    for (const { topic, severity } of grades) {
      if (severity > (worst.get(topic) ?? 0)) worst.set(topic, severity);
    }
  }
  return [...worst]
    .map(([topic, severity]) => ({ topic, severity }))
    .sort((a, b) => b.severity - a.severity || (a.topic < b.topic ? -1 : 1));
}

/** The first hit that gives a topic its severity. */
function worstOf(hits: readonly EvidenceHit[], topic: string, severity: number): EvidenceHit {
  return hits.find(({ grades }) => grades.some((grade) => grade.topic === topic && grade.severity === severity))!;
}

/**
 * The hits with a topic that the policy does something about. The classifier speaks of the whole text, which is starred out
 * only for a topic of which no hit shows the place.
 */
function actedOn(hits: readonly EvidenceHit[], policy: Policy, kind: PolicyKind | undefined): EvidenceHit[] {
  // Most hits share the grades of few entries.
  const ruled = new Map<readonly Grade[], boolean>();
  const isActedOn = ({ grades }: EvidenceHit): boolean => {
    let acted = ruled.get(grades);
    if (acted === undefined) {
      acted = grades.some(({ topic, severity }) => rule(policy, topic, severity, kind).action !== Verdict_Action.ALLOW);
      ruled.set(grades, acted);
    }
    return acted;
  };
  const acted = hits.filter(isActedOn);
  if (!acted.some(isWhole)) return acted;
  const placed = new Set<string>();
  for (const hit of acted) if (!isWhole(hit)) for (const { topic } of hit.grades) placed.add(topic);
  return acted.filter((hit) => !isWhole(hit) || hit.grades.some(({ topic }) => !placed.has(topic)));
}

function isWhole({ source }: EvidenceHit): boolean {
  return source.startsWith('model:');
}
