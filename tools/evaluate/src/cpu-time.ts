export interface Rounds {
  readonly count: number;
  /** A round repeats the work for at least this long. */
  readonly leastMs: number;
  /** No new round begins after this time. */
  readonly budgetMs?: number;
}

/**
 * CPU seconds of this process for one pass over `work`, a figure a round; at least one. CPU time and not the clock, so
 * that whatever else runs on the machine changes little; it includes the threads that collect garbage and compile.
 * The first pass warms up and counts only where it has used up the budget by itself.
 */
export function secondsPerPass(work: () => void, { count, leastMs, budgetMs = Infinity }: Rounds): number[] {
  const begun = performance.now();
  const first = round(work, 0);
  const figures: number[] = [];
  while (figures.length < count && performance.now() - begun < budgetMs) figures.push(round(work, leastMs));
  return figures.length > 0 ? figures : [first];
}

function round(work: () => void, leastMs: number): number {
  const started = performance.now();
  const before = process.cpuUsage();
  let passes = 0;
  do {
    work();
    passes++;
  } while (performance.now() - started < leastMs);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / passes;
}
