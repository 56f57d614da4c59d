/** One grapheme cluster as a terminal shows it. */
export interface Cell {
  /** UTF-16 code units in the text. */
  readonly start: number;
  readonly end: number;
  /** What is printed: the cluster itself, or a picture for what would move the cursor or reorder the line. */
  readonly shown: string;
  /** Columns it takes: 0, 1 or 2. */
  readonly width: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Splits a text into what a terminal shows. */
export function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const shown = picture(segment);
    cells.push({ start: index, end: index + segment.length, shown, width: widthOf(shown) });
  }
  return cells;
}

/** Columns a text takes. */
export function columnsOf(text: string): number {
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** A text that is safe to print: control and direction characters as pictures. */
export function printable(text: string): string {
  return cellsOf(text)
    .map(({ shown }) => shown)
    .join('');
}

/** The text in lines of at most `columns`, each with a line that marks what lies in one of the spans. */
export function underlined(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
  columns: number,
): { line: string; marks: string }[] {
  const lines: { line: string; marks: string }[] = [];
  let line = '';
  let marks = '';
  let used = 0;
  for (const cell of cellsOf(text)) {
    if (used + cell.width > columns && used > 0) {
      lines.push({ line, marks: marks.trimEnd() });
      line = marks = '';
      used = 0;
    }
    const hit = spans.some(({ start, end }) => start < cell.end && end > cell.start);
    line += cell.shown;
    marks += (hit ? '^' : ' ').repeat(cell.width);
    used += cell.width;
  }
  lines.push({ line, marks: marks.trimEnd() });
  return lines;
}

/** C0 and C1 controls (their pictures), and characters that reorder what follows. */
function picture(cluster: string): string {
  return cluster.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

/**
 * A cluster is as wide as its widest character. An emoji presentation selector makes any character wide, as terminals
 * with emoji fonts do.
 */
function widthOf(cluster: string): number {
  let width = 0;
  for (const char of cluster) {
    if (char === '\ufe0f') return 2;
    if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(char)) continue;
    width = Math.max(width, isWide(char.codePointAt(0) as number) || /^\p{Emoji_Presentation}$/u.test(char) ? 2 : 1);
  }
  // Pictures of several controls (CR LF is one cluster) stand side by side.
  return /^[\u2400-\u2421\ufffd]{2,}$/.test(cluster) ? cluster.length : width;
}

/** East Asian wide and full-width ranges (Unicode annex 11), emoji apart. */
function isWide(code: number): boolean {
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0x303e) ||
      (code >= 0x3041 && code <= 0x4dbf) ||
      (code >= 0x4e00 && code <= 0xa4cf) ||
      (code >= 0xa960 && code <= 0xa97f) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff01 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x17000 && code <= 0x1b2ff) ||
      (code >= 0x1f200 && code <= 0x1f2ff) ||
      (code >= 0x20000 && code <= 0x3fffd))
  );
}
