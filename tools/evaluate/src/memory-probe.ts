/**
 * Run in a process of its own with --expose-gc: loads and compiles the shipped ruleset and says, as JSON, how long it
 * took and what it holds.
 */
import { loadLexicon } from '@breakwater/lexicon';
import { messageOf, moderatorOf } from './breakwater.js';

const before = held();
const started = performance.now();
const lexicon = loadLexicon();
const loaded = performance.now();
const moderator = moderatorOf(lexicon);
const compiled = performance.now();
moderator.judge(messageOf('hello'));
const after = held();
process.stdout.write(
  JSON.stringify({
    loadMs: Math.round(loaded - started),
    compileMs: Math.round(compiled - loaded),
    heldBytes: after.heapUsed + after.external - before.heapUsed - before.external,
    residentBytes: after.rss - before.rss,
  }),
);

function held(): NodeJS.MemoryUsage {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage();
}
