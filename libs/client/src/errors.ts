/** The server, or the client before sending, refuses this message: sending it again will not help. */
export class ModerationError extends Error {
  override readonly name = 'ModerationError';
  constructor(
    /** Name of an Error.Reason of the contract, such as "TEXT_TOO_LONG". */
    readonly reason: string,
    /** Path of the field, such as "message.text"; empty where none applies. */
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** No server answered in time. `cause` is the last thing that went wrong on the way there, if anything did. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** The client was closed before this call. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';
  constructor() {
    super('The client is closed: create another one to moderate more messages.');
  }
}
