import { CodeUnits, signalsOf } from '@breakwater/engine';
import { namesContact } from './contact-words.js';
import { countWords } from './edge-words.js';
import { emptyEdges, NOT_BEGUN, readEdgesOf, REACH } from './edges.js';
import { LeftLetters } from './left-letters.js';
import { NONE, type Keys, type MessageLog } from './message-log.js';
import { FRAGMENT, type Note } from './note.js';
import { SHORT_WORDS } from './piece.js';
import type { SplitIndex } from './split-index.js';

/** Ways in which a message may go on from others, bits: from those of its sender, and from two senders' in turn. */
export const ALONE = 1;
export const IN_TURN = 2;
/** Messages of a channel looked back at for two senders in turn, */
export const LONGEST_TURN = 8;
/** and other senders among them. */
export const MOST_OTHERS = 2;
const NOBODY = 3;
const SPACE = 0x20;
/** Messages of a channel whose endings are compared with what comes. */
const NEAREST = 3;

/**
 * The cheap question before any text is looked at: whether a message may go on where others end. Knows only the edges of
 * messages, and says yes too often, never no where a join could be. Nothing is allocated.
 */
export class Continuation {
  /** Of the message that was asked about last. */
  readonly edges = emptyEdges();
  private readonly ending = emptyEdges();
  private readonly left = new LeftLetters();
  private readonly together = new CodeUnits();
  /** Who wrote each of the last messages of a channel: 0 is the one who goes on, 1 and 2 are others, 3 is nobody. */
  private readonly writers = new Uint8Array(LONGEST_TURN);
  /** Whether any phrase goes on with its first word, and any word with its first letters. */
  private continuesPhrase = false;
  private continuesWord = false;

  /** @param messages of a sender that are looked back at */
  constructor(
    private readonly log: MessageLog,
    private readonly splits: SplitIndex,
    private readonly messages: number,
  ) {
    this.together.units = new Uint16Array((messages + 1) * (FRAGMENT + 1) + 1);
  }

  /**
   * Reads the edges of a message.
   * @param head,tail units of the note's
   * @param ofSender,inChannel messages before it, or NONE
   * @returns ALONE, IN_TURN, both or 0
   */
  ways(
    { whole, tokens }: Note,
    head: CodeUnits,
    tail: CodeUnits,
    keys: Keys,
    ofSender: number,
    inChannel: number,
  ): number {
    this.readOwnEdges(head, tail, whole);
    if (this.edges.firstWord === 0) return 0;
    const isShort = whole && tokens <= SHORT_WORDS;
    if (ofSender !== NONE && this.mayGoOnAlone(head, ofSender)) return isShort ? ALONE | IN_TURN : ALONE;
    return isShort && inChannel !== NONE && this.mayGoOnInTurn(keys, inChannel, ofSender) ? IN_TURN : 0;
  }

  /** Reads how a message begins and ends. What no term goes on from counts for nothing, whatever comes. */
  private readOwnEdges(head: CodeUnits, tail: CodeUnits, whole: boolean): void {
    const { edges, splits } = this;
    readEdgesOf(head, tail, whole, edges);
    if (!splits.beginsPhrase(edges.phrase)) edges.phrase = 0;
    if (!edges.isFragment && !edges.isDisguised && edges.size !== 0 && !splits.beginsWord(edges)) {
      edges.size = NOT_BEGUN;
    }
    this.continuesPhrase = splits.continuesPhrase(edges.firstWord);
    this.continuesWord = edges.first[0] !== 0 && splits.continuesWord(edges);
  }

  /** Whether the sender's messages could end in the middle of something: the last one, or what fragments spell. */
  private mayGoOnAlone(head: CodeUnits, ofSender: number): boolean {
    const { log, splits, edges, left } = this;
    if (log.readEnding(ofSender, this.ending).mayCount && namesContact(head) && this.maySignal(head, ofSender))
      return true;
    if (!this.continuesWord && !this.continuesPhrase) return false;
    left.clear();
    let message = ofSender;
    for (let i = 0; i < this.messages && message !== NONE; i++, message = log.beforeOfSender(message)) {
      const ending = log.readEnding(message, this.ending);
      if (ending.size === 0) continue;
      if (left.size === 0 && this.continuesPhrase && splits.cutsPhrase(ending.phrase, edges.firstWord)) return true;
      left.prepend(ending);
      if (!this.continuesWord) return false;
      if (splits.cutsWord(left, edges, ending.isFragment)) return true;
      if (!ending.isFragment || left.size >= REACH) return false;
    }
    return false;
  }

