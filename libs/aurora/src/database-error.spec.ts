import { checkUrl, connectionError, DatabaseError, statementError } from './database-error.js';

const url = 'postgres://some%20one:s3cret@db.example:6000/its%2Fname';
const coded = (code: string, message = 'as the driver says.') => Object.assign(new Error(message), { code });

test.each([
  ['ECONNREFUSED', 'nothing listens there (ECONNREFUSED)'],
  ['ENOTFOUND', 'no such host: db.example (ENOTFOUND)'],
  ['28P01', 'wrong password for user some one (28P01)'],
  ['3D000', 'it has no database its/name (3D000)'],
  ['57P03', 'it is still starting or shutting down (57P03)'],
  ['XX000', 'as the driver says'],
])('connecting fails with %s: in one sentence, without the password', (code, why) => {
  const error = connectionError(url, coded(code));
  expect(error.message).toBe(`The database at db.example:6000 cannot be used: ${why}.`);
  expect(error.code).toBe(code);
});

test('a time-out without a code, several addresses, and what is no error at all', () => {
  expect(connectionError(url, new Error('timeout expired')).message).toMatch(/: no answer in time\.$/);
  expect(connectionError(url, new AggregateError([coded('ECONNREFUSED')])).code).toBe('ECONNREFUSED');
  expect(connectionError(url, undefined).message).toMatch(/: undefined\.$/);
});

test('a refused statement, without its parameters', () => {
  const driver = Object.assign(coded('23505'), { detail: 'Key (text)=(private) exists.' });
  const error = statementError('record decisions', Object.assign(new Error('outer'), { driverError: driver }));
  expect(error.message).toBe('The database did not record decisions: as the driver says (23505).');
  expect(JSON.stringify(error) + error.stack).not.toContain('private');
});

test.each([
  ['22P02', true],
  ['23514', true],
  ['54000', true],
  ['57014', false],
  ['53100', false],
  ['40001', false],
  ['22', false],
  ['ECONNREFUSED', false],
  ['', false],
])('code %p is a fault of the rows: %p', (code, isDataFault) => {
  expect(new DatabaseError('', code).isDataFault).toBe(isDataFault);
});

test.each(['', 'localhost', 'mysql://u:s3cret@h/d', 'postgres://u:s3/cret@h:port/d'])(
  'a URL of another form is refused without being repeated (%#)',
  (bad) => {
    expect(() => checkUrl(bad)).toThrow(/^The URL of the database is not of the form postgres:/);
    expect(() => checkUrl(bad)).not.toThrow(/s3/);
  },
);
