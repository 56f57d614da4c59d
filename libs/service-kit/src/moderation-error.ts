import { Error_Reason, enumNames } from '@breakwater/contracts';

const names = enumNames(Error_Reason);

/** The name of a reason, as it stands in JSON and in google.rpc.ErrorInfo. */
export function reasonName(reason: Error_Reason): string {
  return names[reason] ?? 'UNSPECIFIED';
}

/**
 * Bad input, or a service that cannot answer now, in the contract's own words. Shown to the caller as it is: one
 * sentence with the field, the rule broken and what to do, and never a piece of the text.
 */
export class ModerationError extends Error {
  override readonly name = 'ModerationError';
  constructor(
    readonly reason: Error_Reason,
    message: string,
    /** Path of the field in the request, such as "message.text"; empty where none applies. */
    readonly field = '',
  ) {
    super(message);
  }
}
