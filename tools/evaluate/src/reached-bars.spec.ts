import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evaluation } from './evaluation.js';
import { newestRecord } from './record.js';
import { REPORTED_ONLY } from './sets.js';

/**
 * No bar of detection that the newest record reached may be lost. Bars of speed and memory are left to the evaluation
 * itself: a busy machine would fail them here. Runs what was built, in a process of its own: inside Jest's context the
 * scanner takes five times as long.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const data = join(root, '../shared/data');
const program = join(root, 'tools/evaluate/dist/run.js');
const record = newestRecord(join(root, 'benchmarks/records'));
const withData = existsSync(join(data, 'test'));
/** Bars over the project's own battery alone: measured also where the data sets are absent. */
const OWN = /^(disguises|traps|usernames|game talk|multi-message): /;
const reached = (record?.bars ?? [])
  .filter(({ name, met }) => met && !name.startsWith('speed: ') && !name.startsWith('ruleset: '))
  .map(({ name }) => name)
  .filter((name) => withData || OWN.test(name));

const lacking = [
  ...(record === undefined ? ['a record in benchmarks/records'] : []),
  ...(existsSync(program) ? [] : ['a build']),
];
if (lacking.length > 0) {
  process.stderr.write(`\n*** SKIPPED: bars reached are not checked, for lack of ${lacking.join(' and of ')} ***\n\n`);
}

if (!withData) {
  process.stderr.write(
    `\n*** The data sets are not in ${join(data, 'test')}: only the bars of the own battery are checked ***\n\n`,
  );
}

(lacking.length > 0 ? describe.skip : describe)('bars reached in the newest record', () => {
  let now: ReadonlyMap<string, string>;

  beforeAll(() => {
    const judged = new Set(record!.lines.map(({ set }) => set).filter((set) => !REPORTED_ONLY.has(set)));
    const only = [...judged, 'multi-message', 'channel', 'pii'].flatMap((set) => ['--set', set]);
    const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
    const json = join(folder, 'bars.json');
    execFileSync(process.execPath, [program, '--data', data, '--fast', '--untimed', '--json', json, ...only], {
      stdio: 'ignore',
    });
    const { bars } = JSON.parse(readFileSync(json, 'utf8')) as Evaluation;
    rmSync(folder, { recursive: true });
    now = new Map(
      bars.map(({ name, value, unit, goal, met }) => [name, met ? 'met' : `${value} ${unit}, goal ${goal}`]),
    );
  }, 120_000);

  it.each(reached)('%s', (name) => {
    expect(now.get(name) ?? 'not measured').toBe('met');
  });
});
