import type { Retraction } from '@breakwater/contracts';
import type { ModerateResponse, WatchRetractionsResponse } from '@breakwater/contracts/grpc';
import { Metadata } from '@grpc/grpc-js';
import { eventually, Gateway } from './gateway.js';
import { ask, connect, message } from './grpc.js';

/** Letters that say nothing alone. */
const letters = [...'kys'];
/** Enough that either worker minds some. */
const channels = Array.from({ length: 8 }, (_, index) => `channel-${index}`);

type Client = ReturnType<typeof connect>;

describe('a worker that is killed in the middle of a split message', () => {
  let gateway: Gateway;
  let clients: Client[] = [];
  /** The two that it began with. */
  let first: number[];

  beforeAll(async () => {
    gateway = await Gateway.start('--workers', '2');
    first = await pids();
  }, 30_000);

  afterAll(async () => {
    for (const client of clients) client.close();
    expect(await gateway.stop()).toMatchObject({ code: 0, signal: null });
  }, 30_000);

  /** New connections, which the workers share among them. */
  const reconnect = (): void => {
    for (const client of clients) client.close();
    clients = Array.from({ length: 8 }, () => connect(gateway.grpc));
  };
  const metrics = async (): Promise<string> =>
    await (await fetch(`${gateway.http}/metrics`, { signal: AbortSignal.timeout(2000) })).text();
  const pids = async (): Promise<number[]> =>
    [...(await metrics()).matchAll(/breakwater_worker_info\{pid="(\d+)"/g)].map((found) => Number(found[1]));
  const moderate = async (client: number, id: string, text: string, channelId: string): Promise<ModerateResponse> =>
    await ask((callback) =>
      (clients[client % clients.length] as Client).moderate(
        { message: message({ id, text, channelId, senderId: 's', audiences: ['teen'] }) },
        new Metadata(),
        { deadline: Date.now() + 2000 },
        callback,
      ),
    );
  const sendAll = async (round: string, from: number, to: number): Promise<void> => {
    for (const channel of channels) {
      for (let index = from; index < to; index += 1) {
        await moderate(index, `${round}-${channel}-${index}`, letters[index] as string, channel);
      }
    }
  };

  // One after the other, so that every channel loses its owner once.
  it.each([0, 1])(
    'takes neither the answers nor what comes after along (worker %i)',
    async (victim) => {
      reconnect();
      await eventually(metrics, (text) => /^breakwater_window_links_up 2$/m.test(text));
      const before = await pids();
      expect(before).toHaveLength(2);
      await sendAll(`before-${victim}`, 0, 2);

      const killed = first[victim] as number;
      expect(before).toContain(killed);
      process.kill(killed, 'SIGKILL');
      // Every connection answers again, those of the dead one by the other.
      for (const index of clients.keys()) {
        const answer = await eventually(
          () => moderate(index, `during-${victim}-${index}`, 'hello', 'elsewhere').catch(() => undefined),
          (given) => given !== undefined,
        );
        expect(answer?.verdicts).toHaveLength(1);
      }
      const after = await eventually(
        () => pids().catch((): number[] => []),
        (now) => now.length === 2 && !now.includes(killed),
      );
      expect(after).toContain(before.find((pid) => pid !== killed));

      reconnect();
      const heard: Retraction[] = [];
      const watch = (clients[0] as Client).watchRetractions({ tenantId: '', channelIds: [] });
      watch.on('data', ({ retractions }: WatchRetractionsResponse) => heard.push(...retractions));
      watch.on('error', () => undefined);
      await new Promise<void>((resolve) => watch.once('metadata', () => resolve()));
      await sendAll(`after-${victim}`, 0, letters.length);
      for (const channel of channels) {
        const parts = letters.slice(0, -1).map((_, index) => `after-${victim}-${channel}-${index}`);
        await eventually(
          () => heard.filter(({ channelId }) => channelId === channel).flatMap(({ messages }) => messages),
          (taken) => parts.every((part) => taken.some(({ id }) => id === part)),
        );
      }
      watch.cancel();
      expect(await metrics()).toMatch(/^breakwater_window_link_faults_total 0$/m);
    },
    30_000,
  );
});
