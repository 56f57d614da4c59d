/**
 * `@breakwater/client/raw`: a connection in encoded frames, without promises, batching, deadlines or reconnects. For
 * load generators and bridges, which encode once and count answers.
 */
import { resolveOptions, type ConnectionOptions } from '../options.js';
import { Connection } from './connection.js';

export type { CallStatus, Connection, FrameStream, FrameStreamHandlers, UnaryMethod } from './connection.js';
export { walkAnswer, walkAnswers, type AnswerVisitor } from './answer-walk.js';
export { FrameSource, idDigits } from './frame-source.js';
export type { ConnectionOptions } from '../options.js';
export { toWire } from '../wire-message.js';

/**
 * A connection to a server, made when first used.
 * @throws TypeError naming the option that is unknown, missing or out of range.
 */
export function createConnection(options: ConnectionOptions): Connection {
  return new Connection(resolveOptions(options));
}
