import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readRows, readTable } from './data-files.js';

const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reads a table with its escapes and line numbers', () => {
  const file = join(folder, 'table.tsv');
  writeFileSync(file, '#table v1\nkind\ttext\na\tone\\ntwo\n\n#b\tback\\\\slash \\u{1F600}\n');
  expect(readTable(file)).toEqual([
    { kind: 'a', text: 'one\ntwo', line: 3 },
    { kind: '#b', text: 'back\\slash 😀', line: 5 },
  ]);
});

it('reads JSON Lines with row numbers', () => {
  writeFileSync(join(folder, 'set.jsonl.gz'), gzipSync('{"text":"a","lang":"en"}\n{"text":"b","labels":{"x":1}}\n'));
  expect(readRows(folder, 'set')).toEqual([
    { text: 'a', lang: 'en', labels: {}, row: 1 },
    { text: 'b', lang: 'und', labels: { x: 1 }, row: 2 },
  ]);
});

it('says undefined for a file that is missing', () => {
  expect(readRows(folder, 'none')).toBeUndefined();
  expect(readTable(join(folder, 'none.tsv'))).toBeUndefined();
});
