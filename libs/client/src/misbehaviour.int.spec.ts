import fc from 'fast-check';
import { BreakwaterClient } from './index.js';
import { startTestServer, type FrameBehaviour } from './testing/index.js';

const behaviour: fc.Arbitrary<FrameBehaviour> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'answer' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      delayMs: fc.nat(5),
      reversed: fc.boolean(),
      perFrame: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'answerTwice' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'end' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'destroy' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'ignore' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'shutDown' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail', code: 14 } as const) },
);

test('whatever the server does, every message gets its own answer, once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(behaviour, { maxLength: 6 }), { maxLength: 5 }),
      fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }), { minLength: 1, maxLength: 60 }),
      fc.record({
        maxBatch: fc.integer({ min: 1, max: 8 }),
        maxDelayUs: fc.constantFrom(0, 200, 1000),
        maxInFlight: fc.integer({ min: 1, max: 30 }),
        maxStreamAgeMs: fc.constantFrom(15, 600_000),
      }),
      async (script, ids, options) => {
        const server = await startTestServer({
          behave: ({ stream, frame }) => script[stream]?.[frame] ?? { do: 'answer' },
        });
        const client = new BreakwaterClient({
          address: server.address,
          timeoutMs: 20_000,
          minBackoffMs: 1,
          maxBackoffMs: 5,
          stallMs: 30,
          ...options,
        });
        try {
          const settled = new Array<number>(ids.length).fill(0);
          const answers = await Promise.all(
            ids.map((id, index) =>
              client.moderate({ id, text: `text ${index}` }).then((verdicts) => {
                settled[index] = (settled[index] as number) + 1;
                return verdicts[0]?.reasons[0];
              }),
            ),
          );
          expect(answers).toEqual(ids.map((_, index) => `text ${index}`));
          expect(settled).toEqual(ids.map(() => 1));
          const stats = client.stats();
          expect(stats.answered).toBe(ids.length);
          expect(stats.sent).toBeGreaterThanOrEqual(ids.length);
          expect(stats.sent - stats.retried).toBeLessThanOrEqual(ids.length);
          expect(stats.queued).toBe(0);
        } finally {
          await client.close();
          await server.close();
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  );
}, 60_000);
