import { enumName, Error_Reason, Message } from '@breakwater/contracts';
import {
  ModerateStreamRequest,
  type Answer,
  type ModerateBatchResponse,
  type ModerateResponse,
} from '@breakwater/contracts/grpc';
import { status } from '@grpc/grpc-js';
import { eventually, Gateway } from './gateway.js';
import { ask, connect, errorInfo, exchange, message, RawStream } from './grpc.js';

const invalid = status.INVALID_ARGUMENT;
const clean = 'see you tomorrow';
const service = '/breakwater.moderation.v1.ModerationService';

/** A message with these bytes as its text, as an element of a frame. */
function element(id: string, text: number[]): Buffer {
  const body = Buffer.concat([
    Buffer.from(Message.encode(message({ id })).finish()),
    Buffer.from([18, text.length, ...text]),
  ]);
  return Buffer.concat([Buffer.from([10, body.length]), body]);
}
const frame = (...messages: Message[]) => Buffer.from(ModerateStreamRequest.encode({ messages }).finish());
const brief = (answers: Answer[] = []) =>
  answers.map(({ id, verdicts, error }) =>
    error ? `${id} ${enumName(Error_Reason, error.reason)}` : `${id} ${verdicts.length}`,
  );

describe('bad input', () => {
  let gateway: Gateway;
  let client: ReturnType<typeof connect>;

  beforeAll(async () => {
    gateway = await Gateway.start('--client-read-timeout-seconds', '1');
    client = connect(gateway.grpc);
  }, 30_000);

  afterAll(async () => {
    client.close();
    expect((await gateway.stop()).code).toBe(0);
  }, 30_000);

  const refusal = async (part: Partial<Message> | undefined) => {
    const request = { message: part && message(part) };
    return await ask<ModerateResponse>((callback) => client.moderate(request, callback)).then(
      () => undefined,
      errorInfo,
    );
  };
  const post = async (path: string, body: string | Buffer, contentType = 'application/json') => {
    const response = await fetch(gateway.http + path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: new Uint8Array(Buffer.from(body)),
    });
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    return { http: response.status, ...error };
  };

  it('refuses a 1 MB text and names the limit, over gRPC and HTTP', async () => {
    const text = 'a'.repeat(1_000_000);
    const expected = { reason: 'TEXT_TOO_LONG', field: 'message.text', message: expect.stringMatching(/at most 8192/) };
    expect(await refusal({ text })).toMatchObject({ ...expected, code: invalid });
    const body = JSON.stringify({ message: { text } });
    expect(await post('/v1/moderate', body)).toMatchObject({
      ...expected,
      http: 400,
      status: 'INVALID_ARGUMENT',
      code: 400,
    });
  });

  it.each<[string, Partial<Message> | undefined, string, string]>([
    ['no message', undefined, 'MESSAGE_MISSING', 'message'],
    ['an unknown audience', { audiences: ['dogs'] }, 'AUDIENCE_UNKNOWN', 'message.audiences[0]'],
    ['an audience twice', { audiences: ['teen', 'teen'] }, 'AUDIENCE_DUPLICATE', 'message.audiences[1]'],
    ['a long id', { senderId: 'a'.repeat(129) }, 'ID_TOO_LONG', 'message.senderId'],
    ['an unknown content kind', { contentKind: 42 as never }, 'CONTENT_KIND_UNKNOWN', 'message.contentKind'],
  ])('refuses %s', async (_, part, reason, field) => {
    expect(await refusal(part)).toMatchObject({ code: invalid, reason, field });
  });

  it('refuses invalid UTF-8 on the wire, and not a real replacement character', async () => {
    const error = await exchange(gateway.grpc, `${service}/Moderate`, element('a', [0x61, 0xff])).catch(errorInfo);
    expect(error).toMatchObject({ code: invalid, reason: 'NOT_UNICODE', field: 'message.text' });
    expect(await refusal({ text: 'a \uFFFD b' })).toBeUndefined();
  });

  it('refuses bytes that are no request', async () => {
    for (const method of ['Moderate', 'ModerateBatch']) {
      const error = await exchange(gateway.grpc, `${service}/${method}`, Buffer.from('not protobuf')).catch(errorInfo);
      expect(error).toMatchObject({ code: invalid, reason: 'REQUEST_MALFORMED' });
    }
  });

  it('refuses a batch of 1,001 messages or of more than 256 KiB', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => message({ id: String(index) }));
    const large = Array.from({ length: 40 }, (_, index) => message({ id: String(index), text: 'a'.repeat(8000) }));
    const batch = (messages: Message[]) =>
      ask<ModerateBatchResponse>((callback) => client.moderateBatch({ messages }, callback)).catch(errorInfo);
    expect(await batch(many)).toMatchObject({ code: invalid, reason: 'FRAME_TOO_MANY_MESSAGES', field: 'messages' });
    expect(await batch(large)).toMatchObject({ code: invalid, reason: 'FRAME_TOO_LARGE', field: 'messages' });
    const body = (messages: Message[]) => JSON.stringify({ messages: messages.map(({ id, text }) => ({ id, text })) });
    expect(await post('/v1/moderate:batch', body(many))).toMatchObject({
      http: 400,
      reason: 'FRAME_TOO_MANY_MESSAGES',
    });
    expect(await post('/v1/moderate:batch', body(large))).toMatchObject({ http: 400, reason: 'FRAME_TOO_LARGE' });
  });

  it('keeps a stream alive through every bad frame', async () => {
    const stream = new RawStream(gateway.grpc);
    stream.send(
      message({ id: 'a', text: clean }),
      message({ id: 'a', text: clean }),
      message({ text: clean }),
      message({ id: 'b', text: 'a'.repeat(8193) }),
      message({ id: 'c', audiences: ['dogs'] }),
      message({ id: 'd', text: '' }),
    );
    stream.sendRaw(
      Buffer.concat([frame(message({ id: 'e' })), element('f', [0xed, 0xa0, 0x80]), frame(message({ id: 'g' }))]),
    );
    stream.sendRaw(Buffer.from('not protobuf at all'));
    stream.sendRaw(frame(...Array.from({ length: 1001 }, (_, index) => message({ id: `m${index}` }))));
    stream.sendRaw(
      frame(...Array.from({ length: 40 }, (_, index) => message({ id: `l${index}`, text: 'a'.repeat(8000) }))),
    );
    stream.sendRaw(Buffer.alloc(0));
    stream.send(message({ id: 'z', text: clean }));
    const frames = await stream.framesRead(7);
    expect(brief(frames[0])).toEqual([
      'a 1',
      'a ID_DUPLICATE',
      ' ID_MISSING',
      'b TEXT_TOO_LONG',
      'c AUDIENCE_UNKNOWN',
      'd 1',
    ]);
    expect(brief(frames[1])).toEqual(['e 1', 'f NOT_UNICODE', 'g 1']);
    expect(brief(frames[2])).toEqual([' REQUEST_MALFORMED']);
    expect(frames[3]).toHaveLength(1001);
    expect(new Set(brief(frames[3]).map((line) => line.split(' ')[1]))).toEqual(new Set(['FRAME_TOO_MANY_MESSAGES']));
    expect(new Set(brief(frames[4]).map((line) => line.split(' ')[1]))).toEqual(new Set(['FRAME_TOO_LARGE']));
    expect(frames[5]).toEqual([]);
    expect(brief(frames[6])).toEqual(['z 1']);
    stream.end();
    expect((await stream.ended).code).toBe(status.OK);
    stream.close();
  });

  it.each<[string, string, string | Buffer, string | undefined, number, string]>([
    ['a lone surrogate', '/v1/moderate', '{"message":{"text":"a\\ud800"}}', undefined, 400, 'NOT_UNICODE'],
    ['bytes that are not UTF-8', '/v1/moderate', Buffer.from([0x7b, 0xff, 0x7d]), undefined, 400, 'NOT_UNICODE'],
    ['broken JSON', '/v1/moderate', '{"message":', undefined, 400, 'REQUEST_MALFORMED'],
    ['an unknown field', '/v1/moderate', '{"massage":{}}', undefined, 400, 'REQUEST_MALFORMED'],
    ['no message', '/v1/moderate', '{}', undefined, 400, 'MESSAGE_MISSING'],
    ['another content type', '/v1/moderate', '{}', 'text/plain', 415, 'REQUEST_MALFORMED'],
    ['a body over the limit', '/v1/moderate', 'a'.repeat(4_194_305), undefined, 413, 'FRAME_TOO_LARGE'],
    ['an unknown path', '/v1/nothing', '{}', undefined, 404, 'NOT_FOUND'],
    ['an unknown path with a broken escape', '/v1/%zz', '{}', undefined, 404, 'NOT_FOUND'],
  ])('answers %s in the one error body', async (_, path, body, contentType, http, reason) => {
    expect(await post(path, body, contentType)).toEqual({
      http,
      code: http,
      reason,
      status: expect.any(String),
      message: expect.stringMatching(/\.$/),
      field: expect.any(String),
    });
  });

  it('lets one message of a JSON batch fail alone', async () => {
    const response = await fetch(`${gateway.http}/v1/moderate:batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"messages":[{"id":"a","text":"x"},{"id":"b","text":"\\ud800"},{"id":"c","text":"x"}]}',
    });
    const { answers } = (await response.json()) as { answers: { id: string; error?: { reason: string } }[] };
    expect(answers.map(({ id, error }) => [id, error?.reason])).toEqual([
      ['a', undefined],
      ['b', 'NOT_UNICODE'],
      ['c', undefined],
    ]);
  });

  const openStreams = async () =>
    Number(/^breakwater_open_streams (\d+)$/m.exec(await (await fetch(`${gateway.http}/metrics`)).text())?.[1]);

  it('forgets a client that vanishes', async () => {
    expect(await openStreams()).toBe(0);
    const stream = new RawStream(gateway.grpc);
    stream.send(message({ id: 'a' }));
    await stream.framesRead(1);
    expect(await openStreams()).toBe(1);
    stream.close();
    await eventually(openStreams, (count) => count === 0);
  });

  it('ends the stream of a client that never reads, and serves the others meanwhile', async () => {
    const deaf = new RawStream(gateway.grpc, 'deaf');
    const late = new RawStream(gateway.grpc, 'deaf');
    const full = frame(...Array.from({ length: 1000 }, (_, index) => message({ id: `${index}`, text: clean })));
    // Enough to fill the windows of HTTP/2 and the clients' own buffers.
    for (let sent = 0; sent < 60; sent += 1) {
      deaf.sendRaw(full);
      late.sendRaw(full);
    }
    const noticed = () => gateway.logged({ msg: 'client does not read its answers' }).length;
    await eventually(openStreams, (count) => count === 2);
    expect(await refusal({ text: clean })).toBeUndefined();
    await eventually(noticed, (count) => count === 2);
    // One that reads after all learns why its stream has ended; the other is cut off.
    late.listen();
    expect(errorInfo(await late.ended)).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      reason: 'CLIENT_NOT_READING',
    });
    // What it was still sending fails as UNAVAILABLE before the reset is seen as RESOURCE_EXHAUSTED.
    expect([status.RESOURCE_EXHAUSTED, status.UNAVAILABLE]).toContain((await deaf.ended).code);
    await eventually(openStreams, (count) => count === 0);
    expect(await refusal({ text: clean })).toBeUndefined();
    deaf.close();
    late.close();
  }, 15_000);
});
