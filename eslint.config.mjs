import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom, in three dimensions of tags. Each rule has its reason. tools/boundaries proves with violating
 * fixtures that every rule bites, and that no project carries a tag without a rule (such a tag would be unrestricted;
 * so would an empty list, which the plug-in does not enforce).
 */
export const depConstraints = [
  // An app is a composition root: it may wire everything that ships, and nobody may build on an app.
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:engine',
      'type:lexicon',
      'type:kit',
      'type:contracts',
      'type:client',
    ],
  },
  // Callers install the client: it may bring the contract along, never the server.
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contracts'] },
  // Policy and verdicts speak the contract's words and read the engine's evidence; they do no I/O.
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:engine', 'type:contracts'] },
  // The scanner also runs in browsers and in other products: it stands alone. (Itself, since an empty list is ignored.)
  { sourceTag: 'type:engine', onlyDependOnLibsWithTags: ['type:engine'] },
  // The lexicon is data in the engine's format.
  { sourceTag: 'type:lexicon', onlyDependOnLibsWithTags: ['type:engine'] },
  // Kits serve every app alike, so they may not know what moderation decides.
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:kit', 'type:contracts'] },
  // Generated from proto/: a leaf.
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  // Black-box tests see what a user sees.
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:contracts', 'type:client'] },
  // Tools and benchmarks look at everything, and nobody imports them: no other rule names them.
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:engine',
      'type:lexicon',
      'type:kit',
      'type:contracts',
      'type:client',
      'type:tool',
    ],
  },
  // What runs in a browser may not pull in what needs Node.
  { sourceTag: 'platform:neutral', onlyDependOnLibsWithTags: ['platform:neutral'] },
  { sourceTag: 'platform:node', onlyDependOnLibsWithTags: ['platform:neutral', 'platform:node'] },
  // The data plane (verdicts) must stand when the control plane (policies, review) is down, and the reverse.
  { sourceTag: 'plane:data', onlyDependOnLibsWithTags: ['plane:data', 'plane:shared'] },
  { sourceTag: 'plane:control', onlyDependOnLibsWithTags: ['plane:control', 'plane:shared'] },
  // Serves both, so it may depend on neither; tools are developers' own and exempt below.
  { sourceTag: 'plane:shared', onlyDependOnLibsWithTags: ['plane:shared'] },
  {
    sourceTag: 'plane:tools',
    onlyDependOnLibsWithTags: ['plane:data', 'plane:control', 'plane:shared', 'plane:tools'],
  },
];

/** A package stays in its room, so that replacing it changes that room alone. */
const PACKAGE_ROOMS = [
  {
    packages: ['typeorm', 'pg'],
    rooms: ['libs/aurora'],
    why: 'SQL lives in libs/aurora, behind purpose-named repositories.',
  },
  { packages: ['prom-client'], rooms: ['libs/metrics'], why: 'Every metric stands in the catalogue of libs/metrics.' },
  {
    packages: ['@grpc/grpc-js'],
    rooms: ['libs/service-kit', 'libs/client', 'libs/contracts', 'apps/gateway', 'apps/gateway-e2e', 'benchmarks'],
    why: 'gRPC is spoken by service-kit, client and gateway.',
  },
];
/** Apps, tools and benchmarks: what nobody builds on. The Nx rule does not see them imported by their package name. */
const LEAVES = ['apps', 'tools']
  .flatMap((parent) => readdirSync(join(import.meta.dirname, parent)).map((name) => join(parent, name)))
  .concat('benchmarks')
  .map((folder) => join(import.meta.dirname, folder, 'package.json'))
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, 'utf8')).name);
const ALL = ['apps/**/*.ts', 'libs/**/*.ts', 'benchmarks/**/*.ts', 'tools/**/*.ts', 'tools/**/*.mjs'];

/** The packages with all their entry points, and no other that begins alike. */
const packages = (names, message) => ({ regex: `^(${names.join('|')})(/|$)`, message });

/**
 * What the files of one room may not import, statically or by import(). ESLint takes the last matching set of options
 * whole, so each is complete.
 */
