import {
  Message_ContentKind,
  Verdict_Action,
  Verdict_Durability,
  type Message,
  type Verdict,
} from '@breakwater/contracts';
import type { NewRetraction } from '../decision-recorder.js';
import type { Decision } from '../decision.js';

/** A decision of the default tenant, with what a test says about it. */
export function someDecision(about: Partial<Decision> = {}): Decision {
  return {
    id: '01a20cf2-b964-7556-962d-44feed340001',
    decidedAt: new Date('2026-01-02T03:04:05.678Z'),
    tenantId: '',
    messageId: 'm1',
    senderId: 's',
    channelId: 'c',
    contentKind: 'CHAT',
    audience: 'teen',
    action: 'BLOCK',
    severity: 6,
    topics: [{ topic: 'fraud', severity: 6 }],
    hits: [{ start: 0, end: 4, topic: 'fraud', severity: 6, transforms: ['CASE', 'LEET'], term: 'term' }],
    reasons: ['a reason'],
    degraded: [],
    policyVersion: 'p',
    lexiconVersion: 'l',
    modelVersion: 'none',
    sampled: false,
    sentAt: null,
    serverTimeUs: 12,
    text: null,
    redactedText: null,
    ...about,
  };
}

export function someMessage(about: Partial<Message> = {}): Message {
  return {
    id: 'm1',
    text: 'the text',
    contentKind: Message_ContentKind.CHAT,
    audiences: [],
    senderId: 's',
    channelId: 'c',
    tenantId: '',
    language: '',
    sentAt: undefined,
    ...about,
  };
}

export function someVerdict(about: Partial<Verdict> = {}): Verdict {
  return {
    action: Verdict_Action.BLOCK,
    severity: 6,
    serverTimeUs: 12,
    audience: 'teen',
    versions: { policy: 'p', lexicon: 'l', model: 'none' },
    topics: [{ topic: 'fraud', severity: 6 }],
    hits: [],
    redactedText: '',
    reasons: [],
    decisionId: '',
    durability: Verdict_Durability.NONE,
    degraded: [],
    ...about,
  };
}

export function someRetraction(about: Partial<NewRetraction> = {}): NewRetraction {
  return {
    tenantId: '',
    channelId: 'c',
    completedBy: 'm2',
    messageIds: ['m1', 'm2'],
    decisionIds: ['01a20cf2-b964-7556-962d-44feed340001'],
    topics: [{ topic: 'hate', severity: 6 }],
    hits: [
      [{ start: 0, end: 2, topic: 'hate', severity: 6, transforms: [], term: 'term' }],
      [{ start: 0, end: 3, topic: 'hate', severity: 6, transforms: ['LEET'], term: 'term' }],
    ],
    actions: { adult: 'BLOCK' },
    reasons: ['a reason'],
    policyVersion: 'p',
    lexiconVersion: 'l',
    modelVersion: 'none',
    ...about,
  };
}
