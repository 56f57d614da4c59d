import { Verdict_Action, Verdict_Durability, type Message, type Verdict } from '@breakwater/contracts';

/** One ALLOW per audience asked for, with the message's text as its only reason, so that a test can tell whose it is. */
export function allowVerdicts(message: Message): Verdict[] {
  const audiences = message.audiences.length > 0 ? message.audiences : ['adult'];
  return audiences.map((audience) => ({
    action: Verdict_Action.ALLOW,
    severity: 0,
    serverTimeUs: 1,
    audience,
    versions: { policy: 'test', lexicon: 'test', model: 'none' },
    topics: [],
    hits: [],
    redactedText: '',
    reasons: [message.text],
    decisionId: '',
    durability: Verdict_Durability.NONE,
    degraded: [],
  }));
}
