import { Transform } from '../transforms.js';
import { Rewriter, type Rewriting } from './rewritten.js';

/** Where a name's words meet: a lower-case letter before a capital, a letter beside a digit. */
const MEETING = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu;

/** A name with its words set apart: "HijoDePuta22" as "Hijo De Puta 22". */
export const setWordsApart: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let from = 0;
  for (const { index } of input.matchAll(MEETING)) {
    if (index === from) continue;
    rewriter.mark(from, index, Transform.JOINED_WORD);
    rewriter.put(' ', index - 1, index, 0);
    from = index;
  }
  if (from === 0) return undefined;
  rewriter.mark(from, input.length, Transform.JOINED_WORD);
  return rewriter.done();
};
