import type { Piece } from './piece.js';

/** Part of a joined text that comes from one message without a gap. */
interface Segment {
  readonly piece: number;
  /** Where it begins in the joined text. */
  readonly at: number;
  /** Where it begins in the piece's text. */
  readonly from: number;
  readonly length: number;
}

/** A text made of several messages, and the way back from its offsets to theirs. */
export class JoinedText {
  text = '';
  private readonly segments: Segment[] = [];

  constructor(private readonly pieces: readonly Piece[]) {}

  /** Adds a part of a piece. */
  add(piece: number, from: number, end: number): void {
    this.segments.push({ piece, at: this.text.length, from, length: end - from });
    this.text += this.pieces[piece]!.text.slice(from, end);
  }

  space(): void {
    this.text += ' ';
  }

  /** The pieces that a stretch of the joined text lies in, and where in each message (not piece) it does. */
  locate(start: number, end: number): { piece: number; start: number; end: number }[] {
    const places: { piece: number; start: number; end: number }[] = [];
    for (const { piece, at, from, length } of this.segments) {
      const left = Math.max(start, at);
      const right = Math.min(end, at + length);
      if (left >= right) continue;
      const { offset } = this.pieces[piece]!;
      const place = { piece, start: offset + from + left - at, end: offset + from + right - at };
      const last = places.at(-1);
      if (last?.piece === piece) last.end = place.end;
      else places.push(place);
    }
    return places;
  }
}

/**
 * Joins pieces `first` to the last with spaces between them.
 */
export function joinSpaced(pieces: readonly Piece[], first: number): JoinedText {
  const joined = new JoinedText(pieces);
  for (let i = first; i < pieces.length; i++) {
    if (i > first) joined.space();
    joined.add(i, 0, pieces[i]!.text.length);
  }
  return joined;
}

/**
 * Joins pieces `first` to the last letter to letter, and sets those from `context` on before them with spaces. Of the
 * first one the text up to its last word, of fragments the letters, of the last one the text from its first word on.
 */
export function joinTight(pieces: readonly Piece[], context: number, first: number): JoinedText {
  const joined = new JoinedText(pieces);
  for (let i = context; i < first; i++) {
    joined.add(i, 0, pieces[i]!.text.length);
    joined.space();
  }
  for (let i = first; i < pieces.length; i++) {
    const { text, words, fragment } = pieces[i]!;
    if (fragment !== '') for (const { start, end } of words) joined.add(i, start, end);
    else {
      const from = i === first ? 0 : words[0]!.start;
      joined.add(i, from, i === pieces.length - 1 ? text.length : words.at(-1)!.end);
    }
  }
  return joined;
}
