import type { LexiconEntry } from '../lexicon-entry.js';
import type { WordClass } from '../text/word-classes.js';

/** Which entries make up a class that comes from the lexicon: the topic and the least severity. */
const SOURCES = [
  { name: 'slur', topic: 'hate', severity: 6, masked: true },
  { name: 'insult', topic: 'bullying', severity: 5, masked: false },
  { name: 'profanity', topic: 'vulgarity', severity: 5, masked: false },
] as const;

/**
 * Word classes that a lexicon implies: slurs (seen by the classifier only as such), insults and profanities of one
 * word. So a new entry counts for the classifier too, without training it anew.
 */
export function classesOfEntries(entries: readonly LexiconEntry[]): WordClass[] {
  return SOURCES.map(({ name, topic, severity, masked }) => ({
    name,
    masked,
    words: entries
      .filter(
        ({ term, grades }) =>
          !term.includes(' ') && grades.some((grade) => grade.topic === topic && grade.severity >= severity),
      )
      .map(({ term }) => term),
  }));
}
