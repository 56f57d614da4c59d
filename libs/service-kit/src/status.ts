import { randomUUID } from 'node:crypto';
import { Error_Reason } from '@breakwater/contracts';
import { Metadata, status, type ServerErrorResponse } from '@grpc/grpc-js';
import { encodeStatusDetails, statusDetailsKey } from './error-details.js';
import type { Logger } from './logger.js';
import { ModerationError, reasonName } from './moderation-error.js';

/** The JSON body of every HTTP answer that is an error. */
export interface ErrorBody {
  readonly error: {
    /** The HTTP status. */
    readonly code: number;
    /** The gRPC status, by name: "INVALID_ARGUMENT". */
    readonly status: string;
    /** Name of an Error.Reason. */
    readonly reason: string;
    readonly message: string;
    readonly field: string;
  };
}

/** One failure in both protocols. */
export interface MappedStatus {
  readonly error: ModerationError;
  /** gRPC status number. */
  readonly code: status;
  readonly httpCode: number;
}

const invalid = [status.INVALID_ARGUMENT, 400] as const;

/** gRPC and HTTP status of every reason. */
const statuses: Record<Error_Reason, readonly [status, number]> = {
  [Error_Reason.UNSPECIFIED]: [status.INTERNAL, 500],
  [Error_Reason.MESSAGE_MISSING]: invalid,
  [Error_Reason.ID_MISSING]: invalid,
  [Error_Reason.ID_DUPLICATE]: invalid,
  [Error_Reason.ID_TOO_LONG]: invalid,
  [Error_Reason.TEXT_TOO_LONG]: invalid,
  [Error_Reason.NOT_UNICODE]: invalid,
  [Error_Reason.AUDIENCE_UNKNOWN]: invalid,
  [Error_Reason.AUDIENCE_DUPLICATE]: invalid,
  [Error_Reason.CONTENT_KIND_UNKNOWN]: invalid,
  [Error_Reason.FRAME_TOO_MANY_MESSAGES]: invalid,
  [Error_Reason.FRAME_TOO_LARGE]: invalid,
  [Error_Reason.REQUEST_MALFORMED]: invalid,
  [Error_Reason.SHUTTING_DOWN]: [status.UNAVAILABLE, 503],
  [Error_Reason.INTERNAL]: [status.INTERNAL, 500],
  [Error_Reason.CLIENT_NOT_READING]: [status.RESOURCE_EXHAUSTED, 429],
  [Error_Reason.NOT_FOUND]: [status.NOT_FOUND, 404],
};

/**
 * The one place where an error becomes a status. A ModerationError is shown as it is. Anything else is a fault of
 * ours: the caller gets a fixed text with an id, and the log gets the error under that id, once.
 */
export function toStatus(error: unknown, log: Logger): MappedStatus {
  if (error instanceof ModerationError) {
    const [code, httpCode] = statuses[error.reason];
    return { error, code, httpCode };
  }
  const errorId = randomUUID();
  log.error({ errorId, err: error }, 'internal error');
  const message = `The server failed on this request; its log has the details under the id ${errorId}.`;
  return { error: new ModerationError(Error_Reason.INTERNAL, message), code: status.INTERNAL, httpCode: 500 };
}

/** The failure as grpc-js wants it: code, details and a google.rpc.Status with ErrorInfo in the trailers. */
export function toGrpcError({ error, code }: MappedStatus): ServerErrorResponse {
  const metadata = new Metadata();
  const info = { reason: reasonName(error.reason), field: error.field };
  metadata.set(statusDetailsKey, encodeStatusDetails(code, error.message, info));
  return Object.assign(new Error(error.message), { code, details: error.message, metadata });
}

/** The failure as the JSON body of an HTTP answer. */
export function toErrorBody({ error, code, httpCode }: MappedStatus): ErrorBody {
  const { message, field } = error;
  return { error: { code: httpCode, status: status[code], reason: reasonName(error.reason), message, field } };
}
