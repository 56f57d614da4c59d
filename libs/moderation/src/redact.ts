import type { EvidenceHit } from '@breakwater/engine';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Stars out the hits in a text: one star for each character that a reader sees (grapheme), white space kept, so that
 * no half of an emoji or loose accent remains.
 * @param hits in order of start, may overlap
 */
export function redact(text: string, hits: readonly EvidenceHit[]): string {
  let redacted = '';
  let from = 0;
  for (let i = 0; i < hits.length;) {
    const start = Math.max(hits[i]!.start, from);
    let end = hits[i]!.end;
    for (i++; i < hits.length && hits[i]!.start <= end; i++) end = Math.max(end, hits[i]!.end);
    if (end <= start) continue;
    redacted += text.slice(from, start);
    for (const { segment } of graphemes.segment(text.slice(start, end)))
      redacted += /^\s+$/.test(segment) ? segment : '*';
    from = end;
  }
  return redacted + text.slice(from);
}
