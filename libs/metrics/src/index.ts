/** Every metric that Breakwater exports, as data, and the means to count with them. */
export { catalogue, type Catalogue, type MetricDefinition } from './catalogue.js';
export {
  Counter,
  CounterChild,
  Gauge,
  GaugeChild,
  Histogram,
  HistogramChild,
  type Labels,
  type MetricSnapshot,
  type Sample,
} from './instruments.js';
export {
  aggregate,
  createMetrics,
  type Instruments,
  type Metrics,
  type MetricsOptions,
  type Snapshot,
} from './metrics.js';
