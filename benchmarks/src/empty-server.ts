/**
 * The rival of the unary benchmark: grpc-js answering Moderate with a prepared verdict and doing nothing else but copy
 * the id (the load generator checks it), in as many processes as the gateway has workers. Prints its port; ends on SIGTERM.
 */
import cluster from 'node:cluster';
import { Server, ServerCredentials, type UntypedHandleCall } from '@grpc/grpc-js';
import { Verdict_Action } from '@breakwater/contracts';
import { ModerateResponse, ModerationServiceService } from '@breakwater/contracts/grpc';

const processes = Number(process.argv[2] ?? 1);

if (cluster.isPrimary) {
  let ready = 0;
  let port = 0;
  for (let i = 0; i < processes; i++) {
    const worker = cluster.fork();
    worker.on('message', (bound: number) => {
      port = bound;
      if (++ready === processes) process.stdout.write(`${port}\n`);
    });
  }
  process.on('SIGTERM', () => process.exit(0));
} else {
  process.on('disconnect', () => process.exit(0));
  const answer = Buffer.from(
    ModerateResponse.encode({
      id: '',
      verdicts: [
        {
          action: Verdict_Action.ALLOW,
          severity: 0,
          serverTimeUs: 1,
          audience: 'adult',
          versions: { policy: 'default-1', lexicon: '000000000000', model: 'none' },
          topics: [],
          hits: [],
          redactedText: '',
          reasons: [],
          decisionId: '',
          durability: 0,
          degraded: [],
        },
      ],
      retracts: [],
    }).finish(),
  );
  const { moderate, getRuleset } = ModerationServiceService;
  const server = new Server();
  server.addService(
    {
      moderate: {
        ...moderate,
        requestDeserialize: (bytes: Buffer) => bytes,
        responseSerialize: (bytes: Buffer) => bytes,
      },
      // The load generator asks for it once, to see that somebody answers.
      getRuleset: {
        ...getRuleset,
        requestDeserialize: (bytes: Buffer) => bytes,
        responseSerialize: (bytes: Buffer) => bytes,
      },
    },
    {
      moderate: reply((request) => Buffer.concat([idField(request), answer])),
      getRuleset: reply(() => Buffer.alloc(0)),
    },
  );
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.send!(port);
  });
}

function reply(answer: (request: Buffer) => Buffer): UntypedHandleCall {
  return ((call: { request: Buffer }, callback: (error: null, bytes: Buffer) => void) =>
    callback(null, answer(call.request))) as unknown as UntypedHandleCall;
}

/** ModerateRequest.message.id as ModerateResponse.id: the same field number and type, first in the message. */
function idField(request: Buffer): Buffer {
  let at = 1; // past the tag of message, then past its length
  while (request[at++]! & 0x80);
  return request.subarray(at, at + 2 + request[at + 1]!);
}
