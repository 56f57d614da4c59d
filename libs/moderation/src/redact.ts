import type { EvidenceHit } from '@breakwater/engine';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Code units, from first to last, that are a character by themselves beside each other: white space and controls, which
 * nothing joins, and letters and signs to which only marks and other joiners do. Asking the segmenter costs a hundred
 * times as much.
 */
const ALONE: readonly (readonly [number, number])[] = [
  [0x09, 0x0d],
  [0x20, 0x7e],
  [0xc0, 0x2ff],
  [0x391, 0x3ff],
  [0x400, 0x481],
  [0x48a, 0x52f],
  [0x1d00, 0x1dbf],
  [0x200b, 0x200b],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x3131, 0x318e],
  [0x4e00, 0x9fff],
  [0xff01, 0xff9d],
];
const isAlone = new Uint8Array(0x10000);
for (const [first, last] of ALONE) isAlone.fill(1, first, last + 1);
const SPACE = 0x20;
/** Held, since strings of many forms are slow to be asked for it, letter by letter. */
const { charCodeAt: unitOf } = String.prototype;

/**
 * Stars out the hits in a text: one star for each character that a reader sees (grapheme), white space kept, so that
 * no half of an emoji or loose accent remains.
 * @param hits in order of start, may overlap
 */
export function redact(text: string, hits: readonly Pick<EvidenceHit, 'start' | 'end'>[]): string {
  let redacted = '';
  let from = 0;
  for (let i = 0; i < hits.length;) {
    const start = Math.max(hits[i]!.start, from);
    let end = hits[i]!.end;
    for (i++; i < hits.length && hits[i]!.start <= end; i++) end = Math.max(end, hits[i]!.end);
    if (end <= start) continue;
    redacted += text.slice(from, start) + starsFor(text, start, end);
    from = end;
  }
  return redacted + text.slice(from);
}

function starsFor(text: string, start: number, end: number): string {
  let stars = '';
  /** Whether a character surely ends before this place. */
  const parts = (place: number): boolean =>
    place === end || (isAlone[unitOf.call(text, place - 1)] === 1 && isAlone[unitOf.call(text, place)] === 1);
  for (let i = start; i < end;) {
    const unit = unitOf.call(text, i);
    let to = i;
    for (let next = unit; to < end && next > SPACE && isAlone[next] === 1; to++) {
      next = to + 1 < end ? unitOf.call(text, to + 1) : SPACE;
      if (isAlone[next] === 0) break;
    }
    if (to > i) {
      stars += '*'.repeat(to - i);
      i = to;
      continue;
    }
    if (unit <= SPACE && isAlone[unit] === 1 && parts(i + 1)) {
      stars += text[i]!;
      i++;
      continue;
    }
    to++;
    while (!parts(to)) to++;
    for (const { segment } of graphemes.segment(text.slice(i, to))) stars += /^\s+$/.test(segment) ? segment : '*';
    i = to;
  }
  return stars;
}
