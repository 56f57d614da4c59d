/**
 * A start that cannot go on. The message is one whole sentence for the person at the terminal: what is wrong, the rule
 * and what to do; the app prints it without a stack and ends with the exit code: 2 for settings, 1 for surroundings
 * such as a taken port.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  constructor(
    message: string,
    readonly exitCode: 1 | 2,
  ) {
    super(message);
  }
}
