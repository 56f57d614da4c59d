import { DatabaseError } from './database-error.js';
import { DecisionRepository } from './decision-repository.js';
import { someDecision } from './testing/decisions.js';

/** A repository over a database that answers every statement alike, and the statements it was asked. */
function recording(answer: () => unknown) {
  const statements: { sql: string; parameters: unknown[] }[] = [];
  const repository = new DecisionRepository(async (sql, parameters) => {
    statements.push({ sql, parameters });
    return answer();
  });
  return { repository, statements };
}

test('every statement as it is sent', async () => {
  const { repository, statements } = recording(() => [{ count: 1 }]);
  await repository.insert([someDecision()]);
  await repository.last({ tenantId: 't', limit: 20 });
  await repository.count('t');
  expect(statements.map(({ sql }) => sql).join(';\n\n')).toMatchSnapshot();
  // Nothing is read without a tenant.
  for (const { sql } of statements.slice(1)) expect(sql).toMatch(/WHERE tenant_id = \$1/);
});

test('a batch is one parameter, and an empty one no statement', async () => {
  const { repository, statements } = recording(() => [{ count: 2 }]);
  expect(await repository.insert([])).toBe(0);
  expect(statements).toEqual([]);
  expect(await repository.insert([someDecision(), someDecision({ messageId: 'a\0' })])).toBe(2);
  const [json] = statements[0]!.parameters;
  expect(JSON.parse(json as string)).toMatchObject([{ messageId: 'm1' }, { messageId: 'a\ufffd' }]);
});

test.each([0, -1, 1.5, 1001, Number.NaN])('a limit of %p is refused', async (limit) => {
  const { repository, statements } = recording(() => []);
  await expect(repository.last({ tenantId: '', limit })).rejects.toThrow(
    new RangeError(`limit is ${limit}; give a whole number from 1 to 1000.`),
  );
  expect(statements).toEqual([]);
});

test('errors come without parameters; a row that is no JSON is at fault itself', async () => {
  const { repository } = recording(() => {
    throw Object.assign(new Error('no'), { code: '57P01', parameters: ['private'] });
  });
  await expect(repository.count('t')).rejects.toEqual(
    new DatabaseError('The database did not count decisions: no (57P01).', '57P01'),
  );
  const error = await repository.insert([someDecision({ decidedAt: 1n as never })]).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DatabaseError);
  expect((error as DatabaseError).isDataFault).toBe(true);
});
