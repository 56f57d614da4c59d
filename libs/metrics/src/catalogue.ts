/** How the workers of one gateway are merged into one series; `first` where all of them say the same. */
export type Merge = 'sum' | 'max' | 'min' | 'first';

interface Common {
  /**
   * Prometheus name: snake_case, `breakwater_`, ending in the unit (`_seconds`, `_messages`, `_streams`, `_watches`, `_bytes`), in `_total`
   * (counters) or `_info`, or, for what has no unit, in `_depth`, `_capacity` or `_up`.
   */
  readonly name: string;
  /** One sentence for the person who reads a dashboard. */
  readonly help: string;
  /** Label names, snake_case. Values are in lower case but for names that others gave (methods, error reasons). */
  readonly labels: readonly string[];
  readonly merge: Merge;
}

export interface CounterDefinition extends Common {
  readonly kind: 'counter';
}

export interface GaugeDefinition extends Common {
  readonly kind: 'gauge';
}

export interface HistogramDefinition extends Common {
  readonly kind: 'histogram';
  /** Inclusive upper bounds, rising; +Inf is implied. */
  readonly buckets: readonly number[];
}

export type MetricDefinition = CounterDefinition | GaugeDefinition | HistogramDefinition;

function counter<const L extends string = never>(name: string, help: string, ...labels: L[]) {
  return { kind: 'counter', name, help, labels: labels as readonly L[], merge: 'sum' } as const;
}

function gauge<const L extends string = never>(name: string, merge: Merge, help: string, ...labels: L[]) {
  return { kind: 'gauge', name, help, labels: labels as readonly L[], merge } as const;
}

function histogram<const L extends string = never>(
  name: string,
  buckets: readonly number[],
  help: string,
  ...labels: L[]
) {
  return { kind: 'histogram', name, help, labels: labels as readonly L[], merge: 'sum', buckets } as const;
}

/** 50 us to 1 s, with the 10 ms that callers are promised as a bound of its own. */
const requestBuckets = [
  0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
];
/** 1 us to 10 ms: one message costs microseconds. */
const scanBuckets = [
  0.000_001, 0.000_002_5, 0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.01,
];
/** 1 ms to 10 s: a database, also a slow one. */
const databaseBuckets = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const batchBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * Every metric that Breakwater exports, in the order of /metrics. Code, alerts and dashboards take names from here.
 * The process's own (`process_*`, `nodejs_*`: CPU, memory, event loop lag, garbage collection) come from prom-client
 * under their usual names.
 */
export const catalogue = {
  messagesJudged: counter(
    'breakwater_messages_judged_total',
    'Messages judged, by content kind and the strictest action among their audiences.',
    'content_kind',
    'action',
  ),
  verdicts: counter('breakwater_verdicts_total', 'Verdicts given, by audience and action.', 'audience', 'action'),
  hits: counter('breakwater_hits_total', 'Hits reported in verdicts of a message, by topic.', 'topic'),
  scanDuration: histogram(
    'breakwater_message_duration_seconds',
    scanBuckets,
    'Server time spent on one message, from decoded to judged.',
  ),
  requestDuration: histogram(
    'breakwater_request_duration_seconds',
    requestBuckets,
    'Time from a decoded request (or stream frame) to its answer, by transport (grpc, http) and method.',
    'transport',
    'method',
  ),
  batchSize: histogram(
    'breakwater_batch_size_messages',
    batchBuckets,
    'Messages in one request or stream frame, by method.',
    'method',
  ),
  errors: counter(
    'breakwater_errors_total',
    'Messages and calls that got an error instead of a verdict, by reason.',
    'reason',
  ),
  streamsOpen: gauge('breakwater_open_streams', 'sum', 'Streams open now.'),
  frames: counter('breakwater_stream_frames_total', 'Stream frames, by direction (received, sent).', 'direction'),
  messagesInFlight: gauge('breakwater_in_flight_messages', 'sum', 'Messages read and not yet answered.'),
  decisionQueueDepth: gauge('breakwater_decision_queue_depth', 'sum', 'Decisions that wait for the database.'),
  decisionQueueCapacity: gauge(
    'breakwater_decision_queue_capacity',
    'sum',
    'Decisions that may wait before further ones are dropped.',
  ),
  decisionQueueOldestAge: gauge(
    'breakwater_decision_queue_oldest_age_seconds',
    'max',
    'How long the oldest waiting decision has waited; 0 where none waits.',
  ),
  decisionsRecorded: counter('breakwater_decisions_recorded_total', 'Decisions written to the database.'),
  decisionsDropped: counter(
    'breakwater_decisions_dropped_total',
    'Decisions lost, by action and reason (queue_full, rejected by the database, shutdown).',
    'action',
    'reason',
  ),
  decisionInsertFailures: counter(
    'breakwater_decision_insert_failures_total',
    'Attempts to write a batch of decisions that failed; they are tried again.',
  ),
  decisionInsertDuration: histogram(
    'breakwater_decision_insert_duration_seconds',
    databaseBuckets,
    'Time the database took for one batch of decisions.',
  ),
  windowMessages: counter(
    'breakwater_window_messages_total',
    'Messages that the window over channels heard of, by way (own: of a channel of this worker; forwarded to its owner).',
    'way',
  ),
  windowDropped: counter(
    'breakwater_window_dropped_total',
    'Messages that the window missed, by reason (queue_full, owner_away) or forgot early because it was full (evicted).',
    'reason',
  ),
  windowFindings: counter(
    'breakwater_window_findings_total',
    'What messages say or do together, by kind (joined, rate) and time (at_once: in the verdict; late: by retraction).',
    'kind',
    'time',
  ),
  windowHeld: gauge('breakwater_window_held_messages', 'sum', 'Messages that the window remembers.'),
  windowMemory: gauge('breakwater_window_memory_bytes', 'sum', 'Memory of the window over channels.'),
  windowLinks: gauge(
    'breakwater_window_links_up',
    'sum',
    'Connections that workers have to each other for what the window forwards and finds: n x (n - 1) for n workers.',
  ),
  windowQueue: gauge('breakwater_window_queue_bytes', 'sum', 'What waits to go to other workers.'),
  windowLinkFaults: counter(
    'breakwater_window_link_faults_total',
    'Connections between workers that were closed because what came over them was no frame.',
  ),
  retractions: counter(
    'breakwater_retractions_total',
    'Retractions delivered, by destination (stream, watch, record).',
    'to',
  ),
  retractionsDropped: counter(
    'breakwater_retractions_dropped_total',
    'Retractions that a destination (stream, watch, record, worker) did not get because it was full or going away.',
    'at',
  ),
  watchesOpen: gauge('breakwater_open_watches', 'sum', 'Watches of retractions open now.'),
  databaseUp: gauge(
    'breakwater_database_up',
    'min',
    '1 where the last exchange with the database succeeded, 0 where it failed or there was none yet.',
  ),
  rulesetInfo: gauge(
    'breakwater_ruleset_info',
    'first',
    'Always 1; the labels are the versions that decide now.',
    'policy',
    'lexicon',
    'model',
  ),
  workerInfo: gauge(
    'breakwater_worker_info',
    'first',
    'Always 1; one series per worker process, with its pid and versions.',
    'pid',
    'version',
    'node_version',
  ),
  workerRestarts: counter('breakwater_worker_restarts_total', 'Worker processes that died and were replaced.'),
} satisfies Record<string, MetricDefinition>;

export type Catalogue = typeof catalogue;
