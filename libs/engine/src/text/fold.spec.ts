import fc from 'fast-check';
import { buildCharTable } from './char-table.js';
import { CodeUnits } from './code-units.js';
import { DisguiseFold, type DisguiseOptions } from './fold-disguise.js';
import {
  FoldBuffer,
  SIGNAL_JOINED,
  SIGNAL_LEET,
  SIGNAL_LOOK_ALIKE,
  SIGNAL_MASK,
  SIGNAL_SPACED,
  foldPlain,
} from './fold.js';
import { LEAD_0, TRAIL_0, printSymbol } from './symbols.js';

const table = buildCharTable('сука東京');

function print(buffer: FoldBuffer): string {
  return [...buffer.symbols.slice(0, buffer.length)]
    .map((symbol) => (symbol >= TRAIL_0 ? '' : symbol >= LEAD_0 ? '#' : printSymbol(symbol)))
    .join('');
}

function plain(text: string) {
  const buffer = new FoldBuffer();
  const signals = foldPlain(text, table, buffer);
  return { folded: print(buffer), signals, buffer };
}

function disguise(
  text: string,
  { second = false, join = false as DisguiseOptions['join'], loneWords = false } = {},
): string {
  const buffer = new FoldBuffer();
  new DisguiseFold(table).fold(new CodeUnits().read(text), buffer, { second, join, loneWords });
  return print(buffer);
}

describe('plain fold', () => {
  it.each([
    ['', '_'],
    ['   ', '_'],
    ['Hello, World', '_helo_world_'],
    ['HELLO', '_helo_'],
    ['ｆｕｌｌ Ｗｉｄｅ', '_ful_wide_'],
    ['𝓼𝓬𝓻𝓲𝓹𝓽 𝕕𝕠𝕦𝕓𝕝𝕖', '_script_double_'],
    ['ⓒⓘⓡⓒⓛⓔ 🅂🅀 🅽🅴🅶', '_circle_sq_neg_'],
    ['sᴍᴀʟʟ ᴄᴀᴘs', '_smal_caps_'],
    ['crème brûlée ñandú', '_creme_brule_nandu_'],
    ['straße Æsir œuvre', '_strase_aesir_oeuvre_'],
    ['z\u0335a\u0335l\u0335g\u0335o', '_zalgo_'],
    ['ze\u200bro wi\u00addth\ufe0f', '_zero_width_'],
    ['tag\u{e0041}s', '_tags_'],
    ['soooo cooool', '_so_col_'],
    ['v1.2', '_v1_2_'],
    ['сука', '_####_'],
    ['СУКА ссука', '_####_####_'],
    ['東京', '_##_'],
    ['ж', '_?_'],
    ['a😀b', '_a_b_'],
    ['\ud800a', '_?a_'],
    ['a\udc00', '_a?_'],
    ['™', '_'],
  ])('of %j', (text, folded) => {
    expect(plain(text).folded).toBe(folded);
  });

  it.each([
    ['ordinary chat, with a comma.', 0],
    ['version 12 of 30', 0],
    ['w0rd', SIGNAL_LEET],
    ['mp3', SIGNAL_LEET],
    ['$ign', SIGNAL_LEET],
    ['hi!', 0],
    ['wоrd', SIGNAL_LOOK_ALIKE],
    ['совсем по-русски', SIGNAL_JOINED],
    ['a b', 0],
    ['a b c', SIGNAL_SPACED],
    ['re-do', SIGNAL_JOINED],
    ['something-different', 0],
    ['w*rd', SIGNAL_MASK | SIGNAL_JOINED],
    ["it's", 0],
  ])('sees in %j the signals %j', (text, signals) => {
    expect(plain(text).signals).toBe(signals);
  });

  it('maps every symbol to where it begins, in order, and counts runs', () => {
    const { buffer } = plain('a\u200bbb ｃ');
    expect([...buffer.offsets.slice(0, buffer.length + 1)]).toEqual([0, 0, 2, 4, 5, 6, 6]);
    expect([...buffer.runs.slice(0, buffer.length)]).toEqual([1, 1, 2, 1, 1, 1]);
  });

  it('holds its promises for every string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const buffer = new FoldBuffer();
        const disguised = new DisguiseFold(table);
        const units = new CodeUnits().read(text);
        for (const fold of [
          () => foldPlain(text, table, buffer),
          () => disguised.fold(units, buffer, { second: false, join: false, loneWords: false }),
          () => disguised.fold(units, buffer, { second: true, join: 'spaces', loneWords: true }),
        ]) {
          fold();
          expect(buffer.symbols[0]).toBe(0);
          expect(buffer.symbols[buffer.length - 1]).toBe(0);
          expect(buffer.offsets[buffer.length]).toBe(text.length);
          for (let i = 1; i <= buffer.length; i++) {
            expect(buffer.offsets[i]).toBeGreaterThanOrEqual(buffer.offsets[i - 1]!);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('disguise fold', () => {
  it.each([
    ['w0rd', '_word_'],
    ['$h!p', '_ship_'],
    ['p@$$', '_pas_'],
    ['455 points', '_45_points_'],
    ['hello!', '_helo_'],
    ['wоrd', '_word_'],
    ['сука', '_####_'],
    ['ѕһір', '_ship_'],
    ['c# at 5% off', '_c_at_5_of_'],
    ['a b c', '_a_b_c_'],
  ])('of %j', (text, folded) => {
    expect(disguise(text)).toBe(folded);
  });

  it('reads 1 as l the second time', () => {
    expect(disguise('1ock', { second: true })).toBe('_lock_');
  });

  it.each([
    ['w o r d', '_word_'],
    ['w.o.r.d', '_word_'],
    ['wo-rd', '_word_'],
    ['w o  r\nd here', '_word_here_'],
    ['two words', '_two_words_'],
    ["don't", '_don_t_'],
    ['something-different', '_something_diferent_'],
  ])('joins %j', (text, folded) => {
    expect(disguise(text, { join: 'spaces' })).toBe(folded);
  });

  it('can leave a lone word out of what follows', () => {
    expect(disguise('a w 0 r d', { join: 'spaces' })).toBe('_aword_');
    expect(disguise('a w 0 r d', { join: 'spaces', loneWords: true })).toBe('_a_word_');
  });
});

describe('words of a fold', () => {
  const ofOther = new FoldBuffer();

  it('have the hashes of their symbols and counts, however they came to be', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        'aa',
        'bbb',
        'c'.repeat(300),
        ' ',
        '  ',
        ', ',
        '.',
        '1',
        '11',
        'ß',
        'é',
        '東',
        '\n',
        '\u200b',
        "'",
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const { buffer } = plain(pieces.join(''));
        const { tokens } = buffer;
        ofOther.tokens.reserve(buffer.length);
        ofOther.tokens.read(buffer);
        expect(ofOther.tokens.count).toBe(tokens.count);
        for (const list of ['first', 'end', 'hash', 'check'] as const) {
          expect(ofOther.tokens[list].subarray(0, tokens.count)).toEqual(tokens[list].subarray(0, tokens.count));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
