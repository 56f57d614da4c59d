import type { DecisionRecorder } from '@breakwater/aurora';
import {
  Degradation_Mark,
  Hit_Transform,
  Verdict_Action,
  Verdict_Durability,
  enumName,
  type Hit,
  type Verdict,
} from '@breakwater/contracts';
import type { CounterChild, Metrics } from '@breakwater/metrics';
import { completedBy, reportPart, type Finding, type FindingJudge } from '@breakwater/moderation';
import type { PublishedRetraction } from './published-retraction.js';

/** Turns findings into retractions: judged, recorded, and sent out. */
export class RetractionDesk {
  private readonly joinedAtOnce: CounterChild;
  private readonly joinedLate: CounterChild;
  private readonly rateAtOnce: CounterChild;
  private readonly rateLate: CounterChild;

  /** @param send to the streams and watchers of every worker, this one included */
  constructor(
    readonly judge: FindingJudge,
    private readonly recorder: Pick<DecisionRecorder, 'recordRetraction'>,
    private readonly send: (published: readonly PublishedRetraction[]) => void,
    metrics: Metrics,
  ) {
    this.joinedAtOnce = metrics.windowFindings.child({ kind: 'joined', time: 'at_once' });
    this.joinedLate = metrics.windowFindings.child({ kind: 'joined', time: 'late' });
    this.rateAtOnce = metrics.windowFindings.child({ kind: 'rate', time: 'at_once' });
    this.rateLate = metrics.windowFindings.child({ kind: 'rate', time: 'late' });
  }

  /**
   * Publishes the retraction that a finding asks for, if a policy does something about it.
   * @param time at_once: the verdict of the message that completed it tells of it, so that only the earlier messages
   * are taken back; late: all are
   * @param audiences those of the message that completed it
   * @param decisions ids of its recorded decisions, where the finding does not know them yet
   */
  publish(
    finding: Finding,
    time: 'at_once' | 'late',
    audiences: readonly string[],
    decisions: readonly string[] = [],
  ): void {
    const atOnce = time === 'at_once';
    const isJoined = finding.parts.length > 1;
    if (isJoined) (atOnce ? this.joinedAtOnce : this.joinedLate).inc();
    else (atOnce ? this.rateAtOnce : this.rateLate).inc();
    if (atOnce && !isJoined) return;
    const verdicts = this.judge.verdictsOn(finding, audiences);
    if (verdicts.every(({ action }) => action === Verdict_Action.ALLOW)) return;
    const hits = finding.parts.map((part) => reportPart(part.hits));
    const { id, foundAt, recorded } = this.record(finding, hits, verdicts, decisions);
    for (const verdict of verdicts) {
      if (recorded) verdict.durability = Verdict_Durability.BUFFERED;
      else verdict.degraded = [...verdict.degraded, Degradation_Mark.NOT_RECORDED];
    }
    const named = atOnce ? finding.parts.slice(0, -1) : finding.parts;
    const messages = named.map(({ id: messageId, origin }, index) => ({ id: messageId, origin, hits: hits[index]! }));
    const { tenant: tenantId, channel: channelId } = finding;
    const at = foundAt.getTime();
    this.send([{ id, tenantId, channelId, completedBy: completedBy(finding), messages, verdicts, foundAt: at }]);
  }

  private record(finding: Finding, hits: readonly Hit[][], verdicts: readonly Verdict[], decisions: readonly string[]) {
    const versions = verdicts[0]?.versions;
    return this.recorder.recordRetraction({
      tenantId: finding.tenant,
      channelId: finding.channel,
      completedBy: completedBy(finding),
      messageIds: finding.parts.map(({ id }) => id),
      decisionIds: [...finding.parts.flatMap((part) => part.decisions), ...decisions],
      topics: finding.topics,
      hits: hits.map((part) =>
        part.map((hit) => ({ ...hit, transforms: hit.transforms.map((name) => enumName(Hit_Transform, name)) })),
      ),
      actions: Object.fromEntries(verdicts.map(({ audience, action }) => [audience, enumName(Verdict_Action, action)])),
      reasons: finding.reasons,
      policyVersion: versions?.policy ?? '',
      lexiconVersion: versions?.lexicon ?? '',
      modelVersion: versions?.model ?? '',
    });
  }
}
