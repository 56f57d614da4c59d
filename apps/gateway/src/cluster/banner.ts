import type { GatewaySettings } from '../settings.js';

/** The lines a person sees once everything answers. They go to stderr: stdout has JSON log lines alone. */
export function banner(settings: GatewaySettings, workers: number, database: string, readyMs: number): string {
  const grpc = authority(settings.grpcHost, settings.grpcPort);
  const http = `http://${authority(settings.httpHost, settings.httpPort)}`;
  const body = '{"message":{"text":"what the h3ll, you 1d10t","audiences":["teen"]}}';
  return `
Breakwater is ready after ${(readyMs / 1000).toFixed(1)} s, with ${workers} ${workers === 1 ? 'worker' : 'workers'}.

  gRPC       ${grpc}
  HTTP       ${http}
  Try it     ${http}/docs
  Metrics    ${http}/metrics
  Database   ${database}

First commands to try in another terminal:

  npx breakwater check "what the h3ll, you 1d10t" --server ${grpc}
  curl -s ${http}/v1/moderate -H 'Content-Type: application/json' -d '${body}'

Ctrl-C stops everything.

`;
}

/** Where decisions go, in words and without the password. */
export function databaseInWords(url: string, embeddedIn: string | undefined): string {
  const { hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port || '5432'}${pathname}`;
  return embeddedIn === undefined ? `PostgreSQL at ${place}` : `embedded PostgreSQL at ${place}, kept in ${embeddedIn}`;
}

/** An address that a client on this machine can use. */
function authority(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return reachable.includes(':') ? `[${reachable}]:${port}` : `${reachable}:${port}`;
}
