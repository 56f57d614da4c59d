import { existsSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { createMetrics, type Metrics } from '@breakwater/metrics';
import { noteOf, type Note } from '@breakwater/moderation';
import { createLogger } from '@breakwater/service-kit';
import { PeerDirectory, removeFolderOf } from '../cluster/peer-directory.js';
import type { PublishedRetraction } from '../window/published-retraction.js';
import { Peers } from './peers.js';

const log = createLogger('test', 'silent', {});
const note = (id: string): Note => noteOf({ tenant: '', channel: 'c', sender: 's', id, at: 1 }, 'hi');
const retraction: PublishedRetraction = {
  id: 'r',
  tenantId: '',
  channelId: 'c',
  completedBy: '2',
  messages: [{ id: '1', origin: 7, hits: [] }],
  verdicts: [],
  foundAt: 1234,
};

/** A worker's side, and what it got. */
class Side {
  readonly metrics: Metrics = createMetrics({ processMetrics: false });
  readonly ids: string[] = [];
  readonly retractions: PublishedRetraction[] = [];
  readonly peers: Peers;

  constructor(
    readonly slot: number,
    readonly address: string,
  ) {
    const inbox = {
      notes: (notes: readonly { readonly note: Note }[]) => void this.ids.push(...notes.map(({ note: { id } }) => id)),
      retraction: (published: PublishedRetraction) => void this.retractions.push(published),
    };
    this.peers = new Peers(slot, inbox, this.metrics, log);
  }

  /** Listens, and knows of the others as they of it. */
  async join(...others: readonly Side[]): Promise<this> {
    await this.peers.listen(this.address);
    for (const other of others) {
      this.peers.meet([other]);
      other.peers.meet([this]);
    }
    return this;
  }

  send(to: Side, id: string): boolean {
    return this.peers.note(to.slot, note(id), '', []);
  }

  get linksUp(): number {
    return this.metrics.windowLinks.child({}).current();
  }

  get lost(): number {
    return this.metrics.windowDropped.child({ reason: 'owner_away' }).value;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('Peers', () => {
  let directory: PeerDirectory;
  let sides: Side[];
  const side = (slot: number): Side => {
    const made = new Side(slot, directory.draw());
    sides.push(made);
    return made;
  };

  beforeEach(() => {
    directory = PeerDirectory.create();
    sides = [];
  });

  afterEach(() => {
    jest.useRealTimers();
    for (const { peers } of sides) peers.close();
    directory.remove();
  });

  it('bring notes to the one and retractions to all others, in order', async () => {
    const a = await side(0).join();
    const b = await side(1).join(a);
    const c = await side(2).join(a, b);
    for (let index = 0; index < 100; index += 1) a.send(b, String(index));
    a.peers.retractions([retraction]);
    await until(() => b.retractions.length === 1 && c.retractions.length === 1);
    expect(b.ids).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
    expect(c.ids).toEqual([]);
    expect([...b.retractions, ...c.retractions]).toEqual([retraction, retraction]);
    expect(a.linksUp).toBe(2);
    expect(a.retractions).toEqual([]);
    expect(a.metrics.windowQueue.child({}).current()).toBe(0);
  });

  it('keep what is for a worker that is away, for the one that takes its place', async () => {
    const a = await side(0).join();
    const b = await side(1).join(a);
    await until(() => a.linksUp === 1);
    b.peers.close();
    a.peers.meet([{ slot: 1, address: '' }]);
    expect(a.linksUp).toBe(0);
    a.send(b, 'late');
    const replacement = await side(1).join(a);
    await until(() => replacement.ids.length === 1);
    expect([replacement.ids, b.ids, a.lost]).toEqual([['late'], [], 0]);
  });

  it('lose it after a while, and say how much', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const a = side(0);
    const gone = new Side(1, '');
    for (const id of ['1', '2', '3']) expect(a.send(gone, id)).toBe(true);
    jest.advanceTimersByTime(4000);
    expect(a.lost).toBe(0);
    jest.advanceTimersByTime(1001);
    expect(a.lost).toBe(3);
    expect(a.metrics.windowQueue.child({}).current()).toBe(0);
    a.send(gone, '4');
    jest.advanceTimersByTime(5001);
    expect(a.lost).toBe(4);
  });

  it('refuse more than their buffers hold, without waiting', () => {
    const a = side(0);
    const gone = new Side(1, '');
    let taken = 0;
    while (a.send(gone, String(taken))) taken += 1;
    expect(taken).toBeGreaterThan(1000);
    expect(a.metrics.windowQueue.child({}).current()).toBeLessThanOrEqual(512 * 1024);
  });

  it('try again where a connection breaks', async () => {
    const a = await side(0).join();
    const b = side(1);
    // Nobody listens there yet.
    a.peers.meet([b]);
    a.send(b, 'early');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await b.join();
    await until(() => b.ids.length === 1);
    expect(a.lost).toBe(0);
  });

  it('close and count a connection that brings garbage, and go on with the others', async () => {
    const a = await side(0).join();
    const b = await side(1).join(a);
    const stranger = connect(b.address);
    stranger.write('GET / HTTP/1.1\r\n\r\n');
    stranger.on('error', () => undefined);
    await new Promise((resolve) => stranger.once('close', resolve));
    expect(b.metrics.windowLinkFaults.child({}).value).toBe(1);
    a.send(b, '1');
    await until(() => b.ids.length === 1);
  });

  it('refuse to start where they cannot listen', async () => {
    await expect(new Side(0, `${directory.draw()}/none`).peers.listen(`${directory.draw()}/none`)).rejects.toThrow(
      /^Workers cannot listen for each other: /,
    );
  });
});

test('the directory is private, gives every life its own address, and goes', () => {
  const directory = PeerDirectory.create();
  const [one, two] = [directory.draw(), directory.draw()];
  expect(one).not.toBe(two);
  const folder = one.slice(0, one.lastIndexOf('/'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  directory.remove();
  expect(existsSync(folder)).toBe(false);
  // A worker that outlived its primary does the same, also when somebody was there before.
  removeFolderOf(one);
  rmSync(folder, { recursive: true, force: true });
});
