import { setTimeout as sleep } from 'node:timers/promises';
import { Degradation_Mark, Verdict_Action, type Retraction } from '@breakwater/contracts';
import { BreakwaterClient, ClosedError, UnavailableError } from './index.js';
import type { BreakwaterClientOptions } from './index.js';
import { startTestServer, type TestServer, type TestServerOptions } from './testing/index.js';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serverOf(options?: TestServerOptions): Promise<TestServer> {
  const server = await startTestServer(options);
  open.push(server);
  return server;
}

function clientOf(address: string, options: Partial<BreakwaterClientOptions> = {}): BreakwaterClient {
  const client = new BreakwaterClient({ address, timeoutMs: 10_000, minBackoffMs: 5, maxBackoffMs: 20, ...options });
  open.push(client);
  return client;
}

async function textsOf(client: BreakwaterClient, texts: readonly string[]): Promise<unknown[]> {
  return Promise.all(texts.map(async (text) => (await client.moderate({ text }))[0]?.reasons[0]));
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

describe('batching', () => {
  test.each([0, 300, 1000])('messages within %d us share frames, up to maxBatch', async (maxDelayUs) => {
    const server = await serverOf();
    const client = clientOf(server.address, { maxDelayUs, maxBatch: 40 });
    const texts = numbered(100);
    expect(await textsOf(client, texts)).toEqual(texts);
    expect(server.seen).toEqual({ streams: 1, messages: 100, largestFrame: 40 });
    expect(client.stats()).toMatchObject({ sent: 100, answered: 100, retried: 0, queued: 0, inFlight: 0 });
  });

  test('a frame stays within 256 KiB', async () => {
    const server = await serverOf();
    const client = clientOf(server.address);
    const texts = Array.from({ length: 9 }, (_, index) => String(index).repeat(100_000));
    expect(await textsOf(client, texts)).toEqual(texts);
    expect(server.seen.largestFrame).toBe(2);
  });

  test('a message larger than a frame is refused alone', async () => {
    const client = clientOf((await serverOf()).address);
    const items = await client.moderateBatch([
      { id: 'a', text: 'x'.repeat(300_000) },
      { id: 'b', text: 'fine' },
    ]);
    expect(items[0]).toMatchObject({
      id: 'a',
      verdicts: [],
      error: { reason: 'TEXT_TOO_LONG', field: 'message.text' },
    });
    expect(items[1]).toMatchObject({ id: 'b', verdicts: [{ reasons: ['fine'] }], error: undefined });
  });

  test('messages of one id are never in flight together, and each gets its own answer', async () => {
    const server = await serverOf();
    const client = clientOf(server.address);
    const texts = numbered(30);
    const answers = await Promise.all(texts.map((text) => client.moderate({ id: 'same', text })));
    expect(answers.map(([verdict]) => verdict?.reasons[0])).toEqual(texts);
    expect(server.seen).toEqual({ streams: 1, messages: 30, largestFrame: 1 });
  });
});

describe('a server with bad manners', () => {
  test('answers reversed and split over frames reach their callers', async () => {
    const server = await serverOf({ behave: () => ({ do: 'answer', reversed: true, perFrame: 3 }) });
    const client = clientOf(server.address);
    const texts = numbered(120);
    expect(await textsOf(client, texts)).toEqual(texts);
  });

  test.each([
    ['a torn connection', { do: 'destroy' }, 'reconnects'],
    ['a failed stream', { do: 'fail', code: 13 }, 'reconnects'],
    ['a stream ended by the server', { do: 'end' }, 'reconnects'],
    ['a server that is shutting down', { do: 'shutDown' }, 'reconnects'],
  ] as const)('%s: unanswered messages are sent again', async (_, behaviour, counter) => {
    const server = await serverOf({
      behave: ({ stream, frame }) => (stream < 3 && frame === 1 ? behaviour : { do: 'answer' }),
    });
    const client = clientOf(server.address, { maxBatch: 10 });
    const texts = numbered(100);
    expect(await textsOf(client, texts)).toEqual(texts);
    expect(client.stats().answered).toBe(100);
    expect(client.stats().retried).toBeGreaterThan(0);
    expect(client.stats()[counter]).toBe(3);
  });

  test('a stream that answers nothing any more is given up', async () => {
    const server = await serverOf({ behave: ({ stream }) => ({ do: stream === 0 ? 'ignore' : 'answer' }) });
    const client = clientOf(server.address, { stallMs: 40 });
    expect(await textsOf(client, numbered(5))).toEqual(numbered(5));
    expect(client.stats()).toMatchObject({ retried: 5, reconnects: 1 });
  });

  test('one message left unanswered on a living stream is sent again on another', async () => {
    const server = await serverOf({
      behave: ({ stream, frame }) => ({ do: stream + frame === 0 ? 'ignore' : 'answer' }),
    });
    const client = clientOf(server.address, { stallMs: 60, maxBatch: 1 });
    const lost = client.moderate({ text: 'lost' });
    let done = false;
    void lost.finally(() => (done = true));
    while (!done) {
      await client.moderate({ text: 'living' });
      await sleep(5);
    }
    expect((await lost)[0]?.reasons).toEqual(['lost']);
    expect(client.stats().renewals).toBeGreaterThan(0);
  });

  test('the late answer to a message that was given up is not taken for the next one of its id', async () => {
    const server = await serverOf({ behave: ({ frame }) => ({ do: 'answer', delayMs: frame === 0 ? 100 : 0 }) });
    const client = clientOf(server.address);
    await expect(client.moderate({ id: 'x', text: 'first' }, { timeoutMs: 10 })).rejects.toThrow(UnavailableError);
    expect((await client.moderate({ id: 'x', text: 'second' }))[0]?.reasons).toEqual(['second']);
  });
});

describe('no answer in time', () => {
  const silent: TestServerOptions = { behave: () => ({ do: 'ignore' }) };

  test.each([
    ['open', Verdict_Action.ALLOW],
    ['closed', Verdict_Action.BLOCK],
  ] as const)('fails %s with the mark, one verdict per audience', async (onUnavailable, action) => {
    const client = clientOf((await serverOf(silent)).address, { onUnavailable, timeoutMs: 20 });
    const verdicts = await client.moderate({ text: 'x', audiences: ['teen', 'adult'] });
    expect(verdicts.map(({ audience }) => audience)).toEqual(['teen', 'adult']);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({ action, severity: 0, degraded: [Degradation_Mark.SERVER_UNAVAILABLE] });
    }
    expect(client.stats().unavailable).toBe(1);
  });

  test('rejects where asked to, and a call may choose otherwise', async () => {
    const client = clientOf('127.0.0.1:1', { timeoutMs: 30 });
    await expect(client.moderate({ text: 'x' })).rejects.toThrow('No server answered within 30 ms.');
    const [verdict] = await client.moderate({ text: 'x' }, { onUnavailable: 'open', timeoutMs: 15 });
    expect(verdict?.action).toBe(Verdict_Action.ALLOW);
    expect(client.stats()).toMatchObject({ unavailable: 2, queued: 0 });
  });

  test('a message that waits for maxInFlight expires in line', async () => {
    const client = clientOf((await serverOf(silent)).address, { maxInFlight: 3, timeoutMs: 30, onUnavailable: 'open' });
    await Promise.all(numbered(10).map((text) => client.moderate({ text })));
    expect(client.stats()).toMatchObject({ sent: 3, unavailable: 10, queued: 0, inFlight: 3 });
  });

  test('maxInFlight holds and all get through', async () => {
    const server = await serverOf({ behave: () => ({ do: 'answer', delayMs: 1 }) });
    const client = clientOf(server.address, { maxInFlight: 7 });
    const texts = numbered(200);
    const all = textsOf(client, texts);
    await client.moderate({ text: 'one' });
    expect(client.stats().inFlight).toBeLessThanOrEqual(7);
    expect(await all).toEqual(texts);
  });

  test('a server that comes up later answers what waits', async () => {
    const first = await startTestServer();
    await first.close();
    const client = clientOf(first.address);
    const waiting = textsOf(client, numbered(3));
    await sleep(30);
    await serverOf({ port: first.port });
    expect(await waiting).toEqual(numbered(3));
  });

  test('a wrong API key is told at once, with what the server said', async () => {
    const server = await serverOf({ apiKey: 'right' });
    await expect(clientOf(server.address, { apiKey: 'wrong' }).moderate({ text: 'x' })).rejects.toThrow(
      'the API key is missing or wrong',
    );
    expect(await textsOf(clientOf(server.address, { apiKey: 'right' }), ['x'])).toEqual(['x']);
  });
});

