import { createServer, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { DatabaseError } from './database-error.js';
import { openDatabase, type Database } from './database.js';
import type { Decision } from './decision.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { storableText } from './storable.js';
import { someDecision, someRetraction } from './testing/decisions.js';
import { query } from './testing/query.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { uuidV7Generator } from './uuid-v7.js';

const folder = temporaryFolder();
const nextId = uuidV7Generator();
let server: EmbeddedPostgres;
let database: Database;
/** A tenant of its own for each test. */
let tenantId: string;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir: `${folder.path}/data-dir` });
  database = await openDatabase({ url: server.url });
}, 30_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
  folder.remove();
}, 30_000);

const decision = (about: Partial<Decision> = {}) => someDecision({ id: nextId(), tenantId, ...about });
const latest = (limit = 100) => database.decisions.last({ tenantId, limit });

describe('migrate', () => {
  test('by several processes at once runs each migration once; down takes it all back', async () => {
    const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
    const others = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ url: server.url, poolSize: 1 })));
    const ran = await Promise.all([database, ...others].map((each) => each.migrate()));
    const all = ['CreateDecisions1764000000000', 'CreateRetractions1764100000000'];
    expect(ran.flat().sort()).toEqual(all);
    expect(await query(server.url, tables)).toEqual([
      { tablename: 'decisions' },
      { tablename: 'retractions' },
      { tablename: 'schema_migrations' },
    ]);

    await database.revertLatestMigration();
    await database.revertLatestMigration();
    expect(await query(server.url, tables)).toEqual([{ tablename: 'schema_migrations' }]);
    expect(await database.migrate()).toEqual(all);
    expect(await database.migrate()).toEqual([]);
    await Promise.all(others.map((each) => each.close()));
  }, 30_000);

  test('waits longer for another one than a statement may take', async () => {
    const hurried = await openDatabase({ url: server.url, poolSize: 1, statementTimeoutMs: 50 });
    const held = query(server.url, 'SELECT pg_advisory_lock(7305421), pg_sleep(0.2)');
    expect(await hurried.migrate()).toEqual([]);
    await held;
    await expect(hurried.ping()).resolves.toBeUndefined();
    await hurried.close();
  });

  test.each(['decisions', 'retractions'])('the schema it makes of %s', async (table) => {
    const columns = await query<{ line: string }>(
      server.url,
      `SELECT concat_ws(' ', column_name, data_type, CASE is_nullable WHEN 'NO' THEN 'NOT NULL' END) AS line
       FROM information_schema.columns WHERE table_name = '${table}' ORDER BY ordinal_position`,
    );
    const rest = await query<{ line: string }>(
      server.url,
      `SELECT indexdef AS line FROM pg_indexes WHERE tablename = '${table}'
       UNION ALL SELECT concat(conname, ' ', pg_get_constraintdef(oid)) FROM pg_constraint
       WHERE conrelid = '${table}'::regclass ORDER BY 1`,
    );
    expect([...columns, ...rest].map(({ line }) => line).join('\n')).toMatchSnapshot();
  });
});

describe('retractions', () => {
  const tenant = 'tenant of retractions';
  const retraction = (about: Parameters<typeof someRetraction>[0] = {}) => ({
    ...someRetraction({ tenantId: tenant, ...about }),
    id: nextId(),
    foundAt: new Date('2026-01-02T03:04:05.678Z'),
  });

  test('come back as they were, by any message that they name, of their tenant only', async () => {
    const row = retraction({ messageIds: ['r1', "r'2", 'r3\0'] });
    const expected = { ...row, messageIds: ['r1', "r'2", 'r3\ufffd'] };
    expect(await database.retractions.insert([row, retraction({ tenantId: `${tenant} and another` })])).toBe(2);
    expect(await database.retractions.insert([row])).toBe(0);
    for (const messageId of ['r1', "r'2", 'r3\0']) {
      expect(await database.retractions.ofMessage({ tenantId: tenant, messageId })).toEqual([expected]);
    }
    expect(await database.retractions.ofMessage({ tenantId: tenant, messageId: 'm1' })).toEqual([]);
  });
});

