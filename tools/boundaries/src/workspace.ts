import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** A target as far as a project's package.json says anything about it; nx.json has the rest. */
export interface Target {
  readonly executor?: string;
  readonly inputs?: readonly unknown[];
  readonly dependsOn?: readonly (string | { readonly projects?: readonly string[] })[];
  readonly options?: {
    readonly command?: string;
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
  };
}

/** A project as its package.json describes it. */
export interface Project {
  /** Of the package. */
  readonly name: string;
  /** What Nx calls it. */
  readonly nxName: string;
  /** Relative to the root. */
  readonly folder: string;
  readonly tags: readonly string[];
  readonly targets: Readonly<Record<string, Target>>;
  readonly dependencies: readonly string[];
}

/** Every project of the workspace. */
export function projects(): Project[] {
  return ['apps', 'libs', 'tools']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)))
    .concat('benchmarks')
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const { name, nx, dependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return {
        name,
        nxName: nx?.name ?? name,
        folder,
        tags: nx?.tags ?? [],
        targets: nx?.targets ?? {},
        dependencies: Object.keys(dependencies ?? {}),
      };
    });
}

/** Every hand-written source file of a project, relative to the root. */
export function sources({ folder }: Project): string[] {
  const files: string[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'generated' && entry.name !== 'node_modules') walk(path);
      } else if (/\.(ts|mjs)$/.test(entry.name)) files.push(relative(root, path));
    }
  };
  if (existsSync(join(root, folder, 'src'))) walk(join(root, folder, 'src'));
  return files;
}

/** Names of the packages that a file imports, statically or dynamically. */
export function importedPackages(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  // Types need no package at run time.
  const specifiers = [
    ...source.replaceAll(/import type [^;]*;/g, '').matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g),
  ].map((match) => match[1]!);
  return specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
