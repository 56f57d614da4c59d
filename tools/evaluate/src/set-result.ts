import type { Moderator } from '@breakwater/moderation';
import { messageOf, outcomeOf } from './breakwater.js';
import type { EvaluationSet, Outcome } from './case.js';
import { secondsPerPass } from './cpu-time.js';
import { measure, median, type Judged, type Measures } from './measures.js';

/** What a detector did on a set. */
export interface SetResult {
  readonly set: EvaluationSet;
  /** One per case. */
  readonly outcomes: readonly Outcome[];
  readonly whole: Measures;
  readonly groups: ReadonlyMap<string, Measures>;
  /** CPU time of a message; undefined where it was not taken. */
  readonly microseconds: number | undefined;
}

/** Short sets are judged over and over. */
const ROUNDS = { count: 3, leastMs: 60, budgetMs: 3000 };

/** Judges a set with the shipped configuration. */
export function judgeSet(moderator: Moderator, set: EvaluationSet, timed: boolean): SetResult {
  const messages = set.cases.map(({ text }) => messageOf(text, set.contentKind));
  const outcomes = messages.map((message, index) =>
    outcomeOf(moderator.judge(message)[0]!, set.cases[index]!, set.scope),
  );
  const judgeAll = () => {
    for (const message of messages) moderator.judge(message);
  };
  const seconds = timed && messages.length > 0 ? median(secondsPerPass(judgeAll, ROUNDS)) : undefined;
  return resultOf(set, outcomes, seconds === undefined ? undefined : (seconds * 1e6) / messages.length);
}

/** Measures outcomes as a whole and by group. */
export function resultOf(set: EvaluationSet, outcomes: readonly Outcome[], microseconds?: number): SetResult {
  const all: Judged[] = [];
  const byGroup = new Map<string, Judged[]>();
  set.cases.forEach(({ expected, group }, index) => {
    if (expected === undefined) return;
    const judged = { ...outcomes[index]!, expected };
    all.push(judged);
    const list = byGroup.get(group);
    if (list) list.push(judged);
    else byGroup.set(group, [judged]);
  });
  const groups = new Map([...byGroup].map(([group, list]) => [group, measure(list)]));
  return { set, outcomes, whole: measure(all), groups, microseconds };
}
