import { hasIbanDigits, hasLuhnDigit, wellFormedType } from './well-formed.js';

describe('wellFormedType', () => {
  it.each([
    ['EMAIL_ADDRESS', 'a.b+c@mail.example.org', 'e-mail'],
    ['EMAIL_ADDRESS', 'a at example dot org', undefined],
    ['PHONE_NUMBER', '+44 20 7946 0018', 'phone'],
    ['PHONE_NUMBER', '0044 (0)20 79460018', 'phone'],
    ['PHONE_NUMBER', '020 7946 0018', undefined],
    ['CREDIT_CARD', '4111 1111 1111 1111', 'card'],
    ['CREDIT_CARD', '4111 1111 1111 1112', undefined],
    ['IBAN_CODE', 'GB82 WEST 1234 5698 7654 32', 'IBAN'],
    ['IBAN_CODE', 'GB82 WEST 1234 5698 7654 33', undefined],
    ['IP_ADDRESS', '192.0.2.7', 'IP'],
    ['IP_ADDRESS', '2001:db8::7', 'IP'],
    ['IP_ADDRESS', '192.0.2.700', undefined],
    ['PERSON', 'Ada Lovelace', undefined],
  ])('%s %s', (entity, text, type) => {
    expect(wellFormedType(entity, text)).toBe(type);
  });
});

it('checks digits as the standards have it', () => {
  expect(hasLuhnDigit('79927398713000')).toBe(false);
  expect(hasLuhnDigit('378282246310005')).toBe(true);
  expect(hasLuhnDigit('18')).toBe(false);
  expect(hasIbanDigits('DE89370400440532013000')).toBe(true);
  expect(hasIbanDigits('de89370400440532013000')).toBe(true);
  expect(hasIbanDigits('DE88370400440532013000')).toBe(false);
});
