import { z } from 'zod';
import { renderHelp, renderReference } from './settings-reference.js';
import { defineSettings, helpRequested, parseSettings, ruleOf } from './settings.js';
import { StartupError } from './startup-error.js';

const table = defineSettings({
  grpcPort: { type: z.int().min(0).max(65535), default: 50051, description: 'Port of the gRPC server' },
  allowSampleRate: { type: z.number().min(0).max(1), default: 0.01, description: 'Share of allows recorded' },
  storeText: { type: z.boolean(), default: false, description: 'Whether to keep texts' },
  logLevel: { type: z.enum(['info', 'warn']), default: 'info', description: 'Quietest level logged' },
  databaseUrl: {
    type: z.string().refine((value) => value === '' || value.startsWith('postgres://')),
    default: '',
    description: 'Database | where decisions go',
    rule: 'empty or a postgres:// URL',
    secret: true,
  },
});

const parse = (argv: string[], env: Record<string, string | undefined> = {}) => parseSettings(table, { argv, env });

function refusal(argv: string[], env: Record<string, string> = {}): string {
  try {
    parse(argv, env);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  }
  throw new Error('not refused');
}

describe('parseSettings', () => {
  it('gives the defaults, frozen', () => {
    const settings = parse([]);
    expect(settings).toEqual({
      grpcPort: 50051,
      allowSampleRate: 0.01,
      storeText: false,
      logLevel: 'info',
      databaseUrl: '',
    });
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('lets a flag beat the environment and the environment the default', () => {
    const env = { BREAKWATER_GRPC_PORT: '1', BREAKWATER_LOG_LEVEL: 'warn', PATH: '/bin' };
    expect(parse(['--grpc-port', '2'], env)).toMatchObject({ grpcPort: 2, logLevel: 'warn' });
    expect(parse(['--grpc-port=3'], env).grpcPort).toBe(3);
  });

  it.each([
    [['--store-text'], true],
    [['--store-text', 'true'], true],
    [['--store-text', 'false'], false],
    [['--store-text=false'], false],
    [['--store-text', '--grpc-port', '9'], true],
  ])('reads the boolean flag %j as %s', (argv, expected) => {
    expect(parse(argv).storeText).toBe(expected);
  });

  it.each([
    [
      ['--grpc-prt', '1'],
      {},
      'The flag --grpc-prt is no setting of this app: use --grpc-port if you meant that, or see --help.',
    ],
    [['--zzz'], {}, 'The flag --zzz is no setting of this app: see --help.'],
    [
      [],
      { BREAKWATER_GRPC_PROT: '1' },
      'The environment variable BREAKWATER_GRPC_PROT is no setting of this app: use BREAKWATER_GRPC_PORT if you meant that, or unset it.',
    ],
    [
      ['--grpc-port', '70000'],
      {},
      '--grpc-port "70000" is not allowed: it must be an integer from 0 to 65535; correct it or leave it out for the default.',
    ],
    [
      [],
      { BREAKWATER_GRPC_PORT: '' },
      'BREAKWATER_GRPC_PORT "" is not allowed: it must be an integer from 0 to 65535; correct it or leave it out for the default.',
    ],
    [
      ['--log-level=loud'],
      {},
      '--log-level "loud" is not allowed: it must be one of info, warn; correct it or leave it out for the default.',
    ],
    [
      ['--database-url=mysql://u:secret@h/d'],
      {},
      '--database-url has a value that is not allowed: it must be empty or a postgres:// URL; correct it or leave it out for the default.',
    ],
    [
      ['--grpc-port'],
      {},
      '--grpc-port needs a value: it must be an integer from 0 to 65535; write --grpc-port VALUE or --grpc-port=VALUE.',
    ],
    [['serve'], {}, 'Unexpected argument "serve": settings are flags such as --grpc-port; see --help.'],
  ])('refuses %j %j in one sentence', (argv, env, sentence) => {
    expect(refusal(argv, env as Record<string, string>)).toBe(sentence);
  });
});

describe('defineSettings', () => {
  it('refuses a default that breaks its own rule', () => {
    expect(() => defineSettings({ port: { type: z.int().min(1), default: 0, description: '' } })).toThrow(
      'The default of setting "port" is not an integer of at least 1.',
    );
  });
});

describe('reference', () => {
  it('names flag, variable, rule, default and meaning of every setting', () => {
    expect(renderReference(table, 'Gateway')).toBe(`## Gateway

| Flag | Environment | Value | Default | Meaning |
| --- | --- | --- | --- | --- |
| \`--grpc-port\` | \`BREAKWATER_GRPC_PORT\` | an integer from 0 to 65535 | \`50051\` | Port of the gRPC server |
| \`--allow-sample-rate\` | \`BREAKWATER_ALLOW_SAMPLE_RATE\` | a number from 0 to 1 | \`0.01\` | Share of allows recorded |
| \`--store-text\` | \`BREAKWATER_STORE_TEXT\` | true or false | \`false\` | Whether to keep texts |
| \`--log-level\` | \`BREAKWATER_LOG_LEVEL\` | one of info, warn | \`info\` | Quietest level logged |
| \`--database-url\` | \`BREAKWATER_DATABASE_URL\` | empty or a postgres:// URL | \`(empty)\` | Database \\| where decisions go |
`);
    expect(ruleOf({ type: z.number(), default: 0, description: '' })).toBe('a number');
  });

  it('prints help when asked', () => {
    expect(helpRequested(['--grpc-port', '1', '--help'])).toBe(true);
    expect(helpRequested([])).toBe(false);
    expect(renderHelp(table, 'gateway')).toContain('--store-text VALUE   (BREAKWATER_STORE_TEXT)');
  });
});
