import { Message, type Retraction } from '@breakwater/contracts';
import {
  ModerateStreamRequest,
  ModerationServiceClient,
  type Answer,
  type ModerateStreamResponse,
} from '@breakwater/contracts/grpc';
import {
  credentials,
  makeGenericClientConstructor,
  type ClientDuplexStream,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js';

/** A message with the fields given and nothing else. */
export function message(part: Partial<Message> = {}): Message {
  return { ...Message.decode(new Uint8Array()), ...part };
}

export function connect(address: string): ModerationServiceClient {
  return new ModerationServiceClient(address, credentials.createInsecure());
}

/** A unary call as a promise; a failed one rejects with the ServiceError. */
export function ask<Response>(
  start: (callback: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error ? reject(error) : resolve(response)));
  });
}

/** A stream whose frames are raw bytes, for requests that no typed client can write. */
export class RawStream {
  readonly answers: Answer[] = [];
  readonly frames: Answer[][] = [];
  readonly retractions: Retraction[] = [];
  /** Resolves with the status code once the stream has ended. */
  readonly ended: Promise<StatusObject>;
  private readonly call: ClientDuplexStream<Buffer, ModerateStreamResponse>;
  private readonly client: InstanceType<ReturnType<typeof makeGenericClientConstructor>>;
  private wake: (() => void)[] = [];

  /** @param ears whether it reads its answers */
  constructor(address: string, ears: 'listening' | 'deaf' = 'listening') {
    const { moderateStream } = ModerationServiceClient.service;
    const constructor = makeGenericClientConstructor(
      { open: { ...moderateStream, requestSerialize: (bytes: Buffer) => bytes } },
      'ModerationService',
    );
    this.client = new constructor(address, credentials.createInsecure());
    const open = this.client['open'] as () => ClientDuplexStream<Buffer, ModerateStreamResponse>;
    this.call = open.call(this.client);
    this.call.on('data', ({ answers, retractions }: ModerateStreamResponse) => {
      this.retractions.push(...retractions);
      if (retractions.length > 0 && answers.length === 0) return;
      // grpc-js only stops taking data off the wire once a first message was read.
      if (ears === 'deaf' && this.frames.length === 0) this.call.pause();
      this.frames.push(answers);
      this.answers.push(...answers);
      for (const wake of this.wake.splice(0)) wake();
    });
    this.call.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.call.on('status', resolve));
  }

  send(...messages: Message[]): void {
    this.sendRaw(Buffer.from(ModerateStreamRequest.encode({ messages }).finish()));
  }

  sendRaw(bytes: Buffer): void {
    this.call.write(bytes);
  }

  /** Waits for this many frames in all. */
  async framesRead(count: number): Promise<Answer[][]> {
    while (this.frames.length < count) await new Promise<void>((resolve) => this.wake.push(resolve));
    return this.frames;
  }

  /** Cures a deaf one. */
  listen(): void {
    this.call.resume();
  }

  /** Closes the client's side. */
  end(): void {
    this.call.end();
  }

  /** Goes away without a word. */
  close(): void {
    this.call.cancel();
    this.client.close();
  }
}

/** Sends one message of raw bytes to any method and gives back the first of its answer. */
export async function exchange(address: string, path: string, bytes: Buffer): Promise<Buffer> {
  const pass = (value: Buffer) => value;
  const method = { path, requestStream: true, responseStream: true } as const;
  const codec = {
    requestSerialize: pass,
    requestDeserialize: pass,
    responseSerialize: pass,
    responseDeserialize: pass,
  };
  const constructor = makeGenericClientConstructor({ open: { ...method, ...codec } }, 'Any');
  const client = new constructor(address, credentials.createInsecure());
  const open = client['open'] as () => ClientDuplexStream<Buffer, Buffer>;
  const call = open.call(client);
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      call.on('data', resolve);
      call.on('error', reject);
      call.write(bytes);
      call.end();
    });
  } finally {
    client.close();
  }
}

/** The reason and field in the google.rpc.ErrorInfo of a failed call. */
export function errorInfo(error: unknown): { code: number; reason: string; field: string; message: string } {
  const { code, details, metadata } = error as StatusObject;
  const status = metadata.get('grpc-status-details-bin')[0];
  // ErrorInfo { reason = 1, domain = 2: "breakwater", metadata = 3: { "field": path } }: text between tags and lengths.
  const text = Buffer.isBuffer(status) ? status.toString('latin1') : '';
  const reason = /([A-Z_]+)[^A-Z_]{2}breakwater/s.exec(text)?.[1] ?? '';
  const [, path = ''] = text.slice(text.lastIndexOf('breakwater')).split('field');
  return { code, reason, field: path.slice(2), message: details };
}
