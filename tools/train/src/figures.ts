/** How well scores tell a label's texts from the others. */
export interface Figures {
  readonly count: number;
  readonly positives: number;
  /** Area under the precision-recall curve, as the mean of the precision at each positive. */
  readonly averagePrecision: number;
  /** Share of the positives above the score that 1 % of the negatives reach. */
  readonly recallAtOnePercent: number;
  /** Mean distance of probability and share of positives, over ten bins of equal width, weighted by their texts. */
  readonly calibrationError: number;
}

/** @param probabilities and whether the label holds, text by text */
export function figuresOf(probabilities: readonly number[], holds: readonly boolean[]): Figures {
  const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
  const positives = holds.filter(Boolean).length;
  const negatives = holds.length - positives;
  let found = 0;
  let precision = 0;
  let recall = 0;
  order.forEach((i, rank) => {
    if (!holds[i]) return;
    found++;
    precision += found / (rank + 1);
    if (rank + 1 - found <= 0.01 * negatives) recall = found;
  });
  const bins = Array.from({ length: 10 }, () => ({ sum: 0, held: 0 }));
  probabilities.forEach((p, i) => {
    const bin = bins[Math.min(9, Math.floor(10 * p))]!;
    bin.sum += p;
    if (holds[i]) bin.held++;
  });
  return {
    count: holds.length,
    positives,
    averagePrecision: positives ? precision / positives : 0,
    recallAtOnePercent: positives ? recall / positives : 0,
    calibrationError: bins.reduce((sum, bin) => sum + Math.abs(bin.sum - bin.held), 0) / Math.max(1, holds.length),
  };
}
