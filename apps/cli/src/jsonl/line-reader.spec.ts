import { Readable } from 'node:stream';
import fc from 'fast-check';
import { Failure } from '../command.js';
import { maxLineBytes, openLines } from './line-reader.js';

async function linesOf(chunks: Buffer[]): Promise<(string | Failure)[]> {
  const source = await openLines('-', Readable.from(chunks));
  const all: (string | Failure)[] = [];
  for await (const batch of source.batches()) all.push(...batch);
  return all;
}

test('lines are the same however the bytes are cut', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ''));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), fc.constantFrom('\n', '\r\n'), async (lines, cuts, end) => {
      const bytes = Buffer.from(lines.map((text) => text + end).join(''));
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((cut, index) => bytes.subarray(at[index], cut));
      expect(await linesOf(chunks.filter((chunk) => chunk.length > 0))).toEqual(lines);
    }),
  );
});

test('the last line needs no end', async () => {
  expect(await linesOf([Buffer.from('a\nb')])).toEqual(['a', 'b']);
});

test('a line that is not UTF-8 or too long is named by its number, and the others are read', async () => {
  const long = Buffer.alloc(maxLineBytes + 1, 'x');
  const lines = await linesOf([Buffer.from('a\n\xff\nb\n', 'latin1'), long, long, Buffer.from('\nc\n'), long]);
  expect(lines.map((line) => (line instanceof Failure ? line.message : line))).toEqual([
    'a',
    'Line 2: it is not valid UTF-8.',
    'b',
    `Line 4: it is longer than ${maxLineBytes} bytes.`,
    'c',
    `Line 6: it is longer than ${maxLineBytes} bytes.`,
  ]);
});

test('a file that is not there is named', async () => {
  await expect(openLines('/nowhere/x.jsonl', Readable.from([]))).rejects.toThrow(
    "Can't read /nowhere/x.jsonl: there is no such file.",
  );
});
