import {
  Degradation_Mark,
  Hit_Transform,
  Verdict_Action,
  Verdict_Durability,
  type Verdict,
} from '@breakwater/contracts';
import { renderVerdicts } from './verdict-report.js';

const plain = { paint: (_: unknown, text: string) => text, columns: 80 };

function verdict(fields: Partial<Verdict>): Verdict {
  return {
    action: Verdict_Action.ALLOW,
    severity: 0,
    serverTimeUs: 12,
    audience: 'adult',
    versions: { policy: 'p', lexicon: 'l', model: 'none' },
    topics: [],
    hits: [],
    redactedText: '',
    reasons: [],
    decisionId: '',
    durability: Verdict_Durability.NONE,
    degraded: [],
    ...fields,
  };
}

test('hits are underlined and explained, and every audience has its part', () => {
  const hits = [
    {
      start: 2,
      end: 6,
      topic: 'vulgarity',
      severity: 5,
      transforms: [Hit_Transform.LEET, Hit_Transform.REPEAT],
      term: 'en:darn',
    },
  ];
  const topics = [{ topic: 'vulgarity', severity: 5 }];
  const text = renderVerdicts(
    'a d4rn b',
    [
      verdict({ severity: 5, hits, topics }),
      verdict({
        severity: 5,
        hits,
        topics,
        audience: 'teen',
        action: Verdict_Action.REDACT,
        redactedText: 'a **** b',
        reasons: ['Because.'],
        degraded: [Degradation_Mark.NOT_RECORDED],
      }),
    ],
    plain,
  );
  expect(text).toBe(`  a d4rn b
    ^^^^

  vulgarity 5  "d4rn"  en:darn  disguise: LEET (digits or symbols for letters), REPEAT (stretched letters)

  adult  ALLOW   severity 5

  teen   REDACT  severity 5
         shows: a **** b
         Because.
         degraded: NOT_RECORDED

  policy p · lexicon l · model none · 12 µs
`);
});

test('a clean text', () => {
  expect(renderVerdicts('fine', [verdict({})], plain)).toContain('Nothing found.');
});
