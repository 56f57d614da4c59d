import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workspace.js';

/**
 * The tags that a project of each tag may depend on, kept by hand as the second opinion on depConstraints. A tag of
 * "stranger" is one that no rule names.
 */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'type:app': ['type:domain', 'type:engine', 'type:lexicon', 'type:kit', 'type:contracts', 'type:client'],
  'type:client': ['type:contracts'],
  'type:domain': ['type:engine', 'type:contracts'],
  'type:engine': ['type:engine'],
  'type:lexicon': ['type:engine'],
  'type:kit': ['type:kit', 'type:contracts'],
  'type:contracts': ['type:contracts'],
  'type:e2e': ['type:contracts', 'type:client'],
  'type:tool': ['type:domain', 'type:engine', 'type:lexicon', 'type:kit', 'type:contracts', 'type:client', 'type:tool'],
  'platform:neutral': ['platform:neutral'],
  'platform:node': ['platform:neutral', 'platform:node'],
  'plane:data': ['plane:data', 'plane:shared'],
  'plane:control': ['plane:control', 'plane:shared'],
  'plane:shared': ['plane:shared'],
  'plane:tools': ['plane:data', 'plane:control', 'plane:shared', 'plane:tools'],
};
const TAGS = Object.keys(MAY);
const TARGETS = [...TAGS, 'type:stranger', 'platform:stranger', 'plane:stranger'];
const dimension = (tag: string): string => tag.split(':')[0]!;
const slug = (tag: string): string => tag.replace(':', '-');
const EDGES = TAGS.flatMap((from) =>
  TARGETS.filter((to) => dimension(to) === dimension(from)).map((to) => ({
    from,
    to,
    allowed: MAY[from]!.includes(to),
    file: `libs/from-${slug(from)}/src/to-${slug(to)}.ts`,
  })),
);

/**
 * A workspace with a project for each tag as source (its files import, one each, every tag of its dimension) and
 * another for each tag as target, which imports nothing: so no import is refused for being circular instead.
 */
function writeFixture(folder: string): void {
  const write = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const project = (name: string, tag: string): void =>
    write(`libs/${name}/package.json`, {
      name: `@fixture/${name}`,
      version: '0.0.0',
      type: 'module',
      exports: './src/index.ts',
      nx: { name, tags: [tag] },
    });
  write('package.json', { name: 'fixture', version: '0.0.0', private: true, workspaces: ['libs/*'] });
  write('nx.json', { analytics: false, neverConnectToCloud: true });
  write('tsconfig.base.json', {});
  write('tsconfig.spec.json', { compilerOptions: { noEmit: true, types: [] }, include: ['libs'] });
  for (const tag of TARGETS) {
    project(`at-${slug(tag)}`, tag);
    write(`libs/at-${slug(tag)}/src/index.ts`, 'export const it = 1;\n');
  }
  for (const tag of TAGS) project(`from-${slug(tag)}`, tag);
  for (const { to, file } of EDGES) write(file, `export * from '@fixture/at-${slug(to)}';\n`);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** What ESLint, with the repository's configuration, says of each file of the fixture. */
function lintFixture(folder: string): Map<string, { ruleId: string; message: string }[]> {
  // A task that Nx runs tells its children that they are in the repository; these are not.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
  const options = { cwd: folder, env: { ...env, NX_DAEMON: 'false' }, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  // The boundary rule reads the graph that Nx leaves behind.
  execFileSync(process.execPath, ['node_modules/.bin/nx', 'show', 'projects'], options);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/eslint/bin/eslint.js', '--config', `${root}/eslint.config.mjs`, '--format', 'json', 'libs'],
    options,
  );
  if (!stdout.startsWith('[')) throw new Error(`ESLint did not answer: ${stdout}${stderr}`);
  const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string; message: string }[] }[];
  return new Map(results.map(({ filePath, messages }) => [filePath.slice(folder.length + 1), messages]));
}

describe('every rule of depConstraints', () => {
  let folder: string;
  let messages: ReturnType<typeof lintFixture>;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'breakwater-boundaries-')));
    writeFixture(folder);
    messages = lintFixture(folder);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('stands in the table of this test', async () => {
    const { depConstraints } = (await import(pathToFileURL(`${root}/eslint.config.mjs`).href)) as {
      depConstraints: { sourceTag: string }[];
    };
    expect(depConstraints.map(({ sourceTag }) => sourceTag).sort()).toEqual([...TAGS].sort());
  });

  it('refuses something', () => {
    expect(TAGS.filter((tag) => EDGES.every(({ from, allowed }) => from !== tag || allowed))).toEqual([]);
  });

  it.each(EDGES.filter(({ allowed }) => allowed))('lets $from import $to', ({ file }) => {
    expect(messages.get(file)).toEqual([]);
  });

  it.each(EDGES.filter(({ allowed }) => !allowed))('does not let $from import $to', ({ from, file }) => {
    expect(messages.get(file)).toEqual([
      expect.objectContaining({
        ruleId: '@nx/enforce-module-boundaries',
        message: expect.stringContaining(`A project tagged with "${from}" can only depend on libs tagged with`),
      }),
    ]);
  });
});
