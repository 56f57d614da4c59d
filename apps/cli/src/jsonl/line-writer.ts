import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { Failure } from '../command.js';

const blockBytes = 64 * 1024;

/** Writes whole lines in blocks, and waits for the reader where it is slower. */
export class LineWriter {
  #block = '';
  #failure: Failure | undefined;
  readonly #stream: Writable;
  readonly #owned: boolean;
  #onProgress: (() => void) | undefined;

  private constructor(stream: Writable, owned: boolean, path: string) {
    this.#stream = stream;
    this.#owned = owned;
    if (!owned) return;
    stream.on('error', (error) => {
      this.#failure = new Failure(`Can't write ${path}: ${error.message}.`);
      this.#onProgress?.();
    });
  }

  /** A file, which is emptied; `-` is standard output. */
  static open(path: string, output: Writable): LineWriter {
    return path === '-' ? new LineWriter(output, false, path) : new LineWriter(createWriteStream(path), true, path);
  }

  /** Takes a line without its end. Await the promise where there is one. @throws Failure where writing fails. */
  write(line: string): Promise<void> | undefined {
    this.#block += `${line}\n`;
    return this.#block.length >= blockBytes ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#block === '') return;
    const block = this.#block;
    this.#block = '';
    if (this.#stream.write(block)) return;
    await new Promise<void>((resolve) => {
      this.#onProgress = resolve;
      this.#stream.once('drain', resolve);
    });
    this.#onProgress = undefined;
    if (this.#failure) throw this.#failure;
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    await this.flush();
    if (!this.#owned) return;
    await new Promise<void>((resolve) => {
      this.#onProgress = resolve;
      this.#stream.end(resolve);
    });
    if (this.#failure) throw this.#failure;
  }
}
