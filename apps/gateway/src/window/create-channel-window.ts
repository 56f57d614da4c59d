import type { DecisionRecorder } from '@breakwater/aurora';
import type { Metrics } from '@breakwater/metrics';
import { defaultPolicies, FindingJudge, MessageWindow } from '@breakwater/moderation';
import type { ToPrimary, ToWorker } from '../cluster/messages.js';
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
  readonly tell: (message: ToPrimary, sent: () => void) => void;
}

/** Wires the window over channels of one worker. */
export function createChannelWindow(parts: ChannelWindowParts): ChannelWindow {
  const { start, ruleset, recorder, hub, metrics, tell } = parts;
  const { settings, slot, workers } = start;
  const { moderator } = ruleset;
  const judge = new FindingJudge(defaultPolicies, settings.defaultAudience, moderator.versions);
  const desk = new RetractionDesk(
    judge,
    recorder,
    (retractions) => {
      hub.deliver(retractions);
      if (workers > 1) tell({ kind: 'retractions', retractions }, () => undefined);
    },
    metrics,
  );
  const window = new MessageWindow({
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
  return new ChannelWindow({
    slot,
    workers,
    window,
    desk,
    forward: (to, notes, sent) => tell({ kind: 'notes', slot: to, notes }, sent),
    metrics,
  });
}
