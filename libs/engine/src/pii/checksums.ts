/** Luhn: https://www.iso.org/standard/70484.html (ISO/IEC 7812-1, annex B). Digits 0..9, [from, to). */
export function passesLuhn(digits: Uint8Array, from: number, to: number): boolean {
  let sum = 0;
  for (let i = to - 1, doubled = false; i >= from; i--, doubled = !doubled) {
    const digit = doubled ? digits[i]! * 2 : digits[i]!;
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** One more character of an IBAN, read as ISO 7064 asks: a letter is two digits, a = 10. ASCII, lower case. */
export function nextMod97(rest: number, code: number): number {
  return code >= 97 ? (rest * 100 + code - 87) % 97 : (rest * 10 + code - 48) % 97;
}
