import { base64Decode } from '@bufbuild/protobuf/wire';
import { descriptorSetBase64 } from './generated/descriptor.js';

/** The contract as a serialized google.protobuf.FileDescriptorSet, imports and grpc.health.v1 included: what gRPC reflection serves. */
export function fileDescriptorSet(): Uint8Array {
  return base64Decode(descriptorSetBase64);
}
