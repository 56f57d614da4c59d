/**
 * The scanner: text in, evidence out. Pure: no dependency, no I/O, no Node. Compile a lexicon once, scan many texts.
 */
export type { Boundary, ContextCondition, Grade, LexiconEntry, LexiconLine } from './lexicon-entry.js';
export { LexiconError, parseLexicon, readLexicon } from './lexicon-parser.js';
export { compile, type CompileOptions, type Ruleset } from './scanner/ruleset.js';
export { NO_EVIDENCE, type Evidence, type EvidenceHit } from './scanner/evidence.js';
export { Scanner, type ScannerOptions } from './scanner/scanner.js';
export { ScanTrace } from './scanner/trace.js';
export { READINGS, type Reading, type ScanMode } from './scanner/readings.js';
export { Transform } from './scanner/transforms.js';
export { PiiDetector, signalsOf, type PiiReport } from './pii/index.js';
export { HASH_SEED, hashStep } from './text/tokens.js';
export { UnitList } from './text/unit-list.js';
export { WordMemory } from './text/word-memory.js';
export { WordClasses, type WordClass } from './text/word-classes.js';
export { CodeUnits } from './text/code-units.js';
export { FoldBuffer, foldPlain } from './text/fold.js';
export { buildCharTable, type CharTable } from './text/char-table.js';
export {
  MARKS,
  parseClasses,
  parseFunctionWords,
  parseRules,
  type Change,
  type ContextSource,
  type Mark,
} from './context/context-source.js';
export { ContextMatcher, ContextRules } from './context/context.js';
export {
  Classifier,
  FIRST_KNOT,
  FeatureReader,
  KNOTS,
  KNOTS_PER_UNIT,
  LABELS,
  LABEL_COUNT,
  SEGMENT,
  classesOfEntries,
  gramWeight,
  readModel,
  writeModel,
  type FeatureShape,
  type Label,
  type Model,
} from './classifier/index.js';
