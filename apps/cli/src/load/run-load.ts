import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, FrameSource, type Connection } from '@breakwater/client/raw';
import type { Message } from '@breakwater/contracts';
import { Failure } from '../command.js';
import { CallLane, StreamLane, type Lane } from './lane.js';
import { mostOutstanding, Tracker } from './tracker.js';

export type LoadMethod = 'stream' | 'unary' | 'batch';

export interface LoadPlan {
  readonly address: string;
  /** Sent over and over, in order. */
  readonly messages: readonly Message[];
  readonly method: LoadMethod;
  readonly connections: number;
  /** Most messages in a frame or batch. */
  readonly batch: number;
  /** Open loop: messages a second, whatever the server does. Closed loop: messages out at any time. */
  readonly pace: { readonly rate: number } | { readonly concurrency: number };
  readonly durationMs: number;
  /** Before the measured duration, milliseconds. */
  readonly warmupMs: number;
}

export interface LoadOutcome {
  readonly tracker: Tracker;
  /** From the first counted message to the last answer (at least the duration), seconds. */
  readonly seconds: number;
  /** What went wrong last with a call or stream; empty where nothing did. */
  readonly lastFailure: string;
  /** Processor time of this process in the measured time, in cores. */
  readonly generatorCores: number;
}

/** How long answers are waited for after the last message, milliseconds. */
const patienceMs = 5000;
/** Failed calls or streams after which a run is given up. */
const mostFailures = 10_000;

/**
 * Puts the load on and waits for the answers.
 * @throws Failure where the server can't be reached.
 */
export async function runLoad(plan: LoadPlan, onProgress?: (tracker: Tracker) => void): Promise<LoadOutcome> {
  const connections = Array.from({ length: plan.connections }, () => createConnection({ address: plan.address }));
  try {
    await Promise.all(connections.map((connection) => ready(connection, plan.address)));
    return await new LoadRun(plan, connections).run(onProgress);
  } finally {
    for (const connection of connections) connection.close();
  }
}

function ready(connection: Connection, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.call('getRuleset', Buffer.alloc(0), 5000, ({ details }, response) =>
      response ? resolve() : reject(new Failure(`No server answers at ${address}: ${details}.`)),
    );
  });
}

class LoadRun {
  readonly #plan: LoadPlan;
  readonly #source: FrameSource;
  readonly #tracker: Tracker;
  readonly #lanes: Lane[];
  readonly #startsAt: number;
  readonly #endsAt: number;
  readonly #perLane: number;
  #nextLane = 0;
  #failures = 0;
  #lastFailure = '';
  #lastAnswerAt = 0;
  #sending = true;

  constructor(plan: LoadPlan, connections: readonly Connection[]) {
    this.#plan = plan;
    this.#source = new FrameSource(plan.messages);
    this.#startsAt = performance.now();
    this.#endsAt = this.#startsAt + plan.warmupMs + plan.durationMs;
    const verdicts = Uint8Array.from(plan.messages, ({ audiences }) => Math.max(1, audiences.length));
    this.#tracker = new Tracker(verdicts, this.#startsAt + plan.warmupMs);
    const wanted = 'concurrency' in plan.pace ? plan.pace.concurrency : mostOutstanding;
    this.#perLane = Math.max(1, Math.floor(wanted / plan.connections));
    this.#lanes = connections.map((connection, index) => this.#laneOn(connection, index));
  }

