import type { Error_Reason } from '@breakwater/contracts';
import { ModerationError } from '@breakwater/service-kit';

/** Bad input for which HTTP has a status of its own (413, 415), beside the one that its reason maps to. */
export class HttpFault extends ModerationError {
  constructor(
    readonly httpCode: number,
    reason: Error_Reason,
    message: string,
  ) {
    super(reason, message);
  }
}
