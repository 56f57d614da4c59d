import { CodeUnits, type LexiconEntry } from '@breakwater/engine';
import { topicsOf, sorted, type Finding, type FindingPart } from './finding.js';
import { ALONE, Continuation, IN_TURN, LONGEST_TURN, MOST_OTHERS } from './continuation.js';
import { Joiner, partHits, type Join, type Scan } from './joiner.js';
import { KeyHash } from './key-hash.js';
import { MessageLog, NONE, type Keys } from './message-log.js';
import { headUnitsOf, type Note } from './note.js';
import { pieceOf, SHORT_WORDS, type Piece } from './piece.js';
import { Rates, type Rate, type RateRules } from './rates.js';
import { SplitIndex } from './split-index.js';

export interface WindowRules extends RateRules {
  /** Messages of a sender in a channel that are looked back at. */
  readonly messages: number;
  /** Age at which a message is forgotten. */
  readonly seconds: number;
  /** Messages held at once, of all senders and channels; as many senders at most. Some 280 bytes each. */
  readonly capacity: number;
  /** Least severity of what one sender's messages say together. */
  readonly leastSeverity: number;
  /** The same for two senders in turn. */
  readonly leastSeverityOfTwo: number;
}

/** What applies unless somebody says otherwise. */
export const defaultWindowRules: WindowRules = Object.freeze({
  messages: 12,
  seconds: 60,
  capacity: 1_000_000,
  leastSeverity: 5,
  leastSeverityOfTwo: 6,
  floodMessages: 10,
  floodSeconds: 5,
  repeats: 4,
  links: 4,
  mentions: 6,
});

export interface WindowOptions {
  readonly scan: Scan;
  /** The entries that `scan` knows: where their terms can be cut decides what is worth a scan. */
  readonly entries: readonly Pick<LexiconEntry, 'term' | 'grades'>[];
  readonly rules?: Partial<WindowRules>;
  /** Seeds of the hashes, so that nobody can choose ids that collide: two 32-bit numbers. Default: drawn at random. */
  readonly seeds?: readonly [number, number];
}

/** A join and the messages that it was looked for in. */
interface Joined {
  readonly join: Join | undefined;
  readonly pieces: readonly Piece[];
}

const NOT_JOINED: Joined = { join: undefined, pieces: [] };
const NO_MESSAGES: readonly number[] = [];

/** Findings kept for messages that are sent again. */
const MOST_REMEMBERED = 1024;
/** Later messages that a late one is joined with. */
const MOST_SUCCESSORS = 8;
const NO_FINDINGS: readonly Finding[] = [];

/**
 * Knows the last messages of every sender and channel and finds what they say together: letters one by one, words in
 * parts, phrases in pieces, by one sender or by two in turn; and how fast and how alike they come. Pure: no I/O, no
 * clock; the same notes give the same findings. A message costs about a microsecond where nothing can be joined.
 */
export class MessageWindow {
  readonly rules: WindowRules;
  private readonly log: MessageLog;
  private readonly joiner: Joiner;
  private readonly rates: Rates;
  private readonly splits: SplitIndex;
  private readonly continuation: Continuation;
  private readonly hash: KeyHash;
  private readonly remembered = new Map<string, Finding>();
  /** Of the message that was looked at. */
  private readonly head = new CodeUnits();
  private readonly tail = new CodeUnits();
  private readonly keys: Keys = {
    senderLow: 0,
    senderHigh: 0,
    channelLow: 0,
    channelHigh: 0,
    idLow: 0,
    idHigh: 0,
  };
  /** The message that was looked at and waits for `keep`, and what was seen of it. */
  private ready: Note | undefined;
  private level = 0;
  private found: Finding | undefined;
  /** Messages of the log that the finding names. */
  private taken = NO_MESSAGES;

