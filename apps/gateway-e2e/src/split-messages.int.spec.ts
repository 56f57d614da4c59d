import { Verdict_Action, type Retraction } from '@breakwater/contracts';
import type { ModerateResponse, WatchRetractionsResponse } from '@breakwater/contracts/grpc';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { eventually, Gateway } from './gateway.js';
import { ask, connect, message, RawStream } from './grpc.js';

/** Letters and parts that say nothing alone. */
const letters = [...'kys'];
const phrase = ['kill', 'your', 'self'];

type Client = ReturnType<typeof connect>;

/** A WatchRetractions call and what it heard. */
class Watch {
  readonly heard: Retraction[] = [];
  private readonly call: ClientReadableStream<WatchRetractionsResponse>;
  readonly begun: Promise<void>;
  readonly ended: Promise<number>;

  constructor(client: Client, filter: { tenantId?: string; channelIds?: string[] } = {}) {
    this.call = client.watchRetractions({ tenantId: '', channelIds: [], ...filter });
    this.call.on('data', ({ retractions }: WatchRetractionsResponse) => this.heard.push(...retractions));
    this.call.on('error', () => undefined);
    this.begun = new Promise((resolve) => this.call.once('metadata', () => resolve()));
    this.ended = new Promise((resolve) => this.call.once('status', ({ code }) => resolve(code)));
  }

  of(channelId: string): Retraction[] {
    return this.heard.filter((retraction) => retraction.channelId === channelId);
  }

  cancel(): void {
    this.call.cancel();
  }
}

const ids = ({ messages }: Retraction): string[] => messages.map(({ id }) => id);

