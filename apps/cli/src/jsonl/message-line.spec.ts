import { LineError, parseMessageLine } from './message-line.js';

test('every key of a message is read', () => {
  const line = JSON.stringify({
    id: '1',
    text: 'hello',
    contentKind: 'USERNAME',
    audiences: ['teen'],
    senderId: 's',
    channelId: 'c',
    tenantId: 't',
    language: 'en',
    sentAt: '2026-01-31T12:00:00.5Z',
  });
  expect(parseMessageLine(line, false)).toMatchObject({
    id: '1',
    text: 'hello',
    contentKind: 2,
    audiences: ['teen'],
    senderId: 's',
    channelId: 'c',
    tenantId: 't',
    language: 'en',
    sentAt: { seconds: 1769860800n, nanos: 500_000_000 },
  });
});

test.each([
  ['{', '', 'it is no valid JSON'],
  ['5', '', 'it must be a JSON object'],
  ['[]', '', 'it must be a JSON object'],
  ['null', '', 'it must be a JSON object'],
  ['{}', 'message.text', '"text" is missing'],
  ['{"text":5}', 'message.text', '"text" must be a string'],
  ['{"text":"\\ud800"}', 'message.text', '"text" has a lone surrogate'],
  ['{"text":"","id":1}', 'message.id', '"id" must be a string'],
  ['{"text":"","txet":""}', '', '"txet" is no key of a message'],
  ['{"text":"","contentKind":"chat"}', 'message.contentKind', '"contentKind" must be one of'],
  ['{"text":"","contentKind":"toString"}', 'message.contentKind', '"contentKind" must be one of'],
  ['{"text":"","audiences":"teen"}', 'message.audiences', '"audiences" must be an array of strings'],
  ['{"text":"","audiences":[1]}', 'message.audiences', '"audiences" must be an array of strings'],
  ['{"text":"","sentAt":"yesterday"}', 'message.sentAt', '"sentAt" must be a time'],
  ['{"text":"","sentAt":5}', 'message.sentAt', '"sentAt" must be a time'],
])('%s is refused', (line, field, sentence) => {
  expect(() => parseMessageLine(line, false)).toThrow(LineError);
  expect(() => parseMessageLine(line, false)).toThrow(expect.objectContaining({ field }));
  expect(() => parseMessageLine(line, false)).toThrow(sentence);
});

test('unknown keys may be let through', () => {
  expect(parseMessageLine('{"text":"a","labels":{}}', true).text).toBe('a');
});
