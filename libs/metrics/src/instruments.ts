import type { CounterDefinition, GaugeDefinition, HistogramDefinition, MetricDefinition } from './catalogue.js';

/** One line of the exposition, in prom-client's JSON form. */
export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

/** One metric with its samples: JSON, small enough for IPC (a few KB for the whole catalogue). */
export interface MetricSnapshot {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly aggregator: string;
  readonly values: readonly Sample[];
}

export type Labels<L extends string> = Readonly<Record<L, string>>;

/** Label sets of one metric before further ones are counted together under `other`. */
const mostChildren = 1000;
const overflow = 'other';
/** The contract's word for "no value" in an enum. */
const noValue = /^unspecified$/i;

interface Series<L extends string, Child> {
  readonly labels: Labels<L>;
  readonly child: Child;
  /** Has a label value "unspecified". */
  readonly unexpected: boolean;
}

/**
 * What all kinds share: children by label values, made on first use and exported from then on, also at zero: except
 * one with a label value "unspecified", which nothing should ever count and which shows up only once something did. So a
 * caller may make a child for every value of an enum. Look a child up once (a Map look-up and a string) and keep it;
 * what a kept child costs is said at its methods.
 */
abstract class Instrument<L extends string, Child> {
  private readonly children = new Map<string, Series<L, Child>>();

  private readonly labelNames: readonly L[];

  constructor(protected readonly definition: MetricDefinition & { readonly labels: readonly L[] }) {
    this.labelNames = definition.labels;
  }

  /** The child with these label values. Past 1,000 of them, the one whose values are all `other`. */
  child(labels: Labels<L>): Child {
    const key = this.labelNames.map((label) => labels[label]).join('\u0000');
    const known = this.children.get(key);
    if (known !== undefined) return known.child;
    if (this.children.size >= mostChildren && this.labelNames.some((label) => labels[label] !== overflow)) {
      return this.child(Object.fromEntries(this.labelNames.map((label) => [label, overflow])) as Labels<L>);
    }
    const child = this.create();
    const unexpected = this.labelNames.some((label) => noValue.test(labels[label]));
    this.children.set(key, { labels: { ...labels }, child, unexpected });
    return child;
  }

  /** The metric as prom-client's registry reads it. */
  get(): MetricSnapshot {
    const { name, help, kind, merge } = this.definition;
    const values: Sample[] = [];
    for (const { labels, child, unexpected } of this.children.values()) {
      if (!unexpected || this.isUsed(child)) this.sample(labels, child, values);
    }
    return { name, help, type: kind, aggregator: merge, values };
  }

  protected forgetChildren(): void {
    this.children.clear();
  }

  protected abstract create(): Child;
  /** Whether it counted anything yet. */
  protected abstract isUsed(child: Child): boolean;
  protected abstract sample(labels: Labels<L>, child: Child, into: Sample[]): void;
}

export class CounterChild {
  value = 0;

  /** Adds `by` (a number >= 0, not checked). About a nanosecond, no allocation. */
  inc(by = 1): void {
    this.value += by;
  }
}

/** A number that only grows. */
export class Counter<L extends string = never> extends Instrument<L, CounterChild> {
  constructor(definition: CounterDefinition & { readonly labels: readonly L[] }) {
    super(definition);
  }

  protected create(): CounterChild {
    return new CounterChild();
  }

  protected isUsed({ value }: CounterChild): boolean {
    return value !== 0;
  }

  protected sample(labels: Labels<L>, { value }: CounterChild, into: Sample[]): void {
    into.push({ value, labels });
  }
}

export class GaugeChild {
  private value = 0;
  private read: (() => number) | undefined;

  /** Each about a nanosecond, no allocation. */
  set(value: number): void {
    this.value = value;
  }

  inc(by = 1): void {
    this.value += by;
  }

  dec(by = 1): void {
    this.value -= by;
  }

  /** Asks `read` (synchronous, must not throw) whenever metrics are collected: nothing to do on the hot path. */
  readWith(read: () => number): void {
    this.read = read;
  }

  current(): number {
    return this.read === undefined ? this.value : this.read();
  }
}

/** A number that goes up and down. */
export class Gauge<L extends string = never> extends Instrument<L, GaugeChild> {
  constructor(definition: GaugeDefinition & { readonly labels: readonly L[] }) {
    super(definition);
  }

  /** For `_info` metrics: exports 1 with these labels and forgets every other label set. */
  only(labels: Labels<L>): void {
    this.forgetChildren();
    this.child(labels).set(1);
  }

  protected create(): GaugeChild {
    return new GaugeChild();
  }

  protected isUsed(child: GaugeChild): boolean {
    return child.current() !== 0;
  }

  protected sample(labels: Labels<L>, child: GaugeChild, into: Sample[]): void {
    into.push({ value: child.current(), labels });
  }
}

export class HistogramChild {
  /** Observations per bucket, not cumulated; the last is beyond every bound. */
  readonly counts: Float64Array;
  sum = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** Counts one value in the metric's unit. A scan over at most 14 bounds: some 5 ns, no allocation. */
  observe(value: number): void {
    const { bounds, counts } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket += 1;
    counts[bucket]! += 1;
    this.sum += value;
  }
}

/** How values are spread over buckets. */
export class Histogram<L extends string = never> extends Instrument<L, HistogramChild> {
  private readonly bounds: readonly number[];

  constructor(definition: HistogramDefinition & { readonly labels: readonly L[] }) {
    super(definition);
    this.bounds = definition.buckets;
  }

  protected create(): HistogramChild {
    return new HistogramChild(this.bounds);
  }

  protected isUsed({ counts }: HistogramChild): boolean {
    return counts.some((count) => count > 0);
  }

  protected sample(labels: Labels<L>, child: HistogramChild, into: Sample[]): void {
    const { name } = this.definition;
    let total = 0;
    child.counts.forEach((count, index) => {
      total += count;
      into.push({
        value: total,
        labels: { le: this.bounds[index] ?? '+Inf', ...labels },
        metricName: `${name}_bucket`,
      });
    });
    into.push({ value: child.sum, labels, metricName: `${name}_sum` });
    into.push({ value: total, labels, metricName: `${name}_count` });
  }
}
