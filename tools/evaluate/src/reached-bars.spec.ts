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
const reached = (record?.bars ?? [])
  .filter(({ name, met }) => met && !name.startsWith('speed: ') && !name.startsWith('ruleset: '))
  .map(({ name }) => name);

const lacking = [
  ...(record === undefined ? ['a record in benchmarks/records'] : []),
  ...(existsSync(join(data, 'test')) ? [] : [`the data sets in ${join(data, 'test')}`]),
  ...(existsSync(program) ? [] : ['a build']),
];
if (lacking.length > 0) {
  process.stderr.write(`\n*** SKIPPED: bars reached are not checked, for lack of ${lacking.join(' and of ')} ***\n\n`);
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
