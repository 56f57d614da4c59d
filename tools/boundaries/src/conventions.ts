import type { Project } from './workspace.js';

const TARGETS = ['lint', 'typecheck', 'test', 'int', 'bench', 'build'];
/** Targets beside the six. */
const OTHER_TARGETS = ['serve', 'generate', 'evaluate', 'train', 'fuzz'];
/** Targets that are defined by the project. */
const OWN_COMMAND = ['bench', 'serve', 'generate', 'evaluate', 'train', 'fuzz'];
/** What a project may say about one of the common targets: when it runs again and what runs before it. */
const OWN_SETTINGS = ['inputs', 'dependsOn', 'options'];
const DIMENSIONS = ['type:', 'platform:', 'plane:'];

/** One sentence for every tag without a rule, and every project without exactly one tag of each dimension. */
export function tagProblems(projects: readonly Project[], ruled: ReadonlySet<string>): string[] {
  return projects.flatMap(({ name, tags }) => [
    ...DIMENSIONS.filter((dimension) => tags.filter((tag) => tag.startsWith(dimension)).length !== 1).map(
      (dimension) => `${name} needs exactly one tag that begins with ${dimension}`,
    ),
    ...tags
      .filter((tag) => !ruled.has(tag))
      .map((tag) => `${name} has the tag ${tag}, for which eslint.config.mjs has no rule`),
  ]);
}

/**
 * One sentence for every target that is none of ours, or that does not do what its name says everywhere.
 * @param defaults targetDefaults of nx.json
 */
export function targetProblems(
  projects: readonly Project[],
  defaults: Readonly<Record<string, { options?: { command?: string } }>>,
): string[] {
  return projects.flatMap(({ name, targets }) =>
    Object.entries(targets).flatMap(([target, settings]) => {
      if (![...TARGETS, ...OTHER_TARGETS].includes(target)) return [`${name}: ${target} is none of the targets`];
      if (OWN_COMMAND.includes(target)) return [];
      const { cwd, command, ...options } = settings.options ?? {};
      const common = defaults[target]?.options?.command;
      const problems = Object.keys(settings)
        .filter((setting) => !OWN_SETTINGS.includes(setting))
        .concat(Object.keys(options).map((option) => `options.${option}`))
        .map((setting) => `${name}: ${target} sets ${setting}, which is the same everywhere`);
      if (cwd !== undefined && cwd !== '{projectRoot}') problems.push(`${name}: ${target} runs in another folder`);
      // A lint may check more than the others', after what all check.
      const extended = target === 'lint' && common !== undefined && command?.startsWith(`${common} && `);
      if (command !== undefined && !extended) problems.push(`${name}: ${target} has a command of its own`);
      return problems;
    }),
  );
}

/** One sentence for every dependsOn that names a project which does not exist: Nx leaves it out and goes on. */
export function dependsOnProblems(projects: readonly Project[]): string[] {
  const names = new Set(projects.map(({ nxName }) => nxName));
  return projects.flatMap(({ name, targets }) =>
    Object.entries(targets).flatMap(([target, { dependsOn }]) =>
      (dependsOn ?? [])
        .flatMap((dependency) => (typeof dependency === 'object' ? (dependency.projects ?? []) : []))
        .filter((project) => !names.has(project))
        .map((project) => `${name}: ${target} depends on ${project}, which is no project`),
    ),
  );
}

/** One sentence for every imported package that package.json lacks, and every one of ours that is not imported. */
export function dependencyProblems(
  { name, dependencies }: Project,
  imported: { readonly shipped: ReadonlySet<string>; readonly tests: ReadonlySet<string> },
): string[] {
  return [
    ...[...imported.shipped]
      .filter((other) => other !== name && !dependencies.includes(other))
      .map((other) => `${name} imports ${other}, which is not in its package.json`),
    ...dependencies
      .filter((other) => other.startsWith('@breakwater/') && !imported.shipped.has(other) && !imported.tests.has(other))
      .map((other) => `${name} lists ${other}, which it does not import`),
  ];
}

/** The files that stand more than three folders below src. */
export function deepFiles(files: readonly string[]): string[] {
  return files.filter((file) => file.split('/src/')[1]!.split('/').length > 4);
}

/** The files whose name is not kebab-case, or says nothing. */
export function badNames(files: readonly string[]): string[] {
  return files.filter((file) => {
    const name = file.split('/').at(-1)!;
    return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|mjs)$/.test(name) || /^(utils?|common|helpers?|base)\b/.test(name);
  });
}
