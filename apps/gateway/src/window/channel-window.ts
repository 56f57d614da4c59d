import { Message_ContentKind, type Message, type Verdict } from '@breakwater/contracts';
import type { CounterChild, Metrics } from '@breakwater/metrics';
import { noteOf, retracted, type Finding, type MessageWindow, type Note } from '@breakwater/moderation';
import type { JudgedNote } from '../peers/frame-reader.js';
import { originOf } from './origin.js';
import type { RetractionDesk } from './retraction-desk.js';

/**
 * Sends the note of a message, with the ids of its decisions and its audiences, to the worker of a slot; at once.
 * @returns false where it is dropped, because too much waits for that worker
 */
export type Forward = (slot: number, note: Note, decisions: string, audiences: readonly string[]) => boolean;

export interface ChannelWindowOptions {
  readonly slot: number;
  /** Slots in all. */
  readonly workers: number;
  /** The messages of the channels that this worker owns. */
  readonly window: MessageWindow;
  readonly desk: RetractionDesk;
  readonly forward: Forward;
  readonly metrics: Metrics;
}

/** Ids of recorded decisions that are kept of a message: one per audience, and few ask for more. */
const mostDecisions = 4;

const nothing: readonly string[] = Object.freeze([]);

/**
 * The window over channels as one worker sees it. Every channel has one owner among the workers, by a hash of tenant
 * and channel. A message of an own channel is looked at while it is judged; of another one a note leaves for its owner,
 * and what the owner finds comes back as a retraction. Nobody waits: where the owner is away or too busy, notes are
 * dropped and counted.
 */
export class ChannelWindow {
  private current: { note: Note; message: Message; finding: Finding | undefined; acts: boolean } | undefined;
  private evicted = 0;
  private readonly count: Readonly<Record<'own' | 'forwarded' | 'full' | 'evicted', CounterChild>>;

  constructor(private readonly options: ChannelWindowOptions) {
    const { metrics, window } = options;
    this.count = {
      own: metrics.windowMessages.child({ way: 'own' }),
      forwarded: metrics.windowMessages.child({ way: 'forwarded' }),
      full: metrics.windowDropped.child({ reason: 'queue_full' }),
      evicted: metrics.windowDropped.child({ reason: 'evicted' }),
    };
    metrics.windowHeld.child({}).readWith(() => window.size);
    metrics.windowMemory.child({}).readWith(() => window.bytes);
  }

  /**
   * Looks at a message that was judged and is not recorded yet. Adds to its verdicts what it completes, where this
   * worker owns its channel. Call `keep` next.
   * @param session number of the stream it came by; 0 for none
   * @returns ids of the earlier messages that are to be taken back
   */
  look(message: Message, verdicts: readonly Verdict[], session: number): readonly string[] {
    this.current = undefined;
    const { senderId, channelId, tenantId, id, contentKind } = message;
    if (senderId === '' || channelId === '' || id === '' || contentKind > Message_ContentKind.CHAT) return nothing;
    const { slot, window, desk } = this.options;
    const at = performance.timeOrigin + performance.now();
    const origin = originOf(slot, session);
    const note = noteOf({ tenant: tenantId, channel: channelId, sender: senderId, id, at, origin }, message.text);
    this.current = { note, message, finding: undefined, acts: false };
    if (this.ownerOf(message) !== slot) return nothing;
    const finding = window.look(note);
    if (finding === undefined) return nothing;
    this.current.finding = finding;
    for (const verdict of verdicts) {
      if (desk.judge.amend(verdict, message.text, finding)) this.current.acts = true;
    }
    return this.current.acts ? retracted(finding) : nothing;
  }

  /** Takes the message in, or sends its note to the owner, now that its decisions have their ids. */
  keep(verdicts: readonly Verdict[]): void {
    const { current } = this;
    if (current === undefined) return;
    this.current = undefined;
    const { note, message, finding } = current;
    const ids: string[] = [];
    for (const { decisionId } of verdicts) if (decisionId !== '' && ids.length < mostDecisions) ids.push(decisionId);
    const decisions = ids.join(',');
    const owner = this.ownerOf(message);
    if (owner !== this.options.slot) {
      const isTaken = this.options.forward(owner, note, decisions, message.audiences);
      (isTaken ? this.count.forwarded : this.count.full).inc();
      return;
    }
    this.count.own.inc();
    const { window, desk } = this.options;
    if (finding !== undefined && !window.isRepeated) desk.publish(finding, 'at_once', message.audiences, ids);
    this.publishLate(window.keep(decisions), message.audiences);
    this.countEvicted();
  }

  /** Notes of messages that other workers judged, in channels of this one. */
  receive(notes: readonly JudgedNote[]): void {
    const { window } = this.options;
    for (const { note, audiences } of notes) {
      const finding = window.look(note);
      const isNew = !window.isRepeated;
      const late = window.keep(note.decisions);
      if (isNew && finding !== undefined) this.options.desk.publish(finding, 'late', audiences);
      this.publishLate(late, audiences);
    }
    this.countEvicted();
  }

  private publishLate(findings: readonly Finding[], audiences: readonly string[]): void {
    for (const finding of findings) this.options.desk.publish(finding, 'late', audiences);
  }

  private countEvicted(): void {
    const { evictedEarly } = this.options.window;
    if (evictedEarly === this.evicted) return;
    this.count.evicted.inc(evictedEarly - this.evicted);
    this.evicted = evictedEarly;
  }

  /** 32-bit FNV-1a over tenant and channel: the same in every worker. */
  private ownerOf({ tenantId, channelId }: Message): number {
    if (this.options.workers === 1) return 0;
    let hash = 0x811c9dc5 | 0;
    for (let i = 0; i < tenantId.length; i += 1) hash = Math.imul(hash ^ tenantId.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x10000, 0x01000193);
    for (let i = 0; i < channelId.length; i += 1) hash = Math.imul(hash ^ channelId.charCodeAt(i), 0x01000193);
    return ((hash ^ (hash >>> 15)) >>> 0) % this.options.workers;
  }
}
