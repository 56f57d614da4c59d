import {
  type Error_Reason,
  Message_ContentKind,
  Verdict_Action,
  enumNames,
  type Message,
  type Verdict,
  type Versions,
} from '@breakwater/contracts';
import type { CounterChild, HistogramChild, Metrics } from '@breakwater/metrics';
import { reasonName } from '@breakwater/service-kit';

const kindNames = enumNames(Message_ContentKind).map((name) => name.toLowerCase());
const actionNames = enumNames(Verdict_Action).map((name) => name.toLowerCase());

/** One method of one transport, looked up once. */
export class CallMeter {
  constructor(
    private readonly duration: HistogramChild,
    private readonly size: HistogramChild,
  ) {}

  /** One request or frame was answered, so many messages, in so many milliseconds. */
  answered(messages: number, milliseconds: number): void {
    this.duration.observe(milliseconds / 1000);
    this.size.observe(messages);
  }
}

/**
 * What the gateway counts, over the catalogue of libs/metrics: label look-ups are done once and kept, so that a message
 * costs a few additions.
 */
export class Meters {
  readonly framesReceived: CounterChild;
  readonly framesSent: CounterChild;
  private readonly judged: CounterChild[][] = [];
  private readonly verdicts = new Map<string, CounterChild[]>();
  private readonly hits = new Map<string, CounterChild>();
  private readonly errors: CounterChild[] = [];
  private readonly duration: HistogramChild;
  private readonly open;
  private readonly inFlight;

  constructor(private readonly metrics: Metrics) {
    this.framesReceived = metrics.frames.child({ direction: 'received' });
    this.framesSent = metrics.frames.child({ direction: 'sent' });
    this.duration = metrics.scanDuration.child({});
    this.open = metrics.streamsOpen.child({});
    this.inFlight = metrics.messagesInFlight.child({});
  }

  /** Says who counts here and what decides. */
  introduce(versions: Versions): void {
    const { policy, lexicon, model } = versions;
    this.metrics.rulesetInfo.only({ policy, lexicon, model });
    const pid = String(process.pid);
    this.metrics.workerInfo.only({ pid, version: '0.1.0', node_version: process.version });
  }

  call(transport: 'grpc' | 'http', method: string): CallMeter {
    return new CallMeter(
      this.metrics.requestDuration.child({ transport, method }),
      this.metrics.batchSize.child({ method }),
    );
  }

  /** A message got its verdicts, in so many milliseconds. */
  message(message: Message, verdicts: readonly Verdict[], milliseconds: number): void {
    let strictest = 0;
    for (const verdict of verdicts) {
      if (verdict.action > strictest) strictest = verdict.action;
      this.verdict(verdict);
    }
    // Every audience's verdict has the same hits.
    for (const hit of verdicts[0]?.hits ?? []) this.hit(hit.topic);
    this.ofKind(message.contentKind, strictest).inc();
    this.duration.observe(milliseconds / 1000);
  }

  /** A message or a call got an error instead. */
  refused(reason: Error_Reason): void {
    (this.errors[reason] ??= this.metrics.errors.child({ reason: reasonName(reason) })).inc();
  }

  streamOpened(): void {
    this.open.inc();
  }

  streamClosed(): void {
    this.open.dec();
  }

  /** Messages read from a stream whose answers have not been taken yet. */
  waiting(messages: number): void {
    this.inFlight.inc(messages);
  }

  taken(messages: number): void {
    this.inFlight.dec(messages);
  }

  private verdict({ audience, action }: Verdict): void {
    let byAction = this.verdicts.get(audience);
    if (byAction === undefined) {
      byAction = actionNames.map((name) => this.metrics.verdicts.child({ audience, action: name }));
      this.verdicts.set(audience, byAction);
    }
    byAction[action]?.inc();
  }

  private hit(topic: string): void {
    let counter = this.hits.get(topic);
    if (counter === undefined) {
      counter = this.metrics.hits.child({ topic });
      this.hits.set(topic, counter);
    }
    counter.inc();
  }

  private ofKind(kind: number, action: number): CounterChild {
    // An unspecified kind is read as chat.
    const known = kind === Message_ContentKind.UNSPECIFIED ? Message_ContentKind.CHAT : kind;
    const byAction = (this.judged[known] ??= []);
    return (byAction[action] ??= this.metrics.messagesJudged.child({
      content_kind: kindNames[known] ?? '',
      action: actionNames[action] ?? '',
    }));
  }
}
