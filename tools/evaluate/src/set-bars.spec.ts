import { Message_ContentKind } from '@breakwater/contracts';
import type { Case, EvaluationSet } from './case.js';
import { PROFANE_IN_THEMSELVES, isProfaneInItself } from './profane-in-themselves.js';
import { setBars } from './set-bars.js';
import { resultOf } from './set-result.js';

/** A set of as many cases of each group as `flags` has letters; "x" is flagged. */
function judged(name: string, groups: Readonly<Record<string, { expected: boolean; flags: string; text?: string }>>) {
  const cases: Case[] = [];
  const outcomes = Object.entries(groups).flatMap(([group, { expected, flags, text = 'text' }]) =>
    [...flags].map((flag) => {
      cases.push({ row: cases.length + 1, text, expected, group });
      return { flagged: flag === 'x', score: flag === 'x' ? 5 : 0 };
    }),
  );
  const set: EvaluationSet = {
    name,
    groupedBy: 'group',
    scope: 'any',
    contentKind: Message_ContentKind.CHAT,
    forPeers: true,
    cases,
  };
  return resultOf(set, outcomes, 1);
}

const value = (bars: ReturnType<typeof setBars>, name: string) => bars.find((bar) => bar.name === name);

describe('setBars', () => {
  it('names the worst kind of disguise that has enough cases', () => {
    const bars = setBars([
      judged('disguises', {
        plain: { expected: true, flags: 'xxxxxxxxxx' },
        hard: { expected: true, flags: 'xxxx......' },
        rare: { expected: true, flags: '..' },
      }),
    ]);
    expect(value(bars, 'disguises: caught')).toMatchObject({ value: 63.636, met: false, n: 22 });
    expect(value(bars, 'disguises: worst kind')).toMatchObject({ value: 40, met: false, reason: 'hard' });
  });

  it('excepts words that are profane in themselves', () => {
    const [word] = PROFANE_IN_THEMSELVES;
    const bars = setBars([
      judged('english_words', {
        en: { expected: false, flags: 'x' + '.'.repeat(99) },
        profane: { expected: false, flags: 'xxx', text: word! },
      }),
    ]);
    expect(value(bars, 'english_words: flagged')).toMatchObject({ value: 1, met: true, n: 100 });
  });

  it('counts pairs that are judged unlike, whichever of the two is flagged', () => {
    const bars = setBars([
      judged('wikitalk_toxicity_fuzzed_pairs', {
        original: { expected: true, flags: 'xx..' },
        identity_terms_swapped: { expected: true, flags: 'x.x.' },
      }),
    ]);
    expect(value(bars, 'wikitalk pairs: flips')).toMatchObject({ value: 50, met: false, n: 4 });
    expect(value(bars, 'wikitalk pairs: toxic originals caught')).toMatchObject({ value: 50 });
  });

  it('leaves out bars of sets that were not judged', () => {
    expect(setBars([])).toEqual([]);
  });
});

it('excepts at most 60 words, whole', () => {
  expect(PROFANE_IN_THEMSELVES.length).toBeLessThanOrEqual(60);
  expect(isProfaneInItself(`${PROFANE_IN_THEMSELVES[0]!}ness`)).toBe(false);
  expect(isProfaneInItself(`some ${PROFANE_IN_THEMSELVES[0]!.toUpperCase()}`)).toBe(true);
});