  /** Whether a message and those that it may go on from have together what an address or number needs. */
  private maySignal({ units, size }: CodeUnits, ofSender: number): boolean {
    const { log, together } = this;
    let end = 0;
    for (; end < size; end++) together.units[end] = units[end]!;
    let message = ofSender;
    for (let i = 0; i < this.messages && message !== NONE; i++, message = log.beforeOfSender(message)) {
      together.units[end++] = SPACE;
      const start = end;
      end = log.copyText(message, together.units, start);
      together.units[end] = SPACE;
      const words = countWords(together.units, start, end);
      if (words === 0) continue;
      if (!log.isWhole(message) || (words > SHORT_WORDS && !log.readEnding(message, this.ending).isFragment)) break;
    }
    together.size = end;
    return signalsOf(together) !== 0;
  }

  /** The same of the messages of a channel, by two senders in turn. */
  private mayGoOnInTurn(keys: Keys, inChannel: number, ofSender: number): boolean {
    const { log, splits, edges, left, continuesWord } = this;
    if (!continuesWord && !this.continuesPhrase) return false;
    let isSpelled = ofSender !== NONE && log.readEnding(ofSender, this.ending).isFragment;
    let message = inChannel;
    for (let i = 0; i < NEAREST && message !== NONE; i++, message = log.beforeInChannel(message)) {
      const ending = log.readEnding(message, this.ending);
      if (ending.size === 0) continue;
      if (this.continuesPhrase && splits.cutsPhrase(ending.phrase, edges.firstWord)) return true;
      if (!continuesWord) continue;
      left.clear();
      left.prepend(ending);
      if (splits.cutsWord(left, edges, ending.isFragment)) return true;
      if (ending.isFragment && ending.size < REACH) isSpelled = true;
    }
    return continuesWord && isSpelled && this.maySpellInTurn(keys, inChannel);
  }

  /** Whether fragments of the sender and one other could spell the beginning of a word. */
  private maySpellInTurn(keys: Keys, inChannel: number): boolean {
    const others = this.readWriters(keys, inChannel);
    const { log, left, writers } = this;
    for (let other = 1; other <= others; other++) {
      left.clear();
      let message = inChannel;
      for (let i = 0; i < LONGEST_TURN && message !== NONE; i++, message = log.beforeInChannel(message)) {
        if (writers[i] !== 0 && writers[i] !== other) continue;
        const ending = log.readEnding(message, this.ending);
        left.prepend(ending);
        if (this.splits.cutsWord(left, this.edges, ending.isFragment)) return true;
        if (!ending.isFragment || left.size >= REACH) break;
      }
    }
    return false;
  }

  /** Fills `writers` for the short messages before one in its channel. @returns how many others there are */
  private readWriters(keys: Keys, inChannel: number): number {
    const { log, writers } = this;
    const firsts: [number, number] = [NONE, NONE];
    let others = 0;
    let message = inChannel;
    for (let i = 0; i < LONGEST_TURN && message !== NONE; i++, message = log.beforeInChannel(message)) {
      writers[i] = NOBODY;
      const ending = log.readEnding(message, this.ending);
      if (ending.size === 0 || !log.isWhole(message)) continue;
      if (!ending.isFragment && log.tokens(message) > SHORT_WORDS) continue;
      if (log.isBy(message, keys)) writers[i] = 0;
      else if (others > 0 && log.sameSender(message, firsts[0])) writers[i] = 1;
      else if (others > 1 && log.sameSender(message, firsts[1])) writers[i] = 2;
      else if (others < MOST_OTHERS) {
        firsts[others] = message;
        writers[i] = ++others;
      }
    }
    return others;
  }
}
