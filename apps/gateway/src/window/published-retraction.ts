import type { Hit, Retraction, Verdict } from '@breakwater/contracts';
import type { Origin } from './origin.js';

/** A retraction on its way to those who must hear of it, in this worker and the others. */
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

/**
 * The other way round.
 * @param origins those of its messages, in their order
 * @returns undefined where the two do not belong together
 */
export function fromRetraction(retraction: Retraction, origins: readonly Origin[]): PublishedRetraction | undefined {
  const { id, tenantId, channelId, completedBy, messages, verdicts, foundAt } = retraction;
  if (foundAt === undefined || messages.length !== origins.length) return undefined;
  return {
    id,
    tenantId,
    channelId,
    completedBy,
    messages: messages.map(({ id: messageId, hits }, index) => ({ id: messageId, origin: origins[index]!, hits })),
    verdicts,
    foundAt: Number(foundAt.seconds) * 1000 + Math.round(foundAt.nanos / 1e6),
  };
}
