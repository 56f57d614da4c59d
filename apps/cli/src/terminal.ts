import { styleText } from 'node:util';
import type { Readable, Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

type Style = Parameters<typeof styleText>[0];

/** Where a command reads and writes. Passed by value, so that tests bring their own. */
export interface Terminal {
  readonly in: Readable;
  readonly out: Writable;
  readonly err: Writable;
  /** Width of `out` in columns; 100 where it is no terminal. */
  readonly columns: number;
  /** Paints for `out`: the text as it is where that is no terminal or colours are unwanted (NO_COLOR). */
  paint(style: Style, text: string): string;
  /** `err` is a terminal that a progress bar may be drawn on. */
  readonly drawsProgress: boolean;
}

/** The process's own. A reader of `out` that goes away (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const colours = hasColours(stdout);
  return {
    in: stdin,
    out: stdout,
    err: stderr,
    columns: stdout.isTTY ? stdout.columns : 100,
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    drawsProgress: stderr.isTTY,
  };
}

/** The stream itself knows NO_COLOR, FORCE_COLOR and TERM. */
function hasColours(stream: WriteStream): boolean {
  return stream.isTTY && stream.hasColors();
}
