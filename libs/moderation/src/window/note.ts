import { CodeUnits } from '@breakwater/engine';
import { shapeOf } from './text-shape.js';

/** Longest fragment of a text that is kept, in UTF-16 code units: enough for the words at its edges. */
export const FRAGMENT = 48;

/**
 * What the window needs to know of a message: small, so that it can travel between processes and wait for a minute.
 * Texts of at most 48 code units are here whole, longer ones with their first and last words.
 */
export interface Note {
  readonly tenant: string;
  readonly channel: string;
  readonly sender: string;
  /** The caller's id, unique in its channel while the window lasts. */
  readonly id: string;
  /** When it came in, ms since 1970, with fractions. */
  readonly at: number;
  /** First words; the whole text where `whole` is true. */
  readonly head: string;
  /** Last words, beginning at `tailStart` of the text. Same as head where `whole` is true. */
  readonly tail: string;
  readonly tailStart: number;
  readonly whole: boolean;
  /** Similarity hash of the text's tokens: near texts differ in few bits. */
  readonly simhash: number;
  /** Tokens of the text, at most 255. */
  readonly tokens: number;
  readonly links: number;
  readonly mentions: number;
  /** Severity of what the text alone does to a channel: capitals, one character over and over; 0 for nothing. */
  readonly noise: number;
  /** A number of the caller's, given back in findings: which connection to tell. */
  readonly origin: number;
  /** Ids of the recorded decisions of this message, separated by commas. */
  readonly decisions: string;
}

/** What is known of a message beside its text. */
export type NoteParts = Pick<Note, 'tenant' | 'channel' | 'sender' | 'id' | 'at'> &
  Partial<Pick<Note, 'origin' | 'decisions'>>;

/** Held, see CodeUnits. */
const { slice } = String.prototype;
const SPACE = 0x20;
/** The text of the note that was made last, */
const units = new CodeUnits();
/** and that note. */
let latest: Note | undefined;

/** Makes the note of a message. Two passes over the text: some 3 ns a code unit. */
export function noteOf(parts: NoteParts, text: string): Note {
  const { size } = units.read(text);
  const shape = shapeOf(units);
  const whole = size <= FRAGMENT;
  const tailStart = whole ? 0 : startOfLastWords(units);
  latest = {
    tenant: parts.tenant,
    channel: parts.channel,
    sender: parts.sender,
    id: parts.id,
    at: parts.at,
    head: whole ? text : slice.call(text, 0, endOfFirstWords(units)),
    tail: whole ? text : slice.call(text, tailStart),
    tailStart,
    whole,
    simhash: shape.simhash,
    tokens: shape.tokens,
    links: shape.links,
    mentions: shape.mentions,
    noise: shape.noise,
    origin: parts.origin ?? 0,
    decisions: parts.decisions ?? '',
  };
  return latest;
}

/**
 * The units of a note's head, good until the next note is made or `spare` is read into. Those of the note made last need
 * not be read again: mostly it is asked about at once.
 */
export function headUnitsOf(note: Note, spare: CodeUnits): CodeUnits {
  return note === latest && note.whole ? units : spare.read(note.head);
}

/** Where the last word ends that fits into a fragment; 0 where one word is longer (no term is). */
function endOfFirstWords({ units }: CodeUnits): number {
  let cut = FRAGMENT;
  while (cut > 0 && units[cut] !== SPACE) cut--;
  return cut === 0 && isIdeograph(units[FRAGMENT - 1]!) ? FRAGMENT : cut;
}

/** The same of the end: where a word begins, or the end of the text. */
function startOfLastWords({ units, size }: CodeUnits): number {
  const from = size - FRAGMENT;
  let cut = from;
  while (cut < size && units[cut] !== SPACE) cut++;
  if (cut < size) return cut + 1;
  return isIdeograph(units[from]!) ? from : size;
}

/** Scripts that set no spaces between words: kana, Han, Hangul. */
function isIdeograph(unit: number): boolean {
  return unit >= 0x3040 && unit <= 0xd7a3;
}
