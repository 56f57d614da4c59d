import { pathToFileURL } from 'node:url';
import { importedPackages, projects, root, sources } from './workspace.js';

const all = projects();
const { depConstraints } = (await import(pathToFileURL(`${root}/eslint.config.mjs`).href)) as {
  depConstraints: { sourceTag: string; onlyDependOnLibsWithTags: string[] }[];
};
const ruled = new Set(depConstraints.map((constraint) => constraint.sourceTag));

const TARGETS = ['lint', 'typecheck', 'test', 'int', 'bench', 'build'];
/** Targets beside the six, and those whose command is a project's own. */
const OTHER_TARGETS = ['serve', 'generate'];
const OWN_COMMAND = ['bench', 'serve', 'generate'];

describe('conventions', () => {
  it('finds the projects', () => {
    expect(all.length).toBeGreaterThanOrEqual(14);
  });

  it('gives every project one tag of each dimension, each with a rule', () => {
    const wrong = all.filter(
      ({ tags }) =>
        tags.length !== 3 ||
        ['type:', 'platform:', 'plane:'].some(
          (dimension) => tags.filter((tag) => tag.startsWith(dimension)).length !== 1,
        ) ||
        tags.some((tag) => !ruled.has(tag)),
    );
    expect(wrong.map(({ name, tags }) => `${name}: ${tags.join(' ')}`)).toEqual([]);
  });

  it('has no rule with an empty list, which the plug-in would read as "anything"', () => {
    expect(depConstraints.filter((constraint) => constraint.onlyDependOnLibsWithTags.length === 0)).toEqual([]);
  });

  it('gives the six targets one meaning everywhere', () => {
    const wrong = all.flatMap(({ name, targets }) =>
      Object.entries(targets).flatMap(([target, { command, options }]) => {
        if (![...TARGETS, ...OTHER_TARGETS].includes(target)) return [`${name}: ${target} is none of the targets`];
        const own = command ?? options?.command;
        // A lint of its own must still be the common one first.
        const extends_ = target === 'lint' && own?.startsWith('eslint . && prettier --check');
        return own && !OWN_COMMAND.includes(target) && !extends_ ? [`${name}: ${target} has a command of its own`] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has every imported package in the package.json of the project, and no other of ours', () => {
    const wrong = all
      .filter(({ folder }) => !folder.startsWith('tools'))
      .flatMap((project) => {
        const files = sources(project);
        const shipped = new Set(files.filter((file) => !isTest(file)).flatMap(importedPackages));
        const everything = new Set(files.flatMap(importedPackages));
        const missing = [...shipped].filter((name) => name !== project.name && !project.dependencies.includes(name));
        const unused = project.dependencies.filter((name) => name.startsWith('@breakwater/') && !everything.has(name));
        return [
          ...missing.map((name) => `${project.name} imports ${name}, which is not in its package.json`),
          ...unused.map((name) => `${project.name} lists ${name}, which it does not import`),
        ];
      });
    expect(wrong).toEqual([]);
  });

  it('keeps folders shallow: at most three below src', () => {
    const deep = all.flatMap(sources).filter((file) => file.split('/src/')[1]!.split('/').length > 4);
    expect(deep).toEqual([]);
  });

  it('names files in kebab-case and none utils, common, helpers or base', () => {
    const wrong = all.flatMap(sources).filter((file) => {
      const name = file.split('/').at(-1)!;
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|mjs)$/.test(name) || /^(utils?|common|helpers?|base)\b/.test(name)
      );
    });
    expect(wrong).toEqual([]);
  });
});

function isTest(file: string): boolean {
  return file.endsWith('.spec.ts') || file.includes('/testing/') || file.includes('-e2e/');
}
