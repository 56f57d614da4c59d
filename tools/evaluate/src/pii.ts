import type { Moderator } from '@breakwater/moderation';
import { hold, least, type Bar } from './bar.js';
import { messageOf, touches } from './breakwater.js';
import type { Span } from './case.js';
import { readRows, type Row } from './data-files.js';
import { OURS, type ResultLine } from './evaluation.js';
import { measuresOf, share, type Measures } from './measures.js';
import { PII_TYPES, wellFormedType, type PiiType } from './well-formed.js';

/** Of the synthetic set: types of its spans that are personal data, of whatever form. */
const NOT_PERSONAL: ReadonlySet<string> = new Set([
  'DATE_TIME',
  'TITLE',
  'PREFIX',
  'NRP',
  'ORGANIZATION',
  'AGE',
  'GPE',
]);

export interface PiiResult {
  /** Recall by type on well-formed spans: a hit of any severity on the span. */
  readonly byType: ReadonlyMap<PiiType, Measures>;
  /** Of the hits in the synthetic set, whose spans are complete: how many lie on a span. */
  readonly hits: Measures;
}

/** Looks for the spans of the PII sets. Undefined where they are missing. */
export function judgePii(moderator: Moderator, folder: string): PiiResult | undefined {
  const synthetic = readRows(folder, 'pii_presidio_synth');
  const phones = readRows(folder, 'pii_phone_examples');
  if (synthetic === undefined || phones === undefined) return undefined;
  const found = new Map(PII_TYPES.map((type) => [type, { caught: 0, missed: 0 }]));
  const count = (type: PiiType, caught: boolean) => {
    found.get(type)![caught ? 'caught' : 'missed']++;
  };
  let onSpans = 0;
  let beside = 0;
  for (const row of synthetic) {
    const hits = piiHits(moderator, row.text);
    const spans = row.labels['spans'] as [number, number, string][];
    const overlap = (hit: Span, [start, end]: [number, number, string]) => touches(hit, { start, end });
    for (const span of spans) {
      const type = wellFormedType(span[2], sliceOf(row, span));
      if (type !== undefined)
        count(
          type,
          hits.some((hit) => overlap(hit, span)),
        );
    }
    const personal = spans.filter(([, , entity]) => !NOT_PERSONAL.has(entity));
    for (const hit of hits) {
      if (personal.some((span) => overlap(hit, span))) onSpans++;
      else beside++;
    }
  }
  for (const { text, labels } of phones) {
    const { format } = labels;
    if (format === 'e164' || format === 'international') count('phone', piiHits(moderator, text).length > 0);
  }
  return {
    byType: new Map([...found].map(([type, counts]) => [type, measuresOf({ ...counts, falseAlarms: 0, quiet: 0 })])),
    hits: measuresOf({ caught: onSpans, missed: 0, falseAlarms: beside, quiet: 0 }),
  };
}

/** What of a text was taken for personal data, of this severity or more. */
export function piiHits(moderator: Moderator, text: string, leastSeverity = 1): Span[] {
  const [verdict] = moderator.judge(messageOf(text));
  return verdict!.hits.filter(({ topic, severity }) => topic === 'pii' && severity >= leastSeverity);
}

function sliceOf({ text }: Row, [start, end]: [number, number, string]): string {
  return text.slice(start, end).trim();
}

/** A line that was read by a person: whether what was flagged in it is personal data. */
export interface Reading {
  readonly line: number;
  readonly right: boolean;
}

/** Fewest lines that must have been read and still be flagged. */
const LEAST_READ = 100;

/** The bars on personal data. */
export function piiBars(result: PiiResult, flaggedLines: readonly number[], read: readonly Reading[]): Bar[] {
  const bars = PII_TYPES.map((type) => {
    const { recall, n } = result.byType.get(type)!;
    return hold(least(`PII: well-formed ${type} found`, 95), percent(recall), n);
  });
  const flagged = new Set(flaggedLines);
  const still = read.filter(({ line }) => flagged.has(line));
  const right = share(still.filter((reading) => reading.right).length, still.length);
  // Where fewer lines than that are flagged at all, every one of them has to be read.
  const enough = still.length >= Math.min(LEAST_READ, flagged.size);
  const reason = `${still.length} of the ${flagged.size} lines flagged have been read; it takes ${LEAST_READ}`;
  bars.push(
    hold(
      least('PII: flags in ubuntu_irc_benign right when read', 95),
      enough ? percent(right) : undefined,
      still.length,
      reason,
    ),
  );
  return bars;
}

/** Recall by type; and how many of all hits are right. */
export function piiResultLines({ byType, hits }: PiiResult): ResultLine[] {
  return [
    { set: 'PII, all hits of pii_presidio_synth', part: '', detector: OURS, measures: hits },
    ...[...byType].map(([type, measures]) => ({ set: `PII, well-formed ${type}`, part: '', detector: OURS, measures })),
  ];
}

const percent = (value: number | undefined) => (value === undefined ? undefined : value * 100);
