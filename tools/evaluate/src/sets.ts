import { Message_ContentKind } from '@breakwater/contracts';
import { ANY_TOXIC, type Case, type EvaluationSet, type Scope } from './case.js';
import { readRows, type Row } from './data-files.js';

interface Definition {
  readonly name: string;
  readonly groupedBy: string;
  readonly scope?: Scope;
  readonly contentKind?: Message_ContentKind;
  readonly forPeers?: boolean;
  /** Name of the file where it is not that of the set. */
  readonly file?: string;
  readonly expected: (row: Row) => boolean | undefined;
  readonly group: (row: Row) => string;
}

const label = (name: string) => (row: Row) => String(row.labels[name]);
const never = () => false;

/** Entity types, as set's group: the rarest kind of text decides nothing, so the list is cut where it repeats. */
const entities = (row: Row) => (row.labels['entities'] as string[]).join('+') || 'none';

/** The sets of the data folder's test/, in the order of the table. */
const DEFINITIONS: readonly Definition[] = [
  {
    name: 'evasion_rustrict_tests',
    groupedBy: 'label',
    // 'safe' stands for mild words that rustrict lets pass: not to flag, but none of the clean ones either.
    expected: (row) => row.labels['expected'] === 'inappropriate',
    group: label('expected'),
  },
  { name: 'scunthorpe_dsojevic_exceptions', groupedBy: 'substring', expected: never, group: label('id') },
  { name: 'scunthorpe_rustrict_false_positives', groupedBy: 'label', expected: never, group: label('expected') },
  { name: 'names_places_faker', groupedBy: 'kind', expected: never, group: label('kind') },
  { name: 'english_words', groupedBy: 'language', expected: never, group: (row) => row.lang },
  { name: 'ubuntu_irc_benign', groupedBy: 'split', expected: never, group: () => 'chat' },
  {
    name: 'hatecheck_en.dev',
    groupedBy: 'functionality',
    scope: 'hate',
    expected: (row) => row.labels['label_gold'] === 'hateful',
    group: label('functionality'),
  },
  {
    name: 'hatecheck_multilingual.dev',
    groupedBy: 'language',
    scope: 'hate',
    expected: (row) => row.labels['label_gold'] === 'hateful',
    group: (row) => row.lang,
  },
  {
    name: 'identity_madlibs_en',
    groupedBy: 'template',
    expected: (row) => row.labels['label'] === 'BAD',
    group: label('template'),
  },
  {
    name: 'identity_templates_multilang',
    groupedBy: 'language',
    expected: (row) => row.labels['toxicity'] === 'toxic',
    group: (row) => row.lang,
  },
  {
    name: 'wikitalk_toxicity_fuzzed_pairs',
    groupedBy: 'variant',
    expected: (row) => row.labels['toxic'] === 1,
    group: label('variant'),
  },
  {
    name: 'surge_toxicity',
    groupedBy: 'label',
    expected: (row) => row.labels['is_toxic'] === 'Toxic',
    group: label('is_toxic'),
  },
  {
    name: 'jigsaw_wiki_subset',
    groupedBy: 'label',
    expected: (row) => row.labels['toxic'] === 1,
    group: (row) =>
      ['severe_toxic', 'identity_hate', 'threat', 'insult', 'obscene', 'toxic'].find(
        (name) => row.labels[name] === 1,
      ) ?? 'clean',
  },
  {
    name: 'names_as_usernames',
    file: 'names_places_faker',
    groupedBy: 'kind',
    contentKind: Message_ContentKind.USERNAME,
    forPeers: false,
    expected: never,
    group: label('kind'),
  },
  {
    name: 'pii_phone_examples',
    groupedBy: 'format',
    scope: 'pii',
    forPeers: false,
    expected: () => true,
    group: label('format'),
  },
  {
    name: 'pii_presidio_synth',
    groupedBy: 'entities',
    scope: 'pii',
    forPeers: false,
    expected: (row) => (row.labels['entities'] as string[]).some((entity) => DETECTED_ENTITIES.has(entity)),
    group: entities,
  },
  {
    name: 'pii_rustrict_tests',
    groupedBy: 'label',
    scope: 'pii',
    forPeers: false,
    expected: (row) => row.labels['has_pii'] === 1,
    group: label('has_pii'),
  },
];

/** Sets that no bar stands on, theirs and our own. */
export const REPORTED_ONLY: ReadonlySet<string> = new Set([
  'surge_toxicity',
  'jigsaw_wiki_subset',
  'pii_phone_examples',
  'pii_presidio_synth',
  'pii_rustrict_tests',
  'context',
  'topics',
]);

/** Types of the synthetic PII set that a text filter can tell by their form. */
const DETECTED_ENTITIES: ReadonlySet<string> = new Set([
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'CREDIT_CARD',
  'IBAN_CODE',
  'IP_ADDRESS',
]);

/** The sets that lie in a folder. A file that is missing is named in `missing`. */
export function loadSets(folder: string, only: readonly string[]): { sets: EvaluationSet[]; missing: string[] } {
  const sets: EvaluationSet[] = [];
  const missing: string[] = [];
  for (const { name, file = name, groupedBy, expected, group, ...rest } of DEFINITIONS) {
    if (only.length > 0 && !only.includes(name)) continue;
    const rows = readRows(folder, file);
    if (rows === undefined) {
      missing.push(file);
      continue;
    }
    const cases: Case[] = rows.map((row) => ({
      row: row.row,
      text: row.text,
      expected: expected(row),
      group: group(row),
    }));
    sets.push({
      name,
      groupedBy,
      scope: rest.scope ?? ANY_TOXIC,
      contentKind: rest.contentKind ?? Message_ContentKind.CHAT,
      forPeers: rest.forPeers ?? true,
      cases,
    });
  }
  return { sets, missing };
}
