/** Most plain terms that one pattern may stand for. */
export const MOST_EXPANSIONS = 512;
/** Deepest group within groups. */
export const DEEPEST_GROUP = 3;
/** Longest pattern, in UTF-16 code units. */
export const LONGEST_PATTERN = 400;

/** A pattern that breaks a rule of the grammar. */
export class PatternError extends Error {
  constructor(
    /** Where, in UTF-16 code units from 0. */
    readonly position: number,
    problem: string,
  ) {
    super(problem);
    this.name = 'PatternError';
  }
}

/** Part of a parsed pattern: letters as they are, parts in a row, or one of several. */
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] };

const NOTHING: Node = { kind: 'text', text: '' };

/** Whether a term uses the grammar; if not, it is its own and only expansion. */
export function isPattern(term: string): boolean {
  return /[(|)?{}]/.test(term);
}

/**
 * Expands a pattern into the terms that it stands for, in the order of its alternatives, each once:
 *
 *     row    = { piece }
 *     piece  = ( letter | digit | space | group | "{" set "}" ) [ "?" ]
 *     group  = "(" row { "|" row } ")"
 *
 * "?" makes the letter, space or group before it optional. Spaces that an empty alternative leaves over are dropped. There is no
 * repetition: the number of terms is known before the first is built, so a pattern costs what its terms do.
 * @param sets named alternatives, as parsed by `parseSet`
 * @throws PatternError
 */
export function expandPattern(pattern: string, sets: ReadonlyMap<string, PatternSet> = new Map()): string[] {
  const node = parse(pattern, sets);
  const terms = new Set<string>();
  for (const text of textsOf(node)) {
    const term = text.replace(/ {2,}/g, ' ').trim();
    if (term === '')
      throw new PatternError(0, 'every part is optional, so it stands for nothing too; make one part stay');
    terms.add(term);
  }
  return [...terms];
}

/** Texts that a "{name}" in a pattern stands for. */
export type PatternSet = readonly string[];

/**
 * Reads a set: alternatives separated by "|", in the grammar of patterns but without sets.
 * @throws PatternError
 */
export function parseSet(alternatives: string): PatternSet {
  return textsOf(parse(alternatives, new Map(), true));
}

function parse(pattern: string, sets: ReadonlyMap<string, PatternSet>, asSet = false): Node {
  if (pattern.length > LONGEST_PATTERN) {
    throw new PatternError(LONGEST_PATTERN, `it is longer than ${LONGEST_PATTERN} characters; split it into several`);
  }
  const node = new PatternParser(pattern, sets).parse(asSet);
  const count = countOf(node);
  if (count > MOST_EXPANSIONS) {
    const many = Number.isFinite(count) ? String(count) : 'too many';
    throw new PatternError(0, `it stands for ${many} terms, at most ${MOST_EXPANSIONS} may be; split it into several`);
  }
  return node;
}

/** Recursive descent; the depth is that of the groups, so it is bounded. */
class PatternParser {
  private at = 0;

  constructor(
    private readonly pattern: string,
    private readonly sets: ReadonlyMap<string, PatternSet>,
  ) {}

  /** @param asSet alternatives may stand outside a group */
  parse(asSet: boolean): Node {
    const node = asSet ? this.options(0) : this.row(0);
    if (this.at < this.pattern.length) {
      const char = this.pattern[this.at]!;
      throw this.problem(
        char === ')'
          ? '")" closes no group; remove it or write "(" before'
          : `"${char}" stands outside a group; write "(" before and ")" after`,
      );
    }
    return node;
  }

  private row(depth: number): Node {
    const parts: Node[] = [];
    while (this.at < this.pattern.length) {
      const char = this.pattern[this.at]!;
      if (char === '|' || char === ')') break;
      if (char === '?') throw this.problem('"?" must follow a letter, a space or a group');
      if (char === '}') throw this.problem('"}" closes no set; write "{" and a name before');
      let part: Node;
      if (char === '(') part = this.group(depth);
      else if (char === '{') part = this.set();
      else {
        const letter = String.fromCodePoint(this.pattern.codePointAt(this.at)!);
        this.at += letter.length;
        part = { kind: 'text', text: letter };
      }
      if (this.pattern[this.at] === '?') {
        this.at++;
        part = { kind: 'choice', options: [part, NOTHING] };
      }
      parts.push(part);
    }
    return { kind: 'row', parts };
  }

  private group(depth: number): Node {
    if (depth === DEEPEST_GROUP) throw this.problem(`groups may lie ${DEEPEST_GROUP} deep; split the pattern`);
    const opened = this.at++;
    const options = this.options(depth + 1);
    if (this.pattern[this.at] !== ')')
      throw new PatternError(opened, '"(" is not closed; write ")" where the group ends');
    this.at++;
    return options;
  }

  private options(depth: number): Node {
    const options = [this.row(depth)];
    while (this.pattern[this.at] === '|') {
      this.at++;
      options.push(this.row(depth));
    }
    return { kind: 'choice', options };
  }

  private set(): Node {
    const end = this.pattern.indexOf('}', this.at);
    if (end < 0) throw this.problem('"{" is not closed; write "}" after the name of the set');
    const name = this.pattern.slice(this.at + 1, end);
    const set = this.sets.get(name);
    if (!set)
      throw this.problem(`there is no set "${name}"; define it above with a line "#set ${name || 'name'} one|two"`);
    this.at = end + 1;
    return { kind: 'choice', options: set.map((text) => ({ kind: 'text', text })) };
  }

  private problem(text: string): PatternError {
    return new PatternError(this.at, text);
  }
}

/** How many texts a node stands for, counted without building them. */
function countOf(node: Node): number {
  if (node.kind === 'text') return 1;
  if (node.kind === 'row') return node.parts.reduce((product, part) => product * countOf(part), 1);
  return node.options.reduce((sum, option) => sum + countOf(option), 0);
}

function textsOf(node: Node): string[] {
  if (node.kind === 'text') return [node.text];
  if (node.kind === 'choice') return node.options.flatMap(textsOf);
  let texts = [''];
  for (const part of node.parts) {
    const tails = textsOf(part);
    texts = texts.flatMap((text) => tails.map((tail) => text + tail));
  }
  return texts;
}
