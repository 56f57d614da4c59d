import { createServer } from 'node:net';
import { StartupError } from './startup-error.js';

/**
 * Finds out whether an address can be listened on, and which port 0 becomes.
 * @param flag the flag that changes the port, named in the error.
 * @returns the port.
 * @throws StartupError (exit code 1) in one sentence: taken, not allowed, or no such address.
 */
export async function claimPort(host: string, port: number, flag: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(host, port, flag, error)));
    probe.listen({ host, port, exclusive: true }, () => {
      const address = probe.address();
      const claimed = typeof address === 'object' && address !== null ? address.port : port;
      probe.close(() => resolve(claimed));
    });
  });
}

function portError(host: string, port: number, flag: string, error: NodeJS.ErrnoException): StartupError {
  const hostFlag = flag.replace(/port$/, 'host');
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(
        `Port ${port} on ${host} is taken by another program: stop that one or choose another port with ${flag}.`,
        1,
      );
    case 'EACCES':
      return new StartupError(
        `Port ${port} on ${host} may not be used by this user: choose one of at least 1024 with ${flag}.`,
        1,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupError(`Address ${host} is not one of this machine: choose another with ${hostFlag}.`, 1);
    default:
      return new StartupError(
        `Port ${port} on ${host} cannot be opened (${error.code ?? error.message}): choose another with ${flag}.`,
        1,
      );
  }
}