describe('decisions', () => {
  beforeEach(() => (tenantId = nextId()));

  test('come back as they went in', async () => {
    const rows = [
      decision(),
      decision({
        sentAt: new Date('0001-01-01T00:00:00.000Z'),
        sampled: true,
        action: 'ALLOW',
        topics: [],
        hits: [],
        reasons: [],
        degraded: ['NOT_RECORDED', 'HITS_TRUNCATED'],
        text: '',
        redactedText: '*',
      }),
      decision({ sentAt: new Date('9999-12-31T23:59:59.999Z'), serverTimeUs: 2 ** 31 - 1, severity: 0 }),
    ];
    expect(await database.decisions.insert(rows)).toBe(3);
    expect(await latest()).toEqual(rows.toReversed());
  });

  test('also with hostile strings', async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\0', '\ud800', '\udfff', '\\', '\\u0000', '"', "'", '{', '}', ',', 'NULL', '\n', '$1', '😀'),
        fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      ),
      maxLength: 12,
    });
    const row = fc.record({
      messageId: text,
      senderId: text,
      channelId: text,
      audience: text,
      topics: fc.array(fc.record({ topic: text, severity: fc.nat(7) }), { maxLength: 2 }),
      reasons: fc.array(text, { maxLength: 3 }),
      degraded: fc.array(text, { maxLength: 2 }),
      sentAt: fc.option(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
      ),
      text: fc.option(text),
      redactedText: fc.option(text),
    });
    const storable = (value: unknown): unknown =>
      typeof value === 'string'
        ? storableText(value)
        : Array.isArray(value)
          ? value.map(storable)
          : value !== null && typeof value === 'object' && !(value instanceof Date)
            ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)]))
            : value;
    await fc.assert(
      fc.asyncProperty(text, fc.array(row, { minLength: 1, maxLength: 20 }), async (tenant, rows) => {
        tenantId = `${nextId()}${tenant}`;
        const given = rows.map((about) => decision(about));
        expect(await database.decisions.insert(given)).toBe(given.length);
        expect(await latest()).toEqual(given.toReversed().map(storable));
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  test('of one id are inserted once, the first one stays', async () => {
    const row = decision();
    expect(await database.decisions.insert([row])).toBe(1);
    expect(await database.decisions.insert([{ ...row, messageId: 'other' }, decision({ messageId: 'm2' })])).toBe(1);
    expect((await latest()).map(({ messageId }) => messageId)).toEqual(['m2', 'm1']);
    expect(await database.decisions.count(tenantId)).toBe(2);
  });

  test('are read newest first, and of one tenant alone', async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const rows = [3, 1, 2, 2].map((second, index) => decision({ decidedAt: at(second), messageId: `m${index}` }));
    await database.decisions.insert([...rows, decision({ tenantId: `${tenantId} of another`, messageId: 'foreign' })]);
    expect((await latest()).map(({ messageId }) => messageId)).toEqual(['m0', 'm3', 'm2', 'm1']);
    expect((await latest(2)).map(({ messageId }) => messageId)).toEqual(['m0', 'm3']);
    expect(await database.decisions.last({ tenantId: "' OR true --", limit: 9 })).toEqual([]);
  });

  const incompressible = () => Array.from({ length: 400 }, () => nextId()).join('');
  test.each<[string, () => Partial<Decision>, string]>([
    ['an unknown action', () => ({ action: 'MAYBE' }), '23514'],
    ['a severity that no smallint holds', () => ({ severity: 70_000 }), '22003'],
    ['an id that is none', () => ({ id: 'none' }), '22P02'],
    ['no date', () => ({ decidedAt: new Date(Number.NaN) }), '23502'],
    ['a tenant id too long for an index', () => ({ tenantId: incompressible() }), '54000'],
  ])('all or none: %s is a fault of the row', async (_, about, code) => {
    const error = await database.decisions.insert([decision(), decision(about())]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code, isDataFault: true });
    expect(await latest()).toEqual([]);
  });
});

describe('openDatabase', () => {
  const elsewhere = (change: (url: URL) => void) => {
    const url = new URL(server.url);
    change(url);
    return url.href;
  };

  test.each<[string, () => string, RegExp]>([
    [
      'a wrong password',
      () => elsewhere((url) => (url.password = 's3cret')),
      /wrong password for user breakwater \(28P01\)\.$/,
    ],
    [
      'a missing database',
      () => elsewhere((url) => (url.pathname = '/nowhere')),
      /it has no database nowhere \(3D000\)\.$/,
    ],
    ['no server', () => 'postgres://u:s3cret@127.0.0.1:1/d', /127\.0\.0\.1:1 cannot be used: nothing listens there/],
    ['a URL of another form', () => 'http://u:s3cret@h/d', /^The URL of the database is not of the form/],
  ])('%s is told in one sentence without the password', async (_, url, sentence) => {
    const error = (await openDatabase({ url: url() }).catch((caught: unknown) => caught)) as DatabaseError;
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toMatch(sentence);
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain('s3cret');
  });

  test('a server that takes connections and says nothing is given up', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as AddressInfo;
    const opening = openDatabase({ url: `postgres://u:p@127.0.0.1:${port}/d`, connectTimeoutMs: 50 });
    await expect(opening).rejects.toThrow(`The database at 127.0.0.1:${port} cannot be used: no answer in time.`);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });

  test('lost connections are replaced, and the loss is told', async () => {
    const said: string[] = [];
    const note = (_: object, sentence: string) => void said.push(sentence);
    const lossy = await openDatabase({
      url: server.url,
      poolSize: 1,
      applicationName: 'lossy',
      log: { info: note, warn: note, error: note },
    });
    await lossy.ping();
    await query(server.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lossy'`);
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await lossy.ping();
    expect(said[0]).toMatch(/^The database did not keep an idle connection: /);
    await lossy.close();
    await lossy.close();
    await expect(lossy.ping()).rejects.toBeInstanceOf(DatabaseError);
  });

  test('a statement that takes too long is ended', async () => {
    const hurried = await openDatabase({ url: server.url, poolSize: 1, statementTimeoutMs: 30 });
    const holding = query(server.url, 'BEGIN; LOCK TABLE decisions; SELECT pg_sleep(0.3); COMMIT');
    while ((await query(server.url, `SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock'`)).length === 0);
    await expect(hurried.decisions.count('')).rejects.toMatchObject({ code: '57014', isDataFault: false });
    await holding;
    await hurried.close();
  });
});
