import { Transform } from '../transforms.js';
import { Rewriter, type Rewriting } from './rewritten.js';

/** Turned letters and the letter that they show when the text stands on its head. */
const TURNED: Readonly<Record<string, string>> = Object.fromEntries(
  'aɐ aɒ bq cɔ dp eǝ eə fɟ gƃ gɓ hɥ iᴉ iı jɾ jſ kʞ lʃ lן lꞁ mɯ nu pd qb rɹ tʇ un vʌ wʍ yʎ aⱯ cƆ eƎ fℲ kꓘ lꓶ mƜ rꓤ tꓕ uՈ'
    .split(' ')
    .map((pair) => [pair[1]!, pair[0]!]),
);
/** Letters that only stand on their head in text that does. */
const HEADSTANDS = /[ɐɒɔǝɟƃɥᴉɾʞɯɹʇʌʍʎןꞁⱯƆƎℲꓘꓶƜꓤꓕ]/;

/** Turns lines with letters upside down back on their feet: each letter turned, the line from its end. */
export const turnUpright: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  if (!HEADSTANDS.test(input)) return undefined;
  let from = 0;
  for (const line of input.split('\n')) {
    const to = from + line.length;
    for (let i = to - 1; i >= from; i--) {
      const letter = TURNED[input[i]!] ?? input[i]!;
      rewriter.put(letter, i, i + 1, Transform.UPSIDE_DOWN);
    }
    if (to < input.length) rewriter.put('\n', to, to + 1, 0);
    from = to + 1;
  }
  return rewriter.done();
};

/** Override of the direction, right to left; pop; and isolates that end with their own pop. */
const OVERRIDE = '\u202e';
const POP = '\u202c';

/**
 * Puts text under a right-to-left override in the order in which it is seen. Overrides do not nest here: one within
 * another is part of it. https://www.unicode.org/reports/tr9/#Explicit_Directional_Overrides
 */
export const followOverrides: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let from = 0;
  for (let at = input.indexOf(OVERRIDE); at >= 0; at = input.indexOf(OVERRIDE, from)) {
    rewriter.keep(from, at);
    let end = at + 1;
    while (end < input.length && input[end] !== POP && input[end] !== '\n') end++;
    for (let i = end - 1; i > at; i--) {
      const unit = input.charCodeAt(i);
      // Both halves of a pair keep their order.
      if (unit >= 0xdc00 && unit <= 0xdfff && i - 1 > at) {
        rewriter.put(input.slice(i - 1, i + 1), i - 1, i + 1, Transform.BIDI);
        i--;
      } else rewriter.put(input[i]!, i, i + 1, Transform.BIDI);
    }
    from = input[end] === POP ? end + 1 : end;
  }
  if (from === 0) return undefined;
  rewriter.keep(from, input.length);
  return rewriter.done();
};
