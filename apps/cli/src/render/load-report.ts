import { enumName, Error_Reason, Verdict_Action } from '@breakwater/contracts';
import type { LoadOutcome, LoadPlan } from '../load/run-load.js';
import { duration, grouped } from './numbers.js';

/** The result of a load run as data: all durations in microseconds. */
export interface LoadReport {
  readonly server: string;
  readonly method: string;
  readonly loop: 'open' | 'closed';
  readonly rate: number | null;
  readonly concurrency: number | null;
  readonly connections: number;
  readonly batch: number;
  readonly seconds: number;
  readonly sent: number;
  readonly answered: number;
  readonly messagesPerSecond: number;
  readonly latencyUs: Record<'mean' | 'p50' | 'p90' | 'p99' | 'p999' | 'max', number>;
  readonly actions: Record<string, number>;
  readonly refused: Record<string, number>;
  readonly errors: Record<string, number>;
  readonly lastFailure: string;
  readonly generatorCores: number;
}

export function loadReport(plan: LoadPlan, { tracker, seconds, lastFailure, generatorCores }: LoadOutcome): LoadReport {
  const { latency, errors, sent, answered } = tracker;
  const rounded = (us: number) => Number(us.toFixed(1));
  const percentile = (share: number) => rounded(latency.percentile(share));
  return {
    server: plan.address,
    method: plan.method,
    loop: 'rate' in plan.pace ? 'open' : 'closed',
    rate: 'rate' in plan.pace ? plan.pace.rate : null,
    concurrency: 'concurrency' in plan.pace ? plan.pace.concurrency : null,
    connections: plan.connections,
    batch: plan.method === 'unary' ? 1 : plan.batch,
    seconds: Number(seconds.toFixed(3)),
    sent,
    answered,
    messagesPerSecond: Math.round(answered / seconds),
    latencyUs: {
      mean: rounded(latency.mean),
      p50: percentile(0.5),
      p90: percentile(0.9),
      p99: percentile(0.99),
      p999: percentile(0.999),
      max: rounded(latency.max),
    },
    actions: named(tracker.actions, Verdict_Action),
    refused: named(tracker.refused, Error_Reason),
    errors: { ...errors },
    lastFailure,
    generatorCores: Number(generatorCores.toFixed(2)),
  };
}

/** Errors and refusals together. */
export function countErrors({ errors, refused }: LoadReport): number {
  return [...Object.values(errors), ...Object.values(refused)].reduce((sum, count) => sum + count, 0);
}

export function renderLoadReport(report: LoadReport): string {
  const { latencyUs: l } = report;
  const pace =
    report.rate === null
      ? `closed loop, ${grouped(report.concurrency ?? 0)} messages out`
      : `open loop, ${grouped(report.rate)} messages a second`;
  const counts = (values: Record<string, number>) =>
    Object.entries(values)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${name} ${grouped(count)}`)
      .join('  ') || 'none';
  const rows = [
    ['load', `${report.method} to ${report.server}, ${pace}`],
    ['', `${report.connections} connection${report.connections === 1 ? '' : 's'}, up to ${report.batch} a frame`],
    ['rate', `${grouped(report.messagesPerSecond)} answers a second over ${report.seconds.toFixed(1)} s`],
    ['messages', `${grouped(report.sent)} sent, ${grouped(report.answered)} judged`],
    ['latency', `p50 ${duration(l.p50)}  p90 ${duration(l.p90)}  p99 ${duration(l.p99)}  p99.9 ${duration(l.p999)}`],
    ['', `max ${duration(l.max)}  mean ${duration(l.mean)}, from each message's scheduled time`],
    ['actions', counts(report.actions)],
    ['refused', counts(report.refused)],
    ['errors', counts(report.errors) + (report.lastFailure === '' ? '' : ` (last: ${report.lastFailure})`)],
    ['generator', `${report.generatorCores.toFixed(2)} cores`],
  ];
  return rows.map(([name, value]) => `${name?.padEnd(10)} ${value}\n`).join('');
}

function named(counts: ReadonlyMap<number, number>, names: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => a - b).map(([value, n]) => [enumName(names, value), n]));
}
