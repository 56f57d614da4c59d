import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '@breakwater/client/testing';
import { runCommand } from './testing/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-cli-'));
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const breakwater = (argv: readonly string[], input?: string) => runCommand(argv, { cwd: folder, input });

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface AnswerLine {
  readonly id: string;
  readonly verdicts: { action: string; reasons: string[]; audience: string }[];
  readonly error?: { message: string };
}

const answersIn = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AnswerLine);

describe('check', () => {
  test('shows the hit, its disguise and what each audience gets, without colours in a pipe', async () => {
    const { code, out, err } = await breakwater(['check', 'oh d4mn, 漢字', '--audience', 'adult,under13']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('  oh d4mn, 漢字\n     ^^^^\n');
    expect(out).toMatch(/"d4mn" {2}en:damn {2}disguise: LEET/);
    expect(out).toMatch(/adult {4}ALLOW/);
    expect(out).toMatch(/under13 {2}REDACT/);
    expect(out).toContain('shows: oh ****, 漢字');
    expect(out).not.toContain('\x1b');
  });

  test('--json is the verdict, or an array of several', async () => {
    const one = JSON.parse((await breakwater(['check', 'hello', '--json'])).out) as unknown;
    expect(one).toMatchObject({ action: 'ALLOW', severity: 0, audience: 'adult', topics: [], hits: [], degraded: [] });
    const two = JSON.parse(
      (await breakwater(['check', '-', '--json', '--audience', 'teen,adult'], 'hi\n')).out,
    ) as unknown;
    expect(two).toMatchObject([{ audience: 'teen' }, { audience: 'adult' }]);
  });

  test('asks a server', async () => {
    const { code, out } = await breakwater(['check', 'over there', '--json', '--server', server.address]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ action: 'ALLOW', reasons: ['over there'] });
  });

  test.each([
    [['check'], 2, '"check" needs a text'],
    [['check', 'a', 'b'], 2, 'put it in quotes'],
    [['check', 'a', '--audience', 'nobody'], 2, 'There is no policy for audience "nobody"'],
    [['check', 'a', '--kind', 'smoke'], 2, '--kind must be one of chat'],
    [['check', 'a', '--server', 'here'], 2, '--server must be HOST:PORT'],
    [['check', 'a', '--server', '127.0.0.1:1'], 1, '127.0.0.1:1 gave no ruleset'],
    [['chekc', 'a'], 2, 'There is no command "chekc"'],
    [[], 2, 'breakwater COMMAND'],
  ])('%j ends with code %d and one sentence', async (argv, code, sentence) => {
    const ended = await breakwater(argv);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(sentence);
  });
});

describe('scan', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => JSON.stringify({ id: `m${index}`, text: `line ${index}` }));

  test.each(['in process', 'through a server'])('keeps the input order, %s', async (where) => {
    const path = file('order.jsonl', `${lines(5000).join('\n')}\n`);
    const out = join(folder, 'order.out.jsonl');
    const to = where === 'in process' ? [] : ['--server', server.address];
    const { code, err } = await breakwater(['scan', '--in', path, '--out', out, ...to]);
    expect(code).toBe(0);
    expect(err).toContain('5,000 lines in');
    const answers = answersIn(readFileSync(out, 'utf8'));
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 5000 }, (_, index) => `m${index}`));
    if (where !== 'in process') expect(answers[4321]?.verdicts[0]?.reasons).toEqual(['line 4321']);
  });

  test('reads gzip, numbers lines without an id, passes audiences on', async () => {
    const path = file('zipped.jsonl.gz', gzipSync('{"text":"a"}\n\n{"text":"b","audiences":["under13"]}'));
    const { code, out } = await breakwater(['scan', '--in', path, '--out', '-', '--audience', 'teen,adult']);
    expect(code).toBe(0);
    expect(answersIn(out).map(({ id, verdicts }) => [id, verdicts.map(({ audience }) => audience)])).toEqual([
      ['1', ['teen', 'adult']],
      ['3', ['under13']],
    ]);
  });

  test('a bad line is named by its number, and the lines before it are written whole', async () => {
    const input = [...lines(1500), '{"id":"x","text":5}', ...lines(3)].join('\n');
    for (const to of [[], ['--server', server.address]]) {
      const { code, out, err } = await breakwater(['scan', '--in', '-', '--out', '-', ...to], input);
      expect(code).toBe(1);
      expect(err).toBe('breakwater: Line 1501: "text" must be a string.\n');
      expect(out.endsWith('\n')).toBe(true);
      expect(answersIn(out)).toHaveLength(1500);
    }
  });

  test('--keep-going writes the error and goes on', async () => {
    const input = '{"text":"a"}\n{"text":"b","audiences":["nobody"]}\nno json\n{"text":"c"}\n';
    const { code, out, err } = await breakwater(['scan', '--in', '-', '--out', '-', '--keep-going', '--json'], input);
    expect(code).toBe(1);
    const answers = answersIn(out);
    expect(answers.map(({ id, error }) => [id, error?.message])).toEqual([
      ['1', undefined],
      ['2', 'There is no policy for audience "nobody": use adult, teen, under13.'],
      ['3', 'Line 3: it is no valid JSON.'],
      ['4', undefined],
    ]);
    expect(JSON.parse(err)).toMatchObject({ lines: 4, errors: 2, flagged: 0, actions: { adult: { ALLOW: 2 } } });
  });

  test('refuses to write over its input', async () => {
    const path = file('same.jsonl', '{"text":"a"}\n');
    const { code, err } = await breakwater(['scan', '--in', path, '--out', path]);
    expect(code).toBe(2);
    expect(err).toContain('the same file');
    expect(readFileSync(path, 'utf8')).toBe('{"text":"a"}\n');
  });

  test('an output that cannot be written is told', async () => {
    const path = file('fine.jsonl', '{"text":"a"}\n');
    const { code, err } = await breakwater(['scan', '--in', path, '--out', '/nowhere/x.jsonl']);
    expect(code).toBe(1);
    expect(err).toContain("Can't write /nowhere/x.jsonl");
  });
});

