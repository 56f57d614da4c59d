/**
 * `@breakwater/client/testing`: a real gRPC server on loopback with scripted manners, to test how a caller behaves
 * when the moderation service is slow, restarts or breaks. Verdicts come from a function; everything else is the
 * contract's service.
 */
export {
  startTestServer,
  type FrameBehaviour,
  type FramePosition,
  type TestServer,
  type TestServerOptions,
} from './test-server.js';
export { allowVerdicts } from './allow-verdicts.js';
