import { catalogue, type MetricDefinition } from './catalogue.js';

const definitions = Object.values<MetricDefinition>(catalogue);
const byName = definitions.map((definition) => [definition.name, definition] as const);

test('no name is taken twice', () => {
  const names = definitions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(byName)('%s', (name, definition) => {
  test('is snake_case, of our own, and says its unit at the end', () => {
    expect(name).toMatch(/^breakwater(_[a-z]+)+$/);
    const endings = {
      counter: /_total$/,
      gauge: /_(seconds|messages|streams|watches|bytes|depth|capacity|up|info)$/,
      histogram: /_(seconds|messages)$/,
    };
    expect(name).toMatch(endings[definition.kind]);
    expect(name).not.toMatch(/_(milliseconds|ms|us|microseconds|minutes|kb|mb)(_|$)/);
    expect(name).not.toMatch(/_(bucket|sum|count)$/);
  });

  test('has help of a sentence or two', () => {
    expect(definition.help).toMatch(/^[A-Z1].{15,}\.$/);
    expect(definition.help).not.toMatch(/\s{2}|\n/);
  });

  test('has good labels', () => {
    const { labels } = definition;
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).toMatch(/^[a-z]+(_[a-z]+)*$/);
    for (const reserved of ['le', 'quantile', 'job', 'instance']) expect(labels).not.toContain(reserved);
  });

  test('merges as its kind must', () => {
    if (definition.kind !== 'gauge') expect(definition.merge).toBe('sum');
    if (name.endsWith('_info')) expect(definition.merge).toBe('first');
  });

  test('has rising buckets, if it is a histogram', () => {
    if (definition.kind !== 'histogram') return;
    const { buckets } = definition;
    expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
    expect(buckets[0]).toBeGreaterThan(0);
    // observe() scans them, and says what that costs for 14.
    expect(buckets.length).toBeLessThanOrEqual(14);
  });
});
