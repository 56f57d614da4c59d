import { Degradation_Mark, Verdict_Action, Verdict_Durability } from '@breakwater/contracts';
import { createMetrics, type Metrics } from '@breakwater/metrics';
import { DatabaseError } from './database-error.js';
import { DecisionRecorder, type DecisionDatabase, type DecisionRecorderOptions } from './decision-recorder.js';
import type { Decision } from './decision.js';
import type { RetractionRecord } from './retraction-record.js';
import { someMessage, someRetraction, someVerdict } from './testing/decisions.js';

/** A database in memory that can be away, refuse rows or not answer. */
class FakeDatabase implements DecisionDatabase {
  readonly rows = new Map<string, Decision>();
  readonly batches: number[] = [];
  closed = 0;
  connects = 0;
  away = false;
  silent = false;
  poison = new Set<string>();

  readonly decisions = {
    insert: async (rows: readonly Decision[]): Promise<number> => {
      await this.answer();
      if (rows.some(({ messageId }) => this.poison.has(messageId))) throw new DatabaseError('A bad row.', '22P05');
      this.batches.push(rows.length);
      const before = this.rows.size;
      for (const row of rows) this.rows.set(row.id, row);
      return this.rows.size - before;
    },
  };

  readonly retractionRows: RetractionRecord[] = [];
  readonly retractions = {
    insert: async (rows: readonly RetractionRecord[]): Promise<number> => {
      await this.answer();
      this.retractionRows.push(...rows);
      return rows.length;
    },
  };

  connect = async () => {
    this.connects += 1;
    await this.answer();
    return this;
  };

  ping = () => this.answer();

  async close(): Promise<void> {
    this.closed += 1;
  }

  get messageIds(): string[] {
    return [...this.rows.values()].map(({ messageId }) => messageId);
  }

  private async answer(): Promise<void> {
    if (this.silent) await new Promise(() => undefined);
    if (this.away) throw new DatabaseError('The database is away.', 'ECONNREFUSED');
  }
}

let database: FakeDatabase;
let metrics: Metrics;
let said: string[];
let recorder: DecisionRecorder;

function makeRecorder(options: Partial<DecisionRecorderOptions> = {}): DecisionRecorder {
  const say = (_: object, sentence: string) => void said.push(sentence);
  recorder = new DecisionRecorder({
    connect: database.connect,
    metrics,
    capacity: 100,
    allowSampleRate: 0,
    storeText: false,
    log: { info: say, warn: say, error: say },
    flushIntervalMs: 1,
    backoffMs: { first: 1, longest: 4 },
    ...options,
  });
  return recorder;
}

function record(messageId: string, action: Verdict_Action = Verdict_Action.BLOCK) {
  const verdict = someVerdict({ action });
  recorder.record(someMessage({ id: messageId }), verdict);
  return verdict;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

const line = async (name: string) =>
  (await metrics.exposition()).split('\n').find((candidate) => candidate.startsWith(name));

beforeEach(() => {
  database = new FakeDatabase();
  metrics = createMetrics({ processMetrics: false });
  said = [];
});
afterEach(() => recorder.drain(0));

test('what is recorded is marked and written, in order, in batches', async () => {
  makeRecorder({ batchSize: 3 });
  const verdicts = ['a', 'b', 'c', 'd'].map((id) => record(id));
  expect(recorder.depth).toBe(4);
  expect(await line('breakwater_decision_queue_depth')).toBe('breakwater_decision_queue_depth 4');
  recorder.start();
  await until(() => recorder.depth === 0);
  expect(database.messageIds).toEqual(['a', 'b', 'c', 'd']);
  expect(database.batches).toEqual([3, 1]);
  expect(verdicts.map(({ durability }) => durability)).toEqual(Array(4).fill(Verdict_Durability.BUFFERED));
  expect(verdicts.map(({ decisionId }) => decisionId)).toEqual([...database.rows.keys()]);
  expect(recorder.connected).toBe(true);
  expect(await line('breakwater_database_up')).toBe('breakwater_database_up 1');
  expect(await line('breakwater_decisions_recorded_total')).toBe('breakwater_decisions_recorded_total 4');
});

test('of ALLOW verdicts the sampled share is recorded, of others all', () => {
  const numbers = [0.24, 0.25, 0.9, 0];
  makeRecorder({ allowSampleRate: 0.25, random: () => numbers.shift()! });
  const verdicts = ['a', 'b', 'c', 'd'].map((id) => record(id, Verdict_Action.ALLOW));
  expect(verdicts.map(({ durability }) => durability !== Verdict_Durability.NONE)).toEqual([true, false, false, true]);
  expect(verdicts.every(({ degraded }) => degraded.length === 0)).toBe(true);
  record('e', Verdict_Action.REDACT);
  expect(recorder.depth).toBe(3);
});

test('a full queue drops, says so in the verdict, in the metrics and once in the log', async () => {
  makeRecorder({ capacity: 2 });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => record(id));
  for (const kept of [a!, b!]) expect(kept.degraded).toEqual([]);
  for (const dropped of [c!, d!]) {
    expect(dropped).toMatchObject({ decisionId: '', durability: Verdict_Durability.NONE });
    expect(dropped.degraded).toEqual([Degradation_Mark.NOT_RECORDED]);
  }
  expect(await metrics.exposition()).toContain(
    'breakwater_decisions_dropped_total{action="block",reason="queue_full"} 2',
  );
  expect(await metrics.exposition()).not.toMatch(/unspecified/i);
  expect(said).toEqual(['decisions are not recorded: the queue is full']);
});

