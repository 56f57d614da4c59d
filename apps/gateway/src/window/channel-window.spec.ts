import { Message, Verdict_Action, Verdict_Durability, type Verdict } from '@breakwater/contracts';
import { parseLexicon } from '@breakwater/engine';
import { createMetrics, type Metrics } from '@breakwater/metrics';
import { defaultPolicies, FindingJudge, MessageWindow, Moderator } from '@breakwater/moderation';
import { ChannelWindow, type Forward } from './channel-window.js';
import { originOf, sessionOf, slotOf } from './origin.js';
import type { JudgedNote } from '../peers/frame-reader.js';
import type { PublishedRetraction } from './published-retraction.js';
import { RetractionDesk } from './retraction-desk.js';
import { RetractionHub } from './retraction-hub.js';

const entries = parseLexicon(
  '#lexicon v1 en\nterm\ttopics\tboundary\texceptions\tprovenance\ndarn\thate:6\tword\t\ttest\n',
  'en.tsv',
);
const versions = { policy: 'p', lexicon: 'l', model: 'none' };
const moderator = new Moderator({ lexicon: { entries }, policies: defaultPolicies, versions });

/** A worker of two, and what it sends away. */
function worker(slot: number, forward?: Forward) {
  const metrics: Metrics = createMetrics({ processMetrics: false });
  const published: PublishedRetraction[] = [];
  const recorded: { messageIds: readonly string[]; decisionIds: readonly string[] }[] = [];
  const forwarded: (JudgedNote & { readonly slot: number })[] = [];
  const recorder = {
    recordRetraction: (row: { messageIds: readonly string[]; decisionIds: readonly string[] }) => {
      recorded.push(row);
      return { id: `r${recorded.length}`, foundAt: new Date(1000), recorded: true };
    },
  };
  const judge = new FindingJudge(defaultPolicies, 'adult', versions);
  const desk = new RetractionDesk(judge, recorder, (some) => published.push(...some), metrics);
  const window = new MessageWindow({ scan: (text) => moderator.scan(text), entries, seeds: [1, 2] });
  const take: Forward = (to, note, decisions, audiences) => {
    forwarded.push({ slot: to, note: { ...note, decisions }, audiences });
    return true;
  };
  const subject = new ChannelWindow({ slot, workers: 2, window, desk, forward: forward ?? take, metrics });
  let decisions = 0;
  const judgeOne = (part: Partial<Message>, session = 5) => {
    const message = { ...Message.decode(new Uint8Array()), senderId: 's', ...part };
    const verdicts = moderator.judge(message);
    const retracts = subject.look(message, verdicts, session);
    for (const verdict of verdicts) record(verdict, `d${(decisions += 1)}`);
    subject.keep(verdicts);
    return { verdicts, retracts };
  };
  return { subject, metrics, published, recorded, forwarded, judgeOne };
}

function record(verdict: Verdict, decisionId: string): void {
  verdict.decisionId = decisionId;
  verdict.durability = Verdict_Durability.BUFFERED;
}

/** A channel that the worker of a slot owns. */
function channelOf(slot: number): string {
  for (let index = 0; ; index += 1) {
    const { judgeOne, forwarded } = worker(slot);
    judgeOne({ id: 'x', text: 'hi', channelId: `c${index}` });
    if (forwarded.length === 0) return `c${index}`;
  }
}

