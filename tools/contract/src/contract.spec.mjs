import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buf, drift, root } from './generated-files.mjs';

/** Runs buf breaking on a changed copy of proto/. @param {(source: string) => string} change */
function breaking(change) {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-proto-'));
  try {
    cpSync(join(root, 'proto'), folder, { recursive: true });
    const file = join(folder, 'breakwater/moderation/v1/verdict.proto');
    const source = readFileSync(file, 'utf8');
    const changed = change(source);
    writeFileSync(file, changed);
    try {
      buf('breaking', folder, '--against', join(root, 'proto/baseline/v1.binpb'));
      return '';
    } catch (error) {
      return String(error.stdout);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('breaking changes', () => {
  it('lets a new field pass', () => {
    expect(
      breaking((source) =>
        source.replace('uint32 severity = 2;', 'uint32 severity = 2;\n  // New.\n  bool extra = 99;'),
      ),
    ).toBe('');
  });

  it.each([
    [
      'a field that is gone',
      (source) => source.replace(/ {2}\/\/ 1 to 7\.\n {2}uint32 severity = 2;\n/, ''),
      'was deleted',
    ],
    ['another number', (source) => source.replace('string topic = 3;', 'string topic = 33;'), 'was deleted'],
    ['another type', (source) => source.replace('string decision_id = 10;', 'bytes decision_id = 10;'), 'changed type'],
    ['a renamed enum value', (source) => source.replace('BLOCK = 4;', 'REJECT = 4;'), 'changed name'],
  ])('sees %s', (_, change, words) => {
    expect(breaking(change)).toContain(words);
  });
});

describe('drift', () => {
  const committed = new Map([
    ['a.ts', '1'],
    ['b.ts', '2'],
    ['c.ts', '3'],
  ]);

  it('is silent where nothing differs', () => {
    expect(drift(committed, new Map(committed))).toEqual([]);
  });

  it('names what is out of date, missing, or left over', () => {
    const fresh = new Map([
      ['a.ts', '1'],
      ['b.ts', '22'],
      ['d.ts', '4'],
    ]);
    expect(drift(committed, fresh).map((line) => line.split(': ')[0])).toEqual([
      'libs/contracts/src/generated/b.ts is out of date',
      'libs/contracts/src/generated/c.ts comes from no proto file',
      'libs/contracts/src/generated/d.ts is missing',
    ]);
  });
});

it('is what the check command says of the repository as it is', () => {
  expect(() => execFileSync('node', ['tools/contract/src/check.mjs'], { cwd: root, stdio: 'pipe' })).not.toThrow();
});
