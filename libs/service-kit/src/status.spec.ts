import { Error_Reason } from '@breakwater/contracts';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { decodeStatusDetails, encodeStatusDetails, statusDetailsKey } from './error-details.js';
import { createLogger } from './logger.js';
import { ModerationError } from './moderation-error.js';
import { toErrorBody, toGrpcError, toStatus } from './status.js';

function capturing() {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('test', 'info', {}, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { lines, log };
}

describe('toStatus', () => {
  it('shows a ModerationError as it is, in both protocols', () => {
    const { lines, log } = capturing();
    const mapped = toStatus(new ModerationError(Error_Reason.TEXT_TOO_LONG, 'Too long.', 'message.text'), log);
    expect(toErrorBody(mapped)).toEqual({
      error: {
        code: 400,
        status: 'INVALID_ARGUMENT',
        reason: 'TEXT_TOO_LONG',
        message: 'Too long.',
        field: 'message.text',
      },
    });
    const grpc = toGrpcError(mapped);
    expect(grpc.code).toBe(status.INVALID_ARGUMENT);
    expect(grpc.details).toBe('Too long.');
    const details = grpc.metadata?.get(statusDetailsKey)[0] as Buffer;
    expect(decodeStatusDetails(details)).toEqual({ reason: 'TEXT_TOO_LONG', field: 'message.text' });
    expect(lines).toEqual([]);
  });

  it('hides anything else behind an id that the log has once', () => {
    const { lines, log } = capturing();
    const mapped = toStatus(new TypeError('secret detail'), log);
    expect(lines).toHaveLength(1);
    const errorId = String(lines[0]?.errorId);
    expect(mapped.error.message).toBe(
      `The server failed on this request; its log has the details under the id ${errorId}.`,
    );
    expect(toErrorBody(mapped).error).toMatchObject({ code: 500, status: 'INTERNAL', reason: 'INTERNAL' });
    expect(JSON.stringify(toErrorBody(mapped))).not.toContain('secret');
  });

  it('knows a status for every reason', () => {
    const { log } = capturing();
    for (const reason of Object.values(Error_Reason)) {
      const { code, httpCode } = toStatus(new ModerationError(reason, 'm'), log);
      expect(status[code]).toBeDefined();
      expect(httpCode).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('status details', () => {
  it('writes the bytes of google.rpc.Status', () => {
    // Checked by hand against the definitions in google/rpc/status.proto and error_details.proto.
    const info = Buffer.from('\x0a\x01R\x12\x0abreakwater\x1a\x0a\x0a\x05field\x12\x01f', 'latin1');
    const url = 'type.googleapis.com/google.rpc.ErrorInfo';
    const any = Buffer.concat([
      Buffer.from([0x0a, url.length]),
      Buffer.from(url),
      Buffer.from([0x12, info.length]),
      info,
    ]);
    const expected = Buffer.concat([Buffer.from('\x08\x03\x12\x01m\x1a', 'latin1'), Buffer.from([any.length]), any]);
    expect(encodeStatusDetails(3, 'm', { reason: 'R', field: 'f' }).equals(expected)).toBe(true);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(16), (reason, field, code) => {
        expect(decodeStatusDetails(encodeStatusDetails(code, 'm', { reason, field }))).toEqual({ reason, field });
      }),
    );
  });

  it('finds nothing in details of others', () => {
    expect(decodeStatusDetails(new Uint8Array([8, 3, 18, 1, 109]))).toBeUndefined();
  });
});
