import { join } from 'node:path';
import { Message_ContentKind } from '@breakwater/contracts';
import { ANY_TOXIC, type Case, type EvaluationSet } from './case.js';
import { readTable, type TableRow } from './data-files.js';

interface Definition {
  readonly name: string;
  readonly groupedBy: string;
  readonly contentKind?: Message_ContentKind;
  /** Whether a filter that knows no topics can be measured on it. */
  readonly forPeers: boolean;
  readonly expected: (row: TableRow) => boolean | undefined;
  /** What else a row says. */
  readonly more?: (row: TableRow) => Pick<Case, 'scope' | 'span'>;
}

/** libs/engine/testing/README.md says what the columns mean. */
const DEFINITIONS: readonly Definition[] = [
  {
    name: 'disguises',
    groupedBy: 'kind',
    forPeers: true,
    expected: () => true,
    more: (row) => ({ span: { start: Number(row['start']), end: Number(row['end']) } }),
  },
  { name: 'traps', groupedBy: 'reason', forPeers: true, expected: () => false },
  {
    name: 'usernames',
    groupedBy: 'reason',
    contentKind: Message_ContentKind.USERNAME,
    forPeers: true,
    expected: isToFlag,
  },
  { name: 'game-talk', groupedBy: 'topic', forPeers: true, expected: isToFlag },
  {
    name: 'context',
    groupedBy: 'aspect',
    forPeers: false,
    expected: isToFlag,
    more: (row) => ({ scope: row['topic'] === 'none' ? ANY_TOXIC : row['topic']! }),
  },
  {
    name: 'topics',
    groupedBy: 'topic',
    forPeers: false,
    expected: isToFlag,
    more: (row) => ({ scope: row['topic']! }),
  },
];

/** Mild words may be graded either way. */
function isToFlag(row: TableRow): boolean | undefined {
  return row['expect'] === 'mild' ? undefined : row['expect'] === 'flag';
}

/** The project's own texts: libs/engine/testing. */
export function loadBattery(folder: string, only: readonly string[]): { sets: EvaluationSet[]; missing: string[] } {
  const sets: EvaluationSet[] = [];
  const missing: string[] = [];
  for (const { name, groupedBy, contentKind = Message_ContentKind.CHAT, forPeers, expected, more } of DEFINITIONS) {
    if (only.length > 0 && !only.includes(name)) continue;
    const rows = readTable(join(folder, `${name}.tsv`));
    if (rows === undefined) {
      missing.push(`${name}.tsv`);
      continue;
    }
    const cases = rows.map((row) => ({
      row: row.line,
      text: row['text'] ?? row['name']!,
      expected: expected(row),
      group: row[groupedBy] ?? '',
      ...more?.(row),
    }));
    sets.push({ name, groupedBy, scope: ANY_TOXIC, contentKind, forPeers, cases });
  }
  return { sets, missing };
}