  async run(onProgress?: (tracker: Tracker) => void): Promise<LoadOutcome> {
    const { pace, warmupMs, durationMs } = this.#plan;
    let cpu = process.cpuUsage();
    const progress = setInterval(() => onProgress?.(this.#tracker), 250);
    const warm = setTimeout(() => (cpu = process.cpuUsage()), warmupMs);
    if ('rate' in pace) await this.#open(pace.rate);
    else await this.#closed();
    const used = process.cpuUsage(cpu);
    this.#sending = false;
    const patience = performance.now() + patienceMs;
    while (this.#tracker.outstanding > 0 && performance.now() < patience) await sleep(1);
    clearInterval(progress);
    clearTimeout(warm);
    this.#tracker.lose('unanswered');
    for (const lane of this.#lanes) lane.close();
    const measuredTo = Math.max(this.#endsAt, this.#lastAnswerAt);
    return {
      tracker: this.#tracker,
      seconds: (measuredTo - this.#startsAt - warmupMs) / 1000,
      lastFailure: this.#lastFailure,
      generatorCores: (used.user + used.system) / 1000 / durationMs,
    };
  }

  /**
   * Sends each message when its time has come; one that can't be sent then keeps its time and goes out later. Timers
   * count milliseconds, so a message goes out up to 1.1 ms late, as with a client that batches for a millisecond; that
   * is part of its latency.
   */
  async #open(rate: number): Promise<void> {
    const tracker = this.#tracker;
    const perMs = rate / 1000;
    const scheduledAt = (sequence: number) => this.#startsAt + (sequence + 1) / perMs;
    for (;;) {
      const now = performance.now();
      const due = Math.floor(Math.min(now - this.#startsAt, this.#plan.warmupMs + this.#plan.durationMs) * perMs);
      while (tracker.next < due && tracker.room > 0) {
        const lane = this.#readyLane();
        if (lane < 0) break;
        this.#send(lane, Math.min(due - tracker.next, this.#batch, tracker.room), scheduledAt);
      }
      if (now >= this.#endsAt || this.#failures > mostFailures) {
        tracker.errors.notSent += Math.max(0, due - tracker.next);
        return;
      }
      await sleep(Math.max(1, Math.min(scheduledAt(tracker.next), this.#endsAt) - now));
    }
  }

  /** Keeps `concurrency` messages out: an answer makes room for the next message, sent at once. */
  async #closed(): Promise<void> {
    for (let lane = 0; lane < this.#lanes.length; lane++) this.#fill(lane);
    while (performance.now() < this.#endsAt && this.#failures <= mostFailures) {
      await sleep(Math.min(50, Math.max(1, this.#endsAt - performance.now())));
    }
  }

  #fill(index: number): void {
    const lane = this.#lanes[index];
    if (lane === undefined) return;
    const size = Math.min(this.#batch, this.#perLane);
    while (this.#sending && lane.ready && lane.outstanding + size <= this.#perLane && this.#tracker.room >= size) {
      const now = performance.now();
      if (now >= this.#endsAt || this.#failures > mostFailures) return;
      this.#send(index, size, () => now);
    }
  }

  get #batch(): number {
    return this.#plan.method === 'unary' ? 1 : this.#plan.batch;
  }

  #send(lane: number, most: number, scheduledAt: (sequence: number) => number): void {
    const tracker = this.#tracker;
    const sequence = tracker.next;
    const first = sequence % this.#source.size;
    const count = this.#source.fit(first, most);
    for (let index = 0; index < count; index++) tracker.issue(lane, scheduledAt(sequence + index));
    this.#lanes[lane]?.send(first, count, sequence);
  }

  /** The lanes in turn; -1 where none takes a frame. */
  #readyLane(): number {
    for (let tried = 0; tried < this.#lanes.length; tried++) {
      const lane = this.#nextLane;
      this.#nextLane = (this.#nextLane + 1) % this.#lanes.length;
      if (this.#lanes[lane]?.ready) return lane;
    }
    return -1;
  }

  #laneOn(connection: Connection, index: number): Lane {
    const isClosedLoop = 'concurrency' in this.#plan.pace;
    const context = {
      index,
      connection,
      source: this.#source,
      tracker: this.#tracker,
      onRoom: () => {
        this.#lastAnswerAt = performance.now();
        if (isClosedLoop) this.#fill(index);
      },
      onBroken: (details: string) => {
        this.#failures++;
        this.#lastFailure = details;
      },
    };
    if (this.#plan.method === 'stream') return new StreamLane(context);
    const most = isClosedLoop ? this.#perLane : Math.ceil(10_000 / this.#plan.connections);
    return new CallLane(context, this.#plan.method === 'unary' ? 'moderate' : 'moderateBatch', most);
  }
}
