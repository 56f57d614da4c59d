import { isIP } from 'node:net';

/** The types of personal data that a text filter can tell by their form. */
export const PII_TYPES = ['e-mail', 'phone', 'card', 'IBAN', 'IP'] as const;
export type PiiType = (typeof PII_TYPES)[number];

/** Names of the types in the synthetic set. */
const TYPE_OF_ENTITY: Readonly<Record<string, PiiType>> = {
  EMAIL_ADDRESS: 'e-mail',
  PHONE_NUMBER: 'phone',
  CREDIT_CARD: 'card',
  IBAN_CODE: 'IBAN',
  IP_ADDRESS: 'IP',
};

/**
 * The type of a span where it is well-formed, so that it can be known without its surroundings: a phone number with
 * its country code, a card whose check digit fits, ... Undefined for all else.
 */
export function wellFormedType(entity: string, text: string): PiiType | undefined {
  const type = TYPE_OF_ENTITY[entity];
  return type !== undefined && CHECKS[type](text) ? type : undefined;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

const CHECKS: Readonly<Record<PiiType, (text: string) => boolean>> = {
  'e-mail': (text) => /^[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/i.test(text),
  phone: (text) => /^(\+|00)[\d\s().-]+$/.test(text) && digitsOf(text).length >= 8 && digitsOf(text).length <= 15,
  card: (text) => /^[\d -]{12,}$/.test(text) && hasLuhnDigit(digitsOf(text)),
  IBAN: hasIbanDigits,
  IP: (text) => isIP(text) !== 0,
};

/** Payment card numbers: ISO/IEC 7812-1, 12 to 19 digits of which the last is a check digit. */
export function hasLuhnDigit(digits: string): boolean {
  if (digits.length < 12 || digits.length > 19) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the code with its first four characters moved to the end, letters as 10 to 35, leaves 1 modulo 97. */
export function hasIbanDigits(text: string): boolean {
  const code = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(code)) return false;
  let rest = 0;
  for (const character of code.slice(4) + code.slice(0, 4)) {
    for (const digit of String(parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}
