import type { DecisionRecorder } from '@breakwater/aurora';
import type { Metrics } from '@breakwater/metrics';
import { defaultPolicies, FindingJudge, MessageWindow } from '@breakwater/moderation';
import type { Logger } from '@breakwater/service-kit';
import type { ToWorker } from '../cluster/messages.js';
import { Peers } from '../peers/peers.js';
import type { LoadedRuleset } from '../ruleset.js';
import { ChannelWindow } from './channel-window.js';
import { RetractionDesk } from './retraction-desk.js';
import type { RetractionHub } from './retraction-hub.js';

export interface ChannelWindowParts {
  readonly start: Extract<ToWorker, { kind: 'start' }>;
  readonly ruleset: LoadedRuleset;
  readonly recorder: DecisionRecorder;
  readonly hub: RetractionHub;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Wires the window over channels of one worker, and its ways to the other workers, which begin to listen. */
export async function createChannelWindow(
  parts: ChannelWindowParts,
): Promise<{ readonly window: ChannelWindow; readonly peers: Peers }> {
  const { start, ruleset, recorder, hub, metrics, log } = parts;
  const { settings, slot, workers, address } = start;
  const { moderator } = ruleset;
  const judge = new FindingJudge(defaultPolicies, settings.defaultAudience, moderator.versions);
  const desk = new RetractionDesk(
    judge,
    recorder,
    (retractions) => {
      hub.deliver(retractions);
      peers.retractions(retractions);
    },
    metrics,
  );
  const messages = new MessageWindow({
    scan: (text) => moderator.scan(text),
    entries: ruleset.entries,
    rules: {
      messages: settings.windowMessages,
      seconds: settings.windowSeconds,
      capacity: settings.windowCapacity,
      floodMessages: settings.floodMessages,
      floodSeconds: settings.floodSeconds,
      repeats: settings.spamRepeats,
      links: settings.spamLinks,
      mentions: settings.spamMentions,
    },
  });
  const window = new ChannelWindow({
    slot,
    workers,
    window: messages,
    desk,
    forward: (to, note, decisions, audiences) => peers.note(to, note, decisions, audiences),
    metrics,
  });
  const peers = new Peers(
    slot,
    { notes: (notes) => window.receive(notes), retraction: (published) => hub.deliver([published]) },
    metrics,
    log,
  );
  if (address !== undefined) await peers.listen(address);
  return { window, peers };
}
