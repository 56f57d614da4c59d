import { Transform } from '../transforms.js';
import { Rewriter, rewriteMatches, type Rewriting } from './rewritten.js';

/** Hangul composition: https://www.unicode.org/versions/latest/core-spec/chapter-3/#G24646 */
const SYLLABLE = 0xac00;
const VOWELS = 21;
const FINALS = 28;
const LEADS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const VOWEL_ROW = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const FINAL_ROW = '_ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** Letters of a text as compatibility jamo: conjoining and half-width ones too. */
function jamoOf(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0x1100 && code <= 0x1112) return LEADS[code - 0x1100]!;
  if (code >= 0x1161 && code <= 0x1175) return VOWEL_ROW[code - 0x1161]!;
  if (code >= 0x11a8 && code <= 0x11c2) return FINAL_ROW[code - 0x11a7]!;
  if (code >= 0xffa1 && code <= 0xffdc) return char.normalize('NFKC');
  return char;
}

/**
 * Composes Hangul letters that stand for syllables: ㅅㅣㅂㅏㄹ, and 시ㅂㅏㄹ. A consonant before a vowel begins a syllable;
 * any other closes the one before it, if that is open.
 */
export const composeJamo: Rewriting = (source) => {
  const rewriter = new Rewriter(source);
  const { input } = rewriter;
  let from = 0;
  for (let i = 0; i + 1 < input.length; i++) {
    const lead = LEADS.indexOf(jamoOf(input[i]!));
    const vowel = lead < 0 ? -1 : VOWEL_ROW.indexOf(jamoOf(input[i + 1]!));
    let code: number;
    let end: number;
    if (vowel >= 0) {
      code = SYLLABLE + (lead * VOWELS + vowel) * FINALS;
      end = i + 2;
    } else {
      code = input.charCodeAt(i);
      end = i + 1;
      if (code < SYLLABLE || code > 0xd7a3 || (code - SYLLABLE) % FINALS !== 0) continue;
    }
    const final = end < input.length ? FINAL_ROW.indexOf(jamoOf(input[end]!)) : -1;
    const nextOpens = end + 1 < input.length && VOWEL_ROW.includes(jamoOf(input[end + 1]!));
    if (final > 0 && !nextOpens) {
      code += final;
      end++;
    } else if (vowel < 0) continue;
    rewriter.keep(from, i);
    rewriter.put(String.fromCharCode(code), i, end, Transform.JAMO);
    from = end;
    i = end - 1;
  }
  if (from === 0) return undefined;
  rewriter.keep(from, input.length);
  return rewriter.done();
};

/** One katakana, or one of half width with its voice mark. */
const KATAKANA = /[\u30a1-\u30f6]|[\uff66-\uff9d][\uff9e\uff9f]?/g;
const FIRST_KATAKANA = 0x30a1;
const TO_HIRAGANA = 0x60;

/** Katakana, of either width, as hiragana. */
export const readKana: Rewriting = (source) =>
  rewriteMatches(source, KATAKANA, ([kana]) => {
    const code = kana.normalize('NFKC').charCodeAt(0);
    const text = String.fromCharCode(code >= FIRST_KATAKANA && code <= 0x30f6 ? code - TO_HIRAGANA : code);
    return { text, mark: Transform.KANA };
  });

/** Whether a character is katakana of either width: a word of it goes on. */
export function isKatakana(char: string | undefined): boolean {
  return char !== undefined && /[\u30a1-\u30fc\uff66-\uff9f]/.test(char);
}
