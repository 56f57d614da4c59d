import { Error_Reason, Verdict_Action, Message, type Verdict } from '@breakwater/contracts';
import { createLogger, ModerationError, reasonName } from '@breakwater/service-kit';
import type { Frame } from './frame.js';
import { Judge } from './judge.js';
import { MessageRules } from './message-rules.js';
import type { CallMeter } from './meters.js';

const message = (id: string, part: Partial<Message> = {}): Message => ({
  ...Message.decode(new Uint8Array()),
  id,
  ...part,
});
const frameOf = (messages: Message[], part: Partial<Frame> = {}): Frame => ({
  messages,
  byteLength: 100,
  notUtf8: undefined,
  malformed: false,
  ...part,
});

function setUp(judge: (message: Message) => Verdict[] = () => [verdict()]) {
  const recorded: [string, Verdict][] = [];
  const refused: Error_Reason[] = [];
  const logged: string[] = [];
  const counted: Verdict[] = [];
  const subject = new Judge(
    { judge },
    new MessageRules(['adult', 'teen'], 100),
    { record: (of, of2) => void recorded.push([of.id, of2]) },
    { message: (_, verdicts) => void counted.push(...verdicts), refused: (reason) => void refused.push(reason) },
    createLogger('test', 'info', {}, { write: (line) => logged.push(line) }),
  );
  return { subject, recorded, refused, logged, counted };
}

const meter = { answered: () => undefined } as unknown as CallMeter;

function verdict(): Verdict {
  return {
    action: Verdict_Action.ALLOW,
    severity: 0,
    serverTimeUs: 0,
    audience: 'adult',
    versions: undefined,
    topics: [],
    hits: [],
    redactedText: '',
    reasons: [],
    decisionId: '',
    durability: 0,
    degraded: [],
  };
}

function reasonOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof ModerationError) return `${reasonName(error.reason)} ${error.field}`;
    throw error;
  }
  return 'none';
}

const reasons = (answers: { id: string; error: { reason: Error_Reason; field: string } | undefined }[]) =>
  answers.map(({ id, error }) => (error ? `${id} ${reasonName(error.reason)} ${error.field}` : id));

describe('Judge', () => {
  it('judges, records and counts each message for each audience', () => {
    const { subject, recorded, counted } = setUp(() => [verdict(), verdict()]);
    const answers = subject.frame(frameOf([message('a'), message('b')]), meter, 0);
    expect(answers.map(({ id, verdicts, error }) => [id, verdicts.length, error])).toEqual([
      ['a', 2, undefined],
      ['b', 2, undefined],
    ]);
    expect(recorded.map(([id]) => id)).toEqual(['a', 'a', 'b', 'b']);
    expect(counted).toHaveLength(4);
    for (const [, { serverTimeUs }] of recorded) expect(Number.isInteger(serverTimeUs)).toBe(true);
  });

  it('lets a bad message fail alone', () => {
    const broken = message('e');
    const brokenId = message('\uFFFD');
    const { subject, recorded, refused } = setUp();
    const answers = subject.frame(
      frameOf(
        [
          message('a'),
          message(''),
          message('a', { text: 'second' }),
          message('b', { text: 'x'.repeat(101) }),
          message('c', { audiences: ['dogs'] }),
          broken,
          brokenId,
          message('b'),
          message('d'),
        ],
        {
          notUtf8: new Map([
            [broken, 'text'],
            [brokenId, 'id'],
          ]),
        },
      ),
      meter,
      0,
    );
    expect(reasons(answers)).toEqual([
      'a',
      ' ID_MISSING messages[1].id',
      'a ID_DUPLICATE messages[2].id',
      'b TEXT_TOO_LONG messages[3].text',
      'c AUDIENCE_UNKNOWN messages[4].audiences[0]',
      'e NOT_UNICODE messages[5].text',
      ' NOT_UNICODE messages[6].id',
      'b ID_DUPLICATE messages[7].id',
      'd',
    ]);
    expect(recorded.map(([id]) => id)).toEqual(['a', 'd']);
    expect(refused).toHaveLength(7);
  });

  it('fails a whole batch, but each message of a frame, when there are too many', () => {
    const { subject } = setUp();
    const many = frameOf(Array.from({ length: 1001 }, (_, index) => message(`m${index}`)));
    const large = frameOf([message('a')], { byteLength: 262_145 });
    expect(reasonOf(() => subject.batch(many, meter))).toBe('FRAME_TOO_MANY_MESSAGES messages');
    expect(reasonOf(() => subject.batch(large, meter))).toBe('FRAME_TOO_LARGE messages');
    const answers = subject.frame(many, meter, 0);
    expect(answers).toHaveLength(1001);
    expect(answers.every(({ error }) => error?.reason === Error_Reason.FRAME_TOO_MANY_MESSAGES)).toBe(true);
    expect(answers[1000]?.id).toBe('m1000');
    expect(reasons(subject.frame(large, meter, 0))).toEqual(['a FRAME_TOO_LARGE messages']);
  });

  it('answers bytes that are no frame', () => {
    const { subject } = setUp();
    const malformed = frameOf([], { malformed: true });
    expect(reasons(subject.frame(malformed, meter, 0))).toEqual([' REQUEST_MALFORMED ']);
    expect(reasonOf(() => subject.batch(malformed, meter))).toBe('REQUEST_MALFORMED ');
    expect(reasonOf(() => subject.one(malformed, meter))).toBe('REQUEST_MALFORMED ');
  });

  it('answers a unary request, whose id may be missing', () => {
    const { subject } = setUp();
    expect(subject.one(frameOf([message('')]), meter)).toMatchObject({
      id: '',
      verdicts: [{ action: Verdict_Action.ALLOW }],
    });
    expect(reasonOf(() => subject.one(frameOf([]), meter))).toBe('MESSAGE_MISSING message');
    expect(reasonOf(() => subject.one(frameOf([message('a', { audiences: ['dogs'] })]), meter))).toBe(
      'AUDIENCE_UNKNOWN message.audiences[0]',
    );
    const broken = message('a');
    expect(reasonOf(() => subject.one(frameOf([broken], { notUtf8: new Map([[broken, 'text']]) }), meter))).toBe(
      'NOT_UNICODE message.text',
    );
  });

  it('keeps the answers of a frame when judging one message fails, and logs that once', () => {
    const { subject, logged } = setUp(({ id }) => {
      if (id === 'b') throw new TypeError('fault');
      return [verdict()];
    });
    const answers = subject.frame(frameOf([message('a'), message('b'), message('c')]), meter, 0);
    expect(reasons(answers)).toEqual(['a', 'b INTERNAL ', 'c']);
    expect(logged).toHaveLength(1);
    expect(answers[1]?.error?.message).toContain(JSON.parse(logged[0] as string).errorId);
  });
});