  constructor({ scan, entries, rules, seeds }: WindowOptions) {
    this.rules = { ...defaultWindowRules, ...rules };
    this.splits = new SplitIndex(entries, Math.min(this.rules.leastSeverity, this.rules.leastSeverityOfTwo));
    this.joiner = new Joiner(scan, this.splits, this.rules);
    this.rates = new Rates(this.rules, this.rules.messages);
    this.log = new MessageLog(this.rules.capacity, this.rules.seconds * 1000);
    this.continuation = new Continuation(this.log, this.splits, this.rules.messages);
    const [low, high] = seeds ?? [Math.random() * 2 ** 32, Math.random() * 2 ** 32];
    this.hash = new KeyHash(low | 0, high | 0);
  }

  /** Messages held. */
  get size(): number {
    return this.log.size;
  }

  /** Memory of the messages and of the table of splits, in bytes. */
  get bytes(): number {
    return this.log.bytes + this.splits.bytes;
  }

  /** Messages that had to leave before their time because the window was full. */
  get evictedEarly(): number {
    return this.log.evictedEarly;
  }

  /** Whether the message looked at last is here already: it is sent again, and `keep` does nothing. */
  get isRepeated(): boolean {
    return this.ready === undefined;
  }

  /** Takes a message in. @returns what it completes, first; and what it lets later messages complete, if it came late */
  add(note: Note): readonly Finding[] {
    const finding = this.look(note);
    const late = this.keep(note.decisions);
    return finding === undefined ? late : [finding, ...late];
  }

  /**
   * Says what a message completes, and does not take it in: that is for `keep`, once its decisions have their ids. A
   * message whose id is known gets the same answer again and is not taken in twice.
   */
  look(note: Note): Finding | undefined {
    const keys = this.keysOf(note);
    this.ready = undefined;
    this.log.expire(note.at);
    this.log.seek(keys);
    if (this.log.withId(keys) !== NONE) return this.remembered.get(nameOf(keys));
    const latest = this.ofSenderBefore(keys, note.at);
    const rate = this.rates.look(this.log, note, latest);
    const head = headUnitsOf(note, this.head);
    const tail = note.whole ? head : this.tail.read(note.tail);
    const inChannel = this.inChannelBefore(keys, note.at);
    const ways = this.continuation.ways(note, head, tail, keys, latest, inChannel);
    this.ready = note;
    this.level = rate.level;
    this.found = undefined;
    this.taken = NO_MESSAGES;
    if (ways === 0 && rate.topics.length === 0) return undefined;
    const { join, pieces } =
      ways === 0
        ? NOT_JOINED
        : this.joinBefore(pieceOf(note.head, 0, note.whole, NONE, 0), latest, inChannel, ways, keys);
    if (join) this.taken = sequencesIn(join, pieces);
    this.found = this.finding(note, pieces, join, rate);
    return this.found;
  }

  /**
   * Takes in the message that was looked at last.
   * @param decisions ids of its recorded decisions, separated by commas
   * @returns what later messages of the sender complete with it, where it came late
   */
  keep(decisions: string): readonly Finding[] {
    const { ready: note, keys, level, found, taken, log } = this;
    if (note === undefined) return NO_FINDINGS;
    this.ready = undefined;
    this.found = undefined;
    for (const sequence of taken) log.take(sequence);
    const latest = log.ofSender(keys);
    // Who floods is known for it already, and may not push the others out.
    if (latest !== NONE && level >= 2.5 * this.rules.floodMessages) {
      log.setLevel(latest, level);
      return NO_FINDINGS;
    }
    const tail = note.whole ? headUnitsOf(note, this.head) : this.tail;
    const sequence = log.append(note, keys, this.continuation.edges, level, decisions, tail);
    if (found !== undefined && taken.length > 0) this.remember(keys, found);
    if (taken.length > 0) log.take(sequence);
    return log.isLatest(sequence) ? NO_FINDINGS : this.completedLater(note, keys, sequence);
  }

