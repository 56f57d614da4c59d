import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import type { Moderator } from '@breakwater/moderation';
import { loadBattery } from './battery.js';
import { FLAGGED_FROM, shippedRuleset } from './breakwater.js';
import type { EvaluationSet } from './case.js';
import { readRows, readTable } from './data-files.js';
import { OURS, linesOf, peerLine, type Evaluation, type ResultLine } from './evaluation.js';
import { footprintBars, measureFootprint } from './footprint.js';
import {
  joinBars,
  joinLines,
  judgeChannel,
  judgeSequences,
  loadSequences,
  shippedWindow,
  type JoinFindings,
} from './joins.js';
import type { FlaggedLine } from './listings.js';
import { measure } from './measures.js';
import { judgeByPeer } from './peer-run.js';
import { PEERS } from './peers.js';
import { judgePii, piiBars, piiHits, piiResultLines, type Reading } from './pii.js';
import { setBars } from './set-bars.js';
import { judgeSet, type SetResult } from './set-result.js';
import { loadSets } from './sets.js';
import { measureSpeedApart, speedBars } from './speed.js';

export interface EvaluateOptions {
  /** Folder of the repository. */
  readonly root: string;
  readonly data: string;
  readonly only: readonly string[];
  readonly withPeers: boolean;
  /** Whether the sets are judged again to take the time. */
  readonly timed: boolean;
  /** Told what is being done. */
  readonly onProgress?: (sentence: string) => void;
}

/** What a run found, with what may not lie in the repository: texts. */
export interface Findings {
  readonly evaluation: Evaluation;
  readonly results: readonly SetResult[];
  readonly piiLines: readonly FlaggedLine[];
  readonly joins: JoinFindings;
}

/** Measures everything that is asked for. */
export async function evaluate(options: EvaluateOptions): Promise<Findings> {
  const { root, data, only, withPeers, timed, onProgress = silent } = options;
  const tests = join(data, 'test');
  const testing = join(root, 'libs/engine/testing');
  const readings = join(root, 'tools/evaluate/readings');
  const wanted = (part: string) => only.length === 0 || only.includes(part);
  const own = loadBattery(testing, only);
  const given = loadSets(tests, only);
  const sets = [...own.sets, ...given.sets];
  const ruleset = shippedRuleset();
  const { moderator } = ruleset;

  onProgress('judging the sets');
  const results = sets.map((set) => judgeSet(moderator, set, timed));
  const peerLines = withPeers ? await byPeers(sets, onProgress) : [];
  onProgress('looking for personal data and joins');
  const piiLines = wanted('pii') ? flaggedAsPii(moderator, tests) : [];
  const pii = wanted('pii') ? judgePii(moderator, tests) : undefined;
  const window = shippedWindow(ruleset);
  const sequences = wanted('multi-message') ? loadSequences(testing) : undefined;
  const joins: JoinFindings = {
    sequences: sequences && judgeSequences(moderator, window, sequences),
    channel: wanted('channel') ? judgeChannel(window, tests) : undefined,
  };
  onProgress('taking time and memory');
  const footprint = wanted('ruleset') ? measureFootprint() : undefined;
  const speed = wanted('speed') ? measureSpeedApart(root, tests) : undefined;

  const flagged = piiLines.map(({ line }) => line);
  return {
    evaluation: {
      date: new Date().toISOString().slice(0, 10),
      commit: commit(root),
      machine: `${platform()}-${arch()}, ${cpus().length} cores`,
      node: process.version,
      lexicon: moderator.versions.lexicon,
      model: moderator.versions.model,
      missing: [...new Set([...own.missing, ...given.missing])],
      peers: withPeers ? PEERS.map(({ name, setup }) => ({ name, version: versionOf(name), setup })) : [],
      bars: [
        ...setBars(results),
        ...(pii ? piiBars(pii, flagged, readingsIn(join(readings, 'ubuntu-irc-pii.tsv'))) : []),
        ...joinBars(joins),
        ...(footprint ? footprintBars(footprint) : []),
        ...(speed ? speedBars(speed) : []),
      ],
      lines: [
        ...results.flatMap((result) => {
          const [whole, ...parts] = linesOf(result);
          return [whole!, ...peerLines.filter(({ set }) => set === result.set.name), ...parts];
        }),
        ...results.filter(({ set }) => set.name === 'ubuntu_irc_benign').map((chat) => afterReading(chat, readings)),
        ...(pii ? piiResultLines(pii) : []),
        ...joinLines(joins),
      ],
      ...(speed ? { speed } : {}),
      ...(footprint ? { footprint } : {}),
    },
    results,
    piiLines,
    joins,
  };
}

const silent = () => undefined;

/** Every peer on every set that suits it, one after the other, so that they don't share a core. */
async function byPeers(sets: readonly EvaluationSet[], onProgress: (sentence: string) => void): Promise<ResultLine[]> {
  const lines: ResultLine[] = [];
  for (const { name } of PEERS) {
    onProgress(`judging the sets by ${name}`);
    for (const set of sets) if (set.forPeers) lines.push(peerLine(await judgeByPeer(name, set)));
  }
  return lines;
}

/** The set without the lines that a person read and found profane: what is left of its flags are false alarms. */
function afterReading({ set, outcomes }: SetResult, readings: string): ResultLine {
  const rows = readTable(join(readings, 'ubuntu-irc-profane.tsv')) ?? [];
  const profane = new Set(rows.map((row) => Number(row['row'])));
  const clean = outcomes.filter((_, index) => !profane.has(set.cases[index]!.row));
  const measures = measure(clean.map((outcome) => ({ ...outcome, expected: false })));
  return { set: `${set.name}, without what is profane when read`, part: '', detector: OURS, measures };
}

/** Lines that a person read, and whether what was flagged there is personal data. */
function readingsIn(file: string): Reading[] {
  return (readTable(file) ?? []).map((row) => ({ line: Number(row['row']), right: row['right'] === 'yes' }));
}

function flaggedAsPii(moderator: Moderator, folder: string): FlaggedLine[] {
  const flagged: FlaggedLine[] = [];
  for (const { row, text } of readRows(folder, 'ubuntu_irc_benign') ?? []) {
    const hits = piiHits(moderator, text, FLAGGED_FROM);
    if (hits.length > 0) flagged.push({ line: row, text, parts: hits.map(({ start, end }) => text.slice(start, end)) });
  }
  return flagged;
}

/** Version of the package that a peer's name begins with. */
function versionOf(peer: string): string {
  const require = createRequire(import.meta.url);
  const [name] = peer.split(',');
  const folder = require.resolve.paths(name!)!.map((path) => join(path, name!, 'package.json'));
  for (const file of folder) {
    try {
      return (require(file) as { version: string }).version;
    } catch {
      // Not in this folder; the next one up.
    }
  }
  return '?';
}

function commit(root: string): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    const dirty = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short=8', 'HEAD') + (dirty ? '-dirty' : '');
  } catch {
    return 'no-git';
  }
}
