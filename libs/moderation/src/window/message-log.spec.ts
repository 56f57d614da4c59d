import fc from 'fast-check';
import { emptyEdges } from './edges.js';
import { MessageLog, NONE, type Keys } from './message-log.js';
import { noteOf } from './note.js';

const ending = emptyEdges();

/** Keys as they are where every name is a number. */
function keysOf(sender: number, channel: number, id: number): Keys {
  return {
    senderLow: 1000 * channel + sender,
    senderHigh: 7,
    channelLow: channel,
    channelHigh: 8,
    idLow: id,
    idHigh: 9,
  };
}

function noteAt(at: number, sender: number, channel: number, id: number, text = 'hi') {
  return noteOf({ tenant: '', channel: `c${channel}`, sender: `s${sender}`, id: `id${id}`, at }, text);
}

/** What a message log is, slowly: all messages in an array. */
class SlowLog {
  private messages: { at: number; sender: number; channel: number; id: number; order: number }[] = [];

  constructor(private readonly milliseconds: number) {}

  append(at: number, sender: number, channel: number, id: number): void {
    while (this.messages[0] !== undefined && at - this.messages[0].at > this.milliseconds) this.messages.shift();
    this.messages.push({ at, sender, channel, id, order: this.messages.length });
  }

  /** Ids of a sender's messages, latest first. */
  of(sender: number | undefined, channel: number): number[] {
    return this.messages
      .filter((message) => message.channel === channel && (sender === undefined || message.sender === sender))
      .map((message, order) => ({ ...message, order }))
      .sort((a, b) => b.at - a.at || b.order - a.order)
      .map(({ id }) => id);
  }

  get size(): number {
    return this.messages.length;
  }
}

function chain(log: MessageLog, latest: number, before: (sequence: number) => number): number[] {
  const ids: number[] = [];
  for (let sequence = latest; sequence !== NONE; sequence = before(sequence))
    ids.push(Number(log.id(sequence).slice(2)));
  return ids;
}

describe('MessageLog', () => {
  it('is what an array of messages would be, in time order and with little ones late', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 40 }),
      late: fc.constantFrom(0, 0, 0, 15),
      sender: fc.integer({ min: 0, max: 2 }),
      channel: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        // Nobody expires, so that a late message finds all whom it may stand before.
        const log = new MessageLog(4096, 1e9);
        const slow = new SlowLog(1e9);
        let now = 1e6;
        steps.forEach(({ after, late, sender, channel }, id) => {
          now += after;
          const keys = keysOf(sender, channel, id);
          expect(log.withId(keys)).toBe(NONE);
          log.append(noteAt(now - late, sender, channel, id), keys, ending, 0);
          slow.append(now - late, sender, channel, id);
          expect(log.withId(keys)).not.toBe(NONE);
          expect(chain(log, log.ofSender(keys), (sequence) => log.beforeOfSender(sequence))).toEqual(
            slow.of(sender, channel),
          );
          expect(chain(log, log.inChannel(keys), (sequence) => log.beforeInChannel(sequence))).toEqual(
            slow.of(undefined, channel),
          );
        });
        expect(log.size).toBe(slow.size);
      }),
      { numRuns: 60 },
    );
  });

  it('forgets what is older than the window, and its ids', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 80 }), (gaps) => {
        const log = new MessageLog(4096, 1000);
        const slow = new SlowLog(1000);
        let now = 1e6;
        gaps.forEach((gap, id) => {
          now += gap;
          const keys = keysOf(id % 3, 0, id);
          log.append(noteAt(now, id % 3, 0, id), keys, ending, 0);
          slow.append(now, id % 3, 0, id);
          expect(log.size).toBe(slow.size);
          expect(chain(log, log.ofSender(keys), (sequence) => log.beforeOfSender(sequence))).toEqual(
            slow.of(id % 3, 0),
          );
        });
        log.expire(now + 1001);
        expect(log.size).toBe(0);
        gaps.forEach((_, id) => expect(log.withId(keysOf(id % 3, 0, id))).toBe(NONE));
      }),
      { numRuns: 60 },
    );
  });

  it('grows, keeps everything on the way, and then lets the oldest go', () => {
    const log = new MessageLog(4096, 1e9);
    const smallest = log.bytes;
    for (let id = 0; id < 4096; id += 1) {
      log.append(noteAt(1e6 + id, id, 0, id, `text ${id}`), keysOf(id, 0, id), ending, id);
    }
    expect(log.size).toBe(4096);
    expect(log.evictedEarly).toBe(0);
    expect(log.bytes).toBe(4 * smallest);
    for (const id of [0, 1, 1023, 1024, 4095]) {
      const sequence = log.ofSender(keysOf(id, 0, id));
      expect([log.text(sequence), log.id(sequence), log.level(sequence)]).toEqual([`text ${id}`, `id${id}`, id]);
    }
    log.append(noteAt(2e6, 1, 1, 9999), keysOf(1, 1, 9999), ending, 0);
    expect(log.evictedEarly).toBe(1);
    expect(log.ofSender(keysOf(0, 0, 0))).toBe(NONE);
    expect(log.withId(keysOf(0, 0, 0))).toBe(NONE);
    expect(log.bytes).toBe(4 * smallest);
  });

  it('holds fewer messages where they need more room, and never more than its memory', () => {
    const log = new MessageLog(1024, 1e9);
    const { bytes } = log;
    for (let id = 0; id < 3000; id += 1) {
      const note = { ...noteAt(1e6 + id, id, 0, id, 'x'.repeat(48)), id: `${id}-`.padEnd(256, 'i') };
      log.append(note, keysOf(id, 0, id), ending, 0);
      expect(log.id(log.ofSender(keysOf(id, 0, id)))).toBe(note.id);
    }
    expect(log.size).toBe(Math.floor((1024 * 64) / 304));
    expect(log.bytes).toBe(bytes);
  });

  it('takes less than 1 GB for 1,000,000 senders', () => {
    // Memory is proportional to the capacity, which is a power of two.
    const log = new MessageLog(65_536, 1e9);
    for (let id = 0; id < 65_536; id += 1) log.append(noteAt(1e6 + id, id, 0, id), keysOf(id, 0, id), ending, 0);
    expect(log.size).toBe(65_536);
    expect((log.bytes / 65_536) * 2 ** 20).toBeLessThan(320e6);
  });
});
