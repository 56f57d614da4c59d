/**
 * The rival of the unary benchmark: grpc-js answering Moderate with a prepared verdict and doing nothing else, in as
 * many processes as the gateway has workers. Prints its port; ends on SIGTERM.
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
      id: '1',
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
    }).finish(),
  );
  const { moderate } = ModerationServiceService;
  const server = new Server();
  server.addService(
    {
      moderate: {
        ...moderate,
        requestDeserialize: (bytes: Buffer) => bytes,
        responseSerialize: (bytes: Buffer) => bytes,
      },
    },
    {
      moderate: ((_call: unknown, callback: (error: null, bytes: Buffer) => void) =>
        callback(null, answer)) as unknown as UntypedHandleCall,
    },
  );
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.send!(port);
  });
}
