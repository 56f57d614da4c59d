import fc from 'fast-check';
import { CodeUnits } from '../text/code-units.js';
import { nextMod97, passesLuhn } from './checksums.js';
import { PiiDetector } from './pii-detector.js';
import { signalsOf } from './signals.js';

const EVERY_SIGNAL = 255;
const detector = new PiiDetector();
const units = new CodeUnits();

function found(text: string, signals?: number): string[] {
  const list: string[] = [];
  const report = (kind: string, start: number, end: number, severity: number, confidence: number): void => {
    list.push(`${kind} ${start} ${end} ${severity} ${confidence}`);
  };
  if (signals === undefined) detector.find(units.read(text), report);
  else detector.findSignalled(units.read(text), signals, report);
  return list;
}

/** Pieces that findings are made of, and any character. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'@ . : - + ( ) / 0 1 2 5 9 00 +1 +49 at dot (at) [dot] com example.com gmail http:// www. five oh double'.split(
      ' ',
    ),
    ...' ,  ,\n,\u200b,５,٣,𝟓,4111,1111,DE89,GB82,255,192.168.,::,fe80,call,street,my snap is ,discord: ,ig ,jane_99,add , on ,my ,name , is ,Jane ,ich heiße ,Street ,Main ,street 5,xn--,_,#,$'.split(
      ',',
    ),
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
  fc.nat({ max: 9999 }).map(String),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

it('never throws, and offsets are valid, for any text', () => {
  fc.assert(
    fc.property(text, (sample) => {
      detector.find(units.read(sample), (_, start, end, severity, confidence, hostStart, hostEnd) => {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(sample.length);
        expect(hostStart).toBeGreaterThanOrEqual(start);
        expect(hostEnd).toBeGreaterThan(hostStart);
        expect(hostEnd).toBeLessThanOrEqual(end);
        expect(severity).toBeGreaterThanOrEqual(1);
        expect(severity).toBeLessThanOrEqual(7);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(sample.slice(start, end)).toBe(sample.slice(start, end).toWellFormed());
      });
    }),
    { numRuns: 3000, seed: 5 },
  );
});

it('finds as much after the quick look as without it', () => {
  fc.assert(
    fc.property(text, (sample) => {
      expect(found(sample)).toEqual(found(sample, EVERY_SIGNAL));
    }),
    { numRuns: 3000, seed: 6 },
  );
});

it('forgets the text before', () => {
  fc.assert(
    fc.property(text, text, (before, sample) => {
      const alone: string[] = [];
      new PiiDetector().find(units.read(sample), (kind, start, end, severity, confidence) => {
        alone.push(`${kind} ${start} ${end} ${severity} ${confidence}`);
      });
      found(before);
      expect(found(sample)).toEqual(alone);
    }),
    { numRuns: 500, seed: 7 },
  );
});

it('takes ordinary words for nothing', () => {
  expect(signalsOf(units.read('good game everyone, see you tomorrow'))).toBe(0);
});

describe('check digits', () => {
  const digit = fc.integer({ min: 0, max: 9 });

  it('are those of a naive Luhn', () => {
    fc.assert(
      fc.property(fc.array(digit, { minLength: 1, maxLength: 20 }), (digits) => {
        const doubled = digits.toReversed().map((value, place) => (place % 2 ? value * 2 : value));
        const sum = doubled.map((value) => (value > 9 ? value - 9 : value)).reduce((all, value) => all + value, 0);
        expect(passesLuhn(Uint8Array.from(digits), 0, digits.length)).toBe(sum % 10 === 0);
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  it('are those of the whole number modulo 97', () => {
    const character = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 34 }), (characters) => {
        const rest = characters.reduce((all, char) => nextMod97(all, char.charCodeAt(0)), 0);
        const whole = BigInt(characters.map((char) => parseInt(char, 36)).join(''));
        expect(rest).toBe(Number(whole % 97n));
      }),
      { numRuns: 500, seed: 9 },
    );
  });

  it('make exactly one of ten 16-digit numbers a card', () => {
    fc.assert(
      fc.property(fc.array(digit, { minLength: 14, maxLength: 14 }), (digits) => {
        fc.pre(new Set(digits).size > 3);
        const cards = Array.from({ length: 10 }, (_, last) => `4${digits.join('')}${last}`);
        expect(cards.filter((card) => found(card)[0]?.startsWith('card'))).toHaveLength(1);
      }),
      { numRuns: 200, seed: 10 },
    );
  });
});
