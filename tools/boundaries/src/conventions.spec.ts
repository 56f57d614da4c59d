import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  badNames,
  deepFiles,
  dependencyProblems,
  dependsOnProblems,
  tagProblems,
  targetProblems,
} from './conventions.js';
import { importedPackages, projects, root, sources, type Project } from './workspace.js';

const all = projects();
const { depConstraints } = (await import(pathToFileURL(`${root}/eslint.config.mjs`).href)) as {
  depConstraints: { sourceTag: string; onlyDependOnLibsWithTags: string[] }[];
};
const ruled = new Set(depConstraints.map((constraint) => constraint.sourceTag));
const { targetDefaults } = JSON.parse(readFileSync(`${root}/nx.json`, 'utf8'));

/** A project without fault, but for what is given. */
const project = (faults: Partial<Project> = {}): Project => ({
  name: '@breakwater/sample',
  nxName: 'sample',
  folder: 'libs/sample',
  tags: ['type:kit', 'platform:node', 'plane:shared'],
  targets: { build: {}, lint: {} },
  dependencies: [],
  ...faults,
});

function isTest(file: string): boolean {
  return file.endsWith('.spec.ts') || file.includes('/testing/') || file.includes('-e2e/');
}

it('finds the projects', () => {
  expect(all.length).toBeGreaterThanOrEqual(14);
});

it('has no rule with an empty list, which the plug-in would read as "anything"', () => {
  expect(depConstraints.filter((constraint) => constraint.onlyDependOnLibsWithTags.length === 0)).toEqual([]);
});

describe('tags', () => {
  it('are one of each dimension in every project, each with a rule', () => {
    expect(tagProblems(all, ruled)).toEqual([]);
  });

  it.each([
    [['type:kit', 'platform:node'], 'needs exactly one tag that begins with plane:'],
    [['type:kit', 'type:tool', 'platform:node', 'plane:shared'], 'needs exactly one tag that begins with type:'],
    [['type:kit', 'platform:moon', 'plane:shared'], 'has the tag platform:moon, for which'],
    [['type:kit', 'platform:node', 'plane:shared', 'scope:all'], 'has the tag scope:all, for which'],
  ])('%j is refused', (tags, why) => {
    expect(tagProblems([project({ tags })], ruled)).toEqual([expect.stringContaining(why)]);
  });
});

describe('targets', () => {
  const lint = targetDefaults.lint.options.command;

  it('mean the same in every project', () => {
    expect(targetProblems(all, targetDefaults)).toEqual([]);
  });

  it.each([
    ['another name', { check: {} }, 'check is none of the targets'],
    ['a test of its own', { test: { options: { command: 'true' } } }, 'test has a command of its own'],
    ['a lint instead of the common one', { lint: { options: { command: 'true' } } }, 'lint has a command of its own'],
    ['another executor', { build: { executor: 'nx:noop' } }, 'build sets executor'],
    ['another environment', { int: { options: { env: { A: '1' } } } }, 'int sets options.env'],
    ['another folder', { test: { options: { cwd: '.' } } }, 'test runs in another folder'],
  ])('refuse %s', (_, targets, why) => {
    expect(targetProblems([project({ targets })], targetDefaults)).toEqual([expect.stringContaining(why)]);
  });

  it('may have inputs, a lint that checks more, and a bench of its own', () => {
    const targets: Project['targets'] = {
      test: { inputs: ['default'] },
      lint: { options: { command: `${lint} && node check.mjs`, cwd: '{projectRoot}' } },
      bench: { options: { command: 'node bench.js' } },
    };
    expect(targetProblems([project({ targets })], targetDefaults)).toEqual([]);
  });

  it('depend on targets of projects that exist', () => {
    expect(dependsOnProblems(all)).toEqual([]);
  });

  it('may not depend on a project by a name that Nx does not know', () => {
    const targets = { bench: { dependsOn: ['build', { projects: ['@breakwater/sample'], target: 'build' }] } };
    expect(dependsOnProblems([project({ targets })])).toEqual([
      '@breakwater/sample: bench depends on @breakwater/sample, which is no project',
    ]);
  });
});

describe('package.json', () => {
  it.each(all.filter(({ folder }) => !folder.startsWith('tools')))('of $folder lists what it imports', (one) => {
    const files = sources(one);
    const shipped = new Set(files.filter((file) => !isTest(file)).flatMap(importedPackages));
    const tests = new Set(files.filter(isTest).flatMap(importedPackages));
    expect(dependencyProblems(one, { shipped, tests })).toEqual([]);
  });

  it('may not lack an import, nor list one of ours that is not imported', () => {
    const one = project({ dependencies: ['@breakwater/metrics', '@breakwater/client', 'tslib'] });
    const imported = { shipped: new Set(['zod', '@breakwater/metrics']), tests: new Set<string>() };
    expect(dependencyProblems(one, imported)).toEqual([
      '@breakwater/sample imports zod, which is not in its package.json',
      '@breakwater/sample lists @breakwater/client, which it does not import',
    ]);
  });
});

describe('files', () => {
  const files = all.flatMap(sources);

  it('stand at most three folders below src', () => {
    expect(deepFiles(files)).toEqual([]);
    expect(deepFiles(['libs/x/src/a/b/c/d.ts', 'libs/x/src/a/b/c/d/e.ts'])).toEqual(['libs/x/src/a/b/c/d/e.ts']);
  });

  it('are named in kebab-case and none utils, common, helpers or base', () => {
    expect(badNames(files)).toEqual([]);
    const bad = ['src/camelCase.ts', 'src/utils.ts', 'src/common.spec.ts', 'src/base.ts'];
    expect(badNames([...bad, 'src/dense-automaton.spec.ts', 'src/database.ts'])).toEqual(bad);
  });
});

/** What depends on files that are no TypeScript: a change of the file must reach the project. */
const EDGES = [
  { file: 'proto/breakwater/moderation/v1/verdict.proto', projects: ['contracts', 'contract', 'gateway', 'client'] },
  { file: 'docs/configuration.md', projects: ['settings-reference'] },
  { file: 'libs/lexicon/entries/en.tsv', projects: ['lexicon', 'gateway'] },
];

describe('edges that no import shows', () => {
  const nx = (...args: string[]): string =>
    execFileSync('npx', ['nx', ...args], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' }, encoding: 'utf8' });

  it.each(EDGES)('lead from $file to $projects', ({ file, projects: reached }) => {
    expect(nx('show', 'projects', '--affected', `--files=${file}`).split('\n')).toEqual(
      expect.arrayContaining(reached),
    );
  });

  it('make contracts build again when proto/ changes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-graph-'));
    try {
      nx('graph', `--file=${folder}/graph.json`);
      const { graph } = JSON.parse(readFileSync(`${folder}/graph.json`, 'utf8'));
      const { namedInputs, targets } = graph.nodes.contracts.data;
      expect(targets.build.inputs).toContain('production');
      expect(targetDefaults.build.inputs).toContain('production');
      expect(namedInputs.default).toContain('{workspaceRoot}/proto/**/*');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
