import type { Example } from './example.js';
import { Random } from './random.js';

/** Most words of a piece. */
const MOST_WORDS = 7;
/** How much a piece counts against its text. */
const PIECE_WEIGHT = 0.5;

/**
 * Adds short forms, because comments have 25 words and chat has 7. A piece of a text in which nothing was found holds
 * nothing either; a piece of an offensive one may be harmless, so those stay whole.
 */
export function addShortForms(examples: readonly Example[], seed: number): Example[] {
  const random = new Random(seed);
  const pieces: Example[] = [];
  for (const example of examples) {
    if (example.split !== 'train' || example.targets.some((target) => target > 0)) continue;
    if (example.targets[0] !== 0) continue;
    const words = example.text.split(' ');
    if (words.length <= MOST_WORDS) continue;
    const length = 1 + random.below(MOST_WORDS);
    const from = random.below(words.length - length);
    const text = words.slice(from, from + length).join(' ');
    pieces.push({ ...example, text, weight: example.weight * PIECE_WEIGHT });
  }
  return [...examples, ...pieces];
}
