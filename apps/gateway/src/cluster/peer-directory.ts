import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StartupError } from '@breakwater/service-kit';

/** What the operating systems take: 108 bytes on Linux, 104 on macOS, with a zero at the end. */
const longestPath = 103;

/**
 * Where workers listen for each other: Unix domain sockets with random names in a folder of this gateway alone, which
 * only its user may enter; named pipes on Windows.
 */
export class PeerDirectory {
  private constructor(private readonly folder: string | undefined) {}

  /** @throws StartupError where there is no place for the folder. */
  static create(): PeerDirectory {
    if (process.platform === 'win32') return new PeerDirectory(undefined);
    const root = tmpdir();
    try {
      // mkdtemp makes it with mode 0700.
      const directory = new PeerDirectory(mkdtempSync(join(root, 'breakwater-')));
      if (Buffer.byteLength(directory.draw()) <= longestPath) return directory;
      directory.remove();
    } catch (error) {
      throw new StartupError(`Workers need a folder for their sockets: ${(error as Error).message}`, 1);
    }
    throw new StartupError(`The path ${root} is too long for sockets: set TMPDIR to a shorter one.`, 1);
  }

  /** An address that nobody had, for one life of a worker. */
  draw(): string {
    const name = randomBytes(12).toString('hex');
    return this.folder === undefined ? `\\\\.\\pipe\\breakwater-${name}` : join(this.folder, name);
  }

  /** Removes the folder with all that is in it. */
  remove(): void {
    if (this.folder !== undefined) removeFolder(this.folder);
  }
}

/** For the worker of an address whose primary process died: nobody else is left to remove the folder. */
export function removeFolderOf(address: string): void {
  if (process.platform !== 'win32') removeFolder(dirname(address));
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