describe('messages split over several', () => {
  let gateway: Gateway;
  /** Connections, which the workers share among them. */
  let clients: Client[];
  let watch: Watch;

  beforeAll(async () => {
    gateway = await Gateway.start('--workers', '2');
    clients = Array.from({ length: 8 }, () => connect(gateway.grpc));
    watch = new Watch(clients[0] as Client);
    await watch.begun;
  }, 30_000);

  afterAll(async () => {
    const exit = gateway.stop();
    // A watch ends in order when the server goes.
    expect(await watch.ended).toBe(0);
    for (const client of clients) client.close();
    expect(await exit).toMatchObject({ code: 0, signal: null });
    expect(gateway.stdout + gateway.stderr).not.toContain('kill');
  }, 30_000);

  const moderate = async (client: number, id: string, text: string, channelId: string, senderId = 's') =>
    ask<ModerateResponse>((callback) =>
      (clients[client % clients.length] as Client).moderate(
        { message: message({ id, text, channelId, senderId, audiences: ['teen'] }) },
        callback,
      ),
    );

  it('finds them over all connections and workers, at once or by retraction', async () => {
    let atOnce = 0;
    const channels = Array.from({ length: 6 }, (_, index) => `channel-${index}`);
    for (const channel of channels) {
      const answers: ModerateResponse[] = [];
      for (const [index, letter] of letters.entries()) {
        answers.push(await moderate(index, `${channel}-${index}`, letter, channel));
      }
      const names = letters.map((_, index) => `${channel}-${index}`);
      await eventually(
        () => watch.of(channel),
        (heard) => new Set(heard.flatMap(ids)).size >= names.length - 1,
      );
      const [retraction] = watch.of(channel) as [Retraction];
      const last = answers.at(-1) as ModerateResponse;
      const toldAtOnce = last.retracts.length > 0;
      if (toldAtOnce) {
        atOnce += 1;
        expect(last.retracts).toEqual(names.slice(0, -1));
        expect(last.verdicts[0]?.action).toBe(Verdict_Action.BLOCK);
        expect(last.verdicts[0]?.reasons[0]).toContain('joined with 2 earlier messages');
      }
      expect(ids(retraction)).toEqual(toldAtOnce ? names.slice(0, -1) : names);
      expect(retraction.verdicts[0]?.action).toBe(Verdict_Action.BLOCK);
      expect(retraction.messages[0]?.hits[0]).toMatchObject({ start: 0, end: 1, topic: 'self_harm', term: 'en:kys' });
      expect(watch.of(channel)).toHaveLength(1);
    }
    // Each worker owns some of the channels, and the connections are spread over both.
    expect(atOnce).toBeLessThan(channels.length);
  }, 30_000);

  it('tells the stream that carried the messages', async () => {
    const stream = new RawStream(gateway.grpc);
    for (const [index, text] of phrase.entries()) {
      stream.send(message({ id: `p${index}`, text, channelId: 'stream-channel', senderId: 's' }));
      await stream.framesRead(index + 1);
    }
    await eventually(
      () => stream.retractions,
      (heard) => heard.length === 1,
    );
    const told = stream.retractions.flatMap(ids);
    expect(told).toEqual(expect.arrayContaining(['p0', 'p1']));
    expect(stream.retractions[0]).toMatchObject({ channelId: 'stream-channel', completedBy: 'p2' });
    stream.end();
    expect(await stream.ended).toMatchObject({ code: 0 });
    stream.close();
  }, 30_000);

  it('joins what two senders say in turn', async () => {
    const stream = new RawStream(gateway.grpc);
    stream.send(message({ id: 't0', text: 'kill', channelId: 'turns', senderId: 'a' }));
    stream.send(message({ id: 't1', text: 'yourself', channelId: 'turns', senderId: 'b' }));
    await eventually(
      () => watch.of('turns'),
      (heard) => heard.length === 1,
    );
    expect(ids(watch.of('turns')[0] as Retraction)[0]).toBe('t0');
    stream.close();
  }, 30_000);

  it('takes a message that is sent again for one', async () => {
    await moderate(0, 'first', 'a', 'retried');
    for (let attempt = 0; attempt < 4; attempt += 1) await moderate(attempt, 'again', 's', 'retried');
    // A word of the same letters in another channel shows that what was sent before has arrived.
    for (const [index, letter] of letters.entries()) await moderate(index, `m${index}`, letter, 'marker');
    await eventually(
      () => watch.of('marker'),
      (heard) => heard.length === 1,
    );
    expect(watch.of('retried')).toEqual([]);
  }, 30_000);

  it('sends server-sent events too, of the channels asked for', async () => {
    const abort = new AbortController();
    const response = await fetch(`${gateway.http}/v1/retractions?channelIds=sse`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    const read = async () => {
      const { value } = await reader.read();
      text += Buffer.from(value ?? []).toString();
    };
    await read();
    for (const channel of ['other', 'sse']) {
      for (const [index, letter] of letters.entries()) await moderate(index, `${channel}${index}`, letter, channel);
    }
    while (!/^data: .*\n\n/m.test(text)) await read();
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? '';
    expect(text).toMatch(/^event: retraction$/m);
    expect(JSON.parse(data)).toMatchObject({ channelId: 'sse', completedBy: 'sse2' });
    expect(text).not.toContain('"other"');
    abort.abort();
  }, 30_000);

  it('records each retraction, and counts what it delivered', async () => {
    const text = await eventually(
      async () => await (await fetch(`${gateway.http}/metrics`)).text(),
      (metrics) => /^breakwater_retractions_total\{to="record"\} [1-9]/m.test(metrics),
    );
    expect(text).toMatch(/^breakwater_retractions_total\{to="stream"\} [1-9]/m);
    expect(text).toMatch(/^breakwater_retractions_total\{to="watch"\} [1-9]/m);
    expect(text).toMatch(/^breakwater_window_messages_total\{way="forwarded"\} [1-9]/m);
    expect(text).toMatch(/^breakwater_window_dropped_total\{reason="owner_away"\} 0$/m);
  }, 30_000);

  it('refuses a watch that asks for too much', async () => {
    const greedy = new Watch(clients[1] as Client, { channelIds: Array.from({ length: 1001 }, String) });
    expect(await greedy.ended).toBe(3);
  });
});
