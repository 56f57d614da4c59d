import { Message } from '@breakwater/contracts';
import { ModerateRequest, ModerateStreamRequest } from '@breakwater/contracts/grpc';
import fc from 'fast-check';
import { decodeFrame } from './frame.js';

const message = (part: Partial<Message>): Message => ({ ...Message.decode(new Uint8Array()), ...part });
const encode = (...messages: Message[]) => Buffer.from(ModerateStreamRequest.encode({ messages }).finish());

/** A message whose field holds these raw bytes. */
function raw(id: string, field: number, bytes: number[]): Buffer {
  const body = Buffer.concat([
    Buffer.from(Message.encode(message({ id })).finish()),
    Buffer.from([(field << 3) | 2, bytes.length, ...bytes]),
  ]);
  return Buffer.concat([Buffer.from([10, body.length]), body]);
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constant('a \uFFFD b'),
  fc.string({ minLength: 40 }),
);
const anyMessage = fc
  .record({
    id: text,
    text,
    contentKind: fc.constantFrom(0, 1, 5, 99),
    audiences: fc.array(text, { maxLength: 3 }),
    senderId: text,
    language: text,
    sentAt: fc.option(fc.record({ seconds: fc.bigInt({ min: 0n, max: 1n << 40n }), nanos: fc.nat(999_999_999) }), {
      nil: undefined,
    }),
  })
  .map((part) => message(part as Partial<Message>));

describe('decodeFrame', () => {
  it('decodes what the generated decoder does, for every valid frame', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 5 }), (messages) => {
        const bytes = encode(...messages);
        const frame = decodeFrame(bytes);
        expect(frame.messages).toEqual(ModerateStreamRequest.decode(bytes).messages);
        expect(frame).toMatchObject({ byteLength: bytes.length, notUtf8: undefined, malformed: false });
      }),
    );
  });

  it('reads a ModerateRequest as a frame of one message', () => {
    const one = message({ id: 'a', text: 'hello' });
    expect(decodeFrame(Buffer.from(ModerateRequest.encode({ message: one }).finish())).messages).toEqual([one]);
    expect(decodeFrame(Buffer.alloc(0))).toMatchObject({ messages: [], malformed: false });
  });

  it.each([
    ['id', 1],
    ['text', 2],
    ['audiences', 4],
    ['senderId', 5],
    ['channelId', 6],
    ['tenantId', 7],
    ['language', 8],
  ])('notes broken UTF-8 in %s for that message alone', (field, number) => {
    const good = encode(message({ id: 'good', text: 'real \uFFFD' }));
    const frame = decodeFrame(Buffer.concat([good, raw('bad', number, [0x61, 0xff, 0x62]), good]));
    expect(frame.malformed).toBe(false);
    expect(frame.messages.map(({ id }) => id)).toEqual(['good', number === 1 ? 'a\uFFFDb' : 'bad', 'good']);
    expect([...(frame.notUtf8?.values() ?? [])]).toEqual([field]);
    expect(frame.notUtf8?.has(frame.messages[1] as Message)).toBe(true);
  });

  it.each([
    ['a surrogate encoded as three bytes', [0xed, 0xa0, 0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a cut-off sequence', [0xf0, 0x9f, 0x98]],
  ])('counts %s as broken UTF-8', (_, bytes) => {
    expect(decodeFrame(raw('x', 2, bytes)).notUtf8?.size).toBe(1);
  });

  it.each([
    ['a length past the end', [10, 50, 1]],
    ['a tag of zero', [0, 0, 0]],
    ['text', [...Buffer.from('hello there, not protobuf')]],
    ['a string past the end of its message', [10, 4, 10, 9, 65, 65, 65, 65, 65, 65, 65, 65, 65]],
    ['a tag of zero inside a message', [10, 2, 0, 0]],
    ['an end of a group that never began', [12]],
    ['an unknown field past the end', [0x7a, 20, 1]],
  ])('calls %s malformed', (_, bytes) => {
    expect(decodeFrame(Buffer.from(bytes))).toEqual({
      messages: [],
      byteLength: bytes.length,
      notUtf8: undefined,
      malformed: true,
    });
  });

  it('skips fields it does not know', () => {
    const unknown = Buffer.from([0x7a, 2, 1, 2, 0x78, 5]);
    expect(decodeFrame(Buffer.concat([unknown, encode(message({ id: 'a' }))])).messages).toHaveLength(1);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof decodeFrame(Buffer.from(bytes)).malformed).toBe('boolean');
      }),
    );
  });
});
