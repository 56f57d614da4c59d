import {
  Degradation_Mark,
  Hit_Transform,
  Message_ContentKind,
  Verdict_Action,
  enumNames,
  type Message,
  type Verdict,
} from '@breakwater/contracts';
import type { Decision } from './decision.js';

/** Contract enum values as their bare names, by number. */
export const actionNames = enumNames(Verdict_Action);
const contentKindNames = enumNames(Message_ContentKind);
const transformNames = enumNames(Hit_Transform);
const markNames = enumNames(Degradation_Mark);

const largestInteger = 2 ** 31 - 1;
/** PostgreSQL's timestamptz and JavaScript's ISO form agree on the years 1 to 9999. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** The record of a verdict. `id` and `now` (ms since 1970) are given to it; text only where it is to be stored. */
export function decisionOf(message: Message, verdict: Verdict, id: string, now: number, storeText: boolean): Decision {
  const { versions } = verdict;
  return {
    id,
    decidedAt: new Date(now),
    tenantId: message.tenantId,
    messageId: message.id,
    senderId: message.senderId,
    channelId: message.channelId,
    contentKind: contentKindNames[message.contentKind || Message_ContentKind.CHAT] ?? String(message.contentKind),
    audience: verdict.audience,
    action: actionNames[verdict.action] ?? String(verdict.action),
    severity: verdict.severity,
    topics: verdict.topics,
    hits: verdict.hits.map((hit) => ({
      ...hit,
      transforms: hit.transforms.map((transform) => transformNames[transform] ?? String(transform)),
    })),
    reasons: verdict.reasons,
    degraded: verdict.degraded.map((mark) => markNames[mark] ?? String(mark)),
    policyVersion: versions?.policy ?? '',
    lexiconVersion: versions?.lexicon ?? '',
    modelVersion: versions?.model ?? '',
    sampled: verdict.action === Verdict_Action.ALLOW,
    sentAt: timeOf(message.sentAt),
    serverTimeUs: Math.min(verdict.serverTimeUs, largestInteger),
    text: storeText ? message.text : null,
    redactedText: storeText && verdict.redactedText !== '' ? verdict.redactedText : null,
  };
}

/** null also for a time outside the years 1 to 9999, which cannot be kept. */
function timeOf(sentAt: Message['sentAt']): Date | null {
  if (sentAt === undefined) return null;
  const milliseconds = Number(sentAt.seconds) * 1000 + Math.floor(sentAt.nanos / 1e6);
  return milliseconds >= earliest && milliseconds <= latest ? new Date(milliseconds) : null;
}
