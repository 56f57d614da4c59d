import type { TopicSeverity } from '@breakwater/contracts';
import type { DecisionHit } from './decision.js';

/** A retraction that was recorded: messages of one channel that say together what none of them says alone. */
export interface RetractionRecord {
  /** UUID version 7. */
  readonly id: string;
  readonly foundAt: Date;
  /** Empty for the default tenant. */
  readonly tenantId: string;
  readonly channelId: string;
  /** Id of the message that completed it; the last of messageIds. */
  readonly completedBy: string;
  /** The caller's ids of all messages, in order of time. */
  readonly messageIds: readonly string[];
  /** The recorded decisions of these messages, as far as there are any. */
  readonly decisionIds: readonly string[];
  readonly topics: readonly TopicSeverity[];
  /** What stands in each of the messages, in the order of messageIds. */
  readonly hits: readonly (readonly DecisionHit[])[];
  /** What each audience's policy says now: bare names of Verdict.Action. */
  readonly actions: Readonly<Record<string, string>>;
  readonly reasons: readonly string[];
  readonly policyVersion: string;
  readonly lexiconVersion: string;
  readonly modelVersion: string;
}
