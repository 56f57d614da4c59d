import { AggregatorRegistry, collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import { catalogue, type Catalogue, type MetricDefinition } from './catalogue.js';
import { Counter, Gauge, Histogram, type MetricSnapshot } from './instruments.js';

/** All metrics of one process at one moment, as JSON: what a worker sends to the process that merges. */
export type Snapshot = readonly MetricSnapshot[];

type InstrumentOf<D> = D extends { kind: 'counter'; labels: readonly (infer L extends string)[] }
  ? Counter<L>
  : D extends { kind: 'gauge'; labels: readonly (infer L extends string)[] }
    ? Gauge<L>
    : D extends { kind: 'histogram'; labels: readonly (infer L extends string)[] }
      ? Histogram<L>
      : never;

/** The catalogue, ready to count with, by its keys: `metrics.verdicts.child({ audience, action }).inc()`. */
export type Instruments = { readonly [Key in keyof Catalogue]: InstrumentOf<Catalogue[Key]> };

export interface Metrics extends Instruments {
  /** The Content-Type of an exposition. */
  readonly contentType: string;
  /** This process's metrics in the Prometheus text format. A millisecond or two. */
  exposition(): Promise<string>;
  /** This process's metrics as JSON, for `aggregate`. */
  snapshot(): Promise<Snapshot>;
}

export interface MetricsOptions {
  /** Whether the process's own metrics (CPU, memory, event loop lag, garbage collection) are exported too: true. */
  readonly processMetrics?: boolean;
}

/** Makes the catalogue's metrics, bound to a registry of their own; nothing global. One per process. */
export function createMetrics({ processMetrics = true }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  const instruments: Record<string, ReturnType<typeof instrument>> = {};
  for (const [key, definition] of Object.entries<MetricDefinition>(catalogue)) {
    const made = instrument(definition);
    // Without labels there is one child, which is exported from the start.
    if (definition.labels.length === 0) made.child({} as never);
    instruments[key] = made;
    // The registry needs `name` and `get` of a metric; prom-client's own classes do too much per increment.
    registry.registerMetric({ name: definition.name, get: () => made.get() } as unknown as Metric);
  }
  if (processMetrics) collectDefaultMetrics({ register: registry });
  return Object.assign(instruments as unknown as Instruments, {
    contentType: registry.contentType,
    exposition: () => registry.metrics(),
    snapshot: async () => (await registry.getMetricsAsJSON()) as unknown as Snapshot,
  });
}

/**
 * Merges the snapshots of several processes into one exposition: counters and histograms are summed, gauges as the
 * catalogue says. A millisecond or two per part.
 */
export async function aggregate(parts: readonly Snapshot[]): Promise<string> {
  return AggregatorRegistry.aggregate(parts as unknown as object[]).metrics();
}

function instrument(definition: MetricDefinition) {
  switch (definition.kind) {
    case 'counter':
      return new Counter<string>(definition);
    case 'gauge':
      return new Gauge<string>(definition);
    case 'histogram':
      return new Histogram<string>(definition);
  }
}
