import { hold, least, most, type Bar, type Goal } from './bar.js';
import { share, type Measures } from './measures.js';
import { isProfaneInItself } from './profane-in-themselves.js';
import type { SetResult } from './set-result.js';

/** Fewer cases than this say nothing about a group. */
const SMALLEST_GROUP = 5;

/** The bars that follow from flags on single texts. A set that was not judged leaves its bars out. */
export function setBars(results: readonly SetResult[]): Bar[] {
  const byName = new Map(results.map((result) => [result.set.name, result]));
  const bars: Bar[] = [];
  const add = (name: string, measured: (result: SetResult) => (Bar | Bar[])[]) => {
    const result = byName.get(name);
    if (result) bars.push(...measured(result).flat());
  };

  add('disguises', (result) => [
    percent(least('disguises: caught', 90), result.whole.recall, result.whole.n),
    worstGroup(least('disguises: worst kind', 70), result, ({ recall }) => recall),
  ]);
  for (const name of CLEAN_SETS) add(name, (result) => [falseAlarms(most(`${name}: flagged`, 1), [result])]);
  const clean = CLEAN_SETS.map((name) => byName.get(name)).filter((result) => result !== undefined);
  if (clean.length === CLEAN_SETS.length)
    bars.push(falseAlarms(most('traps, words and names together: flagged', 1), clean));
  add('ubuntu_irc_benign', ({ whole }) => [
    percent(most('ubuntu_irc_benign: flagged', 0.3), whole.falseAlarmRate, whole.n),
  ]);
  add('evasion_rustrict_tests', ({ groups }) => [
    groupBar(least('evasion_rustrict_tests: inappropriate caught', 85), groups.get('inappropriate'), 'recall'),
    groupBar(most('evasion_rustrict_tests: clean flagged', 2), groups.get('clean'), 'falseAlarmRate'),
  ]);
  add('hatecheck_en.dev', (result) => [
    percent(least('hatecheck_en.dev: accuracy', 80), result.whole.accuracy, result.whole.n),
    percent(least('hatecheck_en.dev: macro-F1', 75), result.whole.macroF1, result.whole.n),
    worstGroup(least('hatecheck_en.dev: worst functionality', 40), result, ({ accuracy }) => accuracy),
  ]);
  add('hatecheck_multilingual.dev', ({ groups }) =>
    ['de', 'fr', 'es'].map((language) =>
      groupBar(least(`hatecheck_multilingual.dev: macro-F1 ${language}`, 60), groups.get(language), 'macroF1'),
    ),
  );
  for (const name of ['identity_madlibs_en', 'identity_templates_multilang']) {
    add(name, ({ whole }) => [
      percent(most(`${name}: non-toxic rows flagged`, 1), whole.falseAlarmRate, whole.falseAlarms + whole.quiet),
    ]);
  }
  add('wikitalk_toxicity_fuzzed_pairs', (result) => [
    flips(most('wikitalk pairs: flips', 5), result),
    groupBar(least('wikitalk pairs: toxic originals caught', 70), result.groups.get('original'), 'recall'),
  ]);
  add('usernames', ({ whole }) => [
    percent(least('usernames: joined and leet profanity caught', 90), whole.recall, whole.caught + whole.missed),
    ...(whole.falseAlarmRate === undefined
      ? []
      : [percent(most('usernames: harmless names flagged', 1), whole.falseAlarmRate, whole.falseAlarms + whole.quiet)]),
  ]);
  add('names_as_usernames', (result) => [falseAlarms(most('names_places_faker as usernames: flagged', 1), [result])]);
  add('game-talk', ({ whole }) => [
    percent(most('game talk: ordinary lines flagged', 1), whole.falseAlarmRate, whole.falseAlarms + whole.quiet),
    percent(least('game talk: insults at players caught', 90), whole.recall, whole.caught + whole.missed),
  ]);
  return bars;
}

const CLEAN_SETS = [
  'traps',
  'scunthorpe_dsojevic_exceptions',
  'scunthorpe_rustrict_false_positives',
  'names_places_faker',
  'english_words',
];

function percent(goal: Goal, value: number | undefined, n: number): Bar {
  return hold(goal, value === undefined ? undefined : value * 100, n);
}

function groupBar(goal: Goal, group: Measures | undefined, field: 'recall' | 'falseAlarmRate' | 'macroF1'): Bar {
  return percent(goal, group?.[field], group?.n ?? 0);
}

/** The group that does worst; its name is added to the bar's. */
function worstGroup(goal: Goal, { groups }: SetResult, value: (group: Measures) => number | undefined): Bar {
  const [worst] = [...groups]
    .filter(([, group]) => group.n >= SMALLEST_GROUP)
    .map(([name, group]) => ({ name, value: value(group), n: group.n }))
    .filter((group) => group.value !== undefined)
    .sort((a, b) => a.value! - b.value!);
  return { ...percent(goal, worst?.value, worst?.n ?? 0), ...(worst ? { reason: worst.name } : {}) };
}

/** Share of rows flagged, without those that are profane in themselves. */
function falseAlarms(goal: Goal, results: readonly SetResult[]): Bar {
  let flagged = 0;
  let n = 0;
  for (const { set, outcomes } of results) {
    set.cases.forEach(({ text }, index) => {
      if (isProfaneInItself(text)) return;
      n++;
      if (outcomes[index]!.flagged) flagged++;
    });
  }
  return percent(goal, share(flagged, n), n);
}

/** Pairs of an original and its twin with other identity terms, in the order of the file, that are judged unlike. */
function flips(goal: Goal, { set, outcomes }: SetResult): Bar {
  const flagged = (variant: string) => outcomes.filter((_, index) => set.cases[index]!.group === variant);
  const originals = flagged('original');
  const twins = flagged('identity_terms_swapped');
  const unlike = originals.filter((original, index) => original.flagged !== twins[index]!.flagged).length;
  return percent(goal, share(unlike, originals.length), originals.length);
}
