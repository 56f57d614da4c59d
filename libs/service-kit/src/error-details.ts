import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What a client reads from the trailer `grpc-status-details-bin`. */
export interface ErrorInfo {
  /** Name of an Error.Reason. */
  readonly reason: string;
  /** Path of the field in the request, or empty. */
  readonly field: string;
}

/** Key of the trailer that carries a google.rpc.Status. */
export const statusDetailsKey = 'grpc-status-details-bin';

const errorInfoUrl = 'type.googleapis.com/google.rpc.ErrorInfo';
const domain = 'breakwater';

/**
 * Writes google.rpc.Status {code = 1, message = 2, details = 3: Any {type_url = 1, value = 2}} with one
 * google.rpc.ErrorInfo {reason = 1, domain = 2, metadata = 3: map}. Those messages are stable, and no generated code
 * for them is needed.
 */
export function encodeStatusDetails(code: number, message: string, info: ErrorInfo): Buffer {
  const errorInfo = new BinaryWriter().uint32(10).string(info.reason).uint32(18).string(domain);
  if (info.field !== '') errorInfo.uint32(26).fork().uint32(10).string('field').uint32(18).string(info.field).join();
  const status = new BinaryWriter().uint32(8).int32(code).uint32(18).string(message);
  status.uint32(26).fork().uint32(10).string(errorInfoUrl).uint32(18).bytes(errorInfo.finish()).join();
  return Buffer.from(status.finish());
}

/** Reads our ErrorInfo back; undefined where the bytes hold none of this domain. */
export function decodeStatusDetails(bytes: Uint8Array): ErrorInfo | undefined {
  for (const [field, detail] of fieldsOf(bytes)) {
    if (field !== 3 || typeof detail === 'number') continue;
    const any = new Map(fieldsOf(detail));
    if (textOf(any.get(1)) !== errorInfoUrl) continue;
    const value = any.get(2);
    if (!(value instanceof Uint8Array)) continue;
    const info = fieldsOf(value);
    if (textOf(new Map(info).get(2)) !== domain) continue;
    const entries = info.filter(([key]) => key === 3).map(([, entry]) => new Map(fieldsOf(entry as Uint8Array)));
    const fieldEntry = entries.find((entry) => textOf(entry.get(1)) === 'field');
    return { reason: textOf(new Map(info).get(1)), field: textOf(fieldEntry?.get(2)) };
  }
  return undefined;
}

function fieldsOf(bytes: Uint8Array): [number, Uint8Array | number][] {
  const reader = new BinaryReader(bytes);
  const fields: [number, Uint8Array | number][] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) fields.push([field, reader.bytes()]);
    else if (wireType === WireType.Varint) fields.push([field, reader.uint32()]);
    else reader.skip(wireType, field);
  }
  return fields;
}

function textOf(value: Uint8Array | number | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}
