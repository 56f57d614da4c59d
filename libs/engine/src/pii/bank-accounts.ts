import { nextMod97 } from './checksums.js';
import type { PiiReport } from './kinds.js';
import { isDigit, isWordPart, type LetterView, SPACE } from './letters.js';

const SEVERITY = 6;
/** Characters of an IBAN by country: the IBAN registry, https://www.swift.com/standards/data-standards/iban */
const LENGTHS = `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28
  EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30
  KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29
  PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`;

const lengthOf = new Uint8Array(26 * 26);
for (const entry of LENGTHS.split(/\s+/)) {
  lengthOf[(entry.charCodeAt(0) - 65) * 26 + entry.charCodeAt(1) - 65] = Number(entry.slice(2));
}

const isAsciiLetter = (code: number): boolean => code >= 97 && code <= 122;

/** Bank account numbers, in one word or in groups with blanks (or dashes, dots) between. */
export function findBankAccounts(view: LetterView, report: PiiReport): void {
  for (let i = 0; i + 14 < view.length; i++) {
    if (!isDigit(view.at(i + 2)) || !isDigit(view.at(i + 3)) || isWordPart(view.at(i - 1))) continue;
    if (!isAsciiLetter(view.at(i)) || !isAsciiLetter(view.at(i + 1)) || view.isTaken(i)) continue;
    const length = lengthOf[(view.at(i) - 97) * 26 + view.at(i + 1) - 97]!;
    const end = length > 0 ? accountEnd(view, i, length) : 0;
    if (end === 0) continue;
    view.take(i, end);
    const from = view.startOf(i);
    const to = view.endBefore(end);
    report('iban', from, to, SEVERITY, 0.99, from, to);
    i = end - 1;
  }
}

/** The place behind a valid account of so many characters, or 0. The check is ISO 13616's: first four last, mod 97 = 1. */
function accountEnd(view: LetterView, start: number, length: number): number {
  let rest = 0;
  let count = 4;
  let i = start + 4;
  for (; count < length; i++) {
    const code = view.at(i);
    if (isDigit(code) || isAsciiLetter(code)) {
      rest = nextMod97(rest, code);
      count++;
    } else if ((code !== SPACE && code !== 45 && code !== 46) || !isWordPart(view.at(i + 1))) return 0;
  }
  for (let k = 0; k < 4; k++) rest = nextMod97(rest, view.at(start + k));
  return rest === 1 && !isWordPart(view.at(i)) ? i : 0;
}
