import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { livingOwner, ownerTag } from './running-server.js';

/**
 * Keeps others from making or starting the database of a folder while this process does. The lock of a process that
 * died is taken over.
 * @returns what gives the lock back
 * @throws EmbeddedPostgresError where another process has it, or the folder cannot be written to
 */
export function lockStart(folder: string): () => void {
  const lock = join(folder, 'starting');
  const mine = `${lock}.${process.pid}`;
  try {
    // A link appears at once with its contents.
    rmSync(mine, { force: true });
    writeFileSync(mine, ownerTag(), { mode: 0o600, flag: 'wx' });
    for (;;) {
      try {
        linkSync(mine, lock);
        return () => rmSync(lock, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = livingOwner(readIfThere(lock));
      if (holder !== undefined) {
        throw new EmbeddedPostgresError(
          `The data folder ${folder} is being started by another Breakwater (process ${holder}): stop that one, or choose another data folder.`,
        );
      }
      rmSync(lock, { force: true });
    }
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `The data folder ${folder} cannot be written to (${(error as NodeJS.ErrnoException).code ?? String(error)}): choose another data folder.`,
    );
  } finally {
    rmSync(mine, { force: true });
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
