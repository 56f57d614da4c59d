import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One line of a data file. */
export interface Row {
  /** Counted from 1. */
  readonly row: number;
  readonly text: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly lang: string;
}

/** Reads NAME.jsonl.gz of a folder; undefined where it is missing. */
export function readRows(folder: string, name: string): Row[] | undefined {
  const file = join(folder, `${name}.jsonl.gz`);
  if (!existsSync(file)) return undefined;
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line, index) => ({
      labels: {},
      lang: 'und',
      ...(JSON.parse(line) as Pick<Row, 'text'> & Partial<Row>),
      row: index + 1,
    }));
}

/** A line of a table, by column name, with the number of its line counted from 1. No column may be called that. */
export type TableRow = Readonly<Record<string, string>> & { readonly line: number };

/**
 * Reads a tab-separated table: lines that begin with '#' are comments, the first other line names the columns (no comments behind it), and
 * `\\`, `\n`, `\r`, `\t` and `\u{1F600}` in a field stand for what they stand for in JavaScript. Undefined where the
 * file is missing.
 */
export function readTable(file: string): TableRow[] | undefined {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  let columns: string[] | undefined;
  const rows: TableRow[] = [];
  lines.forEach((line, index) => {
    if (line === '' || (columns === undefined && line.startsWith('#'))) return;
    const fields = line.split('\t').map(unescape);
    if (columns === undefined) {
      columns = fields;
      return;
    }
    const named = Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? '']));
    rows.push({ ...named, line: index + 1 } as unknown as TableRow);
  });
  return rows;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };

function unescape(field: string): string {
  return field.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|([nrt\\]))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? ESCAPES[letter]! : String.fromCodePoint(parseInt(hex, 16)),
  );
}
