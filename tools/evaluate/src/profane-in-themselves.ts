/**
 * Words of the clean sets that are profane in themselves: dictionaries and lists of false positives hold a few. A row
 * with one of them is no false alarm. Read one by one; a word with a harmless sense ("cocks", "poof", "jackass") or
 * one that is merely about sex ("masturbators") is not here, and counts as a false alarm where it is flagged. At most 60.
 */
export const PROFANE_IN_THEMSELVES: readonly string[] = [
  'bollox',
  'cawk',
  'chinky',
  'clit',
  'dirty muslim',
  'finger bang',
  'hand jobs',
  'kaffirs',
  'niggered',
  'niggerhead',
  'niggerish',
  'niggerweed',
  // German: whores.
  'nutten',
  'pissing',
  'pooftah',
  'porno',
  'retarded',
  'she male',
  'shitheel',
  'shitted',
  'shitty',
  'slope head',
  'spicks',
  // German: tits.
  'titten',
  'tosser',
  'twat',
  'wank',
  // Name of a pornographic site; part of some ninety rows of one list.
  'xnxx',
];

const LISTED: ReadonlySet<string> = new Set(PROFANE_IN_THEMSELVES);

/** Whether a row of a clean set is one of those words, or holds one as a word. */
export function isProfaneInItself(text: string): boolean {
  const row = text.trim().toLowerCase();
  return LISTED.has(row) || row.split(' ').some((word) => LISTED.has(word));
}
