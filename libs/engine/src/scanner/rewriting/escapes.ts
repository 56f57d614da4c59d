import { Transform } from '../transforms.js';
import { rewriteMatches, type Rewriting } from './rewritten.js';

/** Percent, HTML (decimal, hexadecimal) and JavaScript escapes, and HTML tags; each alternative is bounded. */
const ESCAPE =
  /(?:%[0-9a-f]{2}){1,48}|&#x0{0,4}[0-9a-f]{2,6};?|&#0{0,4}\d{2,7};?|&(?:amp|lt|gt|quot|apos|nbsp|shy|zwj|zwnj);|\\u\{0{0,4}[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\bu\+[0-9a-f]{4,5}\b ?|<\/?[a-z][a-z0-9]{0,9}(?: [^<>]{0,48})?>/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwj: '',
  ZeroWidthSpace: '',
  zwnj: '',
};

/** Decodes escapes, once: what they hide is never longer than they are. */
export const decodeEscapes: Rewriting = (source) =>
  rewriteMatches(source, ESCAPE, ([escape]) => {
    const text = decode(escape);
    return text === undefined ? undefined : { text, mark: Transform.ENCODED };
  });

function decode(escape: string): string | undefined {
  if (escape.startsWith('%')) return percent(escape);
  if (escape.startsWith('<')) return '';
  if (escape.startsWith('&') && escape[1] !== '#') return NAMED[escape.slice(1, -1).toLowerCase()];
  const hexadecimal = !/^&#\d/.test(escape);
  const digits = escape.replace(/^(?:&#x?|\\u\{?|\\x|u\+)/i, '').replace(/[;} ]+$/, '');
  const code = Number.parseInt(digits, hexadecimal ? 16 : 10);
  return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Percent escapes as UTF-8; as single characters where they are none. */
function percent(escape: string): string | undefined {
  try {
    return decodeURIComponent(escape);
  } catch {
    return escape.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }
}
