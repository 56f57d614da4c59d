import { join } from 'node:path';
import { MessageWindow, noteOf, retracted, type Finding, type Moderator } from '@breakwater/moderation';
import { hold, least, most, type Bar } from './bar.js';
import { FLAGGED_FROM, counts, messageOf, type ShippedRuleset } from './breakwater.js';
import { readRows, readTable, type TableRow } from './data-files.js';
import { OURS, type ResultLine } from './evaluation.js';
import { measure, measuresOf, share, type Judged, type Measures } from './measures.js';

/** Messages in a row by one sender or more, and whether they say something together. */
export interface Sequence {
  readonly name: string;
  readonly expected: boolean;
  /** What they say together; '' for nothing. */
  readonly topic: string;
  readonly senders: number;
  readonly messages: readonly { readonly sender: string; readonly text: string; readonly seconds: number }[];
}

export interface JoinResult {
  readonly whole: Measures;
  /** By "one sender", "two senders". */
  readonly groups: ReadonlyMap<string, Measures>;
  /** Sequences judged wrongly, by name. */
  readonly wrong: readonly { readonly name: string; readonly expected: boolean }[];
}

/** A chat log judged as one channel, in order. */
export interface ChannelResult {
  readonly messages: number;
  /** Lines, counted from 1, that completed something together with earlier ones. */
  readonly joins: readonly number[];
}

/** Messages that the window of a measurement holds: it needs no room for a million senders. */
const CAPACITY = 20_000;
/** The chat log has no clock: a line every two seconds is a busy channel. */
const SECONDS_PER_LINE = 2;
const START = Date.UTC(2026, 0, 1);

/** A window as the gateway has it, over the shipped lexicon. The seeds are fixed so that every run is the same. */
export function shippedWindow({ moderator, lexicon }: ShippedRuleset): MessageWindow {
  return new MessageWindow({
    scan: (text) => moderator.scan(text),
    entries: lexicon.entries,
    rules: { capacity: CAPACITY },
    seeds: [1, 2],
  });
}

/** The project's own sequences; undefined where the file is missing. */
export function loadSequences(folder: string): Sequence[] | undefined {
  const rows = readTable(join(folder, 'multi-message.tsv'));
  if (rows === undefined) return undefined;
  const byName = new Map<string, TableRow[]>();
  for (const row of rows) byName.set(row['case']!, [...(byName.get(row['case']!) ?? []), row]);
  return [...byName].map(([name, messages]) => ({
    name,
    expected: messages[0]!['expect'] === 'join',
    topic: messages[0]!['topic']!,
    senders: new Set(messages.map((row) => row['sender'])).size,
    messages: messages.map((row) => ({ sender: row['sender']!, text: row['text']!, seconds: Number(row['seconds']) })),
  }));
}

/** Each sequence in a channel of its own. Caught: a message alone, or what several say together, reaches the mark. */
export function judgeSequences(
  moderator: Moderator,
  window: MessageWindow,
  sequences: readonly Sequence[],
): JoinResult {
  const judged = sequences.map((sequence) => ({ ...sequence, ...judgeSequence(moderator, window, sequence) }));
  const named = (senders: number) => (senders === 1 ? 'one sender' : `${senders} senders`);
  const groups = new Map<string, Judged[]>();
  for (const each of judged) {
    const name = named(each.senders);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return {
    whole: measure(judged),
    groups: new Map([...groups].map(([name, list]) => [name, measure(list)])),
    wrong: judged
      .filter(({ flagged, expected }) => flagged !== expected)
      .map(({ name, expected }) => ({ name, expected })),
  };
}

function judgeSequence(moderator: Moderator, window: MessageWindow, sequence: Sequence): Judged {
  let worst = 0;
  const hear = (topics: readonly { readonly topic: string; readonly severity: number }[]) => {
    for (const { topic, severity } of topics) {
      if ((topic === sequence.topic || counts('any', topic)) && severity > worst) worst = severity;
    }
  };
  sequence.messages.forEach(({ sender, text, seconds }, index) => {
    hear(moderator.judge(messageOf(text))[0]!.topics);
    const at = START + seconds * 1000;
    const parts = { tenant: '', channel: sequence.name, sender, id: String(index), at };
    for (const finding of window.add(noteOf(parts, text))) hear(finding.topics);
  });
  return { expected: sequence.expected, flagged: worst >= FLAGGED_FROM, score: worst };
}

/** The chat log as one channel: whatever is joined there is joined wrongly, save for what was really said. */
export function judgeChannel(window: MessageWindow, folder: string): ChannelResult | undefined {
  const rows = readRows(folder, 'ubuntu_irc_benign');
  if (rows === undefined) return undefined;
  const joins = rows
    .filter(({ row, text, labels }) => {
      const at = START + row * SECONDS_PER_LINE * 1000;
      const parts = { tenant: '', channel: 'irc', sender: String(labels['nick']), id: String(row), at };
      return window.add(noteOf(parts, text)).some(isJoin);
    })
    .map(({ row }) => row);
  return { messages: rows.length, joins };
}

const isJoin = (finding: Finding) =>
  retracted(finding).length > 0 && finding.topics.some(({ severity }) => severity >= FLAGGED_FROM);

/** What was looked at; undefined where it was not, or where the file is missing. */
export interface JoinFindings {
  readonly sequences: JoinResult | undefined;
  readonly channel: ChannelResult | undefined;
}

export function joinBars({ sequences, channel }: JoinFindings): Bar[] {
  const bars: Bar[] = [];
  if (sequences) {
    const { recall, caught, missed, falseAlarmRate, falseAlarms, quiet } = sequences.whole;
    bars.push(hold(least('multi-message: joins caught', 85), percent(recall), caught + missed));
    bars.push(hold(most('multi-message: harmless sequences flagged', 1), percent(falseAlarmRate), falseAlarms + quiet));
  }
  if (channel) {
    const rate = share(channel.joins.length, channel.messages);
    bars.push(hold(most('ubuntu_irc as one channel: false joins', 0.05), percent(rate), channel.messages));
  }
  return bars;
}

export function joinLines({ sequences, channel }: JoinFindings): ResultLine[] {
  const lines: ResultLine[] = [];
  const line = (set: string, part: string, measures: Measures) => lines.push({ set, part, detector: OURS, measures });
  if (sequences) {
    line('multi-message', '', sequences.whole);
    for (const [part, measures] of sequences.groups) line('multi-message', part, measures);
  }
  if (channel) {
    const quiet = channel.messages - channel.joins.length;
    const counts = { caught: 0, missed: 0, falseAlarms: channel.joins.length, quiet };
    line('ubuntu_irc as one channel', '', measuresOf(counts));
  }
  return lines;
}

const percent = (value: number | undefined) => (value === undefined ? undefined : value * 100);
