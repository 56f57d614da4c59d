import { fileDescriptorSet } from '@breakwater/contracts/descriptor';
import { ModerationServiceService, type ModerationServiceServer } from '@breakwater/contracts/grpc';
import {
  credentials,
  makeGenericClientConstructor,
  type Client,
  type ClientReadableStream,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { GrpcServer } from './grpc-server.js';

const name = 'breakwater.moderation.v1.ModerationService';
type Answer = { status?: string; versions?: unknown };
type Call = Client &
  Record<string, (request: object, callback: (error: Error | null, answer: Answer) => void) => void> & {
    watch(request: object): ClientReadableStream<Answer>;
  };

function clientOf(constructor: ServiceClientConstructor, port: number): Call {
  return new constructor(`127.0.0.1:${port}`, credentials.createInsecure()) as unknown as Call;
}
const health = makeGenericClientConstructor(healthService, 'grpc.health.v1.Health');
const moderation = makeGenericClientConstructor(ModerationServiceService, name);

const ask = (client: Call, method: string, request: object) =>
  new Promise<Answer>((resolve, reject) => {
    client[method]?.(request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });

describe('GrpcServer', () => {
  const clients: Call[] = [];
  let server: GrpcServer;
  let port: number;
  let release: (() => void) | undefined;

  beforeEach(async () => {
    server = new GrpcServer({ services: [name], descriptorSet: fileDescriptorSet(), maxConnectionAgeSeconds: 60 });
    release = undefined;
    const implementation: ModerationServiceServer = {
      moderate: (_, callback) => callback(null, { id: '', verdicts: [], retracts: [] }),
      moderateBatch: (_, callback) => callback(null, { answers: [] }),
      moderateStream: (call) => call.end(),
      watchRetractions: (call) => call.end(),
      // Answers when the test says so: a call in flight.
      getRuleset: (_, callback) => {
        release = () =>
          callback(null, { versions: undefined, hash: 'h', languages: [], topics: [], audiences: [], entries: 0 });
      },
    };
    server.server.addService(ModerationServiceService, implementation);
    port = await server.bind('127.0.0.1', 0);
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    server.server.forceShutdown();
  });

  function connect(constructor: ServiceClientConstructor): Call {
    const client = clientOf(constructor, port);
    clients.push(client);
    return client;
  }

  it('tells its health by server and by service', async () => {
    const client = connect(health);
    expect(await ask(client, 'check', { service: '' })).toEqual({ status: 'NOT_SERVING' });
    server.setServing(true);
    expect(await ask(client, 'check', { service: '' })).toEqual({ status: 'SERVING' });
    expect(await ask(client, 'check', { service: name })).toEqual({ status: 'SERVING' });
    await expect(ask(client, 'check', { service: 'other' })).rejects.toThrow('NOT_FOUND');
  });

  it('drains: watchers see NOT_SERVING and end, calls in flight are answered', async () => {
    server.setServing(true);
    const seen: (string | undefined)[] = [];
    const watch = connect(health).watch({ service: '' });
    const ended = new Promise((resolve) => watch.on('end', resolve));
    const serving = new Promise<void>((resolve) => {
      watch.on('data', ({ status }: Answer) => {
        seen.push(status);
        if (seen.length === 1) resolve();
      });
    });
    await serving;
    const answer = ask(connect(moderation), 'getRuleset', {});
    while (release === undefined) await new Promise((resolve) => setImmediate(resolve));
    const drained = server.drain(10_000);
    await ended;
    release();
    expect(await answer).toMatchObject({ hash: 'h' });
    expect(await drained).toBe(true);
    expect(seen).toEqual(['SERVING', 'NOT_SERVING']);
  });

  it('says when something is not answered in time', async () => {
    const answer = ask(connect(moderation), 'getRuleset', {});
    while (release === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(await server.drain(20)).toBe(false);
    release();
    expect(await answer).toMatchObject({ hash: 'h' });
  });

  it('describes the service by reflection', async () => {
    const descriptor = await reflect(port);
    expect(descriptor).toContain(name);
  });
});

/** Lists the services over grpc.reflection.v1, with the messages written by hand. */
async function reflect(port: number): Promise<string> {
  const method = {
    path: '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    requestStream: true,
    responseStream: true,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  };
  const constructor = makeGenericClientConstructor({ info: method }, 'grpc.reflection.v1.ServerReflection');
  const client = new constructor(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = (client as unknown as { info(): import('@grpc/grpc-js').ClientDuplexStream<Buffer, Buffer> }).info();
  try {
    return await new Promise<string>((resolve, reject) => {
      call.on('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
      call.on('error', reject);
      // ServerReflectionRequest { list_services = 7: "" }
      call.write(Buffer.from([0x3a, 0]));
    });
  } finally {
    call.end();
    client.close();
  }
}
