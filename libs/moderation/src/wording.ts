import { Transform, type EvidenceHit, type Evidence, type Mark, type ScanTrace } from '@breakwater/engine';

/** How each disguise is told: after "written". The compiler checks that none is missing. */
const DISGUISES: Readonly<Record<keyof typeof Transform, string>> = {
  CASE: 'in mixed case',
  LEET: 'in leet',
  HOMOGLYPH: 'with look-alike letters',
  STYLED: 'in styled letters',
  DIACRITIC: 'with accents',
  INVISIBLE: 'with invisible characters',
  REPEAT: 'with letters stretched',
  SPACING: 'with its letters set apart',
  SEPARATOR: 'with punctuation inside',
  MASK: 'with letters hidden',
  PHONETIC: 'as it sounds',
  DROPPED_LETTER: 'with a letter left out',
  TRANSPOSED: 'with letters swapped',
  TYPO: 'with a slip',
  SPLIT_WORD: 'as two words',
  JOINED_WORD: 'inside a longer word',
  REVERSED: 'backwards',
  BIDI: 'with its direction overridden',
  UPSIDE_DOWN: 'upside down',
  VERTICAL: 'a letter a line',
  ACROSTIC: 'in the first letters of lines',
  EMOJI: 'with emoji',
  REGIONAL: 'in regional indicators',
  ENCODED: 'in a code',
  URL: 'in an address',
  PIG_LATIN: 'in pig latin',
  ROT13: 'in rot13',
  DIGITS_ONLY: 'in digits',
  JAMO: 'in single jamo',
  KANA: 'in other kana',
};

/** What the words around a hit do to it. */
const CONTEXTS: Readonly<Record<Mark, string>> = {
  mention: 'it is part of a name that is called',
  foreign: 'they are of a language in which it means something else',
  countered: 'they condemn it',
  negated: 'they negate it',
  quoted: 'they quote it',
  reclaimed: 'the group speaks of itself',
  object: 'it is about a thing',
  game: 'it is about the game',
  self: 'the writer means himself',
  group: 'it is about a group without protection',
  aimed: 'it is aimed at somebody',
};

/** The disguises in a bit set, as one phrase; empty for plain writing. */
export function disguiseInWords(bits: number): string {
  const names = (Object.keys(Transform) as (keyof typeof Transform)[]).filter((name) => (bits & Transform[name]) !== 0);
  return names.length === 0 ? '' : `written ${names.map((name) => DISGUISES[name]).join(' and ')}`;
}

/** Where a hit comes from and how, without any of the text: "en:shit, written in leet". */
export function sourceInWords({ source, transforms, context }: EvidenceHit): string {
  const heard = context && `the words around it weighed: ${CONTEXTS[context]}`;
  return [source, disguiseInWords(transforms), heard].filter(Boolean).join(', ');
}

const LETTER = /[\p{L}\p{N}\p{M}@$!*]/u;

/** The word that a part of a text stands in. */
function wordAround(text: string, start: number, end: number): string {
  while (start > 0 && LETTER.test(text[start - 1]!)) start--;
  while (end < text.length && LETTER.test(text[end]!)) end++;
  return text.slice(start, end);
}

/** Why a text was flagged, and why not where something was found and left out: a sentence each, for people. */
export function explainInWords(text: string, { hits }: Evidence, trace: ScanTrace): string[] {
  const part = (start: number, end: number) => `"${text.slice(start, end)}"`;
  return [
    ...hits.map(({ start, end, source, grades, transforms, context }) => {
      const what = grades.map(({ topic, severity }) => `${topic} ${severity}`).join(', ');
      const how = disguiseInWords(transforms);
      const found = source.startsWith('model:')
        ? `The classifier finds the text to be of the kind "${source.slice(6)}"`
        : source.startsWith('rule:')
          ? `${part(start, end)} says together what the rule "${source.slice(5)}" looks for`
          : source.startsWith('pii:')
            ? `${part(start, end)} has the shape of: ${source.slice(4)}`
            : `${part(start, end)} is the listed term ${source}`;
      const heard = context ? `; the words around it were weighed: ${CONTEXTS[context]}` : '';
      return `${found}${how && `, ${how}`}: ${what}${heard}.`;
    }),
    ...trace.saved.map(
      ({ term, start, end, exception }) =>
        `${part(start, end)} contains the listed term "${term}", saved by the exception "${exception}".`,
    ),
    ...trace.inside
      .filter(
        ({ start, end }) =>
          ![...hits, ...trace.saved, ...trace.cleared].some((hit) => hit.start <= start && hit.end >= end),
      )
      .map(({ term, start, end }) => {
        const word = wordAround(text, start, end);
        return `"${word}" holds the listed term "${term}", which does not count inside this word.`;
      }),
    ...trace.covered.map(
      ({ term, start, end, by }) =>
        `${part(start, end)} contains the listed term "${term}"; the longer ${by} says it already.`,
    ),
    ...trace.cleared.map(
      ({ source, start, end, mark }) =>
        `${part(start, end)} would be ${source}; the words around it take it back: ${CONTEXTS[mark]}.`,
    ),
    ...(trace.cleared.some(({ mark }) => mark === 'foreign') && trace.language !== undefined
      ? [`The small words of the text are of the language "${trace.language}".`]
      : []),
  ];
}
