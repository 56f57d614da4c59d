import {
  Degradation_Mark,
  Verdict_Action,
  Verdict_Durability,
  type Message,
  type Verdict,
} from '@breakwater/contracts';

/**
 * The verdicts of a message that no server judged in time: one per audience, ALLOW (fail open) or BLOCK (fail
 * closed), marked SERVER_UNAVAILABLE and saying so in their reasons.
 */
export function degradedVerdicts(message: Message, choice: 'open' | 'closed', why: string): Verdict[] {
  const reason =
    choice === 'open' ? `${why} Allowed: the caller fails open.` : `${why} Blocked: the caller fails closed.`;
  const audiences = message.audiences.length > 0 ? message.audiences : [''];
  return audiences.map((audience) => ({
    action: choice === 'open' ? Verdict_Action.ALLOW : Verdict_Action.BLOCK,
    severity: 0,
    serverTimeUs: 0,
    audience,
    versions: { policy: 'none', lexicon: 'none', model: 'none' },
    topics: [],
    hits: [],
    redactedText: '',
    reasons: [reason],
    decisionId: '',
    durability: Verdict_Durability.NONE,
    degraded: [Degradation_Mark.SERVER_UNAVAILABLE],
  }));
}
