/**
 * The ways in which a text is read. All but the first run on a signal from the plain fold only, and each but the first
 * can be switched off:
 *
 *   plain            as it stands
 *   respelled        other spellings of a stem: sounds, slips, letters dropped or swapped, reversed, halves set apart
 *   embedded         a stem inside a longer word, where the rest splits into words
 *   disguise         digits, symbols and look-alikes as letters
 *   disguise-second  the same, 1 as l and 6 as b
 *   joined           single letters and short parts set apart as one word
 *   mask             letters behind placeholders
 *   rewritten        escapes, emoji, regional indicators, letters made of several signs, jamo, kana, as what they show
 *   turned           overridden direction and letters upside down
 *   acrostic         the first letters of at least four lines
 *   decoded          Base64, Morse and binary
 *   address          the words of web addresses
 */
export type Reading =
  | 'plain'
  | 'respelled'
  | 'embedded'
  | 'disguise'
  | 'disguise-second'
  | 'joined'
  | 'mask'
  | 'rewritten'
  | 'turned'
  | 'acrostic'
  | 'decoded'
  | 'address';

/** Every reading. */
export const READINGS: readonly Reading[] = [
  'plain',
  'respelled',
  'embedded',
  'disguise',
  'disguise-second',
  'joined',
  'mask',
  'rewritten',
  'turned',
  'acrostic',
  'decoded',
  'address',
];

/**
 * What is scanned. "text": chat, forum and profile texts, with word boundaries. "name": user names and codes, where words
 * are joined and short stems count too. "url": an address; host, path and query split into words.
 */
export type ScanMode = 'text' | 'name' | 'url';
