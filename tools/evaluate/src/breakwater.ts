import { Message, Message_ContentKind, type Verdict } from '@breakwater/contracts';
import { loadLexicon, type Lexicon } from '@breakwater/lexicon';
import { Moderator, defaultPolicies } from '@breakwater/moderation';
import { ANY_TOXIC, type Case, type Outcome, type Scope, type Span } from './case.js';

/** From this severity on a text counts as flagged. */
export const FLAGGED_FROM = 5;

/** Topics that say nothing about toxicity. */
const OTHER_TOPICS: ReadonlySet<string> = new Set(['link', 'pii', 'contact', 'spam', 'flood']);

/** The shipped lexicon and policies, compiled. */
export interface ShippedRuleset {
  readonly moderator: Moderator;
  readonly lexicon: Lexicon;
}

/** As `breakwater scan` uses them. */
export function shippedRuleset(): ShippedRuleset {
  const lexicon = loadLexicon();
  return { moderator: moderatorOf(lexicon), lexicon };
}

export function moderatorOf(lexicon: Lexicon): Moderator {
  return new Moderator({
    lexicon,
    policies: defaultPolicies,
    versions: { policy: defaultPolicies.version, lexicon: lexicon.version, model: lexicon.modelVersion },
  });
}

const EMPTY = Message.decode(new Uint8Array());
const ADULT = ['adult'];

/** A message to the adult audience. */
export function messageOf(text: string, contentKind: Message_ContentKind = Message_ContentKind.CHAT): Message {
  return { ...EMPTY, audiences: ADULT, contentKind, text };
}

/** Whether a topic counts in a scope. */
export function counts(scope: Scope, topic: string): boolean {
  return scope === ANY_TOXIC ? !OTHER_TOPICS.has(topic) : topic === scope;
}

/** What a verdict means for a case of a set that looks at these topics only. */
export function outcomeOf(verdict: Verdict, { scope, span }: Pick<Case, 'scope' | 'span'>, ofSet: Scope): Outcome {
  // The topics are complete; of hits there are at most 64.
  const found = span === undefined ? verdict.topics : verdict.hits.filter((hit) => touches(hit, span));
  let worst = 0;
  for (const { topic, severity } of found) {
    if (severity > worst && counts(scope ?? ofSet, topic)) worst = severity;
  }
  return { flagged: worst >= FLAGGED_FROM, score: worst };
}

/** Whether two parts of a text have a character in common. */
export function touches(a: Span, b: Span): boolean {
  return a.start < b.end && a.end > b.start;
}
