import { Error_Reason, Message } from '@breakwater/contracts';
import { frameFault, MessageRules } from './message-rules.js';

const rules = new MessageRules(['adult', 'teen'], 100);
const message = (part: Partial<Message>): Message => ({ ...Message.decode(new Uint8Array()), id: 'm', ...part });

describe('MessageRules', () => {
  it.each<[string, Partial<Message>]>([
    ['empty text', {}],
    ['text at the limit', { text: 'a'.repeat(100) }],
    ['wide text at the limit', { text: 'é'.repeat(50) }],
    ['ids at the limit', { id: 'a'.repeat(128), senderId: '😀'.repeat(128) }],
    ['every content kind', { contentKind: 5 }],
    ['two audiences', { audiences: ['teen', 'adult'] }],
    ['a replacement character', { text: '\uFFFD' }],
  ])('accepts %s', (_, part) => expect(rules.check(message(part), 'message')).toBeUndefined());

  it.each<[string, Partial<Message>, Error_Reason, string, RegExp]>([
    [
      'a text over the limit',
      { text: 'a'.repeat(101) },
      Error_Reason.TEXT_TOO_LONG,
      'text',
      /101 bytes.*at most 100 .*shorten/,
    ],
    ['a wide text over the limit', { text: 'é'.repeat(51) }, Error_Reason.TEXT_TOO_LONG, 'text', /102 bytes/],
    ['a lone surrogate in the text', { text: 'a\ud800' }, Error_Reason.NOT_UNICODE, 'text', /not valid Unicode/],
    ['a lone surrogate in an id', { senderId: '\udc00' }, Error_Reason.NOT_UNICODE, 'senderId', /not valid Unicode/],
    ['a long id', { id: 'a'.repeat(129) }, Error_Reason.ID_TOO_LONG, 'id', /id is longer than 128 characters/],
    ['a long language', { language: 'a'.repeat(300) }, Error_Reason.ID_TOO_LONG, 'language', /language is longer/],
    [
      'an unknown content kind',
      { contentKind: 6 as never },
      Error_Reason.CONTENT_KIND_UNKNOWN,
      'contentKind',
      /number 6 .* 0 to 5/,
    ],
    [
      'an unknown audience',
      { audiences: ['adult', 'dogs'] },
      Error_Reason.AUDIENCE_UNKNOWN,
      'audiences[1]',
      /"dogs": use adult, teen/,
    ],
    [
      'an audience twice',
      { audiences: ['teen', 'teen'] },
      Error_Reason.AUDIENCE_DUPLICATE,
      'audiences[1]',
      /"teen" stands twice/,
    ],
  ])('refuses %s', (_, part, reason, field, sentence) => {
    const fault = rules.check(message(part), 'message');
    expect(fault).toMatchObject({ reason, field: `message.${field}` });
    expect(fault?.message).toMatch(sentence);
    expect(rules.check(message(part), 'messages', 3)?.field).toBe(`messages[3].${field}`);
  });
});

describe('frameFault', () => {
  it('allows 1,000 messages and 256 KiB and not one more', () => {
    expect(frameFault(1000, 262_144)).toBeUndefined();
    expect(frameFault(1001, 10)?.reason).toBe(Error_Reason.FRAME_TOO_MANY_MESSAGES);
    expect(frameFault(1, 262_145)?.reason).toBe(Error_Reason.FRAME_TOO_LARGE);
  });
});