describe('explain', () => {
  test('shows readings, what an exception saved, and the rule of each audience', async () => {
    const { code, out } = await breakwater(['explain', 'd4mn, classic hello', '--audience', 'under13']);
    expect(code).toBe(0);
    for (const part of ['1 Read', '2 Left out', '3 Kept', '4 Decide', '5 Verdict', 'en:damn', 'REDACT from 3']) {
      expect(out).toContain(part);
    }
  });

  test('--json has the same as data', async () => {
    const { out } = await breakwater(['explain', 'd4mn', '--audience', 'under13', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      mode: 'LIVE',
      candidates: [{ term: 'en:damn', transforms: ['LEET'] }],
      rules: [{ audience: 'under13', topic: 'vulgarity', action: 'REDACT', from: 3 }],
      verdicts: [{ action: 'REDACT', redactedText: '****' }],
    });
  });
});

describe('load', () => {
  const input = () => file('load.jsonl', '{"text":"a"}\n{"text":"b"}\n{"text":"c"}\n');
  const load = async (...flags: string[]) => {
    const short = ['--duration', '0.4', '--warmup', '0', '--json'];
    const ended = await breakwater(['load', '--server', server.address, '--in', input(), ...short, ...flags]);
    return { ...ended, report: JSON.parse(ended.out || 'null') as Record<string, never> };
  };
  const noErrors = { unanswered: 0, broken: 0, unmatched: 0, malformed: 0, notSent: 0 };

  test.each(['stream', 'unary', 'batch'])('closed loop, %s: every message gets a verdict', async (method) => {
    const { code, report } = await load('--method', method, '--concurrency', '20', '--batch', '7');
    expect(code).toBe(0);
    expect(report).toMatchObject({ method, loop: 'closed', concurrency: 20, errors: noErrors, refused: {} });
    expect(report.answered).toBeGreaterThan(0);
    expect(report.answered).toBe(report.sent);
  });

  test('open loop: sends at the rate, and counts from the scheduled time', async () => {
    const { code, report } = await load('--rate', '1000', '--audience', 'adult,teen');
    expect(code).toBe(0);
    expect(report).toMatchObject({ loop: 'open', rate: 1000, sent: 400, answered: 400, errors: noErrors });
  });

  test('a slow server shows in the latency of an open loop', async () => {
    const slow = await startTestServer({ behave: () => ({ do: 'answer', delayMs: 200 }) });
    const argv = ['load', '--server', slow.address, '--in', input(), '--duration', '0.4', '--warmup', '0', '--json'];
    const { code, out } = await breakwater([...argv, '--rate', '500']);
    await slow.close();
    expect(code).toBe(0);
    expect((JSON.parse(out) as { latencyUs: { p50: number } }).latencyUs.p50).toBeGreaterThanOrEqual(199_000);
  });

  test('a stream that the server ends is replaced, and nothing is lost', async () => {
    const ending = await startTestServer({ behave: ({ frame }) => ({ do: frame === 20 ? 'end' : 'answer' }) });
    const argv = ['load', '--server', ending.address, '--in', input(), '--duration', '0.4', '--warmup', '0', '--json'];
    const { code, out } = await breakwater(argv);
    const { streams } = ending.seen;
    await ending.close();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ errors: noErrors });
    expect(streams).toBeGreaterThan(2);
  });

  test('answers that are no verdicts are errors', async () => {
    const empty = await startTestServer({ judge: () => [] });
    const argv = ['load', '--server', empty.address, '--in', input(), '--duration', '0.2', '--warmup', '0'];
    const { code, err } = await breakwater(argv);
    await empty.close();
    expect(code).toBe(1);
    expect(err).toContain('No message got a verdict.');
  });

  test.each([
    [['--server', '192.0.2.1:50051'], 2, 'is another machine: add --allow-remote'],
    [['--server', '127.0.0.1:1'], 1, 'No server answers at 127.0.0.1:1'],
    [['--server', '127.0.0.1:1', '--rate', '5', '--concurrency', '5'], 2, 'exclude each other'],
    [['--server', '127.0.0.1:1', '--method', 'pigeon'], 2, '--method must be one of stream, unary, batch'],
    [['--server', '127.0.0.1:1', '--batch', '1001'], 2, '--batch must be a whole number from 1 to 1000'],
  ])('%j ends with code %d and one sentence', async (flags, code, sentence) => {
    const ended = await breakwater(['load', '--in', input(), ...flags]);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(sentence);
  });
});

test('ruleset of this installation and of a server', async () => {
  expect((await breakwater(['ruleset'])).out).toMatch(/^policy +default-2\nlexicon +\w+ \(\d/);
  const { out } = await breakwater(['ruleset', '--server', server.address, '--json']);
  expect(JSON.parse(out)).toMatchObject({ versions: { policy: 'test' }, audiences: ['adult'] });
});

test('version and help', async () => {
  expect((await breakwater(['--version'])).out).toMatch(/^breakwater \d+\.\d+\.\d+ \(Node v\d/);
  for (const name of ['check', 'scan', 'explain', 'load', 'decisions', 'ruleset', 'version']) {
    const { code, out } = await breakwater([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`breakwater ${name}`);
  }
});
