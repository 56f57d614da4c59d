import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, startEmbeddedPostgres, type Decision, type EmbeddedPostgres } from '@breakwater/aurora';
import { runCommand } from './testing/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-decisions-'));
// As root PostgreSQL runs as another user, who must get through.
chmodSync(folder, 0o755);
const dataDir = join(folder, 'kept');
let server: EmbeddedPostgres;

function decision(number: number, tenantId: string): Decision {
  return {
    id: `01a20cf2-b964-7556-962d-44feed34000${number}`,
    decidedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, number)),
    tenantId,
    messageId: `m${number}`,
    senderId: 's',
    channelId: '',
    contentKind: 'CHAT',
    audience: 'teen',
    action: 'BLOCK',
    severity: 6,
    topics: [{ topic: 'fraud', severity: 6 }],
    hits: [],
    reasons: [],
    degraded: [],
    policyVersion: 'p',
    lexiconVersion: 'l',
    modelVersion: 'none',
    sampled: false,
    sentAt: null,
    serverTimeUs: 5,
    text: null,
    redactedText: null,
  };
}

const decisions = (...argv: string[]) => runCommand(['decisions', ...argv], { cwd: folder });
const idsIn = (text: string) => (JSON.parse(text) as { messageId: string }[]).map(({ messageId }) => messageId);

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir });
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a database without the table is told', async () => {
  const { code, err } = await decisions('--database', server.url);
  expect({ code, err }).toEqual({
    code: 1,
    err: 'breakwater: The database has no table of decisions yet: start the gateway on it once.\n',
  });
});

test('a folder without a database is told in one sentence, and nothing is made', async () => {
  const elsewhere = join(folder, 'elsewhere');
  expect(await decisions('--data-dir', elsewhere)).toEqual({
    code: 1,
    out: '',
    err: `breakwater: There is no database in ${elsewhere}: name the gateway's folder with --data-dir, or --database URL.\n`,
  });
  expect(existsSync(elsewhere)).toBe(false);
});

test('the latest first: by URL, from a running server and from one at rest', async () => {
  const database = await openDatabase({ url: server.url });
  await database.migrate();
  await database.decisions.insert([1, 2, 3].map((number) => decision(number, '')));
  await database.decisions.insert([decision(4, 'other')]);
  await database.close();

  const byUrl = await decisions('--database', server.url, '--last', '2', '--json');
  expect(idsIn(byUrl.out)).toEqual(['m3', 'm2']);
  expect(JSON.parse(byUrl.out)).toMatchObject([{ decidedAt: '2026-01-01T00:00:03.000Z', action: 'BLOCK' }, {}]);
  const running = await decisions('--data-dir', 'kept', '--json', '--tenant', 'other');
  expect(idsIn(running.out)).toEqual(['m4']);

  await server.stop();
  const atRest = await decisions('--data-dir', 'kept');
  expect({ code: atRest.code, err: atRest.err }).toEqual({ code: 0, err: '' });
  expect(atRest.out.trimEnd().split('\n')).toHaveLength(4);
  expect(atRest.out).toMatch(/\n2026-01-01T00:00:03.000Z {2}BLOCK {3}6 {9}teen {6}fraud 6 {2}m3 {7}s {7}-\n/);
}, 60_000);

test.each([
  [['--last', '0'], 2, '--last must be a whole number from 1 to 1000.'],
  [['--database', 'mysql://x'], 2, '--database must be a postgres:// URL.'],
  [['--database', 'postgres://a@127.0.0.1:1/b', '--data-dir', 'x'], 2, 'exclude each other'],
  [['--database', 'postgres://a:secret@127.0.0.1:1/b'], 1, 'The database at 127.0.0.1:1 cannot be used'],
])('%j ends with code %d and one sentence', async (argv, code, sentence) => {
  const ended = await decisions(...argv);
  expect(ended).toMatchObject({ code, out: '' });
  expect(ended.err).toContain(sentence);
  expect(ended.err).not.toContain('secret');
});
