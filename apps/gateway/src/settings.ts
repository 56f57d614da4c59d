import { defineSettings, logLevels, type SettingsOf } from '@breakwater/service-kit';
import { z } from 'zod';

const port = z.int().min(0).max(65535);
const seconds = z.int().min(1).max(86_400);
const host = z.string().min(1);

/** Every setting of the gateway. docs/configuration.md is rendered from this table. */
export const gatewaySettings = defineSettings({
  grpcHost: {
    type: host,
    default: '127.0.0.1',
    description: 'Address the gRPC server listens on; 0.0.0.0 or :: for every interface',
    rule: 'an IP address or host name of this machine',
  },
  grpcPort: { type: port, default: 50051, description: 'Port of the gRPC server; 0 picks a free one' },
  httpHost: {
    type: host,
    default: '127.0.0.1',
    description: 'Address the HTTP server listens on; 0.0.0.0 or :: for every interface',
    rule: 'an IP address or host name of this machine',
  },
  httpPort: { type: port, default: 8080, description: 'Port of the HTTP server; 0 picks a free one' },
  workers: {
    type: z.int().min(0).max(512),
    default: 0,
    description: 'Worker processes; 0 starts one for every core',
  },
  databaseUrl: {
    type: z.string().refine((value) => value === '' || /^postgres(ql)?:\/\/./.test(value)),
    default: '',
    description: 'PostgreSQL that decisions are recorded in; empty starts an embedded one in the data folder',
    rule: 'empty or a postgres:// URL',
    secret: true,
  },
  databasePort: {
    type: port,
    default: 0,
    description: 'Port of the embedded PostgreSQL, on loopback; 0 picks a free one',
  },
  dataDir: {
    type: z.string().min(1),
    default: '.breakwater',
    description: 'Folder for the embedded PostgreSQL, relative to the current folder',
    rule: 'the path of a folder',
  },
  allowSampleRate: {
    type: z.number().min(0).max(1),
    default: 0.01,
    description: 'Share of ALLOW decisions that are recorded; all others always are',
  },
  storeText: {
    type: z.boolean(),
    default: false,
    description: 'Whether recorded decisions keep the text of the message',
  },
  decisionQueueSize: {
    type: z.int().min(1).max(1_000_000),
    default: 10_000,
    description: 'Decisions a worker holds for the database; beyond it they are dropped, counted and marked',
  },
  defaultAudience: {
    type: z.string().min(1).max(64),
    default: 'adult',
    description: 'Audience of a message that names none',
    rule: 'an audience that there is a policy for',
  },
  maxTextBytes: {
    type: z.int().min(1).max(1_048_576),
    default: 8192,
    description: 'Longest text of a message, in bytes of UTF-8',
  },
  maxStreamAgeSeconds: {
    type: seconds,
    default: 300,
    description: 'Age at which the server ends a stream, plus or minus 10 %; clients open another',
  },
  maxConnectionAgeSeconds: {
    type: seconds,
    default: 600,
    description: 'Age at which a gRPC connection is asked to reconnect, plus or minus 10 %',
  },
  clientReadTimeoutSeconds: {
    type: seconds,
    default: 30,
    description: 'How long a stream may leave its answers unread before it is ended',
  },
  drainSeconds: {
    type: seconds,
    default: 10,
    description: 'Longest time a shutdown waits for calls in flight and for the database',
  },
  windowEnabled: {
    type: z.boolean(),
    default: true,
    description: 'Whether the latest messages of each sender and channel are judged together too',
  },
  windowMessages: {
    type: z.int().min(2).max(64),
    default: 12,
    description: 'Earlier messages of a sender in a channel that a message is judged with',
  },
  windowSeconds: {
    type: z.int().min(1).max(3600),
    default: 60,
    description: 'Age at which a message is no longer judged with later ones',
  },
  windowCapacity: {
    type: z.int().min(1024).max(16_777_216),
    default: 262_144,
    description: 'Messages, and so senders, that a worker remembers at most, at 280 bytes each; the oldest go first',
  },
  floodMessages: {
    type: z.int().min(2).max(1000),
    default: 10,
    description:
      'Messages of a sender in a channel within floodSeconds that are a flood of severity 3; 4, 5 and 6 at 1.5, 2.5 and 4 times as many',
  },
  floodSeconds: {
    type: z.int().min(1).max(3600),
    default: 5,
    description: 'Time in which floodMessages are a flood',
  },
  spamRepeats: {
    type: z.int().min(2).max(64),
    default: 4,
    description: 'Messages nearly alike, within the window, that are spam of severity 3; short ones count half',
  },
  spamLinks: {
    type: z.int().min(1).max(64),
    default: 4,
    description: 'Links within the window that are spam of severity 3',
  },
  spamMentions: {
    type: z.int().min(1).max(255),
    default: 6,
    description: 'Mentions (@name) in one message that are spam of severity 3',
  },
  logLevel: { type: z.enum(logLevels), default: 'info', description: 'Quietest level that is logged' },
});

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
