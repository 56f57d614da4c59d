import { Degradation_Mark, Verdict_Action } from '@breakwater/contracts';
import { createMetrics, type Metrics } from '@breakwater/metrics';
import { openDatabase } from './database.js';
import { DecisionRecorder, type DecisionRecorderOptions } from './decision-recorder.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { someMessage, someRetraction, someVerdict } from './testing/decisions.js';
import { query } from './testing/query.js';
import { temporaryFolder } from './testing/temporary-folder.js';

const folder = temporaryFolder();
const dataDir = `${folder.path}/data-dir`;
let server: EmbeddedPostgres;
let metrics: Metrics;
let recorder: DecisionRecorder;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir });
}, 30_000);
afterAll(async () => {
  await server?.stop();
  folder.remove();
}, 30_000);
beforeEach(async () => {
  metrics = createMetrics({ processMetrics: false });
  const database = await openDatabase({ url: server.url, poolSize: 1 });
  await database.migrate();
  await database.close();
  await query(server.url, 'TRUNCATE decisions, retractions');
});
afterEach(() => recorder.drain(0));

function makeRecorder(options: Partial<DecisionRecorderOptions> = {}): DecisionRecorder {
  recorder = new DecisionRecorder({
    connect: () => openDatabase({ url: server.url, poolSize: 2, applicationName: 'recorder' }),
    metrics,
    capacity: 100_000,
    allowSampleRate: 0,
    storeText: true,
    flushIntervalMs: 5,
    backoffMs: { first: 5, longest: 50 },
    ...options,
  });
  return recorder;
}

function record(count: number, about: Parameters<typeof someVerdict>[0] = {}) {
  return Array.from({ length: count }, (_, index) => {
    const verdict = someVerdict(about);
    recorder.record(someMessage({ id: `m${index}`, text: `text ${index} \0 \ud800` }), verdict);
    return verdict;
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const written = async () => {
  const rows = await query<{ id: string }>(server.url, 'SELECT id FROM decisions ORDER BY id');
  return rows.map(({ id }) => id);
};

test('what was marked as buffered is what the table has, and as many as the metrics say', async () => {
  makeRecorder().start();
  const verdicts = record(3000);
  await until(() => recorder.depth === 0);
  expect(await written()).toEqual(verdicts.map(({ decisionId }) => decisionId));
  expect(await metrics.exposition()).toContain('\nbreakwater_decisions_recorded_total 3000\n');
});

test('the database may be stopped and started again without a loss', async () => {
  makeRecorder().start();
  const ids: string[] = [];
  const note = (count: number) => ids.push(...record(count).map(({ decisionId }) => decisionId));
  note(500);
  await until(() => recorder.depth === 0);
  note(2000);
  const { port } = server;
  const stopping = server.stop();
  note(2000);
  await stopping;
  note(10);
  await until(() => !recorder.connected);
  note(500);
  expect(recorder.depth).toBeGreaterThan(0);
  server = await startEmbeddedPostgres({ dataDir, port });
  note(10);
  await until(() => recorder.depth === 0);
  expect(await written()).toEqual(ids);
  expect(recorder.connected).toBe(true);
  expect(await metrics.exposition()).toContain(`\nbreakwater_decisions_recorded_total ${ids.length}\n`);
  expect(await metrics.exposition()).not.toMatch(/decisions_dropped_total\{.*\} [1-9]/);
}, 30_000);

test('a connection that hangs is given up for a new one', async () => {
  makeRecorder({ exchangeTimeoutMs: 300 }).start();
  record(10);
  await until(() => recorder.depth === 0);
  const backends = await query<{ pid: number }>(
    server.url,
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'recorder'`,
  );
  for (const { pid } of backends) process.kill(pid, 'SIGSTOP');
  try {
    record(10);
    await until(() => recorder.depth === 0);
    expect(await written()).toHaveLength(20);
  } finally {
    for (const { pid } of backends) process.kill(pid, 'SIGCONT');
  }
}, 30_000);

test('rows that the database refuses are lost alone', async () => {
  makeRecorder();
  const good = record(100);
  const bad = record(3, { severity: 70_000 });
  const alsoGood = record(50);
  record(1, { action: Verdict_Action.UNSPECIFIED });
  recorder.start();
  await until(() => recorder.depth === 0);
  expect(await written()).toEqual([...good, ...alsoGood].map(({ decisionId }) => decisionId));
  const text = await metrics.exposition();
  expect(text).toContain(`breakwater_decisions_dropped_total{action="block",reason="rejected"} ${bad.length}`);
  expect(text).toContain('breakwater_decisions_dropped_total{action="unspecified",reason="rejected"} 1');
});

test('a full queue drops what comes last, and drain writes what fitted', async () => {
  makeRecorder({ capacity: 700, batchSize: 200 });
  const verdicts = record(1000);
  const dropped = verdicts.filter(({ degraded }) => degraded.includes(Degradation_Mark.NOT_RECORDED));
  expect(dropped).toEqual(verdicts.slice(700));
  recorder.start();
  expect(await recorder.drain(10_000)).toEqual({ written: 700, lost: 0 });
  expect(await written()).toEqual(verdicts.slice(0, 700).map(({ decisionId }) => decisionId));
  const open = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'recorder'`;
  await until(async () => (await query(server.url, open)).length === 0);
});

test('a retraction names recorded decisions', async () => {
  makeRecorder().start();
  const [verdict] = record(1);
  const { id } = recorder.recordRetraction(someRetraction({ decisionIds: [verdict!.decisionId] }));
  const named = `SELECT r.id, d.message_id FROM retractions r JOIN decisions d ON d.id = ANY (r.decision_ids)`;
  await until(async () => (await query(server.url, 'SELECT 1 FROM retractions')).length === 1);
  expect(await query(server.url, named)).toEqual([{ id, message_id: 'm0' }]);
});
