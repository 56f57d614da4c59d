import { enumName, Verdict_Action, type Verdict } from '@breakwater/contracts';
import { Histogram } from '../load/histogram.js';
import { duration, grouped } from './numbers.js';

/** Topics that do not make a message "flagged" by themselves: they are about conduct and contact, not content. */
const notFlagging = new Set(['link', 'pii', 'contact', 'spam', 'flood']);
const flaggingSeverity = 5;

/** What a scan came to. */
export class ScanSummary {
  lines = 0;
  errors = 0;
  flagged = 0;
  readonly #startedAt = performance.now();
  readonly #serverTime = new Histogram();
  /** Audience to action to count. */
  readonly #actions = new Map<string, Map<number, number>>();

  add(verdicts: readonly Verdict[], isError: boolean): void {
    this.lines++;
    if (isError) this.errors++;
    const [first] = verdicts;
    if (first === undefined) return;
    this.#serverTime.record(first.serverTimeUs);
    if (first.topics.some(({ topic, severity }) => severity >= flaggingSeverity && !notFlagging.has(topic))) {
      this.flagged++;
    }
    for (const { audience, action } of verdicts) {
      let counts = this.#actions.get(audience);
      if (counts === undefined) this.#actions.set(audience, (counts = new Map()));
      counts.set(action, (counts.get(action) ?? 0) + 1);
    }
  }

  toJSON(): Record<string, unknown> {
    const seconds = this.#seconds();
    return {
      lines: this.lines,
      errors: this.errors,
      flagged: this.flagged,
      actions: Object.fromEntries(
        [...this.#actions].map(([audience, counts]) => [
          audience,
          Object.fromEntries([...counts].map(([action, count]) => [enumName(Verdict_Action, action), count])),
        ]),
      ),
      seconds: Number(seconds.toFixed(3)),
      messagesPerSecond: Math.round(this.lines / seconds),
      serverTimeUs: { p50: this.#percentile(0.5), p99: this.#percentile(0.99) },
    };
  }

  render(): string {
    const seconds = this.#seconds();
    const share = this.lines === 0 ? 0 : (this.flagged / this.lines) * 100;
    const out = [
      `${grouped(this.lines)} lines in ${seconds.toFixed(2)} s (${grouped(this.lines / seconds)}/s)`,
      `flagged  ${grouped(this.flagged)} (${share.toFixed(2)} %): severity ${flaggingSeverity} or more in a topic other than ${[...notFlagging].join(', ')}`,
    ];
    for (const [audience, counts] of this.#actions) {
      const parts = [...counts]
        .sort(([a], [b]) => a - b)
        .map(([a, n]) => `${enumName(Verdict_Action, a)} ${grouped(n)}`);
      out.push(`${audience.padEnd(8)} ${parts.join('  ')}`);
    }
    out.push(`server   p50 ${duration(this.#percentile(0.5))}  p99 ${duration(this.#percentile(0.99))} a message`);
    if (this.errors > 0) out.push(`errors   ${grouped(this.errors)}`);
    return `${out.join('\n')}\n`;
  }

  #seconds(): number {
    return Math.max(0.001, (performance.now() - this.#startedAt) / 1000);
  }

  #percentile(share: number): number {
    return Math.round(this.#serverTime.percentile(share));
  }
}