  /** Joins later messages, which came in earlier, with this one. */
  private completedLater(note: Note, keys: Keys, sequence: number): readonly Finding[] {
    const successors = new Set<number>();
    const collect = (latest: number, before: (message: number) => number): void => {
      for (let message = latest; message !== sequence && message !== NONE; message = before(message)) {
        if (successors.size === MOST_SUCCESSORS) return;
        successors.add(message);
      }
    };
    collect(this.log.ofSender(keys), (message) => this.log.beforeOfSender(message));
    collect(this.log.inChannel(keys), (message) => this.log.beforeInChannel(message));
    const findings: Finding[] = [];
    for (const successor of [...successors].sort((a, b) => this.log.at(a) - this.log.at(b))) {
      const finding = this.completedBy(note, successor, sequence);
      if (finding !== undefined) findings.push(finding);
    }
    return findings;
  }

  /** What a message of the log completes with one that came late. */
  private completedBy(note: Note, sequence: number, late: number): Finding | undefined {
    const { log } = this;
    if (!log.isWhole(sequence)) return undefined;
    const own = pieceOf(log.text(sequence), 0, true, sequence, 0);
    const ways = ALONE | IN_TURN;
    const { join, pieces } = this.joinBefore(own, log.beforeOfSender(sequence), log.beforeInChannel(sequence), ways);
    const named = join === undefined ? NO_MESSAGES : sequencesIn(join, pieces);
    if (!named.includes(late)) return undefined;
    for (const message of named) log.take(message);
    const last = { id: log.id(sequence), origin: log.origin(sequence), decisions: log.decisions(sequence) };
    return this.finding({ ...note, ...last }, pieces, join, undefined);
  }

  /** Tries the message with those before it of its sender, then with those of two senders in turn. */
  private joinBefore(own: Piece, ofSender: number, inChannel: number, ways: number, keys?: Keys): Joined {
    if (own.words.length > 0) {
      if (ofSender !== NONE && (ways & ALONE) !== 0) {
        const pieces = this.stretch(own, ofSender, (message) => this.log.beforeOfSender(message));
        const join = pieces.length > 1 ? this.joiner.join(pieces) : undefined;
        if (join) return { join, pieces };
      }
      if (inChannel !== NONE && (ways & IN_TURN) !== 0 && own.whole && own.words.length <= SHORT_WORDS) {
        for (const pieces of this.turns(own, inChannel, keys)) {
          const join = this.joiner.join(pieces);
          if (join) return { join, pieces };
        }
      }
    }
    return NOT_JOINED;
  }

  /** The messages that one may go on from: those before it that are short and whole, and the one before those. */
  private stretch(own: Piece, latest: number, before: (message: number) => number): Piece[] {
    const { log } = this;
    const pieces = [own];
    for (let message = latest; message !== NONE && pieces.length <= this.rules.messages; message = before(message)) {
      const piece = pieceOf(log.text(message), log.tailStart(message), log.isWhole(message), message, 0);
      if (log.isTaken(message) && !goesOn(own, piece)) break;
      if (piece.words.length === 0) continue;
      pieces.push(piece);
      if (!piece.whole || (piece.fragment === '' && piece.words.length > SHORT_WORDS)) break;
    }
    return pieces.reverse();
  }

  /**
   * Short messages right before this one by its sender and one other, for each of the last two others: what third
   * persons say in between does not count.
   */
  private turns(own: Piece, latest: number, keys?: Keys): Piece[][] {
    const { log } = this;
    const turns: { other: number; pieces: Piece[] }[] = [];
    const owns: Piece[] = [];
    let message = latest;
    for (let i = 0; i < LONGEST_TURN && message !== NONE; i++, message = log.beforeInChannel(message)) {
      if (!log.isWhole(message)) continue;
      const isOwn = keys === undefined ? log.sameSender(message, own.sequence) : log.isBy(message, keys);
      const piece = pieceOf(log.text(message), 0, true, message, isOwn ? 0 : 1);
      if (piece.words.length === 0 || piece.words.length > SHORT_WORDS) continue;
      if (log.isTaken(message) && !goesOn(own, piece)) continue;
      if (isOwn) {
        owns.push(piece);
        continue;
      }
      const turn = turns.find(({ other }) => log.sameSender(message, other));
      if (turn !== undefined) turn.pieces.push(piece);
      else if (turns.length < MOST_OTHERS) turns.push({ other: message, pieces: [piece] });
    }
    return turns.map(({ pieces }) =>
      [...pieces, ...owns]
        .sort((a, b) => log.at(a.sequence) - log.at(b.sequence) || a.sequence - b.sequence)
        .concat(own),
    );
  }

