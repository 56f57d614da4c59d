/**
 * Reads the regular expressions of numbering plans, a small grammar: digits, \d, [classes], (?:groups), |, ?, {n},
 * {n,m}. A pattern becomes a graph of states, so that "how long are the numbers that begin with these digits?" is a
 * walk and not a search.
 *
 * @typedef {{ digits: number, next: State } | { branches: State[] } | null} State
 *   One more digit of a set (bit d: digit d), a choice, or the end.
 */

const ANY_DIGIT = 0x3ff;
/** The graph before a given state: a parsed piece of pattern. @typedef {(next: State) => State} Piece */

/** @param {string} source a pattern of whole numbers @returns {State} */
export function parsePattern(source) {
  let at = 0;

  /** @returns {Piece} */
  function choice() {
    const branches = [sequence()];
    while (source[at] === '|') {
      at++;
      branches.push(sequence());
    }
    return branches.length === 1 ? branches[0] : (next) => ({ branches: branches.map((branch) => branch(next)) });
  }

  /** @returns {Piece} */
  function sequence() {
    /** @type {Piece[]} */
    const pieces = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') pieces.push(repeated(single()));
    return (next) => pieces.reduceRight((state, piece) => piece(state), next);
  }

  /** @param {Piece} piece @returns {Piece} */
  function repeated(piece) {
    const [text, least, most = least] = /^\{(\d+)(?:,(\d+))?\}/.exec(source.slice(at)) ?? [];
    if (text) at += text.length;
    else if (source[at] === '?') at++;
    else return piece;
    const [from, to] = text ? [Number(least), Number(most)] : [0, 1];
    return (next) => {
      let state = next;
      for (let count = to; count > 0; count--) {
        const more = piece(state);
        state = count > from ? { branches: [more, next] } : more;
      }
      return state;
    };
  }

  /** @returns {Piece} */
  function single() {
    if (source.startsWith('(?:', at)) {
      at += 3;
      const piece = choice();
      if (source[at++] !== ')') throw new Error(`Unclosed group in ${source}`);
      return piece;
    }
    const [text, digit, list] = /^(?:\\d|(\d)|\[([\d-]+)\])/.exec(source.slice(at)) ?? [];
    if (!text) throw new Error(`Unknown syntax at ${at} of ${source}`);
    at += text.length;
    let digits = digit ? 1 << Number(digit) : list ? 0 : ANY_DIGIT;
    for (const [, first, last = first] of (list ?? '').matchAll(/(\d)(?:-(\d))?/g)) {
      for (let d = Number(first); d <= Number(last); d++) digits |= 1 << d;
    }
    return (next) => ({ digits, next });
  }

  const piece = choice();
  if (at < source.length) throw new Error(`Unmatched bracket at ${at} of ${source}`);
  return piece(null);
}

/** @type {Map<State, number>} */
const known = new Map([[null, 1]]);

/** @param {State} state @returns {number} how many digits may follow, bit n: n digits */
function lengthsFrom(state) {
  const found = known.get(state);
  if (found !== undefined || state === null) return found ?? 1;
  const lengths =
    'branches' in state
      ? state.branches.reduce((all, branch) => all | lengthsFrom(branch), 0)
      : lengthsFrom(state.next) << 1;
  known.set(state, lengths);
  return lengths;
}

/** @param {readonly State[]} states @param {number} digit @returns {State[]} */
function step(states, digit) {
  return states.flatMap((state) => {
    if (state === null) return [];
    if ('branches' in state) return step(state.branches, digit);
    return (state.digits >> digit) & 1 ? [state.next] : [];
  });
}

/**
 * @typedef {number | Tree[]} Tree
 *   The lengths of all numbers here (bit n: n digits in all), or ten trees, one for each next digit.
 *
 * @param {readonly State[]} states
 * @param {number} depth digits looked at
 * @param {number} [before] digits seen
 * @returns {Tree}
 */
export function lengthTree(states, depth, before = 0) {
  const lengths = states.reduce((all, state) => all | lengthsFrom(state), 0) << before;
  if (depth === 0 || lengths === 0) return lengths;
  const trees = Array.from({ length: 10 }, (_, digit) => lengthTree(step(states, digit), depth - 1, before + 1));
  return trees.every((tree) => tree === trees[0]) ? trees[0] : trees;
}
