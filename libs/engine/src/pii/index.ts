/** Findings by form: mail addresses, numbers, network addresses, streets and links. */
export { TOPIC_OF_PII, type PiiKind, type PiiReport } from './kinds.js';
export { PiiDetector } from './pii-detector.js';
export { signalsOf } from './signals.js';
export { OF_ANY, PersonalWords } from './words.js';
