import { catalogue, type MetricDefinition } from './catalogue.js';
import type { Counter } from './instruments.js';
import { aggregate, createMetrics, type Metrics } from './metrics.js';

const quiet = () => createMetrics({ processMetrics: false });
const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));
/** As a snapshot arrives from another process. */
const sent = async (metrics: Metrics) => JSON.parse(JSON.stringify(await metrics.snapshot()));

test('the exposition of the whole catalogue', async () => {
  const metrics = quiet();
  for (const [key, { labels }] of Object.entries<MetricDefinition>(catalogue)) {
    const instrument = metrics[key as 'verdicts'] as unknown as Counter<string>;
    instrument.child(Object.fromEntries(labels.map((label) => [label, `some-${label}`])));
  }
  expect(await metrics.exposition()).toMatchSnapshot();
});

test('unlabelled metrics are there from the start, labelled ones from their first use', async () => {
  const metrics = quiet();
  const before = await metrics.exposition();
  expect(linesOf(before, 'breakwater_decisions_recorded_total')).toEqual(['breakwater_decisions_recorded_total 0']);
  expect(linesOf(before, 'breakwater_verdicts_total')).toEqual([]);
  metrics.verdicts.child({ audience: 'teen', action: 'allow' });
  expect(linesOf(await metrics.exposition(), 'breakwater_verdicts_total')).toEqual([
    'breakwater_verdicts_total{audience="teen",action="allow"} 0',
  ]);
});

test('a child for "unspecified" appears only once it counted something', async () => {
  const metrics = quiet();
  const verdict = metrics.verdicts.child({ audience: 'teen', action: 'unspecified' });
  const dropped = metrics.decisionsDropped.child({ action: 'UNSPECIFIED', reason: 'rejected' });
  const took = metrics.requestDuration.child({ transport: 'grpc', method: 'unspecified' });
  const info = metrics.rulesetInfo.child({ policy: 'unspecified', lexicon: 'l', model: 'm' });
  expect(await metrics.exposition()).not.toMatch(/unspecified/i);
  verdict.inc();
  dropped.inc();
  took.observe(0);
  info.set(1);
  const after = await metrics.exposition();
  expect(after).toContain('breakwater_verdicts_total{audience="teen",action="unspecified"} 1');
  expect(after).toContain('breakwater_decisions_dropped_total{action="UNSPECIFIED",reason="rejected"} 1');
  expect(after).toContain('breakwater_request_duration_seconds_count{transport="grpc",method="unspecified"} 1');
  expect(after).toContain('breakwater_ruleset_info{policy="unspecified",lexicon="l",model="m"} 1');
});

test('a child is one and the same for the same label values, whatever their order', () => {
  const { verdicts } = quiet();
  const child = verdicts.child({ audience: 'teen', action: 'allow' });
  expect(verdicts.child({ action: 'allow', audience: 'teen' })).toBe(child);
  expect(verdicts.child({ audience: 'allow', action: 'teen' })).not.toBe(child);
});

test('label values are escaped', async () => {
  const metrics = quiet();
  metrics.hits.child({ topic: 'a"b\\c\nd' }).inc();
  expect(await metrics.exposition()).toContain('breakwater_hits_total{topic="a\\"b\\\\c\\nd"} 1');
});

test('past 1,000 label sets further ones are counted together', async () => {
  const metrics = quiet();
  for (let index = 0; index < 1200; index += 1) metrics.hits.child({ topic: `t${index}` }).inc();
  const lines = linesOf(await metrics.exposition(), 'breakwater_hits_total');
  expect(lines).toHaveLength(1001);
  expect(lines.at(-1)).toBe('breakwater_hits_total{topic="other"} 200');
  metrics.hits.child({ topic: 't7' }).inc();
  expect(await metrics.exposition()).toContain('breakwater_hits_total{topic="t7"} 2');
});

test('a gauge is set, moved, or read when it is collected', async () => {
  const metrics = quiet();
  metrics.messagesInFlight.child({}).set(5);
  metrics.messagesInFlight.child({}).inc(2);
  metrics.messagesInFlight.child({}).dec();
  let depth = 3;
  metrics.decisionQueueDepth.child({}).readWith(() => depth);
  depth = 4;
  const text = await metrics.exposition();
  expect(text).toContain('breakwater_in_flight_messages 6');
  expect(text).toContain('breakwater_decision_queue_depth 4');
});

