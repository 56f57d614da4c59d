import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure } from '../command.js';

/** Longest line read, bytes: what keeps memory bounded for any file. */
export const maxLineBytes = 4 * 1024 * 1024;

export interface LineSource {
  /** Lines without their ends, in batches, from line 1 on; a line that is not UTF-8 or too long comes as a Failure. */
  batches(): AsyncGenerator<(string | Failure)[]>;
  /** Bytes of the file read so far, and its size; 0 where it has none (standard input). */
  progress(): { read: number; total: number };
}

/**
 * Opens a file of lines; `-` is standard input, a name that ends in .gz is decompressed. Memory does not depend on the
 * size.
 * @throws Failure where the file cannot be opened.
 */
export async function openLines(path: string, input: Readable): Promise<LineSource> {
  if (path === '-') return { batches: () => split(input, path), progress: () => ({ read: 0, total: 0 }) };
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`Can't read ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`);
  });
  if (!found.isFile() && !found.isFIFO()) throw new Failure(`Can't read ${path}: it is no file.`);
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  let source: Readable = file;
  if (path.endsWith('.gz')) {
    const gunzip = createGunzip({ chunkSize: 256 * 1024 });
    file.on('error', (error) => gunzip.destroy(error));
    source = file.pipe(gunzip);
  }
  return {
    batches: () => split(source, path),
    progress: () => ({ read: file.bytesRead, total: found.isFile() ? found.size : 0 }),
  };
}

async function* split(source: Readable, path: string): AsyncGenerator<(string | Failure)[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let skipping = false;
  const decode = (bytes: Buffer): string | Failure => {
    number++;
    try {
      const line = decoder.decode(bytes);
      return line.endsWith('\r') ? line.slice(0, -1) : line;
    } catch {
      return new Failure(`Line ${number}: it is not valid UTF-8.`);
    }
  };
  const tooLong = () => new Failure(`Line ${++number}: it is longer than ${maxLineBytes} bytes.`);
  try {
    for await (const piece of source) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer);
      const lines: (string | Failure)[] = [];
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        const last = chunk.subarray(start, end);
        if (skipping || restBytes + last.length > maxLineBytes) lines.push(tooLong());
        else lines.push(decode(restBytes === 0 ? last : Buffer.concat([...rest, last])));
        rest = [];
        restBytes = 0;
        skipping = false;
        start = end + 1;
      }
      if (start < chunk.length && !skipping) {
        rest.push(chunk.subarray(start));
        restBytes += chunk.length - start;
        if (restBytes > maxLineBytes) {
          skipping = true;
          rest = [];
          restBytes = 0;
        }
      }
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    throw new Failure(`Can't read ${path} after line ${number}: ${sentence}.`);
  }
  if (skipping) yield [tooLong()];
  else if (restBytes > 0) yield [decode(Buffer.concat(rest))];
}
