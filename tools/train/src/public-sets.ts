import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { targetsOf, type Example, type Known, type Split } from './example.js';
import { hashText } from './random.js';

/** Labels as the sets write them. */
type Labels = Readonly<Record<string, unknown>>;
interface Row {
  readonly text: string;
  readonly labels: Labels;
  readonly lang: string;
}

/** How one public set's labels read in ours. */
interface PublicSet {
  readonly file: string;
  readonly weight: number;
  /** Known labels of a row; undefined leaves the row out. */
  readonly read: (labels: Labels, row: Row) => Known | undefined;
  /** Rows of one group fall on the same side of a split; by default each text is its own. */
  readonly group?: (labels: Labels, index: number) => string;
}

const number = (labels: Labels, name: string) => Number(labels[name] ?? 0);
/** A clean row of a set that looks for abuse in general. */
const CLEAN: Known = { toxic: 0, insult: 0, hate: 0, threat: 0, vulgar: 0, sexual: 0 };
const abusive = (toxic: number): Known => (toxic ? { toxic: 1 } : { toxic: 0, insult: 0, hate: 0, threat: 0 });

/**
 * What each set says. Where annotators disagree the label is their share, or unknown. A set says nothing about labels
 * that it did not ask for, except that a text which nobody found offensive is no insult, hate or threat.
 */
export const PUBLIC_SETS: readonly PublicSet[] = [
  {
    file: 'toxic_spans_civil',
    weight: 1,
    read: (labels) => {
      const types = labels['span_types'] as Record<string, number>;
      // A type counts from two annotators; one alone decides nothing.
      const share = (type: string) => {
        const votes = types[type] ?? 0;
        return votes >= 2 ? 1 : votes === 1 ? undefined : 0;
      };
      const known = {
        insult: share('Insult'),
        hate: share('Identity based Attack'),
        vulgar: share('Profane/Obscene'),
        threat: share('Threat'),
      };
      const votes = Object.values(types);
      const toxic = votes.some((count) => count >= 2) ? 1 : votes.length > 0 ? undefined : 0;
      return { ...known, toxic };
    },
  },
  {
    file: 'davidson_tweets',
    weight: 1,
    read: (labels) => {
      const votes = number(labels, 'count');
      const hate = number(labels, 'votes_hate') / votes;
      const vulgar = number(labels, 'votes_offensive') / votes;
      if (labels['class'] === 'neither') return { ...CLEAN, hate: hate > 0 ? undefined : 0, vulgar };
      // "Offensive" is mostly vulgar vernacular; whether it is toxic or insults someone was not asked.
      if (labels['class'] === 'offensive_language') return { vulgar: 1, hate: hate > 0 ? undefined : 0 };
      return { hate: 1, toxic: 1 };
    },
  },
  {
    file: 'hatexplain',
    weight: 1,
    read: ({ label }) => {
      if (label === 'hatespeech') return { hate: 1, toxic: 1 };
      return label === 'offensive' ? { toxic: 1 } : { hate: 0, toxic: 0, threat: 0 };
    },
  },
  {
    file: 'hatemoji_build',
    weight: 1.5,
    read: (labels) => {
      if (labels['label_gold'] === 0) return { hate: 0 };
      return { hate: 1, toxic: 1, threat: labels['type'] === 'threateninglanguage' ? 1 : undefined };
    },
    group: (labels) => {
      const ids = [number(labels, 'matched_id'), number(labels, 'entry_id')];
      return `pair ${Math.min(...ids)}`;
    },
  },
  {
    file: 'measuring_hate_en',
    weight: 1,
    read: ({ hateful }) => (hateful === 1 ? { hate: 1, toxic: 1 } : { hate: 0, threat: 0 }),
  },
  {
    file: 'convabuse',
    weight: 1,
    read: (labels) => {
      const annotators = number(labels, 'annotators');
      const sexual = number(labels, 'votes_sex_harassment') / annotators;
      const known = { sexual: sexual >= 0.5 ? 1 : sexual > 0 ? undefined : 0, spam: 0 };
      if (number(labels, 'abuse_votes') === 0) return { ...CLEAN, ...known };
      if (labels['is_abuse_majority'] !== 1) return known;
      return { ...known, toxic: 1, insult: sexual > 0 ? undefined : 1 };
    },
  },
  {
    file: 'sms_spam',
    weight: 1,
    read: ({ label }) => (label === 'spam' ? { spam: 1 } : { spam: 0, hate: 0, threat: 0, insult: 0, self_harm: 0 }),
  },
  { file: 'youtube_spam', weight: 1, read: ({ spam }) => ({ spam: spam === 1 ? 1 : 0 }) },
  {
    file: 'mlma_en_fr_ar',
    weight: 0.5,
    read: (labels) => {
      const sentiment = String(labels['sentiment']).split('_');
      // Its annotators agree little: only what they say without contradiction counts.
      if (sentiment.includes('normal')) return sentiment.length === 1 ? { toxic: 0, hate: 0 } : undefined;
      if (sentiment.includes('hateful')) return { toxic: 1, hate: 1 };
      return sentiment.includes('offensive') || sentiment.includes('abusive') ? { toxic: 1 } : undefined;
    },
  },
  {
    file: 'germeval2018',
    weight: 1.5,
    read: ({ fine }) => {
      if (fine === 'ABUSE') return { toxic: 1, hate: 1 };
      if (fine === 'INSULT') return { toxic: 1, insult: 1 };
      return fine === 'PROFANITY' ? { vulgar: 1, hate: 0, insult: 0 } : CLEAN;
    },
  },
  {
    file: 'cold_zh',
    weight: 0.7,
    read: ({ label }) => (label === 1 ? { toxic: 1, hate: 1 } : { toxic: 0, hate: 0, insult: 0 }),
  },
  { file: 'offenseval2020_tr', weight: 0.7, read: ({ subtask_a }) => abusive(subtask_a === 'OFF' ? 1 : 0) },
  {
    file: 'kotox_ko_obfuscated',
    weight: 0.7,
    read: ({ toxic }) => abusive(toxic === 1 ? 1 : 0),
    // A toxic sentence and its harmless twin follow each other.
    group: (_, index) => `pair ${index >> 1}`,
  },
];

