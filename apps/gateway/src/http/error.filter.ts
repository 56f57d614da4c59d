import { Error_Reason } from '@breakwater/contracts';
import { maxReceiveBytes, ModerationError, toErrorBody, toStatus, type Logger } from '@breakwater/service-kit';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { HttpFault } from './http-fault.js';

/** Every error of the HTTP face leaves through here, in the one error body. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    if (exception instanceof HttpException && exception.getStatus() === 503) {
      // A health check that fails is an answer in terminus's own form.
      response.status(503).json(exception.getResponse());
      return;
    }
    const error = inOurWords(exception, http.getRequest<Request>());
    const mapped = toStatus(error, this.log);
    const status = error instanceof HttpFault ? error.httpCode : mapped.httpCode;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(status).json(toErrorBody({ ...mapped, httpCode: status }));
  }
}

/** What Nest and Express throw, as one of ours; anything unknown stays as it is. */
function inOurWords(exception: unknown, request: Request): unknown {
  if (exception instanceof ModerationError) return exception;
  const status =
    exception instanceof HttpException ? exception.getStatus() : (exception as { status?: unknown }).status;
  switch (status) {
    case 404:
    case 405:
      return new ModerationError(
        Error_Reason.NOT_FOUND,
        `Nothing answers ${request.method} at this path: see /docs for what does.`,
      );
    case 413:
      return new HttpFault(
        413,
        Error_Reason.FRAME_TOO_LARGE,
        `The body is larger than ${maxReceiveBytes} bytes: send several smaller ones.`,
      );
    case 415:
      return new HttpFault(
        415,
        Error_Reason.REQUEST_MALFORMED,
        'The body has an unknown encoding: send it plain, or with Content-Encoding gzip, deflate or br.',
      );
    case 400:
      return new ModerationError(
        Error_Reason.REQUEST_MALFORMED,
        'The request could not be read (cut off, or badly encoded): send it again.',
      );
    default:
      return exception;
  }
}
