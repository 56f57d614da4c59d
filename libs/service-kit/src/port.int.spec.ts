import { createServer, type AddressInfo } from 'node:net';
import { claimPort } from './port.js';
import { StartupError } from './startup-error.js';

describe('claimPort', () => {
  it('finds a free port for 0, which can then be claimed by number', async () => {
    const port = await claimPort('127.0.0.1', 0, '--grpc-port');
    expect(port).toBeGreaterThan(0);
    expect(await claimPort('127.0.0.1', port, '--grpc-port')).toBe(port);
  });

  it('names a taken port and the flag in one sentence', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      await expect(claimPort('127.0.0.1', port, '--http-port')).rejects.toEqual(
        new StartupError(
          `Port ${port} on 127.0.0.1 is taken by another program: stop that one or choose another port with --http-port.`,
          1,
        ),
      );
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('names an address that is not of this machine', async () => {
    await expect(claimPort('192.0.2.1', 0, '--http-port')).rejects.toThrow(
      'Address 192.0.2.1 is not one of this machine: choose another with --http-host.',
    );
  });
});
