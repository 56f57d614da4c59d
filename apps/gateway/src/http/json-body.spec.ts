import { ModerationError, reasonName } from '@breakwater/service-kit';
import { readBatch, readModerate } from './json-body.js';

const json = 'application/json';
const bytes = (body: unknown) => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

function refusal(read: () => unknown): { reason: string; field: string; message: string } {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ModerationError)) throw error;
    return { reason: reasonName(error.reason), field: error.field, message: error.message };
  }
  throw new Error('not refused');
}

describe('readModerate', () => {
  it('reads the proto3 JSON form as the hot codec has it', () => {
    const sentAt = '2026-01-01T00:00:00.5Z';
    const body = {
      message: { id: 'a', text: 'é', contentKind: 'USERNAME', audiences: ['teen'], senderId: 's', sentAt },
    };
    expect(readModerate('application/json; charset=utf-8', bytes(body)).messages).toMatchObject([
      {
        id: 'a',
        text: 'é',
        contentKind: 2,
        audiences: ['teen'],
        senderId: 's',
        channelId: '',
        sentAt: { nanos: 500_000_000 },
      },
    ]);
    expect(readModerate(json, bytes({})).messages).toEqual([]);
  });

  it.each<[string, string | undefined, Buffer, string, string, RegExp]>([
    ['another content type', 'text/plain', bytes({}), 'REQUEST_MALFORMED', '', /Content-Type: application\/json/],
    ['no content type', undefined, bytes({}), 'REQUEST_MALFORMED', '', /Content-Type: application\/json/],
    ['no body', json, Buffer.alloc(0), 'REQUEST_MALFORMED', '', /not JSON/],
    [
      'broken JSON',
      json,
      bytes('{"message":{"text":"a b c'),
      'REQUEST_MALFORMED',
      '',
      /^The body is not JSON \(see position 25\): /,
    ],
    ['an array', json, bytes([]), 'REQUEST_MALFORMED', '', /one JSON object/],
    ['null', json, bytes('null'), 'REQUEST_MALFORMED', '', /one JSON object/],
    ['bytes that are not UTF-8', json, Buffer.from([0x7b, 0xff, 0x7d]), 'NOT_UNICODE', '', /not valid UTF-8/],
    [
      'a lone surrogate',
      json,
      bytes('{"message":{"text":"a\\ud800"}}'),
      'NOT_UNICODE',
      'message.text',
      /lone surrogate/,
    ],
    [
      'a lone surrogate in a list',
      json,
      bytes('{"message":{"audiences":["\\udc00"]}}'),
      'NOT_UNICODE',
      'message.audiences',
      /lone/,
    ],
    [
      'a number for a text',
      json,
      bytes({ message: { text: 5 } }),
      'REQUEST_MALFORMED',
      'message.text',
      /expected string, got 5/,
    ],
    ['an unknown field', json, bytes({ message: { txt: '' } }), 'REQUEST_MALFORMED', 'message.txt', /"txt" is unknown/],
    [
      'an unknown field outside',
      json,
      bytes({ messages: [] }),
      'REQUEST_MALFORMED',
      'messages',
      /"messages" is unknown/,
    ],
    [
      'an unknown kind',
      json,
      bytes({ message: { contentKind: 'SONG' } }),
      'REQUEST_MALFORMED',
      'message.contentKind',
      /"SONG"/,
    ],
    ['a bad time', json, bytes({ message: { sentAt: 'now' } }), 'REQUEST_MALFORMED', 'message.sentAt', /RFC 3339/],
    ['a message that is a text', json, bytes({ message: 'hi' }), 'REQUEST_MALFORMED', '', /Message from JSON/],
  ])('refuses %s', (_, contentType, body, reason, field, sentence) => {
    const refused = refusal(() => readModerate(contentType, body));
    expect(refused).toMatchObject({ reason, field });
    expect(refused.message).toMatch(sentence);
  });
});

describe('readBatch', () => {
  it('notes a lone surrogate for its message alone', () => {
    const frame = readBatch(json, bytes('{"messages":[{"id":"a","text":"x"},{"id":"b","text":"\\ud800"}]}'));
    expect(frame.messages.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([...(frame.notUtf8 ?? [])].map(([{ id }, field]) => [id, field])).toEqual([['b', 'text']]);
  });

  it('has the size of the same batch in protobuf', () => {
    expect(readBatch(json, bytes({ messages: [{ id: 'a', text: 'xyz' }] })).byteLength).toBe(10);
  });

  it.each([{ messages: {} }, { messages: [5] }, { messages: [{ text: null, id: 4 }] }])('refuses %j', (body) => {
    expect(refusal(() => readBatch(json, bytes(body))).reason).toBe('REQUEST_MALFORMED');
  });
});
