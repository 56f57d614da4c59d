import { LABEL_COUNT } from '@breakwater/engine';

/** Weights in steps of one byte. */
export interface Quantised {
  readonly bytes: Int8Array;
  /** By label: what one step is worth. */
  readonly steps: Float32Array;
}

const LARGEST = 127;
/** Share of the weights of a label that may be cut to the largest: one giant would make all others coarse. */
const CUT = 1e-4;

/** Rounds weights to bytes, label by label. A weight of less than half a step becomes 0. */
export function quantise(weights: Float32Array): Quantised {
  const bytes = new Int8Array(weights.length);
  const steps = new Float32Array(LABEL_COUNT);
  for (let label = 0; label < LABEL_COUNT; label++) {
    const sizes: number[] = [];
    for (let i = label; i < weights.length; i += LABEL_COUNT) if (weights[i] !== 0) sizes.push(Math.abs(weights[i]!));
    const sorted = Float32Array.from(sizes).sort();
    const largest = sorted[Math.ceil(sorted.length * (1 - CUT)) - 1] ?? 0;
    if (largest === 0) continue;
    const step = Math.fround(largest / LARGEST);
    steps[label] = step;
    for (let i = label; i < weights.length; i += LABEL_COUNT) {
      bytes[i] = Math.max(-LARGEST, Math.min(LARGEST, Math.round(weights[i]! / step)));
    }
  }
  return { bytes, steps };
}
