import { CodeUnits, PiiDetector, signalsOf, type Evidence, type EvidenceHit, type PiiReport } from '@breakwater/engine';
import type { PartHit } from './finding.js';
import { endOfWord, wordsOf } from './edge-words.js';
import { emptyEdges, ENDINGS, hashOfText, REACH, readEdges } from './edges.js';
import { joinSpaced, joinTight, type JoinedText } from './joined-text.js';
import { LeftLetters } from './left-letters.js';
import { namesContact } from './contact-words.js';
import { isOrdinary } from './ordinary-words.js';
import { endsSentence, SHORT_WORDS, type Piece } from './piece.js';
import type { SplitIndex } from './split-index.js';

/** Scans a text, as `Scanner.scan` does. Must not keep the text. */
export type Scan = (text: string) => Evidence;

export interface JoinRules {
  /** Least severity of a join by one sender. */
  readonly leastSeverity: number;
  /** Least severity of a join by two senders in turn. */
  readonly leastSeverityOfTwo: number;
}

/** What was found in a joined text. */
export interface Join {
  readonly joined: JoinedText;
  /** At least one; each spans the last piece and an earlier one. */
  readonly hits: readonly EvidenceHit[];
}

/** Topics that a text gets for what it does, not for what it says, and that need no join. */
const NOT_JOINED = new Set(['spam', 'flood', 'link']);
/** Two letters that meet are chance, whatever they mean as one word. */
const TWO_LETTERS = /^[a-z0-9][^a-z0-9]*[a-z0-9]$/i;
/** A word that is neither all letters nor all digits. */
const DIGITS_AMONG_LETTERS = /[0-9@$][^0-9]|[^0-9][0-9@$]/;
/** Longest part in front of a whole sentence that may be there by chance, in letters. */
const SYLLABLE = 2;
/** Earlier messages taken along as context of a join. */
const CONTEXT = 2;

/** Joins messages and says whether that completed a term. */
export class Joiner {
  private readonly beginning = emptyEdges();
  private readonly ending = emptyEdges();
  private readonly left = new LeftLetters();
  private readonly units = new CodeUnits();
  private readonly detector = new PiiDetector();
  /** Where the last piece begins in a text, and whether anything lies across it. */
  private seam = 0;
  private isCrossed = false;

  constructor(
    private readonly scan: Scan,
    private readonly splits: SplitIndex,
    private readonly rules: JoinRules,
  ) {}

  /**
   * @param pieces messages of one sender, or of two in turn, in order of time, the one that may complete a term last;
   * all between the first and the last are whole and short. At least two.
   */
  join(pieces: readonly Piece[]): Join | undefined {
    const last = pieces.at(-1)!;
    const head = last.words[0];
    const tail = pieces.at(-2)!.words.at(-1);
    if (head === undefined || tail === undefined || endsSentence(pieces.at(-2)!)) return undefined;
    const ofTwo = pieces.some(({ sender }) => sender !== last.sender);
    let best = this.joinInWord(pieces, ofTwo);
    if (
      this.splits.cutsPhrase(hashOfText(tail.plain), hashOfText(head.plain)) ||
      (!ofTwo && this.mayBeContact(pieces))
    ) {
      for (let first = ofTwo ? pieces.length - 2 : 0; first >= 0; first--) {
        best = better(best, this.accepted(pieces, joinSpaced(pieces, first), undefined, ofTwo));
      }
    }
    return best;
  }

  /** Joins letter to letter, from each piece on whose letters could begin a word that the last piece goes on with. */
  private joinInWord(pieces: readonly Piece[], ofTwo: boolean): Join | undefined {
    const { splits, beginning, ending, left } = this;
    const last = pieces.at(-1)!;
    let best: Join | undefined;
    readEdges(last.text, last.text, last.whole, beginning);
    left.clear();
    let isCut = false;
    for (let first = pieces.length - 2; first >= 0; first--) {
      const piece = pieces[first]!;
      readEdges(piece.text, piece.text, piece.whole, ending);
      left.prepend(ending);
      // Pieces before one that fits are tried too: a term of several words may be cut more than once.
      isCut ||= splits.cutsWord(left, beginning, false);
      if (isCut) {
        const context = ofTwo ? first : Math.max(0, first - CONTEXT);
        const isChance = context === pieces.length - 2 && this.isCoincidence(pieces, [context, context + 1]);
        if (!isChance) best = better(best, this.accepted(pieces, joinTight(pieces, context, first), first, ofTwo));
      } else if (left.size > REACH) break;
      if (!isShort(piece)) break;
    }
    return best;
  }

