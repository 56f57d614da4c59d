/**
 * A text written anew, as somebody may have meant it, with the way back: which code units of the original each unit
 * stands for, and which disguise was undone there.
 */
export interface Rewritten {
  readonly text: string;
  /** Per unit: where what it stands for begins in the original. */
  readonly starts: Int32Array;
  /** Per unit: one past where it ends. */
  readonly ends: Int32Array;
  /** Per unit: bits of Transform; 0 where the unit stands as it was. */
  readonly marks: Int32Array;
}

/** Writes a text anew, from start to end. A rewriting never grows a text by more than half: the caller sees to it. */
export class Rewriter {
  private text = '';
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly marks: number[] = [];
  private changed = false;
  private pending = 0;

  /** @param source the text, or what an earlier rewriting made of it */
  constructor(private readonly source: string | Rewritten) {}

  get input(): string {
    return typeof this.source === 'string' ? this.source : this.source.text;
  }

  /** Keeps the units from `from` up to `to`. */
  keep(from: number, to: number): void {
    const { source } = this;
    if (typeof source === 'string') {
      this.text += source.slice(from, to);
      for (let i = from; i < to; i++) this.push(i, i + 1, 0);
    } else {
      this.text += source.text.slice(from, to);
      for (let i = from; i < to; i++) this.push(source.starts[i]!, source.ends[i]!, source.marks[i]!);
    }
  }

  /** Keeps the units from `from` up to `to`, and marks them. */
  mark(from: number, to: number, mark: number): void {
    const at = this.marks.length;
    this.changed = true;
    this.keep(from, to);
    for (let i = at; i < this.marks.length; i++) this.marks[i]! |= mark;
  }

  /** Writes `text` in place of the units from `from` up to `to`. */
  put(text: string, from: number, to: number, mark: number): void {
    this.changed = true;
    this.text += text;
    const { source } = this;
    let start = from;
    let end = to;
    if (typeof source !== 'string') {
      start = source.starts[from]!;
      end = source.ends[to - 1]!;
      for (let i = from; i < to; i++) mark |= source.marks[i]!;
    }
    for (let i = 0; i < text.length; i++) this.push(start, end, mark);
    // What was taken out shows on what follows.
    if (text === '') this.pending |= mark;
  }

  /** @returns undefined where nothing was changed */
  done(): Rewritten | undefined {
    if (!this.changed) return undefined;
    return {
      text: this.text,
      starts: Int32Array.from(this.starts),
      ends: Int32Array.from(this.ends),
      marks: Int32Array.from(this.marks),
    };
  }

  private push(start: number, end: number, mark: number): void {
    this.starts.push(start);
    this.ends.push(end);
    this.marks.push(mark | this.pending);
    this.pending = 0;
  }
}

/** Rewrites a text, or leaves it: undefined. */
export type Rewriting = (source: string | Rewritten) => Rewritten | undefined;

/** Rewrites wherever a sticky or global expression matches; `to` says what stands there, undefined to leave it. */
export function rewriteMatches(
  source: string | Rewritten,
  expression: RegExp,
  to: (match: RegExpExecArray) => { text: string; mark: number } | undefined,
): Rewritten | undefined {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let from = 0;
  for (const match of input.matchAll(expression)) {
    const change = to(match);
    if (change === undefined) continue;
    rewriter.keep(from, match.index);
    from = match.index + match[0].length;
    rewriter.put(change.text, match.index, from, change.mark);
  }
  if (from === 0) return undefined;
  rewriter.keep(from, input.length);
  return rewriter.done();
}
