import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hold, least } from './bar.js';
import { OURS, type Evaluation } from './evaluation.js';
import { measuresOf } from './measures.js';
import { picture } from './picture.js';
import { markdownPage, newestRecord, recordName } from './record.js';
import { textTable } from './render.js';

const measures = measuresOf({ caught: 3, missed: 1, falseAlarms: 0, quiet: 0 });
const evaluation: Evaluation = {
  date: '2026-01-02',
  commit: 'abc',
  machine: 'test',
  node: 'v0',
  lexicon: 'l1',
  model: 'm1',
  missing: ['gone'],
  peers: [{ name: 'other', version: '1.0.0', setup: 'as it comes' }],
  bars: [hold(least('disguises: caught', 90), 75, 4)],
  lines: [
    { set: 'disguises', part: '', detector: OURS, measures, microseconds: 2.5 },
    { set: 'disguises', part: '', detector: 'other', measures, microseconds: 250, note: 'hung on 1' },
    { set: 'disguises', part: 'leet', detector: OURS, measures },
  ],
};

it('finds the newest record among others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  expect(newestRecord(folder)).toBeUndefined();
  const write = (name: string, date: string) =>
    writeFileSync(join(folder, name), JSON.stringify({ ...evaluation, date }));
  write(`${recordName(evaluation, 'linux-x64')}.json`, '2026-01-02');
  write('detection-2026-03-01-linux-x64.json', '2026-03-01');
  write('detection-2026-03-01-linux-x64.md', 'no record');
  write('2026-04-01-linux-x64-abc.json', 'no record');
  expect(newestRecord(folder)?.date).toBe('2026-03-01');
  rmSync(folder, { recursive: true });
});

it('renders a page with bars, peers, parts and what is missing', () => {
  const page = markdownPage(evaluation);
  expect(page).toContain('## Bars: 0 of 1 met');
  expect(page).toContain('| NOT MET | disguises: caught | 75 % | >= 90 % | 4 |  |');
  expect(page).toContain('were missing: gone.');
  expect(page).toContain('- other 1.0.0: as it comes');
  expect(page).toContain('| leet |  | 4 | 75.00 % |');
});

it('renders a table with aligned columns', () => {
  const [head, ...lines] = textTable(evaluation.lines).trimEnd().split('\n');
  expect(lines[0]).toMatch(/^disguises +Breakwater +4 +75\.00 %/);
  expect(lines[1]).toMatch(/^ +other \(hung on 1\) +4/);
  expect(lines[2]).toMatch(/^ {2}leet/);
  expect(head!.indexOf('recall')).toBe(lines[0]!.indexOf('75.00 %'));
});

it('draws a bar for each detector of a set as a whole', () => {
  const svg = picture(evaluation);
  expect(svg.match(/class="(ours|peer)" x=/g)).toEqual(['class="ours" x=', 'class="peer" x=']);
  expect(svg).toContain('prefers-color-scheme: dark');
});
