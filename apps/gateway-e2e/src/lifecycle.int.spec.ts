import { createServer, type AddressInfo } from 'node:net';
import type { ModerateResponse } from '@breakwater/contracts/grpc';
import { eventually, Gateway } from './gateway.js';
import { ask, connect, message, RawStream } from './grpc.js';

const abusive = 'you are a fucking 1d10t';

describe('start', () => {
  it('names a taken port and the flag that changes it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      for (const flag of ['--grpc-port', '--http-port']) {
        const free = flag === '--grpc-port' ? '--http-port' : '--grpc-port';
        const exit = await Gateway.run([flag, String(port), free, '0']);
        expect(exit.code).toBe(1);
        expect(exit.stderr).toBe(
          `Port ${port} on 127.0.0.1 is taken by another program: stop that one or choose another port with ${flag}.\n`,
        );
      }
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  }, 20_000);

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown flag', ['--grpc-prt', '1'], {}, /^The flag --grpc-prt .* use --grpc-port if you meant that, .*\n$/],
    [
      'an unknown variable',
      [],
      { BREAKWATER_WORKER: '1' },
      /^The environment variable BREAKWATER_WORKER .* BREAKWATER_WORKERS .*\n$/,
    ],
    [
      'a bad value',
      ['--workers', 'many'],
      {},
      /^--workers "many" is not allowed: it must be an integer from 0 to 512; .*\n$/,
    ],
    [
      'an unknown audience',
      ['--default-audience', 'dogs'],
      {},
      /^--default-audience "dogs" .* one of adult, teen, under13\.\n$/,
    ],
  ])('refuses %s with exit code 2 and one sentence', async (_, flags, env, sentence) => {
    const exit = await Gateway.run(flags, env);
    expect(exit).toMatchObject({ code: 2, stdout: '' });
    expect(exit.stderr).toMatch(sentence);
    expect(exit.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints every setting on --help', async () => {
    const exit = await Gateway.run(['--help']);
    expect(exit.code).toBe(0);
    expect(exit.stdout).toContain('--max-text-bytes VALUE   (BREAKWATER_MAX_TEXT_BYTES)');
  });
});

describe('life', () => {
  it('answers what is in flight on SIGTERM, records it, and exits with 0', async () => {
    const gateway = await Gateway.start('--allow-sample-rate', '1');
    const stream = new RawStream(gateway.grpc);
    const frames = 50;
    const send = (index: number) =>
      stream.send(message({ id: `${index}a`, text: abusive }), message({ id: `${index}b` }));
    send(0);
    await stream.framesRead(1);
    for (let index = 1; index < frames; index += 1) send(index);
    gateway.signal('SIGTERM');
    const { code } = await stream.ended;
    expect(code).toBe(0);
    expect(new Set(stream.answers.map(({ id }) => id)).size).toBe(frames * 2);
    expect(stream.answers.every(({ error }) => error === undefined)).toBe(true);
    stream.close();
    expect(await gateway.exited).toMatchObject({ code: 0, signal: null });
    const decisions = await gateway.decisions(1000);
    await gateway.end();
    const ids = stream.answers.flatMap(({ verdicts }) => verdicts.map(({ decisionId }) => decisionId));
    expect(new Set(decisions.map(({ id }) => id))).toEqual(new Set(ids));
    // Texts are not kept unless the operator asks for it.
    expect(JSON.stringify(decisions)).not.toContain(abusive);
    const drained = gateway.logged({ msg: 'drained' });
    expect(drained).toHaveLength(2);
    expect(drained.every(({ lost }) => lost === 0)).toBe(true);
  }, 30_000);

  it('replaces a worker that is killed, and answers meanwhile', async () => {
    const gateway = await Gateway.start();
    const pids = async () =>
      [
        ...(await (await fetch(`${gateway.http}/metrics`, { signal: AbortSignal.timeout(1000) })).text()).matchAll(
          /breakwater_worker_info\{pid="(\d+)"/g,
        ),
      ].map((found) => Number(found[1]));
    const before = await pids();
    expect(before).toHaveLength(2);
    process.kill(before[0] as number, 'SIGKILL');
    const after = await eventually(
      () => pids().catch((): number[] => []),
      (now) => now.length === 2 && !now.includes(before[0] as number),
    );
    expect(after).toContain(before[1]);
    expect(gateway.logged({ msg: 'worker died; starting another' })).toHaveLength(1);
    expect((await gateway.stop()).code).toBe(0);
  }, 30_000);

  it('lets no worker outlive a primary that was killed', async () => {
    const gateway = await Gateway.start('--workers', '1', '--drain-seconds', '2');
    const stream = new RawStream(gateway.grpc);
    stream.send(message({ id: 'a', text: abusive }));
    await stream.framesRead(1);
    gateway.signal('SIGKILL');
    // The stream ends in order: the worker drains instead of dying.
    expect((await stream.ended).code).toBe(0);
    stream.close();
    // Its output closes once the last process that holds it is gone.
    await gateway.end();
    expect(gateway.logged({ msg: 'drained' })).toHaveLength(1);
  }, 30_000);

  it('serves verdicts without a database, and says so', async () => {
    const gateway = await Gateway.start(
      '--database-url',
      'postgres://nobody:secret@127.0.0.1:9/none',
      '--drain-seconds',
      '1',
    );
    const client = connect(gateway.grpc);
    const answer = await ask<ModerateResponse>((callback) =>
      client.moderate({ message: message({ text: abusive }) }, callback),
    );
    expect(answer.verdicts).toHaveLength(1);
    const ready = await fetch(`${gateway.http}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ details: { database: { status: 'down' } } });
    client.close();
    const exit = await gateway.stop();
    // The decision could not be recorded, which is not a clean end.
    expect(exit.code).toBe(1);
    expect(exit.stdout + exit.stderr).not.toContain('secret');
  }, 30_000);

  it('ends at once on a second signal', async () => {
    const gateway = await Gateway.start(
      '--workers',
      '1',
      '--drain-seconds',
      '60',
      '--client-read-timeout-seconds',
      '60',
    );
    const stream = new RawStream(gateway.grpc, 'deaf');
    const messages = Array.from({ length: 1000 }, (_, index) => message({ id: `${index}` }));
    for (let sent = 0; sent < 60; sent += 1) stream.send(...messages);
    await stream.framesRead(1);
    gateway.signal('SIGTERM');
    await eventually(
      () => gateway.logged({ msg: 'draining' }).length,
      (count) => count === 1,
    );
    // Right after the first one it would be taken for its echo.
    const nagging = setInterval(() => gateway.signal('SIGINT'), 100);
    expect((await gateway.end()).code).toBe(1);
    clearInterval(nagging);
    stream.close();
  }, 30_000);
});
