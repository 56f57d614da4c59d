import { Transform } from '../transforms.js';
import { Rewriter, type Rewriting } from './rewritten.js';

/** Lines from which their first letters may be a message. */
const FEWEST_LINES = 4;

/** The first letter of each line as one word, where there are at least four lines; empty lines set words apart. */
export const readAcrostic: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let lines = 0;
  let letters = 0;
  let from = 0;
  for (const line of input.split('\n')) {
    const at = line.search(/[\p{L}\p{N}]/u);
    if (at >= 0) {
      lines++;
      // Lines of one letter are vertical text, which is read as such.
      if (line.trim().length > 1) letters++;
      rewriter.put(line[at]!, from + at, from + at + 1, Transform.ACROSTIC);
    } else if (from > 0 && from < input.length) rewriter.put(' ', from, from + 1, 0);
    from += line.length + 1;
  }
  return lines >= FEWEST_LINES && letters >= FEWEST_LINES - 1 ? rewriter.done() : undefined;
};
