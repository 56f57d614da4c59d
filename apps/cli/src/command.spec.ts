import { addressFlag, numberFlag, parseCommandLine, renderHelp, UsageError, type Command } from './command.js';

const command: Command = {
  usage: 'try TEXT',
  about: 'Tries.',
  flags: {
    server: { type: 'string', value: 'HOST:PORT', help: 'where' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  positionals: 1,
  run: async () => 0,
};
const parse = (...argv: string[]) => parseCommandLine('try', command, argv);

test('flags and text are read', () => {
  expect(parse('--server', 'a:1', 'hello', '--json')).toEqual({
    flags: { server: 'a:1', json: true },
    positionals: ['hello'],
    help: false,
  });
  expect(parse('--server=--odd', '--', '--json').flags).toEqual({ server: '--odd' });
  expect(parse('--', '--json').positionals).toEqual(['--json']);
  expect(parse('-h').help).toBe(true);
  expect(parse('-').positionals).toEqual(['-']);
});

test.each([
  [['--jsn'], '"try" has no flag --jsn: see breakwater try --help.'],
  [['-x'], '"try" has no flag -x'],
  [['--server'], '--server needs a value: write --server HOST:PORT.'],
  [['--server', '--json'], '--server needs a value'],
  [['--json=yes'], '--json takes no value'],
  [['--json', '--json'], '--json stands twice'],
  [['two', 'words'], 'put it in quotes'],
])('%j is refused in one sentence', (argv, sentence) => {
  expect(() => parse(...argv)).toThrow(UsageError);
  expect(() => parse(...argv)).toThrow(sentence);
});

test('help lists every flag', () => {
  expect(renderHelp(command)).toMatch(/^breakwater try TEXT\n\nTries\.\n\n {2}--server HOST:PORT {2}where\n/);
});

test.each(['localhost:1', '10.0.0.1:65535', '[::1]:50051', 'chat.svc.local:80'])('%s is an address', (address) => {
  expect(addressFlag({ server: address }, 'server')).toBe(address);
});

test.each(['localhost', ':1', 'a:0', 'a:65536', 'http://a:1', '::1:5', 'a b:1', ''])('%j is no address', (address) => {
  expect(() => addressFlag({ server: address }, 'server')).toThrow('--server must be HOST:PORT');
});

test.each(['', ' ', 'x', '0', '11', '1.5', '1e999'])('%j is no number from 1 to 10', (value) => {
  expect(() => numberFlag({ n: value }, 'n', { least: 1, most: 10 })).toThrow(
    '--n must be a whole number from 1 to 10.',
  );
});
