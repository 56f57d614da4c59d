import type { TopicSeverity } from '@breakwater/contracts';
import { MARKED } from './marks.js';
import { NONE, type MessageLog } from './message-log.js';
import type { Note } from './note.js';
import { grade, hammingDistance } from './text-shape.js';

/** From when on sending is flood or spam. Severity 3 begins there; see `Rates` for 4, 5 and 6. */
export interface RateRules {
  /** So many messages of a sender in a channel ... */
  readonly floodMessages: number;
  /** ... in so many seconds. */
  readonly floodSeconds: number;
  /** Messages alike, short ones (less than 3 tokens) counted half. */
  readonly repeats: number;
  /** Links in the messages looked back at. */
  readonly links: number;
  /** Mentions (@name) in one message. */
  readonly mentions: number;
}

/** Severity 3, 4, 5 and 6 begin at these multiples of a rule. */
const STEPS = [1, 1.5, 2.5, 4];
const SHORT_TOKENS = 3;
/** Bits of 32 in which near-duplicates of four tokens or more may differ; shorter texts must be alike. */
const NEAR_BITS = 3;
const NEAR_TOKENS = 4;

/** What a message adds to its sender's rates. One object, filled again and again. */
export interface Rate {
  /** How full the sender's bucket is now, in messages. */
  level: number;
  /** Topics spam and flood, where a rule is reached. */
  topics: readonly TopicSeverity[];
  reasons: readonly string[];
}

const NO_TOPICS: readonly TopicSeverity[] = [];
const NO_REASONS: readonly string[] = [];

/**
 * Grades how somebody sends: topic flood for too many messages (a leaky bucket that every message fills by one and
 * that empties floodMessages in floodSeconds) and for noise; topic spam for repeats, links and mentions. A rule gives
 * severity 3 at its own number, 4 at 1.5 times, 5 at 2.5 times and 6 at 4 times.
 */
export class Rates {
  private readonly rate: Rate = { level: 0, topics: NO_TOPICS, reasons: NO_REASONS };

  constructor(
    private readonly rules: RateRules,
    /** Earlier messages of the sender looked back at. */
    private readonly messages: number,
  ) {}

  /**
   * @param latest the sender's message before this one, or NONE
   * @returns to be read before the next call
   */
  look(log: MessageLog, note: Note, latest: number): Rate {
    const { rules, rate } = this;
    const level = this.levelAt(log, note.at, latest) + 1;
    const weight = note.tokens < SHORT_TOKENS ? 0.5 : 1;
    const isLookedBack = latest !== NONE && (note.links > 0 || this.mayRepeat(log, note, latest, weight));
    let repeats = 1;
    let links = note.links;
    let earlier = isLookedBack ? latest : NONE;
    for (let i = 1; i < this.messages && earlier !== NONE; i++) {
      if (alike(log, note, earlier)) repeats += weight;
      links += log.links(earlier);
      earlier = log.beforeOfSender(earlier);
    }
    const flood = Math.max(step(level, rules.floodMessages), note.noise);
    const spam = Math.max(
      note.tokens === 0 ? 0 : step(repeats, rules.repeats),
      note.links === 0 ? 0 : step(links, rules.links),
      step(note.mentions, rules.mentions),
    );
    rate.level = level;
    if (flood === 0 && spam === 0) {
      if (rate.topics === NO_TOPICS) return rate;
      rate.topics = NO_TOPICS;
      rate.reasons = NO_REASONS;
      return rate;
    }
    const topics: TopicSeverity[] = [];
    const reasons: string[] = [];
    if (flood > 0) {
      topics.push({ topic: 'flood', severity: flood });
      reasons.push(
        step(level, rules.floodMessages) > 0
          ? `flood of severity ${flood}: ${Math.floor(level)} messages within seconds.`
          : `flood of severity ${flood}: capitals, or one character over and over.`,
      );
    }
    if (spam > 0) {
      topics.push({ topic: 'spam', severity: spam });
      reasons.push(`spam of severity ${spam}: ${this.why(note, repeats, links, spam)}.`);
    }
    rate.topics = topics;
    rate.reasons = reasons;
    return rate;
  }

  /** Whether it is worth a look at the earlier messages: each may lie far away in memory. */
  private mayRepeat(log: MessageLog, note: Note, latest: number, weight: number): boolean {
    if (note.tokens === 0) return false;
    const least = (this.rules.repeats - 1) / weight - Math.max(0, this.messages - 1 - MARKED);
    return log.countAlike(latest, note.simhash, NEAR_BITS) >= least;
  }

  private levelAt(log: MessageLog, at: number, latest: number): number {
    if (latest === NONE) return 0;
    const seconds = Math.max(0, at - log.at(latest)) / 1000;
    return Math.max(0, log.level(latest) - (seconds * this.rules.floodMessages) / this.rules.floodSeconds);
  }

  private why(note: Note, repeats: number, links: number, severity: number): string {
    if (step(repeats, this.rules.repeats) === severity) return 'nearly the same message again and again';
    if (step(note.mentions, this.rules.mentions) === severity) return `${note.mentions} mentions in one message`;
    return `${links} links in the latest messages`;
  }
}

function step(value: number, rule: number): number {
  return value < rule ? 0 : grade(value / rule, STEPS, 3);
}

function alike(log: MessageLog, note: Note, earlier: number): boolean {
  const bits = hammingDistance(note.simhash, log.simhash(earlier));
  if (bits === 0) return note.tokens === log.tokens(earlier) || note.tokens >= NEAR_TOKENS;
  return note.tokens >= NEAR_TOKENS && log.tokens(earlier) >= NEAR_TOKENS && bits <= NEAR_BITS;
}
