import fc from 'fast-check';
import { Error_Reason, Verdict_Action } from '@breakwater/contracts';
import { ModerateBatchRequest, ModerateStreamResponse, type Answer } from '@breakwater/contracts/grpc';
import { allowVerdicts } from '../testing/allow-verdicts.js';
import { toWire } from '../wire-message.js';
import { walkAnswers } from './answer-walk.js';
import { FrameSource } from './frame-source.js';

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { minLength: 1, maxLength: 40 });

test('a frame decodes to the messages it was made of, with consecutive ids', () => {
  fc.assert(
    fc.property(texts, fc.nat(100), fc.nat(100), fc.nat(9_000_000_000), (all, from, most, sequence) => {
      const source = new FrameSource(all.map((text) => toWire({ text, senderId: 's' }, 'own')));
      const first = from % all.length;
      const count = source.fit(first, most + 1);
      const { messages } = ModerateBatchRequest.decode(source.frame(first, count, sequence));
      expect(messages.map(({ text }) => text)).toEqual(all.slice(first, first + count));
      expect(messages.map(({ id }) => Number(id))).toEqual(messages.map((_, index) => sequence + index));
    }),
  );
});

test('a frame stays within 256 KiB, and one message is always taken', () => {
  const source = new FrameSource([1, 200_000, 200_000, 300_000].map((n) => toWire({ text: 'x'.repeat(n) }, 'a')));
  expect([source.fit(0, 10), source.fit(1, 10), source.fit(3, 10)]).toEqual([2, 1, 1]);
});

test('the walk sees what the decoder sees', () => {
  const about = { id: 'r', tenantId: '', channelId: 'c', messages: [], completedBy: 'm', verdicts: [] };
  const retractions = [{ ...about, foundAt: undefined }];
  const answer = fc.record({ id: fc.nat(9_999_999_999), verdicts: fc.nat(3), error: fc.boolean() });
  fc.assert(
    fc.property(fc.array(answer), (made) => {
      const answers: Answer[] = made.map(({ id, verdicts, error }) => ({
        id: String(id).padStart(10, '0'),
        verdicts: error ? [] : Array.from({ length: verdicts }, () => allowVerdicts(toWire({ text: 'é' }, ''))).flat(),
        error: error ? { reason: Error_Reason.TEXT_TOO_LONG, message: 'long', field: 'message.text' } : undefined,
        retracts: verdicts > 1 ? ['0000000001'] : [],
      }));
      const seen: number[][] = [];
      walkAnswers(Buffer.from(ModerateStreamResponse.encode({ answers, retractions }).finish()), (...all) =>
        seen.push(all),
      );
      expect(seen).toEqual(
        made.map(({ id, verdicts, error }) =>
          error ? [id, 0, 0, Error_Reason.TEXT_TOO_LONG] : [id, verdicts, verdicts > 0 ? Verdict_Action.ALLOW : 0, 0],
        ),
      );
    }),
  );
});

test('bytes that are no answers throw and never loop', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      let error: unknown;
      try {
        walkAnswers(Buffer.from(bytes), () => undefined);
      } catch (caught) {
        error = caught;
      }
      expect(error === undefined || error instanceof RangeError).toBe(true);
    }),
  );
});
