import { Error_Reason } from '@breakwater/contracts';
import type { Metrics } from '@breakwater/metrics';
import { ModerationError } from '@breakwater/service-kit';
import type { ToPrimary, ToWorker } from './messages.js';

const timeoutMs = 5000;

/** The worker's side of /metrics: gives its own numbers to the primary, and asks the primary for those of all. */
export class MetricsExchange {
  private readonly waiting = new Map<number, (text: string) => void>();
  private lastRequest = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly tell: (message: ToPrimary) => void,
  ) {}

  /**
   * The exposition of all workers, merged.
   * @throws ModerationError when the primary does not answer in 5 seconds (it is shutting down, or gone).
   */
  async ofAllWorkers(): Promise<string> {
    const request = (this.lastRequest += 1);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        timer = setTimeout(
          () =>
            reject(new ModerationError(Error_Reason.SHUTTING_DOWN, 'The primary process does not answer: try again.')),
          timeoutMs,
        );
        this.waiting.set(request, resolve);
        this.tell({ kind: 'scrape', request });
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(request);
    }
  }

  /** What the primary says about metrics; other messages are not for here. */
  async handle(message: ToWorker): Promise<void> {
    if (message.kind === 'metrics') this.waiting.get(message.request)?.(message.text);
    if (message.kind === 'collect') {
      this.tell({ kind: 'collected', request: message.request, snapshot: await this.metrics.snapshot() });
    }
  }
}