/** Eight tenths train, one calibrates, one tests; by group. */
function splitOf(group: string): Split {
  const part = hashText(group) % 10;
  return part === 0 ? 'test' : part === 1 ? 'calibrate' : 'train';
}

/**
 * Reads the public sets of a folder.
 * @throws Error naming the first file that is missing
 */
export function readPublicSets(folder: string): Example[] {
  const examples: Example[] = [];
  for (const { file, weight, read, group } of PUBLIC_SETS) {
    const path = join(folder, `${file}.jsonl.gz`);
    if (!existsSync(path)) {
      throw new Error(`Training data is missing: ${path}. Say where it is with --data <folder that holds train/>.`);
    }
    const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
    for (const [index, line] of lines.entries()) {
      const row = JSON.parse(line) as Row;
      const known = read(row.labels, row);
      if (!known) continue;
      // Addresses tell spam from chat, and in tweets only who was quoted.
      const text = plainText(file.endsWith('_spam') ? row.text : row.text.replace(/https?:\/\/\S+/g, ' '));
      const split = splitOf(`${file} ${group ? group(row.labels, index) : text.toLowerCase()}`);
      const ordinary = file === 'sms_spam' && known.spam === 0;
      examples.push({ text, language: row.lang, set: file, split, targets: targetsOf(known), weight, ordinary });
      if (file === 'toxic_spans_civil' && split === 'train') examples.push(...spans(row, split));
    }
  }
  return examples;
}

const SPAN_LABELS: Readonly<Record<string, Known>> = {
  Insult: { toxic: 1, insult: 1 },
  'Identity based Attack': { toxic: 1, hate: 1 },
  'Profane/Obscene': { vulgar: 1 },
  Threat: { toxic: 1, threat: 1 },
};

/** The offensive parts of a comment as texts of their own, where two annotators or more marked the same. */
function* spans({ text, labels, lang }: Row, split: Split): Iterable<Example> {
  const marked = labels['spans'] as Record<string, [number, number][]>;
  for (const [type, ranges] of Object.entries(marked)) {
    const known = SPAN_LABELS[type];
    if (!known) continue;
    const votes = new Map<string, number>();
    for (const [from, to] of ranges) {
      const part = text.slice(from, to).trim();
      votes.set(part, (votes.get(part) ?? 0) + 1);
    }
    for (const [part, count] of votes) {
      if (count < 2 || part.length < 3 || part.length > 60) continue;
      yield { text: part, language: lang, set: 'toxic_spans_civil', split, targets: targetsOf(known), weight: 0.5 };
    }
  }
}

/** Text as chat has it: without placeholders for handles, numbers and line breaks, which would give a set away. */
export function plainText(text: string): string {
  return text
    .replace(/@user\b|<user>|<number>|<percent>|<money>|<date>|<time>|\|LBR\||&#\d+;|\bRT\b/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ')
    .trim();
}