function imports(room, extra = []) {
  const patterns = [
    ...PACKAGE_ROOMS.filter(({ rooms }) => !rooms.includes(room)).map(({ packages: names, why }) =>
      packages(names, why),
    ),
    packages(LEAVES, 'Nobody builds on an app or a tool: move what you need into a library.'),
    ...extra,
  ];
  return {
    'no-restricted-imports': ['error', { patterns }],
    'no-restricted-syntax': [
      'error',
      ...patterns.map(({ regex, message }) => ({
        // A selector's regular expression cannot hold a slash.
        selector: `ImportExpression > Literal[value=/${regex.replaceAll('/', '\\u002F')}/]`,
        message,
      })),
    ],
  };
}
const NODE = {
  regex: `^node:|^(${builtinModules.filter((name) => /^[a-z]/.test(name)).join('|')})(/|$)`,
  message: 'This library is platform-neutral (it also runs in browsers): no Node module.',
};
const ENGINE = {
  regex: '^[^.]',
  message: 'The engine depends on nothing: no package, no Node module.',
};
const below = (room, message) => ({ regex: `/${room}/`, message });

/** Type-aware rules need a program: that of the project ESLint runs in, else one for each (from the root, in editors). */
const PROGRAMS = existsSync('tsconfig.spec.json')
  ? [join(process.cwd(), 'tsconfig.spec.json')]
  : [
      'apps/*/tsconfig.spec.json',
      'libs/*/tsconfig.spec.json',
      'tools/*/tsconfig.spec.json',
      'benchmarks/tsconfig.spec.json',
    ];

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/*.cjs',
      '**/generated',
      '**/node_modules',
      '**/.breakwater',
      'tools/boundaries/fixture',
    ],
  },
  eslint.configs.recommended,
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  {
    files: ['**/*.mjs', '**/bin/*.js'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly', Buffer: 'readonly', console: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { project: PROGRAMS, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: true, allow: [], depConstraints, checkDynamicDependenciesExceptions: ['.*'] },
      ],
      // A promise that nobody waits for swallows its error.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      // noUncheckedIndexedAccess makes every typed-array read possibly undefined; the scan loops know better.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // One thing in one room. Tables and generated files are data.
      'max-lines': ['error', { max: 400, skipComments: true, skipBlankLines: true }],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      eqeqeq: 'error',
      // Settings are parsed once, in one place, and passed by value.
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only main.ts reads the environment, and hands it to the settings parser.',
        },
      ],
    },
  },
  {
    files: ['**/main.ts', '**/*.spec.ts', 'apps/gateway-e2e/**/*.ts', '**/testing/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ALL, rules: imports('') },
  ...PACKAGE_ROOMS.flatMap(({ rooms }) => rooms)
    .filter((room, index, rooms) => rooms.indexOf(room) === index)
    .map((room) => ({ files: [`${room}/**/*.ts`], rules: imports(room) })),
  {
    files: ['libs/moderation/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: imports('libs/moderation', [NODE]),
  },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: imports('libs/contracts', [NODE]),
  },
  {
    files: ['libs/engine/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: imports('libs/engine', [ENGINE]),
  },
  // Inside the engine: scanner -> matcher, context, classifier, pii -> text, never back and never across.
  {
    files: ['libs/engine/src/matcher/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: imports('libs/engine', [
      ENGINE,
      below('(scanner|context|classifier|pii)', 'matcher knows symbols, not entries: it may import text, not scanner.'),
    ]),
  },
  {
    files: ['libs/engine/src/text/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: imports('libs/engine', [
      ENGINE,
      below(
        '(scanner|matcher|context|classifier|pii)',
        'text knows characters, not patterns: it imports neither matcher nor scanner.',
      ),
    ]),
  },
  ...['context', 'classifier', 'pii'].map((room) => ({
    files: [`libs/engine/src/${room}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: imports('libs/engine', [
      ENGINE,
      below(
        `(${['scanner', 'matcher', 'context', 'classifier', 'pii'].filter((other) => other !== room).join('|')})`,
        `${room} stands on text alone: scanner brings it together with the others.`,
      ),
    ]),
  })),
  {
    files: ['**/*.spec.mjs'],
    languageOptions: { globals: { describe: 'readonly', it: 'readonly', expect: 'readonly' } },
  },
  {
    // Tests and tools may write to a terminal; configuration files export a default.
    files: ['**/*.mjs', 'apps/cli/src/terminal.ts'],
    rules: { 'no-console': 'off' },
  },
  prettier,
);