describe('streams are renewed without a gap', () => {
  test('by the client when they are old', async () => {
    const server = await serverOf({ behave: () => ({ do: 'answer', delayMs: 3 }) });
    const client = clientOf(server.address, { maxStreamAgeMs: 20 });
    const texts = numbered(60);
    const answers: unknown[] = [];
    for (const text of texts) answers.push(...(await textsOf(client, [text])));
    expect(answers).toEqual(texts);
    expect(client.stats().renewals).toBeGreaterThan(1);
    expect(client.stats()).toMatchObject({ reconnects: 0, retried: 0, sent: 60 });
  });

  test('by the server, which ends them all', async () => {
    const server = await serverOf();
    const client = clientOf(server.address, { maxBatch: 5 });
    const texts = numbered(300);
    const answers = await Promise.all(
      texts.map(async (text, index) => {
        await sleep(index / 5);
        if (index % 50 === 0) server.endStreams();
        return (await client.moderate({ text }))[0]?.reasons[0];
      }),
    );
    expect(answers).toEqual(texts);
    expect(server.seen.streams).toBeGreaterThan(1);
  });
});

describe('ends', () => {
  test('close answers what is in flight, refuses what comes later, and may be called twice', async () => {
    const server = await serverOf({ behave: () => ({ do: 'answer', delayMs: 10 }) });
    const client = clientOf(server.address);
    const answers = textsOf(client, numbered(120));
    const closing = client.close();
    expect(client.close()).toBe(closing);
    await expect(client.moderate({ text: 'late' })).rejects.toThrow(ClosedError);
    expect(await answers).toEqual(numbered(120));
    await closing;
    await expect(client.ruleset()).rejects.toThrow(ClosedError);
  });

  test('close before the first message', async () => {
    await clientOf('127.0.0.1:1').close();
  });

  test('an aborted call rejects with the reason, before and after it was sent', async () => {
    const server = await serverOf({ behave: () => ({ do: 'ignore' }) });
    const client = clientOf(server.address);
    const reason = new Error('changed my mind');
    await expect(client.moderate({ text: 'x' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    for (const delay of [0, 30]) {
      const controller = new AbortController();
      const answer = client.moderate({ text: 'x' }, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), delay);
      await expect(answer).rejects.toBe(reason);
    }
    expect(client.stats().queued).toBe(0);
  });
});

test('ruleset comes from the server', async () => {
  const server = await serverOf({ ruleset: { hash: 'abc', entries: 3 } });
  expect(await clientOf(server.address).ruleset()).toMatchObject({ hash: 'abc', entries: 3 });
  await expect(clientOf('127.0.0.1:1').ruleset()).rejects.toThrow('127.0.0.1:1 gave no ruleset: ');
});

describe('retractions', () => {
  const retraction = (id: string): Retraction => ({
    id,
    tenantId: '',
    channelId: 'c',
    messages: [{ id: 'm1', hits: [] }],
    completedBy: 'm2',
    verdicts: [],
    foundAt: undefined,
  });
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(2);
  };

  test('of messages on its own stream are handed to onRetraction, and answers go on', async () => {
    const server = await serverOf();
    const heard: string[] = [];
    const client = clientOf(server.address, { onRetraction: ({ id }) => heard.push(id) });
    expect(await textsOf(client, ['a'])).toEqual(['a']);
    server.retract(retraction('r1'));
    server.retract(retraction('r2'));
    await until(() => heard.length === 2);
    expect(heard).toEqual(['r1', 'r2']);
    expect(await textsOf(client, ['b'])).toEqual(['b']);
  });

  test('are iterated over streams that end, until the loop is left', async () => {
    const server = await serverOf();
    const client = clientOf(server.address);
    const heard: string[] = [];
    const loop = (async () => {
      for await (const { id } of client.retractions()) {
        heard.push(id);
        if (id === 'r2') break;
      }
    })();
    await until(() => server.retract(retraction('r1')) === 1);
    await until(() => heard.length > 0);
    server.endStreams();
    await until(() => server.retract(retraction('r2')) === 1);
    await loop;
    await until(() => server.retract(retraction('r3')) === 0);
    expect(new Set(heard)).toEqual(new Set(['r1', 'r2']));
  });

  test.each(['close', 'signal'])('end by %s without an error', async (way) => {
    const client = clientOf((await serverOf()).address);
    const controller = new AbortController();
    const watch = client.retractions({ signal: controller.signal });
    const next = watch.next();
    if (way === 'close') await client.close();
    else controller.abort();
    expect(await next).toEqual({ value: undefined, done: true });
    expect(await watch.next()).toEqual({ value: undefined, done: true });
  });

  test('a client that is refused is told so', async () => {
    const server = await serverOf({ apiKey: 'right' });
    const watch = clientOf(server.address, { apiKey: 'wrong' }).retractions();
    await expect(watch.next()).rejects.toThrow('the API key is missing or wrong');
  });

  test('a closed client has none', async () => {
    const client = clientOf('127.0.0.1:1');
    await client.close();
    expect(() => client.retractions()).toThrow(ClosedError);
  });
});
