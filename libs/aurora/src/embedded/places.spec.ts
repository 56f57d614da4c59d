import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRoot } from './os-user.js';
import { candidates, clusterIn, copyForAll, folderInUse, findPlaces } from './places.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'breakwater-places-'));
  chmodSync(base, 0o755);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test('a data folder has one place in each fallback, and another one has others', () => {
  const [asked, first, second] = candidates(join(base, 'x/../a'), ['/one', '/two']);
  expect(asked).toBe(join(base, 'a'));
  expect(first).toMatch(/^\/one\/postgres-[0-9a-f]{12}$/);
  expect(second).toBe(first!.replace('/one/', '/two/'));
  expect(candidates(join(base, 'b'), ['/one'])[1]).not.toBe(first);
});

test('the folder in use is found without making anything', () => {
  const asked = join(base, 'asked');
  const fallback = join(base, 'fallback');
  expect(folderInUse(asked, [fallback])).toBeUndefined();
  expect(statSync(asked, { throwIfNoEntry: false })).toBeUndefined();

  const [, kept] = candidates(asked, [fallback]);
  mkdirSync(clusterIn(kept!), { recursive: true });
  // Only root's data is ever kept in a folder in its stead.
  expect(folderInUse(asked, [fallback])).toBe(isRoot() ? kept : undefined);
  // Others could have laid it out.
  chmodSync(fallback, 0o777);
  expect(folderInUse(asked, [fallback])).toBeUndefined();
  mkdirSync(clusterIn(asked), { recursive: true });
  expect(folderInUse(asked, [fallback])).toBe(asked);
});

test('a file in the way is told in one sentence', () => {
  const file = join(base, 'file');
  writeFileSync(file, '');
  expect(() => findPlaces(join(file, 'data'), [])).toThrow(
    `The data folder ${file}/data cannot be made: ${file} is a file; choose another one.`,
  );
});

test('a copy of the programs can be read and run by everybody, whatever umask and modes', () => {
  const from = join(base, 'from');
  mkdirSync(join(from, 'bin'), { recursive: true });
  writeFileSync(join(from, 'bin', 'program'), '');
  writeFileSync(join(from, 'data'), 'content');
  symlinkSync('bin/program', join(from, 'link'));
  chmodSync(join(from, 'bin', 'program'), 0o700);
  chmodSync(join(from, 'data'), 0o600);
  chmodSync(join(from, 'bin'), 0o700);
  const to = join(base, 'to');
  copyForAll(from, to);
  const mode = (path: string) => (statSync(join(to, path)).mode & 0o777).toString(8);
  expect(['.', 'bin', 'bin/program', 'data', 'link'].map(mode)).toEqual(['755', '755', '755', '644', '755']);
});
