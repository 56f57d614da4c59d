import type { Message, Verdict, Versions } from '@breakwater/contracts';
import type { LexiconEntry } from '@breakwater/engine';
import type { PolicySet } from './policy.js';

export interface ModeratorOptions {
  entries: readonly LexiconEntry[];
  policies: PolicySet;
  versions: Versions;
}

export class Moderator {
  readonly versions: Versions;
  /** Audiences there is a policy for; the first is the default. */
  readonly audiences: readonly string[];
  readonly languages: readonly string[];
  readonly topics: readonly string[];
  readonly entryCount: number;

  constructor(options: ModeratorOptions) {
    void options;
    throw new globalThis.Error('under construction');
  }

  /**
   * Judges a message for each of its audiences (none: the default). Never throws, never awaits; an audience without
   * a policy must have been refused before. decisionId, durability and serverTimeUs are the caller's to fill in.
   */
  judge(message: Message): Verdict[] {
    void message;
    return [];
  }
}
