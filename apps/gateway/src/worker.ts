import cluster from 'node:cluster';
import { DecisionRecorder, openDatabase } from '@breakwater/aurora';
import { fileDescriptorSet } from '@breakwater/contracts/descriptor';
import { createMetrics } from '@breakwater/metrics';
import { createLogger, GrpcServer, StartupError, type Logger } from '@breakwater/service-kit';
import type { ToPrimary, ToWorker } from './cluster/messages.js';
import { MetricsExchange } from './cluster/metrics-exchange.js';
import { removeFolderOf } from './cluster/peer-directory.js';
import { ModerationService } from './grpc/moderation.service.js';
import { createHttpServer } from './http/http-server.js';
import { Judge } from './judge.js';
import { MessageRules } from './message-rules.js';
import { Meters } from './meters.js';
import { loadRuleset } from './ruleset.js';
import { createChannelWindow } from './window/create-channel-window.js';
import { RetractionHub } from './window/retraction-hub.js';
import { WorkerHealth } from './worker-health.js';

const serviceName = 'breakwater.moderation.v1.ModerationService';

/** Share of drainSeconds that belongs to the calls in flight; the rest is for the decisions on their way out. */
const callsShare = 0.7;

/**
 * One worker process: waits for the primary's word, wires everything, answers until it is told to drain. It also
 * drains when the primary has died, and on a SIGTERM of its own.
 */
export async function runWorker(): Promise<void> {
  const start = await startMessage();
  const { settings } = start;
  const log = createLogger('gateway', settings.logLevel, {
    role: 'worker',
    worker: cluster.worker?.id,
    pid: process.pid,
  });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'worker crashed');
    process.exit(1);
  });
  try {
    const worker = await wire(start, log);
    onDrain(() => void worker.drain());
    tell({ kind: 'ready' });
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const refusal: ToPrimary = { kind: 'refused', sentence: error.message, exitCode: error.exitCode };
    process.send?.(refusal, () => process.exit(error.exitCode));
  }
}

/** The way of a message, from the outside in: servers, service, judge, ruleset; and the recorder it leaves by. */
async function wire(start: StartMessage, log: Logger): Promise<{ drain(): Promise<void> }> {
  const { settings, databaseUrl, slot } = start;
  const ruleset = loadRuleset(settings.defaultAudience);
  const metrics = createMetrics();
  const meters = new Meters(metrics);
  meters.introduce(ruleset.moderator.versions);
  const recorder = new DecisionRecorder({
    connect: () => openDatabase({ url: databaseUrl, poolSize: 2, applicationName: 'breakwater gateway', log }),
    metrics,
    capacity: settings.decisionQueueSize,
    allowSampleRate: settings.allowSampleRate,
    storeText: settings.storeText,
    log,
  });
  recorder.start();
  const rules = new MessageRules(ruleset.description.audiences, settings.maxTextBytes);
  const hub = new RetractionHub(slot, metrics);
  const { window, peers } = settings.windowEnabled
    ? await createChannelWindow({ start, ruleset, recorder, hub, metrics, log })
    : {};
  const judge = new Judge(ruleset.moderator, rules, recorder, meters, log, window);
  const health = new WorkerHealth(recorder);

  const grpc = new GrpcServer({
    services: [serviceName],
    descriptorSet: fileDescriptorSet(),
    maxConnectionAgeSeconds: settings.maxConnectionAgeSeconds,
  });
  const limits = {
    clientReadTimeoutMs: settings.clientReadTimeoutSeconds * 1000,
    maxAgeMs: settings.maxStreamAgeSeconds * 1000,
  };
  const service = new ModerationService(judge, ruleset.description, limits, meters, hub, log);
  service.addTo(grpc.server);
  const exchange = new MetricsExchange(metrics, tell);
  process.on('message', (message: ToWorker) => {
    void exchange.handle(message);
    if (message.kind === 'peers') peers?.meet(message.peers);
  });
  const http = await createHttpServer({ judge, ruleset, health, meters, metrics: exchange, hub, log });

  await grpc.bind(settings.grpcHost, settings.grpcPort);
  await http.listen(settings.httpPort, settings.httpHost);
  health.serving = true;
  grpc.setServing(true);

  return {
    async drain() {
      if (!health.serving) return;
      health.serving = false;
      const endAt = performance.now() + settings.drainSeconds * 1000;
      service.drain();
      const answered = await grpc.drain(settings.drainSeconds * 1000 * callsShare);
      peers?.depart();
      await within(endAt - performance.now(), http.close());
      const { written, lost } = await recorder.drain(Math.max(0, endAt - performance.now()));
      log.info({ written, lost, answered }, 'drained');
      peers?.close();
      if (start.address !== undefined && !process.connected) removeFolderOf(start.address);
      process.exit(answered && lost === 0 ? 0 : 1);
    },
  };
}

type StartMessage = Extract<ToWorker, { kind: 'start' }>;

function startMessage(): Promise<StartMessage> {
  return new Promise((resolve) => {
    process.once('message', (message: ToWorker) => {
      if (message.kind === 'start') resolve(message);
    });
  });
}

function onDrain(drain: () => void): void {
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'drain') drain();
  });
  process.on('SIGTERM', drain);
  // Ctrl-C reaches the whole process group: the primary decides what it means.
  process.on('SIGINT', () => undefined);
  cluster.worker?.on('disconnect', () => {
    // Without this node:cluster ends the process at once, with calls in flight.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    drain();
  });
}

function tell(message: ToPrimary): void {
  // One that is gone has ended the connection, and this worker drains.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/** Waits for a promise, but no longer than this. */
async function within(timeoutMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, timeoutMs));
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
