import { DatabaseError } from './database-error.js';
import { RetractionRepository } from './retraction-repository.js';
import { someRetraction } from './testing/decisions.js';

const row = { ...someRetraction(), id: '01a20cf2-b964-7556-962d-44feed340002', foundAt: new Date(0) };

test('every statement as it is sent', async () => {
  const statements: { sql: string; parameters: unknown[] }[] = [];
  const repository = new RetractionRepository(async (sql, parameters) => {
    statements.push({ sql, parameters });
    return [{ count: 1 }];
  });
  expect(await repository.insert([])).toBe(0);
  expect(await repository.insert([row])).toBe(1);
  await repository.ofMessage({ tenantId: 't', messageId: 'm\0' });
  expect(statements.map(({ sql }) => sql).join(';\n\n')).toMatchSnapshot();
  expect(statements[1]?.parameters).toEqual(['t', 'm\ufffd']);
});

test('errors come without parameters', async () => {
  const repository = new RetractionRepository(async () => {
    throw Object.assign(new Error('no'), { code: '57P01', parameters: ['private'] });
  });
  await expect(repository.insert([row])).rejects.toThrow(DatabaseError);
});
