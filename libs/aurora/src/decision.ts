import type { TopicSeverity } from '@breakwater/contracts';

/** A hit as it is kept: the contract's Hit with its transforms by name. */
export interface DecisionHit {
  readonly start: number;
  readonly end: number;
  readonly topic: string;
  readonly severity: number;
  readonly transforms: readonly string[];
  readonly term: string;
}

/** A verdict that was recorded: one audience of one message. Enum values are the contract's bare names. */
export interface Decision {
  /** UUID version 7; those of one process rise in the order of the verdicts. */
  readonly id: string;
  readonly decidedAt: Date;
  /** Empty for the default tenant. */
  readonly tenantId: string;
  readonly messageId: string;
  readonly senderId: string;
  readonly channelId: string;
  readonly contentKind: string;
  readonly audience: string;
  readonly action: string;
  readonly severity: number;
  readonly topics: readonly TopicSeverity[];
  readonly hits: readonly DecisionHit[];
  readonly reasons: readonly string[];
  readonly degraded: readonly string[];
  readonly policyVersion: string;
  readonly lexiconVersion: string;
  readonly modelVersion: string;
  /** An ALLOW that the sample took. */
  readonly sampled: boolean;
  readonly sentAt: Date | null;
  readonly serverTimeUs: number;
  /** null unless texts are stored. */
  readonly text: string | null;
  /** null unless texts are stored and the action is REDACT. */
  readonly redactedText: string | null;
}