test('an info metric has one label set, the last', async () => {
  const metrics = quiet();
  metrics.rulesetInfo.only({ policy: 'p1', lexicon: 'l', model: 'm' });
  metrics.rulesetInfo.only({ policy: 'p2', lexicon: 'l', model: 'm' });
  expect(linesOf(await metrics.exposition(), 'breakwater_ruleset_info')).toEqual([
    'breakwater_ruleset_info{policy="p2",lexicon="l",model="m"} 1',
  ]);
});

test('a histogram counts into inclusive bounds, cumulated', async () => {
  const metrics = quiet();
  const batch = metrics.batchSize.child({ method: 'm' });
  for (const size of [1, 2, 3, 1000, 1001]) batch.observe(size);
  const lines = linesOf(await metrics.exposition(), 'breakwater_batch_size_messages');
  const at = (bound: string) =>
    lines
      .find((line) => line.includes(`le="${bound}"`))
      ?.split(' ')
      .at(-1);
  expect(['1', '2', '5', '500', '1000', '+Inf'].map(at)).toEqual(['1', '2', '3', '3', '4', '5']);
  expect(lines).toContain('breakwater_batch_size_messages_sum{method="m"} 2007');
  expect(lines).toContain('breakwater_batch_size_messages_count{method="m"} 5');
});

test("the process's own metrics come along unless they are not wanted", async () => {
  expect(await createMetrics().exposition()).toContain('process_cpu_seconds_total');
  expect(await quiet().exposition()).not.toMatch(/^(process|nodejs)_/m);
});

describe('aggregate, over the snapshots of two workers', () => {
  async function merged(fill: (metrics: Metrics, worker: number) => void): Promise<string> {
    const parts = [1, 2].map((worker) => {
      const metrics = quiet();
      fill(metrics, worker);
      return sent(metrics);
    });
    return aggregate(await Promise.all(parts));
  }

  test('sums counters and histograms by label set', async () => {
    const text = await merged((metrics, worker) => {
      metrics.verdicts.child({ audience: 'teen', action: 'block' }).inc(worker * 10);
      metrics.verdicts.child({ audience: `of-${worker}`, action: 'block' }).inc();
      metrics.scanDuration.child({}).observe(worker === 1 ? 0.000_002 : 0.5);
    });
    expect(text).toContain('breakwater_verdicts_total{audience="teen",action="block"} 30');
    expect(text).toContain('breakwater_verdicts_total{audience="of-1",action="block"} 1');
    expect(text).toContain('breakwater_verdicts_total{audience="of-2",action="block"} 1');
    expect(text).toContain('breakwater_message_duration_seconds_bucket{le="0.0000025"} 1');
    expect(text).toContain('breakwater_message_duration_seconds_bucket{le="+Inf"} 2');
    expect(text).toContain('breakwater_message_duration_seconds_sum 0.500002');
    expect(text).toContain('breakwater_message_duration_seconds_count 2');
  });

  test('merges gauges as the catalogue says: sum, max, min, first', async () => {
    const text = await merged((metrics, worker) => {
      metrics.streamsOpen.child({}).set(worker * 2);
      metrics.decisionQueueOldestAge.child({}).set(worker === 1 ? 7 : 3);
      metrics.databaseUp.child({}).set(worker === 1 ? 1 : 0);
      metrics.rulesetInfo.only({ policy: 'p', lexicon: 'l', model: 'm' });
      metrics.workerInfo.only({ pid: String(worker), version: 'v', node_version: 'n' });
    });
    expect(text).toContain('breakwater_open_streams 6');
    expect(text).toContain('breakwater_decision_queue_oldest_age_seconds 7');
    expect(text).toContain('breakwater_database_up 0');
    expect(linesOf(text, 'breakwater_ruleset_info')).toEqual([
      'breakwater_ruleset_info{policy="p",lexicon="l",model="m"} 1',
    ]);
    expect(linesOf(text, 'breakwater_worker_info')).toHaveLength(2);
  });

  test('keeps help and types, and the exposition of one process is its own aggregate', async () => {
    const metrics = quiet();
    metrics.hits.child({ topic: 'fraud' }).inc();
    metrics.scanDuration.child({}).observe(1);
    expect(await aggregate([await sent(metrics)])).toBe(await metrics.exposition());
  });

  test('of nothing is empty', async () => {
    expect((await aggregate([])).trim()).toBe('');
  });
});
