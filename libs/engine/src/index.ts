/**
 * The scanner: text in, evidence out. Pure: no dependency, no I/O, no Node. Compile a lexicon once, scan many texts.
 */
export type { Boundary, Grade, LexiconEntry } from './lexicon-entry.js';
export { LexiconError, parseLexicon } from './lexicon-parser.js';
export { compile, type Ruleset } from './scanner/ruleset.js';
export { NO_EVIDENCE, type Evidence, type EvidenceHit } from './scanner/evidence.js';
export { Scanner } from './scanner/scanner.js';
export { ScanTrace, type Reading } from './scanner/trace.js';
export { Transform } from './scanner/transforms.js';
export { TokenList } from './text/tokens.js';
export { UnitList, WordClasses, type WordClass } from './text/word-classes.js';
export { FoldBuffer, foldPlain } from './text/fold.js';
export { buildCharTable, type CharTable } from './text/char-table.js';
