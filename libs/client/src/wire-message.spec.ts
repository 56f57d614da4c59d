import fc from 'fast-check';
import { ModerateBatchRequest } from '@breakwater/contracts/grpc';
import { toWire, wireBytes, type MessageInput } from './wire-message.js';

test('the estimate is never below the encoded size', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 300 });
  const input = fc.record(
    {
      text,
      senderId: text,
      channelId: text,
      tenantId: text,
      language: text,
      audiences: fc.array(text, { maxLength: 5 }),
      sentAt: fc.date({ noInvalidDate: true }),
      contentKind: fc.constantFrom('CHAT' as const, 'URL' as const),
    },
    { requiredKeys: ['text'] },
  );
  fc.assert(
    fc.property(input, fc.string({ maxLength: 128 }), (message, id) => {
      const wire = toWire(message, id);
      expect(wireBytes(wire)).toBeGreaterThanOrEqual(ModerateBatchRequest.encode({ messages: [wire] }).finish().length);
    }),
  );
});

test('a Date before 1970 keeps its milliseconds', () => {
  expect(toWire({ text: '', sentAt: new Date(-1) }, 'a').sentAt).toEqual({ seconds: -1n, nanos: 999_000_000 });
});

test.each<[Partial<Record<keyof MessageInput, unknown>>, string, string]>([
  [{ text: 5 }, 'REQUEST_MALFORMED', 'message.text'],
  [{ text: '\ud800' }, 'NOT_UNICODE', 'message.text'],
  [{ text: '', senderId: '\udc00x' }, 'NOT_UNICODE', 'message.senderId'],
  [{ text: '', audiences: ['a', '\udc00x'] }, 'NOT_UNICODE', 'message.audiences'],
  [{ text: '', contentKind: 'SMOKE' }, 'CONTENT_KIND_UNKNOWN', 'message.contentKind'],
  [{ text: '', sentAt: new Date('never') }, 'REQUEST_MALFORMED', 'message.sentAt'],
])('%j is refused before it is sent', (input, reason, field) => {
  expect(() => toWire(input as unknown as MessageInput, 'a')).toThrow(expect.objectContaining({ reason, field }));
});
