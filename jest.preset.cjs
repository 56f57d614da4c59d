// ESM through swc, straight from the sources of every library (custom export condition). *.spec.ts are unit tests;
// *.int.spec.ts need a real server (PostgreSQL, gRPC) and run in the target "int".
const integration = process.env.BREAKWATER_TEST_KIND === 'int';
module.exports = {
  testEnvironment: 'node',
  // Integration tests start programs that compile the ruleset; on a busy machine several of them take more than 5 s.
  ...(integration && { testTimeout: 30_000 }),
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: integration ? ['<rootDir>/src/**/*.int.spec.ts'] : ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: integration ? [] : ['\\.int\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@breakwater/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
