/** A lexicon file that breaks a rule. The message names file, line, column, the rule and what to do. */
export class LexiconError extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    problem: string,
  ) {
    super(`${file}:${line}: ${problem}`);
    this.name = 'LexiconError';
  }
}
