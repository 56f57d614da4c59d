import { wordsOf, type EdgeWord } from './edge-words.js';
import { FRAGMENT_LETTERS, LONGEST_FRAGMENT } from './edges.js';

/** One message, or what is kept of it, as the joiner reads it. */
export interface Piece {
  readonly text: string;
  /** Where the text begins in the message's. */
  readonly offset: number;
  /** Whether it is the whole message. */
  readonly whole: boolean;
  /** Sequence number in the log; NONE for a message that is not in it yet. */
  readonly sequence: number;
  /** Number of its sender in the stretch: 0 is the one who completes it. */
  readonly sender: number;
  readonly words: readonly EdgeWord[];
  /** Its letters as one, where it is a fragment: a word of at most 4 letters, or letters set apart; else empty. */
  readonly fragment: string;
}

/** A message of so many words may stand in the middle of a phrase. */
export const SHORT_WORDS = 3;

export function pieceOf(text: string, offset: number, whole: boolean, sequence: number, sender: number): Piece {
  const words = wordsOf(text);
  return {
    text,
    offset,
    whole,
    sequence,
    sender,
    words,
    fragment: whole && text.length <= LONGEST_FRAGMENT ? fragmentOf(words) : '',
  };
}

function fragmentOf(words: readonly EdgeWord[]): string {
  if (words.length === 0) return '';
  if (words.length === 1) {
    const { plain } = words[0]!;
    return plain.length <= FRAGMENT_LETTERS ? plain : '';
  }
  return words.every((word) => word.end - word.start === 1) ? words.map((word) => word.plain).join('') : '';
}

/** Whether a message ends as a sentence does: what follows is another one. */
export function endsSentence(piece: Piece): boolean {
  if (piece.fragment !== '') return false;
  const last = piece.words.at(-1);
  return last !== undefined && /[.!?;:)\]}"]/.test(piece.text.slice(last.end));
}
