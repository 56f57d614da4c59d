export type { Boundary, Grade, LexiconEntry } from './lexicon-entry.js';
