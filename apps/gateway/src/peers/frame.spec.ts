import { Hit, Verdict, Verdict_Action } from '@breakwater/contracts';
import { noteOf, type Note } from '@breakwater/moderation';
import fc from 'fast-check';
import type { PublishedRetraction } from '../window/published-retraction.js';
import { FrameReader, type JudgedNote } from './frame-reader.js';
import { FrameWriter, packRetraction } from './frame-writer.js';
import { mostFrameBytes } from './frame.js';

/** Also lone surrogates: a text is cut between code units. */
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
);
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const note: fc.Arbitrary<Note> = fc
  .record({
    tenant: text,
    channel: text,
    sender: text,
    id: text,
    at: fc.double({ noNaN: true, noDefaultInfinity: true }),
    head: text,
    tail: text,
    tailStart: fc.nat(),
    whole: fc.boolean(),
    simhash: int32,
    tokens: fc.nat(255),
    links: fc.nat(),
    mentions: fc.nat(),
    noise: fc.nat(9),
    origin: int32,
    decisions: text,
  })
  .map((one) => (one.whole ? { ...one, tail: one.head } : one));
const judged: fc.Arbitrary<JudgedNote> = fc.record({ note, audiences: fc.array(text, { maxLength: 3 }) });
const retraction: fc.Arbitrary<PublishedRetraction> = fc.record({
  id: fc.string(),
  tenantId: fc.string(),
  channelId: fc.string(),
  completedBy: fc.string(),
  messages: fc.array(
    fc.record({
      id: fc.string(),
      origin: int32,
      hits: fc.array(fc.record({ start: fc.nat(), end: fc.nat() }).map((part) => ({ ...emptyHit(), ...part }))),
    }),
    { maxLength: 3 },
  ),
  verdicts: fc.array(
    fc.record({ audience: fc.string() }).map((part) => ({ ...emptyVerdict(), ...part, action: Verdict_Action.BLOCK })),
    { maxLength: 2 },
  ),
  foundAt: fc.nat(4e12),
});
const sent = fc.array(fc.oneof(judged, retraction), { maxLength: 12 });

function emptyHit(): Hit {
  return Hit.decode(new Uint8Array());
}

function emptyVerdict(): Verdict {
  return Verdict.decode(new Uint8Array());
}

function pack(items: readonly (JudgedNote | PublishedRetraction)[], writer = new FrameWriter()): Buffer {
  for (const item of items) {
    if ('note' in item) expect(writer.note(item.note, item.note.decisions, item.audiences)).toBe(true);
    else expect(writer.retraction(packRetraction(item))).toBe(true);
  }
  return Buffer.from(writer.frames());
}

function reader() {
  const items: (JudgedNote | PublishedRetraction)[] = [];
  const subject = new FrameReader({
    notes: (notes) => items.push(...notes),
    retraction: (published) => items.push(published),
  });
  return { items, subject };
}

describe('frames', () => {
  it('bring over what was packed, however they are torn', () => {
    fc.assert(
      fc.property(sent, fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 }), (all, cuts) => {
        const bytes = pack(all);
        const { items, subject } = reader();
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          expect(subject.read(bytes.subarray(at, at + cut))).toBe(true);
          at += cut;
        }
        expect(items).toEqual(all);
      }),
    );
  });

  it('bring over one byte at a time', () => {
    fc.assert(
      fc.property(sent, (all) => {
        const { items, subject } = reader();
        for (const byte of pack(all)) expect(subject.read(Buffer.of(byte))).toBe(true);
        expect(items).toEqual(all);
      }),
      { numRuns: 20 },
    );
  });

  it('refuse garbage without a crash', () => {
    const garbage = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 4 });
    fc.assert(
      fc.property(garbage, (chunks) => {
        const { subject } = reader();
        for (const chunk of chunks) if (!subject.read(Buffer.from(chunk))) return;
      }),
    );
  });

  it('refuse what was damaged on the way, or take it for something else, without a crash', () => {
    fc.assert(
      fc.property(sent, fc.nat(), fc.nat(255), fc.nat(), (all, place, value, cut) => {
        const bytes = pack(all);
        if (bytes.length === 0) return;
        bytes[place % bytes.length] = value;
        const { subject } = reader();
        const half = cut % bytes.length;
        if (subject.read(bytes.subarray(0, half))) subject.read(bytes.subarray(half));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an empty frame', [0, 0, 0, 0]],
    ['a frame that is too large', [0, 0, 9, 0]],
    ['a request of another protocol', [...Buffer.from('GET / HTTP/1.1\r\n')]],
    ['an unknown kind', [1, 0, 0, 0, 7]],
    ['half a note', [3, 0, 0, 0, 1, 2, 3]],
    [
      'a note whose time is none',
      [46, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, ...Array.from({ length: 37 }, () => 0)],
    ],
    ['a retraction without origins', [2, 0, 0, 0, 2, 0]],
    ['more origins than bytes', [5, 0, 0, 0, 2, 255, 255, 255, 255]],
    ['a retraction that is no protobuf', [7, 0, 0, 0, 2, 0, 0, 0, 0, 255, 255]],
    ['a retraction of no time', [5, 0, 0, 0, 2, 0, 0, 0, 0]],
  ])('refuse %s', (_, bytes) => {
    const { items, subject } = reader();
    expect(subject.read(Buffer.from(bytes))).toBe(false);
    expect(items).toEqual([]);
  });

  it('hand out nothing of a frame whose last note is broken', () => {
    const one = noteOf({ tenant: '', channel: 'c', sender: 's', id: '1', at: 1 }, 'hi');
    const bytes = pack([
      { note: one, audiences: [] },
      { note: { ...one, id: '2' }, audiences: ['teen'] },
    ]);
    bytes.writeUInt32LE(bytes.length - 4 - 1, 0);
    const { items, subject } = reader();
    expect(subject.read(bytes.subarray(0, -1))).toBe(false);
    expect(items).toEqual([]);
  });
});

describe('FrameWriter', () => {
  const one = noteOf({ tenant: '', channel: 'c', sender: 's', id: '1', at: 1 }, 'hi');

  it('takes no more than one reader takes at once, and everything again once it was cleared', () => {
    const writer = new FrameWriter();
    let taken = 0;
    while (writer.note(one, '', [])) taken += 1;
    expect(writer.notes).toBe(taken);
    expect(writer.size).toBeGreaterThan(mostFrameBytes - 200);
    expect(writer.size).toBeLessThanOrEqual(mostFrameBytes);
    const { items, subject } = reader();
    expect(subject.read(Buffer.from(writer.frames()))).toBe(true);
    expect(items).toHaveLength(taken);
    writer.clear();
    expect(writer.notes + writer.size).toBe(0);
    expect(pack([{ note: one, audiences: [] }], writer)).toEqual(pack([{ note: one, audiences: [] }]));
  });

  it('refuses a string that no message has', () => {
    expect(new FrameWriter().note({ ...one, id: 'x'.repeat(40_000) }, '', [])).toBe(false);
  });
});
