import { lengthTree, parsePattern } from './plan-pattern.mjs';

/** The lengths (to 8) of all numbers that begin with the prefix and match, found by trying every number. */
function slowLengths(pattern, prefix) {
  const whole = new RegExp(`^(?:${pattern})$`);
  let lengths = 0;
  const from = prefix.length;
  for (let length = Math.max(1, from); length <= 5; length++) {
    for (let rest = 0; rest < 10 ** (length - from); rest++) {
      const number = prefix + (length > from ? String(rest).padStart(length - from, '0') : '');
      if (whole.test(number)) {
        lengths |= 1 << length;
        break;
      }
    }
  }
  return lengths;
}

function lookUp(tree, prefix) {
  let found = tree;
  for (const digit of prefix) if (Array.isArray(found)) found = found[Number(digit)];
  return found;
}

const anyLength = (tree) => (Array.isArray(tree) ? tree.reduce((all, child) => all | anyLength(child), 0) : tree);

describe('the lengths of a plan by leading digits', () => {
  it.each([
    '\\d{3}',
    '[2-9]\\d{2,4}',
    '1(?:23|4\\d)\\d?|[05]\\d',
    '(?:[134]|6(?:0[1-3]|2))\\d{2}',
    '800?\\d|7[07-9]{1,2}',
  ])('agree with trying every number: %s', (pattern) => {
    const tree = lengthTree([parsePattern(pattern)], 3);
    for (let prefix = 0; prefix < 1000; prefix++) {
      const digits = String(prefix).padStart(3, '0');
      // A number shorter than the prefix is not told apart from its neighbours.
      expect(lookUp(tree, digits) & ~0b111).toBe(slowLengths(pattern, digits) & ~0b111);
    }
    expect(anyLength(tree) & ~0b111).toBe(slowLengths(pattern, '') & ~0b111);
  });

  it('unite those of several patterns', () => {
    expect(lengthTree([parsePattern('\\d{4}'), parsePattern('\\d{6}')], 3)).toBe((1 << 4) | (1 << 6));
  });

  it.each(['a', '1(', '1)', '(?:1', '[a]', '1+'])('refuse unknown syntax: %s', (pattern) => {
    expect(() => parsePattern(pattern)).toThrow();
  });
});
