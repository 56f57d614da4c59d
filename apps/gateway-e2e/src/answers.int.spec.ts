import { Error_Reason, Verdict_Action } from '@breakwater/contracts';
import type { GetRulesetResponse, ModerateBatchResponse, ModerateResponse } from '@breakwater/contracts/grpc';
import {
  encodeJson,
  GetRulesetResponseSchema,
  ModerateBatchResponseSchema,
  ModerateResponseSchema,
} from '@breakwater/contracts/json';
import { Gateway } from './gateway.js';
import { ask, connect, exchange, message, RawStream } from './grpc.js';

const clean = 'good game everyone, see you tomorrow';
const abusive = 'you are a fucking 1d10t';

/** Times differ between two calls; nothing else may. */
function withoutTimes(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (key, value) =>
    key === 'serverTimeUs' || key === 'decisionId' || key === 'durability' ? undefined : value,
  );
}

describe('a running gateway', () => {
  let gateway: Gateway;
  let client: ReturnType<typeof connect>;

  beforeAll(async () => {
    gateway = await Gateway.start();
    client = connect(gateway.grpc);
  }, 30_000);

  afterAll(async () => {
    client.close();
    expect(await gateway.stop()).toMatchObject({ code: 0, signal: null });
  }, 30_000);

  const post = async (path: string, body: unknown) => {
    const response = await fetch(gateway.http + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as unknown };
  };

  it('judges one message the same over gRPC and HTTP', async () => {
    const request = { message: message({ id: 'm1', text: abusive, audiences: ['under13', 'adult'] }) };
    const answer = await ask<ModerateResponse>((callback) => client.moderate(request, callback));
    expect(answer.id).toBe('m1');
    expect(answer.verdicts.map(({ audience }) => audience)).toEqual(['under13', 'adult']);
    expect(answer.verdicts[0]?.action).toBe(Verdict_Action.BLOCK);
    expect(answer.verdicts[0]?.hits.length).toBeGreaterThan(0);
    const twin = await post('/v1/moderate', { message: { id: 'm1', text: abusive, audiences: ['under13', 'adult'] } });
    expect(twin.status).toBe(200);
    expect(withoutTimes(twin.json)).toEqual(withoutTimes(encodeJson(ModerateResponseSchema, answer)));
  });

  it('allows a clean message and an empty one, for the default audience', async () => {
    for (const text of [clean, '']) {
      const answer = await ask<ModerateResponse>((callback) =>
        client.moderate({ message: message({ text }) }, callback),
      );
      expect(answer.verdicts).toMatchObject([
        { action: Verdict_Action.ALLOW, severity: 0, topics: [], hits: [], audience: 'adult', redactedText: '' },
      ]);
    }
  });

  it('judges a batch in order, the same over gRPC and HTTP', async () => {
    const messages = [
      message({ id: 'a', text: clean }),
      message({ id: 'b', text: abusive }),
      message({ id: 'a', text: 'again' }),
      message({ text: 'no id' }),
    ];
    const answer = await ask<ModerateBatchResponse>((callback) => client.moderateBatch({ messages }, callback));
    expect(answer.answers.map(({ id, error }) => [id, error?.reason])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['a', Error_Reason.ID_DUPLICATE],
      ['', Error_Reason.ID_MISSING],
    ]);
    const twin = await post('/v1/moderate:batch', {
      messages: [{ id: 'a', text: clean }, { id: 'b', text: abusive }, { id: 'a', text: 'again' }, { text: 'no id' }],
    });
    expect(withoutTimes(twin.json)).toEqual(withoutTimes(encodeJson(ModerateBatchResponseSchema, answer)));
  });

  it('answers each frame of a stream with one frame, and ends when the client does', async () => {
    const stream = new RawStream(gateway.grpc);
    stream.send(message({ id: '1', text: clean }), message({ id: '2', text: abusive }));
    stream.send(message({ id: '3', text: clean }));
    const frames = await stream.framesRead(2);
    expect(frames.map((answers) => answers.map(({ id }) => id))).toEqual([['1', '2'], ['3']]);
    stream.end();
    expect(await stream.ended).toMatchObject({ code: 0 });
    stream.close();
  });

  it('describes its ruleset, the same over gRPC and HTTP', async () => {
    const ruleset = await ask<GetRulesetResponse>((callback) => client.getRuleset({}, callback));
    expect(ruleset.audiences[0]).toBe('adult');
    expect(ruleset.entries).toBeGreaterThan(1000);
    expect(ruleset.hash).toMatch(/^[0-9a-f]{64}$/);
    const twin = await (await fetch(`${gateway.http}/v1/ruleset`)).json();
    expect(twin).toEqual(encodeJson(GetRulesetResponseSchema, ruleset));
  });

  it('is alive, ready, and shows the database', async () => {
    const live = await fetch(`${gateway.http}/health/live`);
    expect(live.status).toBe(200);
    const ready = await fetch(`${gateway.http}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      details: { gateway: { status: 'up' }, database: { status: 'up' } },
    });
  });

  it('serves the metrics of all its workers', async () => {
    const response = await fetch(`${gateway.http}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const text = await response.text();
    expect(text.match(/^breakwater_worker_info\{/gm)).toHaveLength(2);
    expect(text).toMatch(/^breakwater_messages_judged_total\{content_kind="chat",action="allow"\} [1-9]/m);
    expect(text).toMatch(/^breakwater_errors_total\{reason="ID_DUPLICATE"\} 2$/m);
    expect(text).toMatch(/^breakwater_worker_restarts_total 0$/m);
    expect(text).toMatch(/^breakwater_database_up 1$/m);
  });

  it('serves a complete OpenAPI document and a page to try it, without other hosts', async () => {
    const document = (await (await fetch(`${gateway.http}/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/v1/moderate', '/v1/moderate:batch', '/v1/ruleset']),
    );
    const references = JSON.stringify(document).match(/"#\/[^"]*"/g) ?? [];
    for (const reference of references) {
      const path = JSON.parse(reference).slice(2).split('/') as string[];
      expect(path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document)).toBeDefined();
    }
    const home = await fetch(gateway.http);
    expect(home.url).toBe(`${gateway.http}/docs`);
    const page = await home.text();
    expect(page).toContain('swagger-ui');
    expect(page).not.toMatch(/(src|href)="https?:/);
    const script = /src="([^"]*swagger-ui-bundle\.js)"/.exec(page)?.[1] ?? '';
    expect((await fetch(new URL(script, `${gateway.http}/docs`))).status).toBe(200);
  });

  it('answers health and reflection over gRPC', async () => {
    // HealthCheckResponse { status = 1: SERVING }
    expect([...(await exchange(gateway.grpc, '/grpc.health.v1.Health/Check', Buffer.alloc(0)))]).toEqual([8, 1]);
    // ServerReflectionRequest { list_services = 7: "" }
    const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
    const listed = await exchange(gateway.grpc, path, Buffer.from([0x3a, 0]));
    expect(listed.toString('latin1')).toContain('breakwater.moderation.v1.ModerationService');
    expect(listed.toString('latin1')).toContain('grpc.health.v1.Health');
    // ServerReflectionRequest { file_containing_symbol = 4 }: the file comes with all that it imports.
    const symbol = 'breakwater.moderation.v1.ModerationService';
    const files = await exchange(gateway.grpc, path, Buffer.from([0x22, symbol.length, ...Buffer.from(symbol)]));
    for (const file of ['moderation_service', 'message', 'verdict', 'error']) {
      expect(files.toString('latin1')).toContain(`breakwater/moderation/v1/${file}.proto`);
    }
    expect(files.toString('latin1')).toContain('google/protobuf/timestamp.proto');
    const health = 'grpc.health.v1.Health';
    const healthFile = await exchange(gateway.grpc, path, Buffer.from([0x22, health.length, ...Buffer.from(health)]));
    expect(healthFile.toString('latin1')).toContain('HealthCheckRequest');
  });

  it('logs JSON lines only, and no text of a message', () => {
    const lines = gateway.stdout.split('\n').filter((line) => line !== '');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(gateway.stdout + gateway.stderr).not.toContain(clean);
    expect(gateway.stdout + gateway.stderr).not.toContain(abusive);
  });
});
