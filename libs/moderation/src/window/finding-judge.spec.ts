import { Verdict_Action, Verdict_Durability, type Verdict } from '@breakwater/contracts';
import type { PolicySet } from '../policy.js';
import { FindingJudge } from './finding-judge.js';
import type { Finding } from './finding.js';

const policies: PolicySet = {
  version: 'p',
  policies: [
    { audience: 'adult', topics: { vulgarity: { redact: 6 } }, otherwise: {} },
    { audience: 'teen', topics: { vulgarity: { redact: 5, block: 7 } }, otherwise: { hold: 5 } },
  ],
};
const versions = { policy: 'p', lexicon: 'l', model: 'none' };
const judge = new FindingJudge(policies, 'adult', versions);

const hit = { topic: 'vulgarity', severity: 6, source: 'en:darn', transforms: 0 };
const finding: Finding = {
  tenant: '',
  channel: 'c',
  parts: [
    { id: '1', origin: 0, decisions: [], hits: [{ ...hit, start: 0, end: 2 }] },
    { id: '2', origin: 0, decisions: [], hits: [{ ...hit, start: 0, end: 2 }] },
  ],
  topics: [{ topic: 'vulgarity', severity: 6 }],
  reasons: ['vulgarity of severity 6: joined with the message before.'],
};

function verdict(about: Partial<Verdict> = {}): Verdict {
  return {
    action: Verdict_Action.ALLOW,
    severity: 0,
    serverTimeUs: 0,
    audience: 'adult',
    versions,
    topics: [],
    hits: [],
    redactedText: '',
    reasons: [],
    decisionId: '',
    durability: Verdict_Durability.NONE,
    degraded: [],
    ...about,
  };
}

test('a verdict takes the finding in: topics, hits, reasons, the stricter action and the text to show', () => {
  const own = verdict();
  expect(judge.amend(own, 'rn it', finding)).toBe(true);
  expect(own).toMatchObject({
    action: Verdict_Action.REDACT,
    severity: 6,
    topics: [{ topic: 'vulgarity', severity: 6 }],
    hits: [{ start: 0, end: 2, topic: 'vulgarity', severity: 6, term: 'en:darn', transforms: [] }],
    redactedText: '** it',
    reasons: ['vulgarity of severity 6: joined with the message before.'],
  });
});

test('what the verdict had stays, and the worse of each topic counts', () => {
  const earlier = { start: 3, end: 5, topic: 'vulgarity', severity: 7, term: 'en:it', transforms: [] };
  const topics = [{ topic: 'vulgarity', severity: 7 }];
  const own = verdict({ action: Verdict_Action.REDACT, severity: 7, topics, hits: [earlier], redactedText: 'rn **' });
  judge.amend(own, 'rn it', finding);
  expect(own).toMatchObject({ severity: 7, topics, redactedText: '** **' });
  expect(own.hits).toHaveLength(2);
});

test('a policy that does nothing about it changes no action and gives no reason', () => {
  const own = verdict();
  const mild = { ...finding, topics: [{ topic: 'vulgarity', severity: 5 }] };
  expect(judge.amend(own, 'rn it', mild)).toBe(false);
  expect(own).toMatchObject({ action: Verdict_Action.ALLOW, severity: 5, reasons: [], redactedText: '' });
});

test('a retraction has a verdict for each audience, for the default one where none is named', () => {
  expect(judge.verdictsOn(finding, ['teen', 'adult']).map(({ audience, action }) => [audience, action])).toEqual([
    ['teen', Verdict_Action.REDACT],
    ['adult', Verdict_Action.REDACT],
  ]);
  expect(judge.verdictsOn(finding, [])).toMatchObject([{ audience: 'adult', severity: 6, hits: [], redactedText: '' }]);
});
