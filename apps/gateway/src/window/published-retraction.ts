import type { Hit, Retraction, Verdict } from '@breakwater/contracts';
import type { Origin } from './origin.js';

/** A retraction on its way to those who must hear of it: plain JSON, since it may cross processes. */
export interface PublishedRetraction {
  readonly id: string;
  readonly tenantId: string;
  readonly channelId: string;
  readonly completedBy: string;
  readonly messages: readonly { readonly id: string; readonly origin: Origin; readonly hits: Hit[] }[];
  readonly verdicts: Verdict[];
  /** ms since 1970. */
  readonly foundAt: number;
}

/** As the contract has it. */
export function toRetraction(published: PublishedRetraction): Retraction {
  const { id, tenantId, channelId, completedBy, messages, verdicts, foundAt } = published;
  return {
    id,
    tenantId,
    channelId,
    completedBy,
    messages: messages.map(({ id: messageId, hits }) => ({ id: messageId, hits })),
    verdicts,
    foundAt: { seconds: BigInt(Math.floor(foundAt / 1000)), nanos: (foundAt % 1000) * 1e6 },
  };
}
