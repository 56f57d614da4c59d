import {
  Degradation_Mark,
  Hit_Transform,
  Message_ContentKind,
  Verdict_Action,
  Verdict_Durability,
  Message,
} from '@breakwater/contracts';
import { parseLexicon } from '@breakwater/engine';
import { defaultPolicies } from './default-policies.js';
import { MOST_HITS } from './hits.js';
import { Moderator } from './moderator.js';
import type { PolicySet } from './policy.js';

const entries = parseLexicon(
  [
    '#lexicon v1 en',
    'term\ttopics\tboundary\texceptions\tprovenance',
    'darn\tvulgarity:5\tany\tdarning\ttest',
    'blast\tvulgarity:6,bullying:4\tword\t\ttest',
    'lout\tbullying:7\tword\t\ttest',
    'crikey\tvulgarity:3\tword\t\ttest',
  ].join('\n'),
  'en.tsv',
);
const versions = { policy: 'p1', lexicon: 'l1', model: 'none' };
const policies: PolicySet = {
  version: 'p1',
  policies: [
    { audience: 'adult', topics: { vulgarity: { redact: 6 }, bullying: { hold: 6 } }, otherwise: {} },
    { audience: 'teen', topics: { vulgarity: { redact: 5 }, bullying: { redact: 4, block: 7 } }, otherwise: {} },
  ],
};
const moderator = new Moderator({ lexicon: { entries }, policies, versions });
const message = (text: string, audiences: string[] = []): Message => ({
  ...Message.decode(new Uint8Array()),
  text,
  audiences,
});
const actions = (text: string, audiences?: string[]) =>
  moderator
    .judge(message(text, audiences))
    .map(({ audience, action, severity, redactedText }) => [audience, action, severity, redactedText]);
const { ALLOW, REDACT, HOLD, BLOCK } = Verdict_Action;

