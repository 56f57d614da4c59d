/** A filter of npm that says yes or no to a text. */
export interface Peer {
  readonly name: string;
  /** How it was set up: its best documented way against disguises. */
  readonly setup: string;
  /** Loads it. */
  readonly open: () => Promise<(text: string) => boolean>;
}

/**
 * The npm filters that are compared. No results are cached, since that would time the cache. Where two setups are
 * documented of which one catches more and the other leaves more alone, both are here.
 */
export const PEERS: readonly Peer[] = [
  {
    name: 'obscenity',
    setup: 'English preset, recommended transformers',
    open: async () => {
      const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = await import('obscenity');
      const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
      return (text) => matcher.hasMatch(text);
    },
  },
  {
    name: 'allprofanity',
    setup: 'its chat preset (leet and all four evasion passes) without the cache',
    open: async () => {
      const { AllProfanity } = await import('allprofanity');
      const filter = new AllProfanity({
        algorithm: { matching: 'trie' },
        enableLeetSpeak: true,
        caseSensitive: false,
        strictMode: false,
        evasionProtection: {
          unicode: true,
          repeatedCharacters: true,
          maskedCharacters: true,
          separatedLetters: true,
        },
        performance: { enableCaching: false },
        silent: true,
      });
      return (text) => filter.check(text);
    },
  },
  {
    name: '@2toad/profanity',
    setup: 'whole words, Unicode word boundaries',
    open: async () => {
      const { Profanity } = await import('@2toad/profanity');
      const filter = new Profanity({ wholeWord: true, unicodeWordBoundaries: true });
      return (text) => filter.exists(text);
    },
  },
  {
    name: '@2toad/profanity, parts',
    setup: 'parts of words too (wholeWord: false)',
    open: async () => {
      const { Profanity } = await import('@2toad/profanity');
      const filter = new Profanity({ wholeWord: false });
      return (text) => filter.exists(text);
    },
  },
  {
    name: 'bad-words',
    setup: 'as it comes',
    open: async () => {
      const { Filter } = await import('bad-words');
      const filter = new Filter();
      return (text) => filter.isProfane(text);
    },
  },
  {
    name: 'leo-profanity',
    setup: 'as it comes',
    open: async () => {
      const filter = (await import('leo-profanity')).default;
      return (text) => filter.check(text);
    },
  },
  {
    name: 'glin-profanity',
    setup: 'English, leet "aggressive", Unicode normalised',
    open: async () => {
      const { Filter } = await import('glin-profanity');
      const filter = new Filter({
        languages: ['english'],
        detectLeetspeak: true,
        leetspeakLevel: 'aggressive',
        normalizeUnicode: true,
      });
      return (text) => filter.isProfane(text);
    },
  },
];
