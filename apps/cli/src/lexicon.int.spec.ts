import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './testing/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-lexicon-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lint = (...argv: string[]) => runCommand(['lexicon', 'lint', ...argv], { cwd: folder });
const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('lexicon lint', () => {
  test('a new term that hits ordinary words and chat is a problem, with examples', async () => {
    const chat = file('chat.jsonl', '{"text":"the zorbles are here"}\n{"text":"hello"}\n');
    const words = file('words.txt', '# ours\nazorble\nhello\n');
    const { code, out, err } = await lint(
      ...['--term', 'zorble', '--topics', 'bullying:5', '--boundary', 'any', '--chat', chat, '--words', words],
    );
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('against 2 words');
    expect(out).toContain('"azorble"');
    expect(out).toContain('"the zorbles are here"');
    expect(out).toMatch(/2 problems, 0 notes\n$/);
  });

  test('a term that hits nothing is fine', async () => {
    const { code, out } = await lint('--term', 'zorble(s|d)?', '--topics', 'bullying:5', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ lines: 1, findings: [] });
  });

  test('a file is read as a part of the lexicon; its errors name line and column', async () => {
    const good = file(
      'xx.tsv',
      '#lexicon v2 en\nterm\ttopics\tboundary\tprovenance\nfuck\tvulgarity:6\tword\tbreakwater\n',
    );
    const { code, out } = await lint(good);
    expect(code).toBe(1);
    expect(out).toMatch(/xx\.tsv:3 +fuck +duplicate/);
    const bad = file(
      'bad.tsv',
      '#lexicon v2 en\nterm\ttopics\tboundary\tprovenance\na(b\tvulgarity:6\tword\tbreakwater\n',
    );
    expect((await lint(bad)).err).toContain('bad.tsv:3: Column term, character 2: pattern "a(b": "(" is not closed');
  });

  test.each([
    [['--term', 'x'], '--term needs --topics'],
    [['--topics', 'hate:5'], '--topics belongs to --term.'],
    [['a.tsv', '--term', 'x'], 'Give a FILE or --term, not both.'],
    [['--term', 'x', '--topics', 'hate'], 'Column topics: "hate" must be'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await lint(...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