  /**
   * Whether an address or number may lie across the seam before the last piece; or whether it begins with digits that may
   * stand for letters, which only a scan can tell. What a scan of the joined text would show beside contacts, and no cut
   * term shows, may be passed over.
   */
  private mayBeContact(pieces: readonly Piece[]): boolean {
    const { units, detector } = this;
    const last = pieces.at(-1)!;
    if (!namesContact(units.read(last.text))) return false;
    const { text } = joinSpaced(pieces, 0);
    const signals = signalsOf(units.read(text));
    if (signals === 0 || last.fragment !== '') return signals !== 0;
    const { start, end } = last.words[0]!;
    if (DIGITS_AMONG_LETTERS.test(last.text.slice(start, end))) return true;
    this.seam = text.length - last.text.length;
    this.isCrossed = false;
    detector.findSignalled(units, signals, this.hear);
    return this.isCrossed;
  }

  private readonly hear: PiiReport = (_, start, end) => {
    if (start < this.seam && end > this.seam) this.isCrossed = true;
  };

  /** @param tight index of the first piece joined letter to letter; undefined where all stand apart */
  private accepted(
    pieces: readonly Piece[],
    joined: JoinedText,
    tight: number | undefined,
    ofTwo: boolean,
  ): Join | undefined {
    const { hits } = this.scan(joined.text);
    if (hits.length === 0) return undefined;
    const kept = hits.filter((hit) => this.accepts(pieces, joined, tight, ofTwo, hit));
    return kept.length === 0 ? undefined : { joined, hits: kept };
  }

