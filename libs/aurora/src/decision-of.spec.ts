import { Degradation_Mark, Hit_Transform, Message_ContentKind, Verdict_Action } from '@breakwater/contracts';
import { decisionOf } from './decision-of.js';
import { someDecision, someMessage, someVerdict } from './testing/decisions.js';

const id = someDecision().id;
const now = Date.parse('2026-01-02T03:04:05.678Z');
const seconds = (date: string) => BigInt(Date.parse(date) / 1000);

test('takes everything over, enums by name, text only where it is to be kept', () => {
  const message = someMessage({
    contentKind: Message_ContentKind.FORUM,
    tenantId: 't',
    sentAt: { seconds: seconds('2026-01-02T00:00:00Z'), nanos: 123_999_999 },
  });
  const verdict = someVerdict({
    action: Verdict_Action.REDACT,
    hits: [
      {
        start: 0,
        end: 4,
        topic: 'fraud',
        severity: 6,
        transforms: [Hit_Transform.CASE, Hit_Transform.LEET],
        term: 'term',
      },
    ],
    reasons: ['a reason'],
    redactedText: '*** text',
    degraded: [Degradation_Mark.HITS_TRUNCATED],
  });
  const expected = someDecision({
    decidedAt: new Date(now),
    tenantId: 't',
    contentKind: 'FORUM',
    action: 'REDACT',
    degraded: ['HITS_TRUNCATED'],
    sentAt: new Date('2026-01-02T00:00:00.123Z'),
  });
  expect(decisionOf(message, verdict, id, now, false)).toEqual(expected);
  expect(decisionOf(message, verdict, id, now, true)).toEqual({
    ...expected,
    text: 'the text',
    redactedText: '*** text',
  });
});

test('an unnamed kind is chat, a missing version empty, an ALLOW a sample, an empty redaction none', () => {
  const message = someMessage({ contentKind: Message_ContentKind.UNSPECIFIED });
  const verdict = someVerdict({ action: Verdict_Action.ALLOW, versions: undefined, redactedText: '' });
  expect(decisionOf(message, verdict, id, now, true)).toMatchObject({
    contentKind: 'CHAT',
    action: 'ALLOW',
    sampled: true,
    policyVersion: '',
    lexiconVersion: '',
    modelVersion: '',
    redactedText: null,
  });
});

test('values that a newer contract may bring are kept as numbers, and times that cannot be kept are left out', () => {
  const message = someMessage({ contentKind: 99 as Message_ContentKind });
  const verdict = someVerdict({ action: 77 as Verdict_Action, serverTimeUs: 2 ** 32 - 1 });
  expect(decisionOf(message, verdict, id, now, false)).toMatchObject({
    contentKind: '99',
    action: '77',
    serverTimeUs: 2 ** 31 - 1,
  });
  const times = [seconds('0001-01-01T00:00:00Z') - 1n, seconds('9999-12-31T23:59:59Z') + 1n];
  for (const time of times) {
    const sentAt = { seconds: time, nanos: 0 };
    expect(decisionOf(someMessage({ sentAt }), verdict, id, now, false).sentAt).toBeNull();
  }
});
