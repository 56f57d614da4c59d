import type { TopicSeverity } from '@breakwater/contracts';
import type { EvidenceHit } from '@breakwater/engine';

/** A hit of a joined text, cut to what of it stands in one message. */
export interface PartHit {
  /** UTF-16 code units of that message's text. */
  readonly start: number;
  readonly end: number;
  readonly topic: string;
  readonly severity: number;
  /** As EvidenceHit has it. */
  readonly source: string;
  readonly transforms: number;
}

/** One message of a finding. */
export interface FindingPart {
  readonly id: string;
  /** What the note said. */
  readonly origin: number;
  readonly decisions: readonly string[];
  readonly hits: readonly PartHit[];
}

/** What several messages say together, or what a sender does by sending them. */
export interface Finding {
  readonly tenant: string;
  readonly channel: string;
  /** The messages, in order of time. The last one completed the finding. */
  readonly parts: readonly FindingPart[];
  /** Worst first. */
  readonly topics: readonly TopicSeverity[];
  /** Why, for a person: one sentence, without text of a message. */
  readonly reasons: readonly string[];
}

/** The id of the message that completed a finding. */
export function completedBy(finding: Finding): string {
  return finding.parts.at(-1)!.id;
}

/** The ids of the earlier messages: those to take back. */
export function retracted(finding: Finding): string[] {
  return finding.parts.slice(0, -1).map(({ id }) => id);
}

/** The worst severity of each topic, worst first. */
export function topicsOf(hits: readonly EvidenceHit[]): TopicSeverity[] {
  const worst = new Map<string, number>();
  for (const { grades } of hits) {
    for (const { topic, severity } of grades) {
      if (severity > (worst.get(topic) ?? 0)) worst.set(topic, severity);
    }
  }
  return sorted([...worst].map(([topic, severity]) => ({ topic, severity })));
}

/** Worst first, then by name. */
export function sorted(topics: TopicSeverity[]): TopicSeverity[] {
  return topics.sort((a, b) => b.severity - a.severity || (a.topic < b.topic ? -1 : 1));
}
