import { LENGTH_LETTERS, LENGTH_SETS, PLANS } from './generated/numbering-plans.js';

/** Trees of ten branches: a branch below zero is the set of lengths ~branch, any other the place of a tree. */
interface Plans {
  readonly branches: Int32Array;
  /** Per calling code (up to 999): its tree, in the same form; UNKNOWN where there is none. */
  readonly roots: Int32Array;
  /** Calling codes whose numbers take a trunk zero inside the country. */
  readonly trunkZero: Uint8Array;
}
const UNKNOWN = 0x7fffffff;

function decode(): Plans {
  const sets = new Map([...LENGTH_LETTERS].map((letter, index) => [letter, LENGTH_SETS[index]!]));
  const branches: number[] = [];
  const roots = new Int32Array(1000).fill(UNKNOWN);
  const trunkZero = new Uint8Array(1000);
  for (const plan of PLANS) {
    const parts = plan.split(' ');
    const tree = parts.at(-1)!;
    let at = 0;
    const item = (): number => {
      if (tree[at++] !== '(') return ~sets.get(tree[at - 1]!)!;
      const node = branches.length;
      branches.length += 10;
      for (let digit = 0; digit < 10;) {
        const repeat = tree[at]! >= '0' && tree[at]! <= '9' ? Number(tree[at++]) : 1;
        const child = item();
        for (let k = 0; k < repeat; k++) branches[node + digit++] = child;
      }
      at++;
      return node;
    };
    roots[Number(parts[0])] = item();
    trunkZero[Number(parts[0])] = parts.length > 2 ? 1 : 0;
  }
  return { branches: Int32Array.from(branches), roots, trunkZero };
}

const { branches, roots, trunkZero } = decode();

/** How many of the first digits are a calling code: 1 to 3, or 0. Calling codes begin no other calling code. */
export function callingCodeLength(digits: Uint8Array, from: number, to: number): number {
  let code = 0;
  for (let length = 1; length <= 3 && from + length <= to; length++) {
    code = code * 10 + digits[from + length - 1]!;
    if (code > 0 && roots[code] !== UNKNOWN) return length;
  }
  return 0;
}

export function callingCode(digits: Uint8Array, from: number, length: number): number {
  let code = 0;
  for (let i = from; i < from + length; i++) code = code * 10 + digits[i]!;
  return code;
}

/** The lengths (bit n: n digits) of national numbers that begin like the digits [from, to) of this country. */
export function lengthsOf(code: number, digits: Uint8Array, from: number, to: number): number {
  let tree = roots[code]!;
  if (tree === UNKNOWN) return 0;
  for (let i = from; tree >= 0; i++) {
    if (i === to) return 0;
    tree = branches[tree + digits[i]!]!;
  }
  return ~tree;
}

/** The number [from, to) is assigned in this country; a trunk zero in front is left out where the country has one. */
export function isNationalNumber(code: number, digits: Uint8Array, from: number, to: number): boolean {
  if (to - from < 31 && (lengthsOf(code, digits, from, to) >> (to - from)) & 1) return true;
  return digits[from] === 0 && trunkZero[code] === 1 && to - from > 1 && to - from < 31
    ? ((lengthsOf(code, digits, from + 1, to) >> (to - from - 1)) & 1) === 1
    : false;
}
