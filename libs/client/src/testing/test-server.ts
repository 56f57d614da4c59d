import { createServer, type AddressInfo, type Socket } from 'node:net';
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type ServerDuplexStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { Error_Reason, type Message, type Retraction, type Verdict } from '@breakwater/contracts';
import { ModerationServiceService as service, type Answer, type GetRulesetResponse } from '@breakwater/contracts/grpc';
import type { ModerateStreamRequest, ModerateStreamResponse } from '@breakwater/contracts/grpc';
import type {
  ModerationServiceServer,
  WatchRetractionsRequest,
  WatchRetractionsResponse,
} from '@breakwater/contracts/grpc';
import { allowVerdicts } from './allow-verdicts.js';

/** What the server does with one frame. */
export type FrameBehaviour =
  /** Answers every message, in reverse order and over frames of `perFrame` answers where asked for. */
  | { readonly do: 'answer'; readonly delayMs?: number; readonly reversed?: boolean; readonly perFrame?: number }
  /** Answers every message twice. */
  | { readonly do: 'answerTwice' }
  /** Reads it and never answers. */
  | { readonly do: 'ignore' }
  /** Answers what it read before, then ends the stream with status OK without reading this frame. */
  | { readonly do: 'end' }
  /** Ends the stream with this gRPC status code. */
  | { readonly do: 'fail'; readonly code: number }
  /** Fails each message by itself with SHUTTING_DOWN, then ends the stream. */
  | { readonly do: 'shutDown' }
  /** Tears the client's connection. */
  | { readonly do: 'destroy' };

/** Counted from 0: the streams of the server's life, and the frames of the stream. */
export interface FramePosition {
  readonly stream: number;
  readonly frame: number;
}

export interface TestServerOptions {
  /** Default: allowVerdicts. */
  readonly judge?: (message: Message) => Verdict[];
  /** Default: answers at once. */
  readonly behave?: (position: FramePosition) => FrameBehaviour;
  /** Streams and calls without it end UNAUTHENTICATED. */
  readonly apiKey?: string;
  readonly ruleset?: Partial<GetRulesetResponse>;
  /** Default: chosen by the system. */
  readonly port?: number;
}

export interface TestServer {
  /** `127.0.0.1:port`. */
  readonly address: string;
  readonly port: number;
  /** Streams opened so far, and messages and largest frame read on them. */
  readonly seen: { streams: number; messages: number; largestFrame: number };
  /** Sends a retraction to every open stream and watch. @returns how many there are */
  retract(retraction: Retraction): number;
  /** Ends every open stream with status OK, as a server does that wants its streams renewed. */
  endStreams(): void;
  /** Tears every connection. */
  destroyConnections(): void;
  /** Stops at once. */
  close(): Promise<void>;
}

type Call = ServerDuplexStream<ModerateStreamRequest, ModerateStreamResponse>;

