export interface Policy {
  readonly audience: string;
}
export interface PolicySet {
  /** Version name shown in verdicts. */
  readonly version: string;
  /** One per audience; the first is the default. */
  readonly policies: readonly Policy[];
}
