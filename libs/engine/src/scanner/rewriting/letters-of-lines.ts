import { Transform } from '../transforms.js';
import { Rewriter, type Rewriting } from './rewritten.js';

/** Lines from which their first letters may be a message. */
const FEWEST_LINES = 4;
const NEWLINE = 0x0a;
const LETTER = /[\p{L}\p{N}]/u;
const BLANK = /\s/;

/** The first letter of each line as one word, where there are at least four lines; empty lines set words apart. */
export const readAcrostic: Rewriting = (source) => {
  const text = typeof source === 'string' ? source : source.text;
  if (!hasLines(text)) return undefined;
  const rewriter = new Rewriter(source);
  for (let from = 0; from <= text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    let at = from;
    while (at < end && !isLetter(text, at)) at++;
    if (at < end) rewriter.put(text[at]!, at, at + 1, Transform.ACROSTIC);
    else if (from > 0 && from < text.length) rewriter.put(' ', from, from + 1, 0);
    from = end + 1;
  }
  return rewriter.done();
};

/** Whether there are enough lines; those of one letter are vertical text, which is read as such. One pass. */
function hasLines(text: string): boolean {
  let lines = 0;
  let longer = 0;
  let signs = 0;
  let lettered = false;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : NEWLINE;
    if (unit !== NEWLINE) {
      if (unit > 127 ? !BLANK.test(text[i]!) : unit > 32) signs++;
      lettered ||= isLetter(text, i);
      continue;
    }
    if (lettered) {
      lines++;
      if (signs > 1) longer++;
      if (lines >= FEWEST_LINES && longer >= FEWEST_LINES - 1) return true;
    }
    signs = 0;
    lettered = false;
  }
  return false;
}

/** Whether a letter or digit begins at a place. */
function isLetter(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit > 127) return LETTER.test(String.fromCodePoint(text.codePointAt(at)!));
  return (unit >= 48 && unit <= 57) || ((unit | 32) >= 97 && (unit | 32) <= 122);
}