test('nothing fits a queue without room, and recording goes on', async () => {
  makeRecorder({ capacity: 0 }).start();
  expect(record('a').degraded).toEqual([Degradation_Mark.NOT_RECORDED]);
  await until(() => recorder.connected);
});

test('while the database is away decisions wait, and are written once it is back', async () => {
  database.away = true;
  makeRecorder().start();
  record('a');
  await until(() => database.connects > 3);
  expect(recorder.connected).toBe(false);
  record('b');
  database.away = false;
  await until(() => recorder.depth === 0);
  database.away = true;
  record('c');
  await until(() => !recorder.connected);
  expect(await line('breakwater_database_up')).toBe('breakwater_database_up 0');
  database.away = false;
  await until(() => recorder.depth === 0);
  expect(database.messageIds).toEqual(['a', 'b', 'c']);
  // One sentence for each time that it went or came, not one for each try.
  expect(said.map((sentence) => sentence.split(/[,.]/)[0])).toEqual([
    'decisions wait',
    'decisions reach the database',
    'decisions wait',
    'decisions reach the database',
  ]);
});

test('a database that does not answer is given up for a new connection', async () => {
  makeRecorder({ exchangeTimeoutMs: 5 }).start();
  await until(() => recorder.connected);
  database.silent = true;
  record('a');
  await until(() => !recorder.connected);
  expect(database.closed).toBeGreaterThan(0);
  database.silent = false;
  await until(() => recorder.depth === 0);
  expect(database.connects).toBeGreaterThan(1);
  expect(database.messageIds).toEqual(['a']);
});

test('a row that the database refuses is lost alone', async () => {
  database.poison = new Set(['c', 'g']);
  makeRecorder();
  for (const id of 'abcdefgh') record(id);
  recorder.start();
  await until(() => recorder.depth === 0);
  expect(database.messageIds.join('')).toBe('abdefh');
  expect(await metrics.exposition()).toContain(
    'breakwater_decisions_dropped_total{action="block",reason="rejected"} 2',
  );
  expect(await line('breakwater_decisions_recorded_total')).toBe('breakwater_decisions_recorded_total 6');
});

describe('drain', () => {
  test('writes what waits, closes, and takes nothing more', async () => {
    makeRecorder({ batchSize: 2, flushIntervalMs: 60_000 }).start();
    await until(() => recorder.connected);
    for (const id of 'abc') record(id);
    const draining = recorder.drain(10_000);
    const late = record('d');
    expect(late.degraded).toEqual([Degradation_Mark.NOT_RECORDED]);
    expect(await draining).toEqual({ written: 3, lost: 0 });
    expect(database.messageIds.join('')).toBe('abc');
    expect(database.closed).toBe(1);
    expect(await metrics.exposition()).toContain(
      'breakwater_decisions_dropped_total{action="block",reason="shutdown"} 1',
    );
    expect(await recorder.drain(1)).toEqual({ written: 3, lost: 0 });
  });

  test('counts as lost what it cannot write in time', async () => {
    database.away = true;
    makeRecorder().start();
    for (const id of 'abc') record(id);
    expect(await recorder.drain(20)).toEqual({ written: 0, lost: 3 });
    expect(await metrics.exposition()).toContain(
      'breakwater_decisions_dropped_total{action="block",reason="shutdown"} 3',
    );
    expect(recorder.depth).toBe(0);
  });

  test('does not wait longer for a database that does not answer', async () => {
    makeRecorder().start();
    await until(() => recorder.connected);
    database.silent = true;
    record('a');
    expect(await recorder.drain(5)).toEqual({ written: 0, lost: 1 });
  });

  test('waits out a database that is away for a moment', async () => {
    database.away = true;
    makeRecorder().start();
    record('a');
    const draining = recorder.drain(10_000);
    await until(() => database.connects > 2);
    database.away = false;
    expect(await draining).toEqual({ written: 1, lost: 0 });
  });

  test('of one that was never started writes as well', async () => {
    makeRecorder();
    record('a');
    expect(await recorder.drain(10_000)).toEqual({ written: 1, lost: 0 });
  });
});

test('retractions are recorded too, after the decisions that they name, and counted by themselves', async () => {
  makeRecorder({ capacity: 2 });
  record('a');
  const made = [1, 2, 3].map(() => recorder.recordRetraction(someRetraction()));
  expect(made.map(({ recorded }) => recorded)).toEqual([true, true, false]);
  expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  recorder.start();
  await until(() => database.retractionRows.length === 2);
  expect(database.retractionRows.map(({ id }) => id)).toEqual(made.slice(0, 2).map(({ id }) => id));
  expect(database.messageIds).toEqual(['a']);
  expect(await line('breakwater_retractions_total{to="record"}')).toBe('breakwater_retractions_total{to="record"} 2');
  expect(await line('breakwater_retractions_dropped_total')).toBe(
    'breakwater_retractions_dropped_total{at="record"} 1',
  );
});

test('a drain writes the retractions that wait, and counts those it has to leave', async () => {
  makeRecorder();
  recorder.recordRetraction(someRetraction());
  expect(await recorder.drain(1000)).toEqual({ written: 1, lost: 0 });
  makeRecorder();
  database.away = true;
  recorder.recordRetraction(someRetraction());
  expect(await recorder.drain(5)).toEqual({ written: 0, lost: 1 });
  expect(recorder.recordRetraction(someRetraction()).recorded).toBe(false);
});
