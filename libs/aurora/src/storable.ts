const replacement = '\ufffd';
/** An escape sequence of JSON, whole, so that an escaped backslash is never read as the start of the next one. */
const escapes = /\\(?:u[0-9a-fA-F]{4}|.)/gs;

/**
 * JSON that PostgreSQL can keep as text and jsonb: U+0000 and lone surrogates, which it cannot, become U+FFFD. The
 * input must come from JSON.stringify, which writes exactly these as `\u0000` and `\ud8..` to `\udf..` escapes.
 * One native pass over clean input; a replacing one where there is something to replace.
 */
export function storableJson(json: string): string {
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json;
  return json.replace(escapes, (escape) => (/^\\u(?:0000|d[89a-f])/.test(escape) ? replacement : escape));
}

/** The same for one string. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', replacement);
}
