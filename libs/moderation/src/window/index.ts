/** Messages split over several, flood and spam: see MessageWindow. */
export { completedBy, retracted, type Finding, type FindingPart, type PartHit } from './finding.js';
export { FindingJudge, reportPart } from './finding-judge.js';
export type { Scan } from './joiner.js';
export { defaultWindowRules, MessageWindow, type WindowOptions, type WindowRules } from './message-window.js';
export { noteOf, type Note, type NoteParts } from './note.js';
