import { FIRST_KNOT, KNOTS, KNOTS_PER_UNIT } from '@breakwater/engine';

/**
 * Probability at each knot that fits scores to outcomes: Platt's sigmoid (Platt 1999, with his smoothed targets), by
 * Newton's method with a fixed number of steps, sampled at the knots. Without outcomes of both kinds, 0 everywhere.
 */
export function calibrate(
  scores: readonly number[],
  outcomes: readonly number[],
  weights: readonly number[],
): Float32Array {
  const knots = new Float32Array(KNOTS);
  let positives = 0;
  let negatives = 0;
  outcomes.forEach((outcome, i) => {
    positives += weights[i]! * outcome;
    negatives += weights[i]! * (1 - outcome);
  });
  if (positives === 0 || negatives === 0) return knots;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  let slope = 1;
  let shift = 0;
  for (let round = 0; round < 40; round++) {
    let [gs, gb, hss, hsb, hbb] = [0, 0, 1e-9, 0, 1e-9];
    scores.forEach((score, i) => {
      const p = 1 / (1 + Math.exp(-(slope * score + shift)));
      const target = low + outcomes[i]! * (high - low);
      const error = weights[i]! * (p - target);
      const curve = weights[i]! * p * (1 - p);
      gs += error * score;
      gb += error;
      hss += curve * score * score;
      hsb += curve * score;
      hbb += curve;
    });
    const det = hss * hbb - hsb * hsb;
    if (!(det > 1e-12)) break;
    // Half steps: slower, but they do not run away where scores part the outcomes.
    slope -= (0.5 * (hbb * gs - hsb * gb)) / det;
    shift -= (0.5 * (hss * gb - hsb * gs)) / det;
  }
  slope = Math.max(slope, 0.05);
  for (let i = 0; i < KNOTS; i++) {
    const score = FIRST_KNOT + i / KNOTS_PER_UNIT;
    knots[i] = 1 / (1 + Math.exp(-(slope * score + shift)));
  }
  return knots;
}