  private accepts(
    pieces: readonly Piece[],
    joined: JoinedText,
    tight: number | undefined,
    ofTwo: boolean,
    hit: EvidenceHit,
  ): boolean {
    const least =
      ofTwo && !(tight !== undefined && pieces.every(isOneWord))
        ? this.rules.leastSeverityOfTwo
        : this.rules.leastSeverity;
    const grades = hit.grades.filter(({ topic, severity }) => severity >= least && !NOT_JOINED.has(topic));
    if (grades.length === 0 || hit.source.startsWith('model:')) return false;
    const places = joined.locate(hit.start, hit.end);
    const first = places[0]!.piece;
    const last = pieces.length - 1;
    if (places.at(-1)!.piece !== last || first === last) return false;
    const { text } = joined;
    const startsInWord = hit.start > 0 && !/[\s"'(*]/.test(text[hit.start - 1]!);
    const startsPiece = places[0]!.start === pieces[first]!.offset + pieces[first]!.words[0]!.start;
    if (startsInWord && !startsPiece) return false;
    for (let i = first; i < last; i++) if (endsSentence(pieces[i]!)) return false;
    if (tight === undefined ? wordsBehind(text, hit.end) > MOST_BEHIND : !endsWell(text, hit.end)) return false;
    if (TWO_LETTERS.test(text.slice(hit.start, hit.end))) return false;
    if (
      tight !== undefined &&
      first >= tight &&
      this.isCoincidence(
        pieces,
        places.map(({ piece }) => piece),
      )
    )
      return false;
    if (ofTwo && !this.isByTwo(pieces, places)) return false;
    return !this.saidAlone(pieces, first, hit.source, grades);
  }

  /**
   * Whether ordinary words only happen to make a listed one where they meet.
   * @param joined indexes of the pieces that the word lies in
   */
  private isCoincidence(pieces: readonly Piece[], joined: readonly number[]): boolean {
    const parts = joined.map((piece, index) => {
      const { fragment, words } = pieces[piece]!;
      // Letters set apart are no word,
      if (fragment !== '' && words.length > 1) return '';
      return (index === 0 ? words.at(-1)! : words[0]!).plain;
    });
    // nor are letters one by one.
    if (parts.length > 2 && parts.every((part) => part.length === 1)) return false;
    const last = pieces.at(-1)!;
    // A sentence of its own that only begins like the end of a word: "pu", "ta da".
    const goesOn = last.fragment === '' && last.words.length > 1 && isOrdinaryWord(parts.at(-1)!);
    if (goesOn && parts[0]!.length <= SYLLABLE) return true;
    // A letter behind an ordinary word is a slip of the finger: "thank", "s".
    return parts.every((part, index) => isOrdinary(part) || (parts.length === 2 && index === 1 && part.length === 1));
  }

  /** Whether two senders wrote it in turn, each message with nothing else in it. */
  private isByTwo(pieces: readonly Piece[], places: readonly { piece: number; start: number; end: number }[]): boolean {
    const senders = new Set(places.map(({ piece }) => pieces[piece]!.sender));
    return (
      senders.size === 2 &&
      places.every(({ piece, start, end }, index) => {
        const { words, offset, whole } = pieces[piece]!;
        const all = start === offset + words[0]!.start && end >= offset + words.at(-1)!.end;
        return whole && (all || (index === places.length - 1 && words.length <= SHORT_WORDS));
      })
    );
  }

  /**
   * Whether it was said without the others: by an earlier message as badly, or by the last one with the same term. A
   * worse or longer term that the last one only ends ("bull", "shit") is the join's.
   */
  private saidAlone(pieces: readonly Piece[], first: number, source: string, grades: EvidenceHit['grades']): boolean {
    for (let i = first; i < pieces.length; i++) {
      const alone = this.scan(pieces[i]!.text).hits;
      if (i === pieces.length - 1) return alone.some((own) => own.source === source);
      const saysAll = grades.every(({ topic, severity }) =>
        alone.some((own) => own.grades.some((grade) => grade.topic === topic && grade.severity >= severity)),
      );
      if (saysAll) return true;
    }
    return false;
  }
}

/** Whether it is an ordinary word, and no single letter of Latin. */
function isOrdinaryWord(plain: string): boolean {
  return !/^[a-z0-9]?$/.test(plain) && isOrdinary(plain);
}

/** Whether a hit ends where its word does, but for an ending of grammar: "bitch" is not in "bit", "chilly". */
function endsWell(text: string, end: number): boolean {
  const behind = endOfWord(text, end);
  return (
    behind === end || ENDINGS.has(text.slice(end, behind).toLowerCase()) || !/[a-z]/i.test(text.slice(end, behind))
  );
}

/** Words behind a phrase; what goes on for long is about something else. */
function wordsBehind(text: string, end: number): number {
  return wordsOf(text.slice(end)).length;
}
const MOST_BEHIND = 3;

function isShort({ whole, words }: Piece): boolean {
  return whole && words.length <= SHORT_WORDS;
}

function isOneWord({ whole, words, fragment }: Piece): boolean {
  return whole && (fragment !== '' || words.length === 1);
}

function better(one: Join | undefined, other: Join | undefined): Join | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return worst(other) > worst(one) ? other : one;
}

function worst({ hits }: Join): number {
  let severity = 0;
  for (const { grades } of hits) for (const grade of grades) severity = Math.max(severity, grade.severity);
  return severity;
}

/** The hits of a join by piece, each cut to what stands there. */
export function partHits({ joined, hits }: Join): (PartHit[] | undefined)[] {
  const parts: (PartHit[] | undefined)[] = [];
  for (const { start, end, grades, source, transforms } of hits) {
    for (const place of joined.locate(start, end)) {
      const own = (parts[place.piece] ??= []);
      for (const { topic, severity } of grades) {
        own.push({ start: place.start, end: place.end, topic, severity, source, transforms });
      }
    }
  }
  return parts;
}
