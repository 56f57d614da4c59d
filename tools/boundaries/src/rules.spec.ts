import { execFileSync } from 'node:child_process';
import { ESLint } from 'eslint';
import { projects, root } from './workspace.js';

/** What ESLint says of a text: the ids of the rules, the messages joined, and the messages with their lines. */
interface Findings {
  readonly rules: (string | null)[];
  readonly messages: string;
  readonly lines: [number, string][];
}

/**
 * Lints a line of code as if it stood in a file of some project, with the real configuration. The file must exist
 * (type-aware rules look it up); what stands in it does not matter.
 */
async function lint(file: string, code: string): Promise<Findings> {
  const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` });
  return {
    rules: result!.messages.map((message) => message.ruleId),
    messages: result!.messages.map((message) => message.message).join('\n'),
    lines: result!.messages.map(({ line, message }) => [line, message]),
  };
}

let eslint: ESLint;

beforeAll(() => {
  // The boundary rule says nothing at all without a project graph.
  execFileSync('npx', ['nx', 'show', 'projects'], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' } });
  process.chdir(root);
  // With CI set, the type-aware parser would read each file from disk once instead of the text that it is given.
  process.env.TSESTREE_SINGLE_RUN = 'false';
  eslint = new ESLint({ cwd: root, overrideConfigFile: `${root}/eslint.config.mjs` });
}, 60_000);

/** One file of each kind of project, to lint in. */
const FILES: Readonly<Record<string, string>> = {
  'type:app': 'apps/cli/src/main.ts',
  'type:client': 'libs/client/src/index.ts',
  'type:domain': 'libs/moderation/src/index.ts',
  'type:engine': 'libs/engine/src/index.ts',
  'type:lexicon': 'libs/lexicon/src/index.ts',
  'type:kit': 'libs/aurora/src/index.ts',
  'type:contracts': 'libs/contracts/src/index.ts',
  'type:e2e': 'apps/gateway-e2e/src/gateway.ts',
};
/** A library of each kind that can be imported. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'type:client': '@breakwater/client',
  'type:domain': '@breakwater/moderation',
  'type:engine': '@breakwater/engine',
  'type:lexicon': '@breakwater/lexicon',
  'type:kit': '@breakwater/metrics',
  'type:contracts': '@breakwater/contracts',
};
const ALLOWED: Readonly<Record<string, string[]>> = {
  'type:app': ['type:client', 'type:domain', 'type:engine', 'type:lexicon', 'type:kit', 'type:contracts'],
  'type:client': ['type:contracts'],
  'type:domain': ['type:engine', 'type:contracts'],
  'type:engine': [],
  'type:lexicon': ['type:engine'],
  'type:kit': ['type:kit', 'type:contracts'],
  'type:contracts': [],
  'type:e2e': ['type:contracts', 'type:client'],
};
const CASES = Object.keys(FILES).flatMap((from) =>
  Object.keys(LIBRARIES)
    .filter((to) => from !== to || to === 'type:kit')
    .map((to) => ({ from, to, allowed: ALLOWED[from]!.includes(to) })),
);

describe('who may import whom', () => {
  it.each(CASES)('$from -> $to: $allowed', async ({ from, to, allowed }) => {
    const { rules, messages } = await lint(FILES[from]!, `export * from '${LIBRARIES[to]}';\n`);
    const refused = rules.includes('@nx/enforce-module-boundaries') || rules.includes('no-restricted-imports');
    expect({ refused, messages: allowed ? messages : '' }).toEqual({ refused: !allowed, messages: '' });
  });

  it('covers every type of project that ships', () => {
    const types = new Set(
      projects().flatMap(({ tags }) => tags.filter((tag) => tag.startsWith('type:') && tag !== 'type:tool')),
    );
    expect([...types].sort()).toEqual(Object.keys(FILES).sort());
  });
});

describe('what stays in its room', () => {
  it.each([
    ['libs/engine/src/index.ts', 'zod', 'The engine depends on nothing'],
    ['libs/engine/src/index.ts', 'node:fs', 'The engine depends on nothing'],
    ['libs/engine/src/text/fold.ts', '../scanner/scanner.js', 'text knows characters, not patterns'],
    ['libs/engine/src/text/fold.ts', '../matcher/pattern.js', 'text knows characters, not patterns'],
    ['libs/engine/src/matcher/pattern.ts', '../scanner/scanner.js', 'matcher knows symbols, not entries'],
    ['libs/engine/src/matcher/pattern.ts', '../pii/index.js', 'matcher knows symbols, not entries'],
    ['libs/engine/src/text/fold.ts', '../context/context.js', 'text knows characters, not patterns'],
    ['libs/engine/src/context/context.ts', '../classifier/index.js', 'context stands on text alone'],
    ['libs/engine/src/classifier/classifier.ts', '../scanner/scanner.js', 'classifier stands on text alone'],
    ['libs/engine/src/pii/pii-detector.ts', '../matcher/pattern.js', 'pii stands on text alone'],
    ['libs/moderation/src/index.ts', 'node:crypto', 'platform-neutral'],
    ['libs/contracts/src/index.ts', 'node:fs', 'platform-neutral'],
    ['apps/gateway/src/main.ts', 'typeorm', 'SQL lives in libs/aurora'],
    ['apps/gateway/src/main.ts', 'pg', 'SQL lives in libs/aurora'],
    ['libs/service-kit/src/index.ts', 'prom-client', 'Every metric stands in the catalogue'],
    ['apps/cli/src/main.ts', '@grpc/grpc-js', 'gRPC is spoken by'],
    ['apps/gateway/src/main.ts', 'typeorm/driver/Driver.js', 'SQL lives in libs/aurora'],
    ['libs/engine/src/index.ts', '@breakwater/contracts', 'The engine depends on nothing'],
    ['libs/moderation/src/index.ts', 'fs/promises', 'platform-neutral'],
    ['libs/aurora/src/index.ts', '@breakwater/gateway', 'Nobody builds on an app'],
    ['libs/aurora/src/index.ts', '@breakwater/cli', 'Nobody builds on an app'],
    ['libs/aurora/src/index.ts', '@breakwater/gateway-e2e', 'Nobody builds on an app'],
    ['apps/gateway/src/main.ts', '@breakwater/boundaries', 'Nobody builds on an app or a tool'],
    ['apps/gateway/src/main.ts', '@breakwater/benchmarks', 'Nobody builds on an app or a tool'],
  ])('%s may not import %s', async (file, specifier, why) => {
    const { lines } = await lint(file, `export * from '${specifier}';\nexport const later = import('${specifier}');\n`);
    expect(lines).toEqual(expect.arrayContaining([1, 2].map((line) => [line, expect.stringContaining(why)])));
  });

  it.each([
    ['libs/aurora/src/index.ts', 'typeorm'],
    ['libs/metrics/src/index.ts', 'prom-client'],
    ['libs/client/src/index.ts', '@grpc/grpc-js'],
    ['libs/service-kit/src/index.ts', '@grpc/grpc-js'],
    ['libs/aurora/src/index.ts', 'node:fs'],
    ['libs/service-kit/src/index.ts', 'pino'],
    ['libs/engine/src/matcher/pattern.ts', '../text/symbols.js'],
    ['libs/engine/src/scanner/scanner.ts', '../matcher/pattern.js'],
    ['libs/engine/src/scanner/meaning.ts', '../context/context.js'],
    ['libs/engine/src/pii/word-table.ts', '../text/tokens.js'],
  ])('%s may import %s', async (file, specifier) => {
    expect((await lint(file, `export * from '${specifier}';\n`)).messages).toBe('');
  });
});

describe('other rules', () => {
  it.each([
    ['export default 1;\n', 'no-restricted-exports'],
    ['export const level = process.env.LEVEL;\n', 'no-restricted-properties'],
    ['async function f() {}\nexport function g() {\n  f();\n}\n', '@typescript-eslint/no-floating-promises'],
    [`${'export const line = 1;\n'.repeat(401)}`, 'max-lines'],
  ])('refuse %#', async (code, rule) => {
    expect((await lint('libs/lexicon/src/index.ts', code)).rules).toContain(rule);
  });
});