  private finding(
    note: Pick<Note, 'tenant' | 'channel' | 'id' | 'origin' | 'decisions'>,
    pieces: readonly Piece[],
    join: Join | undefined,
    rate: Rate | undefined,
  ): Finding | undefined {
    const rateTopics = rate?.topics ?? [];
    if (join === undefined && rateTopics.length === 0) return undefined;
    const { tenant, channel } = note;
    const hits = join === undefined ? [] : partHits(join);
    const parts: FindingPart[] = [];
    pieces.forEach(({ sequence }, index) => {
      const own = hits[index];
      if (own === undefined || index === pieces.length - 1) return;
      const decisions = idsIn(this.log.decisions(sequence));
      parts.push({ id: this.log.id(sequence), origin: this.log.origin(sequence), decisions, hits: own });
    });
    const own = join === undefined ? [] : (hits[pieces.length - 1] ?? []);
    parts.push({ id: note.id, origin: note.origin, decisions: idsIn(note.decisions), hits: own });
    const topics = join === undefined ? [] : topicsOf(join.hits);
    const others = parts.length === 2 ? 'the message before' : `${parts.length - 1} earlier messages`;
    const reasons = topics.map(({ topic, severity }) => `${topic} of severity ${severity}: joined with ${others}.`);
    return {
      tenant,
      channel,
      parts,
      topics: sorted([...topics, ...rateTopics]),
      reasons: [...reasons, ...(rate?.reasons ?? [])],
    };
  }

  /** The sender's latest message that is not later than this time. */
  private ofSenderBefore(keys: Keys, at: number): number {
    const { log } = this;
    let message = log.ofSender(keys);
    for (let i = 0; i < MOST_SUCCESSORS && message !== NONE && log.at(message) > at; i++) {
      message = log.beforeOfSender(message);
    }
    return message !== NONE && log.at(message) > at ? NONE : message;
  }

  /** The same in the channel. */
  private inChannelBefore(keys: Keys, at: number): number {
    const { log } = this;
    let message = log.inChannel(keys);
    for (let i = 0; i < MOST_SUCCESSORS && message !== NONE && log.at(message) > at; i++) {
      message = log.beforeInChannel(message);
    }
    return message !== NONE && log.at(message) > at ? NONE : message;
  }

  private keysOf({ tenant, channel, sender, id }: Note): Keys {
    const { hash, keys } = this;
    hash.start().add(tenant).add(channel);
    const { low, high } = hash;
    keys.channelLow = low;
    keys.channelHigh = high;
    hash.add(sender);
    keys.senderLow = hash.low;
    keys.senderHigh = hash.high;
    hash.low = low;
    hash.high = ~high;
    hash.add(id);
    keys.idLow = hash.low;
    keys.idHigh = hash.high;
    return keys;
  }

  private remember(keys: Keys, finding: Finding): void {
    this.remembered.set(nameOf(keys), finding);
    if (this.remembered.size <= MOST_REMEMBERED) return;
    for (const oldest of this.remembered.keys()) {
      this.remembered.delete(oldest);
      return;
    }
  }
}

/** Whether a message may go on from one that a finding named already: only letters of the same word do. */
function goesOn(own: Piece, taken: Piece): boolean {
  return own.fragment !== '' && taken.fragment !== '';
}

/** The messages of the log that a join names. */
function sequencesIn(join: Join, pieces: readonly Piece[]): number[] {
  const parts = partHits(join);
  return pieces.map(({ sequence }, index) => (parts[index] ? sequence : NONE)).filter((sequence) => sequence !== NONE);
}

function idsIn(list: string): string[] {
  return list === '' ? [] : list.split(',');
}

function nameOf({ idLow, idHigh }: Keys): string {
  return `${idLow},${idHigh}`;
}
