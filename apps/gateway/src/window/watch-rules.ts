import { Error_Reason, type Error as ItemError } from '@breakwater/contracts';
import { maxIdLength } from '../message-rules.js';
import type { WatchFilter } from './retraction-hub.js';

/** Retractions that may wait for a watcher that does not read; further ones are lost to it, and counted. */
export const mostWaitingRetractions = 1000;
/** Most channels that one watch may name. */
const mostChannels = 1000;

/** What is wrong with a wish to watch; undefined where nothing is. */
export function watchFault({ tenantId, channelIds }: WatchFilter): ItemError | undefined {
  if (channelIds.length > mostChannels) {
    return {
      reason: Error_Reason.REQUEST_MALFORMED,
      message: `There are ${channelIds.length} channels, and at most ${mostChannels} are allowed: watch the whole tenant.`,
      field: 'channelIds',
    };
  }
  const tooLong = [tenantId, ...channelIds].findIndex((id) => id.length > 2 * maxIdLength);
  if (tooLong < 0) return undefined;
  return {
    reason: Error_Reason.ID_TOO_LONG,
    message: `An id is longer than ${maxIdLength} characters: send a shorter one.`,
    field: tooLong === 0 ? 'tenantId' : `channelIds[${tooLong - 1}]`,
  };
}
