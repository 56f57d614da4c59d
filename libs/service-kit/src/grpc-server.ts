import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';

export interface GrpcServerOptions {
  /** Fully qualified names of the services that health and reflection speak of. */
  readonly services: readonly string[];
  /** A serialized google.protobuf.FileDescriptorSet that has them and grpc.health.v1.Health. */
  readonly descriptorSet: Uint8Array;
  /** Connections are asked to reconnect after this long (plus or minus 10 %), which spreads them over replicas. */
  readonly maxConnectionAgeSeconds: number;
}

/** Largest request that is read at all; the contract's own limits are far below and answer with a reason. */
export const maxReceiveBytes = 4 * 1024 * 1024;

type OpenCall = ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

/**
 * A grpc-js Server with our limits, grpc.health.v1 and reflection (v1 and v1alpha). Add services to `server`, then
 * bind. Health is NOT_SERVING until `setServing(true)`.
 */
export class GrpcServer {
  readonly server: Server;
  private readonly health = new HealthImplementation();
  private readonly housekeeping = new Set<OpenCall>();

  constructor(private readonly options: GrpcServerOptions) {
    this.server = new Server({
      'grpc.max_receive_message_length': maxReceiveBytes,
      'grpc.max_concurrent_streams': 1000,
      'grpc.max_connection_age_ms': options.maxConnectionAgeSeconds * 1000,
      // A peer that vanished without a word is noticed within 30 + 10 seconds.
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 10_000,
      'grpc.enable_channelz': 0,
    });
    this.setServing(false);
    const tracked = this.tracking();
    this.health.addToServer(tracked);
    const services = [...options.services, 'grpc.health.v1.Health'];
    new ReflectionService(reflected(options.descriptorSet), { services }).addToServer(tracked);
  }

  /** Sets what grpc.health.v1 says, for the server ("") and for each service. */
  setServing(serving: boolean): void {
    for (const service of ['', ...this.options.services]) {
      this.health.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING');
    }
  }

  /**
   * Listens, without TLS.
   * @returns the port (the chosen one for port 0).
   * @throws Error as grpc-js reports it; check with claimPort first for a sentence.
   */
  async bind(host: string, port: number): Promise<number> {
    const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return await new Promise((resolve, reject) => {
      this.server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
  }

  /**
   * Goes down in order: health NOT_SERVING, no new connections or calls (GOAWAY), health watches and reflection
   * ended, then waits for the calls of the other services, whose owners end their streams meanwhile.
   * @returns true when every call was answered; false when `timeoutMs` passed first: then end the process, which cuts
   * off the rest (with channelz off, grpc-js's own forceShutdown leaves connections open).
   */
  async drain(timeoutMs: number): Promise<boolean> {
    this.setServing(false);
    const closed = new Promise<true>((resolve) => this.server.tryShutdown(() => resolve(true)));
    // Watchers get to see NOT_SERVING before their stream ends.
    for (const call of this.housekeeping) call.end();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    const inTime = await Promise.race([closed, late]);
    clearTimeout(timer);
    return inTime;
  }

  /** A face of the server that remembers open streams: a watch would otherwise hold up every shutdown. */
  private tracking(): Pick<Server, 'addService'> {
    return {
      addService: (definition, implementation) => {
        const wrapped: UntypedServiceImplementation = {};
        for (const [name, handler] of Object.entries(implementation)) {
          // handleUnaryCall and handleServerStreamingCall differ in whether a callback comes second.
          wrapped[name] = ((call: OpenCall, callback: unknown) => {
            if (callback === undefined) {
              this.housekeeping.add(call);
              const forget = () => this.housekeeping.delete(call);
              call.once('cancelled', forget);
              call.once('close', forget);
            }
            return (handler as (call: OpenCall, callback: unknown) => void)(call, callback);
          }) as UntypedHandleCall;
        }
        this.server.addService(definition, wrapped);
      },
    };
  }
}

/**
 * The files as they are, in the shape that the reflection service reads them from. proto-loader would rewrite them, one
 * file a package, and lose the import of google/protobuf/timestamp.proto on the way.
 */
function reflected(descriptorSet: Uint8Array): PackageDefinition {
  const fileDescriptorProtos = fromBinary(FileDescriptorSetSchema, descriptorSet).file.map((file) =>
    Buffer.from(toBinary(FileDescriptorProtoSchema, file)),
  );
  // Of a definition, reflection reads the files only.
  return { '': { fileDescriptorProtos } } as unknown as PackageDefinition;
}
