import { CodeUnits } from '@breakwater/engine';
import fc from 'fast-check';
import { hammingDistance, shapeOf as shapeOfUnits } from './text-shape.js';

const shapeOf = (text: string) => ({ ...shapeOfUnits(new CodeUnits().read(text)) });

describe('shapeOf', () => {
  it.each([
    ['hello there', { tokens: 2, links: 0, mentions: 0, noise: 0 }],
    ['', { tokens: 0, links: 0, mentions: 0, noise: 0 }],
    ['see https://example.com/a and http://b.org', { links: 2 }],
    ['go to www.example.com', { links: 1 }],
    ['join example.gg/abc now', { links: 1 }],
    ['https://www.example.gg/abc', { links: 1 }],
    ['end of it.then more', { links: 0 }],
    ['@ann @bob hi a@b.c', { mentions: 2 }],
    ['THIS IS ALL IN CAPITALS AND LONG', { noise: 3 }],
    ['GG WP', { noise: 0 }],
    ['nooooooooooooooooo', { noise: 3 }],
    [`a${'!'.repeat(100)}`, { noise: 5 }],
  ])('of text %#', (text, expected) => {
    expect(shapeOf(text)).toMatchObject(expected);
  });

  it('is alike for texts that are nearly alike, and not for others', () => {
    const bits = (a: string, b: string) => hammingDistance(shapeOf(a).simhash, shapeOf(b).simhash);
    const text = 'selling cheap gold and boosting for everybody who wants it, write to me now';
    expect(bits(text, `${text}!!`)).toBe(0);
    expect(bits(text, text.toUpperCase())).toBe(0);
    expect(bits('buy 100 coins for 5', 'buy 250 coins for 9')).toBe(0);
    expect(bits(text, 'i would like to know how the map of the second level is read')).toBeGreaterThan(6);
  });

  it('never throws, and counts no more than there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { tokens, links, mentions, noise } = shapeOf(text);
        expect(tokens).toBeLessThanOrEqual(text.length);
        expect(links + mentions).toBeLessThanOrEqual(text.length);
        expect([0, 3, 4, 5]).toContain(noise);
      }),
    );
  });

  it('counts the bits that differ', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(hammingDistance(a, b)).toBe([...((a ^ b) >>> 0).toString(2)].filter((bit) => bit === '1').length);
      }),
    );
  });
});