describe('moderator', () => {
  it('allows clean text with no topics and severity 0', () => {
    expect(moderator.judge(message('good morning'))).toEqual([
      {
        action: ALLOW,
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
      },
    ]);
  });

  it.each([
    ['', undefined, [['adult', ALLOW, 0, '']]],
    ['darn it', undefined, [['adult', ALLOW, 5, '']]],
    [
      'darn it',
      ['teen', 'adult'],
      [
        ['teen', REDACT, 5, '**** it'],
        ['adult', ALLOW, 5, ''],
      ],
    ],
    [
      'oh bl4st, a darn',
      ['adult', 'teen'],
      [
        ['adult', REDACT, 6, 'oh *****, a darn'],
        ['teen', REDACT, 6, 'oh *****, a ****'],
      ],
    ],
    [
      'you lout',
      ['adult', 'teen'],
      [
        ['adult', HOLD, 7, ''],
        ['teen', BLOCK, 7, ''],
      ],
    ],
    ['darning', ['teen'], [['teen', ALLOW, 0, '']]],
  ])('judges %j for %j', (text, audiences, expected) => {
    expect(actions(text, audiences)).toEqual(expected);
  });

  it('gives evidence with original offsets, transforms, topics worst first, and reasons', () => {
    const [verdict] = moderator.judge(message('a bl4st of a D.a.r.n', ['teen']));
    expect(verdict).toMatchObject({
      action: REDACT,
      severity: 6,
      topics: [
        { topic: 'vulgarity', severity: 6 },
        { topic: 'bullying', severity: 4 },
      ],
      hits: [
        { start: 2, end: 7, topic: 'vulgarity', severity: 6, transforms: [Hit_Transform.LEET], term: 'en:blast' },
        { start: 2, end: 7, topic: 'bullying', severity: 4, transforms: [Hit_Transform.LEET], term: 'en:blast' },
        { start: 13, end: 20, topic: 'vulgarity', severity: 5, transforms: [Hit_Transform.SEPARATOR], term: 'en:darn' },
      ],
      redactedText: 'a ***** of a *******',
      reasons: [
        'vulgarity of severity 6: the teen policy says redact from 5. Found: en:blast, written in leet.',
        'bullying of severity 4: the teen policy says redact from 4. Found: en:blast, written in leet.',
      ],
    });
  });

  it.each([
    ['d\u0335a\u0335r\u0335n\u0335!', '****!'],
    ['𝐝𝐚𝐫𝐧 it', '**** it'],
    ['d a r n it', '* * * * it'],
    ['👨‍👩‍👧 darn 👨‍👩‍👧', '👨‍👩‍👧 **** 👨‍👩‍👧'],
    ['darndarn', '********'],
  ])('redacts whole characters in %j', (text, redacted) => {
    expect(moderator.judge(message(text, ['teen']))[0]!.redactedText).toBe(redacted);
  });

  it(`reports at most ${MOST_HITS} hits, says so, and still redacts all`, () => {
    const [verdict] = moderator.judge(message('darn '.repeat(100), ['teen']));
    expect(verdict!.hits).toHaveLength(MOST_HITS);
    expect(verdict!.degraded).toEqual([Degradation_Mark.HITS_TRUNCATED]);
    expect(verdict!.redactedText).toBe('**** '.repeat(100));
  });

  it('shows nothing of a long text that was not read in every way, and says so', () => {
    const text = `darn ${'d-a-r-n '.repeat(1000)}`;
    const [verdict] = moderator.judge(message(text, ['teen']));
    expect(verdict!.degraded).toEqual([Degradation_Mark.HITS_TRUNCATED]);
    expect(verdict!.redactedText).toBe(text.replace(/\S/g, '*'));
  });

  it('says so where nothing was found', () => {
    const [verdict] = moderator.judge(message('x y z '.repeat(1500), ['teen']));
    expect(verdict).toMatchObject({ action: Verdict_Action.ALLOW, severity: 0, hits: [], topics: [] });
    expect(verdict!.degraded).toEqual([Degradation_Mark.HITS_TRUNCATED]);
  });

  it.each([
    ['e\u0301\u0301 d\u0301arn', 'e\u0301\u0301 ****'],
    ['darn\r\ndarn', '****\r\n****'],
    ['d\u200ba\u202ern', '******'],
  ])('counts characters as a reader does in %j', (text, redacted) => {
    expect(moderator.judge(message(text, ['teen']))[0]!.redactedText).toBe(redacted);
  });

  it('uses the default audience that it is told', () => {
    const other = new Moderator({ lexicon: { entries }, policies, versions, defaultAudience: 'teen' });
    expect(other.audiences).toEqual(['teen', 'adult']);
    expect(other.judge(message('darn'))[0]!.audience).toBe('teen');
    expect(() => new Moderator({ lexicon: { entries }, policies, versions, defaultAudience: 'cats' })).toThrow(
      'The default audience "cats" has no policy; use one of adult, teen.',
    );
  });

  it('describes what is loaded', () => {
    expect(moderator).toMatchObject({
      languages: ['en'],
      topics: ['bullying', 'vulgarity'],
      audiences: ['adult', 'teen'],
      entryCount: 4,
      mode: 'LIVE',
    });
  });

  it('explains a judgement', () => {
    const { trace, verdicts } = moderator.explain(message('darning darn', ['teen']));
    expect(trace.saved).toEqual([{ term: 'darn', start: 0, end: 4, exception: 'darning' }]);
    expect(verdicts[0]!.hits).toHaveLength(1);
  });
});

describe('default policies', () => {
  const strict = new Moderator({ lexicon: { entries }, policies: defaultPolicies, versions });

  it('refuse a name in which chat would only star out a word', () => {
    const name: Message = { ...message('xXblastXx blast'), contentKind: Message_ContentKind.USERNAME };
    expect(strict.judge(name)[0]).toMatchObject({ action: BLOCK, redactedText: '' });
    expect(strict.judge({ ...name, contentKind: Message_ContentKind.CHAT })[0]).toMatchObject({ action: REDACT });
  });

  it('are stricter the younger the audience', () => {
    for (const text of ['darn', 'blast', 'lout', 'crikey']) {
      const [adult, teen, under13] = strict
        .judge(message(text, ['adult', 'teen', 'under13']))
        .map(({ action }) => action);
      expect(teen).toBeGreaterThanOrEqual(adult!);
      expect(under13).toBeGreaterThanOrEqual(teen!);
    }
  });
});