describe('ChannelWindow', () => {
  it('tells at once what a message of its own channel completes, and takes the earlier ones back', () => {
    const { judgeOne, published, recorded } = worker(0);
    const channelId = channelOf(0);
    judgeOne({ id: '1', text: 'dar', channelId });
    const { verdicts, retracts } = judgeOne({ id: '2', text: 'n', channelId });
    expect(retracts).toEqual(['1']);
    expect(verdicts[0]).toMatchObject({ action: Verdict_Action.BLOCK, hits: [{ start: 0, end: 1 }] });
    expect(published).toMatchObject([
      { channelId, completedBy: '2', messages: [{ id: '1', origin: originOf(0, 5), hits: [{ start: 0, end: 3 }] }] },
    ]);
    expect(recorded).toMatchObject([{ messageIds: ['1', '2'], decisionIds: ['d1', 'd2'] }]);
    // Sent again: the same verdict, and nothing is taken back twice.
    expect(judgeOne({ id: '2', text: 'n', channelId }).retracts).toEqual(['1']);
    expect(published).toHaveLength(1);
  });

  it('sends notes of other channels to their owner, whose retraction names all messages', () => {
    const judging = worker(0);
    const owner = worker(1);
    const channelId = channelOf(1);
    for (const [id, text] of [
      ['1', 'dar'],
      ['2', 'n'],
    ] as const) {
      expect(judging.judgeOne({ id, text, channelId })).toMatchObject({ retracts: [] });
    }
    expect(judging.forwarded.map(({ slot, note }) => [slot, note.id])).toEqual([
      [1, '1'],
      [1, '2'],
    ]);
    owner.subject.receive(judging.forwarded);
    expect(owner.published).toMatchObject([
      { completedBy: '2', messages: [{ id: '1', origin: originOf(0, 5) }, { id: '2' }] },
    ]);
    expect(owner.recorded).toMatchObject([{ decisionIds: ['d1', 'd2'] }]);
    expect(owner.published[0]?.verdicts).toMatchObject([{ audience: 'adult', action: Verdict_Action.BLOCK }]);
    // A batch that comes twice changes nothing.
    owner.subject.receive(judging.forwarded);
    expect(owner.published).toHaveLength(1);
  });

  it('leaves messages without sender, channel or id, and names, alone', () => {
    const { judgeOne, forwarded, metrics } = worker(0);
    for (const part of [{ senderId: '' }, { channelId: '' }, { id: '' }, { contentKind: 2 as const }]) {
      judgeOne({ id: 'a', channelId: 'c', text: 'n', ...part });
    }
    expect(forwarded).toEqual([]);
    expect(metrics.windowMessages.child({ way: 'own' }).value).toBe(0);
  });

  it('counts the notes that their owner has no room for', () => {
    let room = 3;
    const { judgeOne, metrics } = worker(0, () => (room -= 1) >= 0);
    const channelId = channelOf(1);
    for (let index = 0; index < 5; index += 1) judgeOne({ id: String(index), text: 'hi', channelId });
    expect(metrics.windowDropped.child({ reason: 'queue_full' }).value).toBe(2);
    expect(metrics.windowMessages.child({ way: 'forwarded' }).value).toBe(3);
  });
});

test('an origin keeps slot and session', () => {
  for (const [slot, session] of [
    [0, 0],
    [511, 1],
    [3, 2 ** 23 - 1],
  ] as const) {
    const origin = originOf(slot, session);
    expect([origin | 0, slotOf(origin), sessionOf(origin)]).toEqual([origin, slot, session]);
  }
});

test('the hub tells streams of their messages and watchers of their channels, once each', async () => {
  const hub = new RetractionHub(1, createMetrics({ processMetrics: false }));
  const heard: Record<string, string[]> = {};
  const reader = (name: string) => ({
    retract: (some: readonly { readonly id: string }[]) => {
      (heard[name] ??= []).push(...some.map(({ id }) => id));
      return true;
    },
  });
  hub.addStream(7, reader('stream'));
  const stop = hub.watch({ tenantId: '', channelIds: [] }, reader('all'));
  hub.watch({ tenantId: '', channelIds: ['c2'] }, reader('c2'));
  hub.watch({ tenantId: 't', channelIds: [] }, reader('other tenant'));
  const retraction = (id: string, channelId: string, ...origins: number[]): PublishedRetraction => ({
    id,
    tenantId: '',
    channelId,
    completedBy: 'm',
    messages: origins.map((origin) => ({ id: 'm', origin, hits: [] })),
    verdicts: [],
    foundAt: 1234,
  });
  hub.deliver([retraction('a', 'c1', originOf(1, 7), originOf(1, 7)), retraction('b', 'c2', originOf(0, 7))]);
  await new Promise((resolve) => setImmediate(resolve));
  stop();
  hub.removeStream(7);
  hub.deliver([retraction('c', 'c2', originOf(1, 7))]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual({ stream: ['a'], all: ['a', 'b'], c2: ['b', 'c'] });
});
