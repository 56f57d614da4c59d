import { Transform } from '../transforms.js';
import { Rewriter, rewriteMatches, type Rewriting } from './rewritten.js';

/** Web addresses in text: behind a scheme, or a host with a common ending; no more of it than people read. */
const ADDRESS =
  /:\/\/[^\s<>"']{3,64}|(?<![\w.])www\.[^\s<>"']{3,64}|(?<![\w@.-])(?:[\w-]{1,63}\.){1,3}(?:com|net|org|io|co|gg)(?![\w-])(?:\/[^\s<>"']{0,32})?/gi;
/** Most addresses of a text whose words are set apart; what stands plainly in the others is found with the text. */
const MOST_ADDRESSES = 16;
const SPOKEN_DOT = / ?(?:[([{] ?dot ?[)\]}]| dot | d0t ) ?(?=[a-z]{2,6}\b)/gi;
const SPOKEN_SLASH = / ?(?:[([{] ?slash ?[)\]}]| slash ) ?/gi;
const SCHEME = /^[a-z][a-z0-9+.-]{1,15}:\/\/|^www\./i;

/** The addresses of a text, with nothing but spaces between them. */
export const findAddresses: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let found = 0;
  for (const { 0: address, index } of input.matchAll(ADDRESS)) {
    if (found++ === MOST_ADDRESSES) break;
    if (found > 1) rewriter.put(' ', index, index + 1, 0);
    rewriter.mark(index, index + address.length, Transform.URL);
  }
  return rewriter.done();
};

/** A text that is an address: "dot com" as ".com", scheme left out, punycode labels decoded. */
export const readAddress: Rewriting = (source) => {
  const spoken = rewriteMatches(source, SPOKEN_DOT, () => ({ text: '.', mark: Transform.URL })) ?? source;
  const slashed = rewriteMatches(spoken, SPOKEN_SLASH, () => ({ text: '/', mark: Transform.URL })) ?? spoken;
  const rewriter = new Rewriter(slashed);
  const { input } = rewriter;
  let from = SCHEME.exec(input)?.[0].length ?? 0;
  for (const { 0: label, index } of input.matchAll(/xn--[a-z0-9-]{1,59}/gi)) {
    if (index < from) continue;
    const decoded = fromPunycode(label.slice(4).toLowerCase());
    if (decoded === undefined) continue;
    rewriter.mark(from, index, Transform.URL);
    rewriter.put(decoded, index, index + label.length, Transform.URL);
    from = index + label.length;
  }
  rewriter.mark(from, input.length, Transform.URL);
  return rewriter.done();
};

/** Decodes a label: RFC 3492, section 6.2. Undefined for one that is none. */
function fromPunycode(label: string): string | undefined {
  const cut = label.lastIndexOf('-');
  const output = cut > 0 ? [...label.slice(0, cut)].map((char) => char.codePointAt(0)!) : [];
  let code = 128;
  let bias = 72;
  let at = 0;
  for (let i = cut > 0 ? cut + 1 : 0; i < label.length;) {
    const before = at;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      const char = label.charCodeAt(i++);
      const digit = char >= 97 && char <= 122 ? char - 97 : char >= 48 && char <= 57 ? char - 22 : -1;
      if (digit < 0) return undefined;
      at += digit * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (at > 0x7ffffff || weight > 0x7ffffff) return undefined;
    }
    const count = output.length + 1;
    let delta = before === 0 ? Math.floor((at - before) / 700) : (at - before) >> 1;
    delta += Math.floor(delta / count);
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(at / count);
    at %= count;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    output.splice(at++, 0, code);
  }
  return String.fromCodePoint(...output);
}