/** Starts it on 127.0.0.1. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const judge = options.judge ?? allowVerdicts;
  const sockets = new Set<Socket>();
  const calls = new Set<Call>();
  const watches = new Set<ServerWritableStream<WatchRetractionsRequest, WatchRetractionsResponse>>();
  const seen = { streams: 0, messages: 0, largestFrame: 0 };
  const isRefused = (metadata: Call['metadata']) =>
    options.apiKey !== undefined && metadata.get('authorization')[0] !== `Bearer ${options.apiKey}`;
  const refusal = { code: status.UNAUTHENTICATED, details: 'the API key is missing or wrong' };

  const handlers: ModerationServiceServer = {
    moderate: (call, reply) => {
      const { message } = call.request;
      if (isRefused(call.metadata)) reply(refusal);
      else if (!message) reply({ code: status.INVALID_ARGUMENT, details: 'message is required' });
      else reply(null, { id: message.id, verdicts: judge(message), retracts: [] });
    },
    moderateBatch: (call, reply) => {
      if (isRefused(call.metadata)) reply(refusal);
      else reply(null, { answers: answersFor(call.request.messages, judge) });
    },
    getRuleset: (call, reply) => {
      if (isRefused(call.metadata)) reply(refusal);
      else reply(null, { ...emptyRuleset, ...options.ruleset });
    },
    watchRetractions: (call) => {
      if (isRefused(call.metadata)) {
        call.emit('error', Object.assign(new Error(refusal.details), refusal));
        return;
      }
      watches.add(call);
      call.on('error', () => undefined);
      call.on('cancelled', () => watches.delete(call));
      call.sendMetadata(new Metadata());
    },
    moderateStream: (call) => {
      const stream = seen.streams++;
      let frame = 0;
      calls.add(call);
      call.on('error', () => undefined);
      call.on('close', () => calls.delete(call));
      call.on('cancelled', () => calls.delete(call));
      if (isRefused(call.metadata)) {
        call.emit('error', Object.assign(new Error(refusal.details), refusal));
        return;
      }
      let delayed = 0;
      let ending = false;
      const endWhenAnswered = () => {
        if (ending && delayed === 0) call.end();
      };
      call.on('end', () => {
        ending = true;
        endWhenAnswered();
      });
      call.on('data', ({ messages }: ModerateStreamRequest) => {
        if (ending) return;
        const behaviour = options.behave?.({ stream, frame: frame++ }) ?? { do: 'answer' };
        if (behaviour.do === 'end') {
          ending = true;
          endWhenAnswered();
          return;
        }
        seen.messages += messages.length;
        seen.largestFrame = Math.max(seen.largestFrame, messages.length);
        switch (behaviour.do) {
          case 'answer': {
            const answers = answersFor(messages, judge);
            if (behaviour.reversed) answers.reverse();
            const write = () => {
              const size = behaviour.perFrame ?? answers.length;
              for (let at = 0; at < answers.length; at += size) call.write(frameOf(answers.slice(at, at + size)));
            };
            if (behaviour.delayMs === undefined) return write();
            delayed++;
            setTimeout(() => {
              delayed--;
              if (!call.cancelled) write();
              endWhenAnswered();
            }, behaviour.delayMs);
            return;
          }
          case 'answerTwice': {
            const answers = answersFor(messages, judge);
            call.write(frameOf([...answers, ...answers]));
            return;
          }
          case 'fail':
            ending = true;
            call.emit('error', Object.assign(new Error('scripted failure'), { code: behaviour.code }));
            return;
          case 'shutDown': {
            const error = { reason: Error_Reason.SHUTTING_DOWN, message: 'The server is shutting down.', field: '' };
            call.write(frameOf(messages.map(({ id }) => ({ id, verdicts: [], error, retracts: [] }))));
            ending = true;
            endWhenAnswered();
            return;
          }
          case 'destroy':
            for (const socket of sockets) socket.destroy();
            return;
          case 'ignore':
        }
      });
    },
  };

  const server = new Server({ 'grpc.max_receive_message_length': 1 << 20 });
  server.addService(service, handlers);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = listener.address() as AddressInfo;
  const destroyConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${port}`,
    port,
    seen,
    retract: (retraction) => {
      for (const call of calls) call.write({ answers: [], retractions: [retraction] });
      for (const call of watches) call.write({ retractions: [retraction] });
      return calls.size + watches.size;
    },
    endStreams: () => {
      for (const call of calls) call.end();
      for (const call of watches) call.end();
      watches.clear();
    },
    destroyConnections,
    close: async () => {
      const closed = new Promise((resolve) => listener.close(resolve));
      destroyConnections();
      injector.destroy();
      server.forceShutdown();
      await closed;
    },
  };
}

const emptyRuleset: GetRulesetResponse = {
  versions: { policy: 'test', lexicon: 'test', model: 'none' },
  hash: '',
  languages: [],
  topics: [],
  audiences: ['adult'],
  entries: 0,
};

function frameOf(answers: Answer[]): ModerateStreamResponse {
  return { answers, retractions: [] };
}

function answersFor(messages: readonly Message[], judge: (message: Message) => Verdict[]): Answer[] {
  const ids = new Set<string>();
  return messages.map((message) => {
    const { id } = message;
    const fail = (reason: Error_Reason, text: string): Answer => ({
      id,
      verdicts: [],
      error: { reason, message: text, field: 'message.id' },
      retracts: [],
    });
    if (id === '') return fail(Error_Reason.ID_MISSING, 'message.id is required: give each message an id of its own.');
    if (ids.has(id)) return fail(Error_Reason.ID_DUPLICATE, 'message.id is taken in this frame: use another one.');
    ids.add(id);
    return { id, verdicts: judge(message), error: undefined, retracts: [] };
  });
}
