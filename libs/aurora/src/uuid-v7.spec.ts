import { uuidV7Generator } from './uuid-v7.js';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const many = (count: number, next: () => string) => Array.from({ length: count }, next);

test('has the form of version 7 and the time in front', () => {
  const at = Date.parse('2026-01-02T03:04:05.678Z');
  const [id] = many(
    1,
    uuidV7Generator(() => at),
  );
  expect(id).toMatch(pattern);
  expect(Number.parseInt(id!.replace('-', '').slice(0, 12), 16)).toBe(at);
});

test('rises strictly, past 4,096 in a millisecond and where the clock goes back', () => {
  let clock = 1_800_000_000_000;
  const next = uuidV7Generator(() => clock);
  const ids = many(10_000, next);
  clock -= 5000;
  ids.push(...many(100, next));
  clock += 10_000;
  ids.push(...many(100, next));
  expect(ids.every((id) => pattern.test(id))).toBe(true);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test('two generators share no id', () => {
  const frozen = () => 1_800_000_000_000;
  const ids = [...many(2000, uuidV7Generator(frozen)), ...many(2000, uuidV7Generator(frozen))];
  expect(new Set(ids).size).toBe(4000);
});
