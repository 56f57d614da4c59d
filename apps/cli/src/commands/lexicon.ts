import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LexiconFile, LintCorpus } from '@breakwater/lexicon';
import { Failure, UsageError, type Command, type FlagValues } from '../command.js';
import { renderLint } from '../render/lexicon-report.js';

/** What a term given on the command line is called in findings. */
const TYPED = '--term';

export const command: Command = {
  usage: 'lexicon lint [FILE]',
  about:
    'Says what is wrong with the lexicon, or with a FILE or --term that is to be added to it: which ordinary words,\n' +
    'names and chat lines it would hit, and which entries are duplicates, never found, contradicted by another language,\n' +
    'or have exceptions that save nothing. Ends with 1 where something must be put right.',
  flags: {
    term: { type: 'string', value: 'TERM', help: 'a new term or pattern instead of a file' },
    topics: { type: 'string', value: 'TOPIC:SEVERITY', help: 'of the term, such as vulgarity:5,bullying:5' },
    boundary: { type: 'string', value: 'RULE', help: 'of the term: word, prefix, suffix, any; word if left out' },
    exceptions: { type: 'string', value: 'LIST', help: 'of the term, separated by ";"' },
    language: { type: 'string', value: 'CODE', help: 'of the term; en if left out' },
    words: { type: 'string', value: 'FILE', help: "ordinary words, one a line, instead of the lexicon's" },
    names: { type: 'string', value: 'FILE', help: "names, one a line, instead of the lexicon's" },
    chat: { type: 'string', value: 'FILE', help: 'ordinary messages: JSON lines with "text", or one text a line' },
    json: { type: 'boolean', help: 'findings as JSON' },
  },
  positionals: 2,
  async run(flags, [action, path], terminal) {
    if (action !== 'lint') {
      throw new UsageError(
        `There is ${action === undefined ? 'no action' : `no action "${action}"`}: use lexicon lint.`,
      );
    }
    if (path !== undefined && flags.term !== undefined) throw new UsageError('Give a FILE or --term, not both.');
    const { lintLexicon, loadLexicon, readLexiconFiles, shippedLexicon } = await import('@breakwater/lexicon');
    const shipped = readLexiconFiles(shippedLexicon);
    const added = await newLines(flags, path);
    const files = added ? [added] : shipped;
    const others = added ? shipped.filter(({ file }) => file !== added.file) : [];
    const words = typeof flags.words === 'string' ? textsOf(flags.words) : loadLexicon().words;
    const corpora: LintCorpus[] = [
      { name: 'words', texts: words },
      { name: 'names', texts: givenOrUsual(flags.names, join(shippedLexicon, '../words/names.txt')) },
      {
        name: 'chat',
        texts: givenOrUsual(flags.chat, join(shippedLexicon, '../../../benchmarks/corpora/game-chat.txt')),
      },
    ];
    const findings = lintLexicon(files, { others, corpora, words, today: new Date().toISOString().slice(0, 10) });
    const looked = {
      lines: files.reduce((sum, { lines }) => sum + lines.length, 0),
      corpora: corpora.map(({ name, texts }) => ({ name, texts: texts.length })),
    };
    terminal.out.write(
      flags.json ? `${JSON.stringify({ ...looked, findings })}\n` : renderLint(findings, looked, terminal),
    );
    return findings.some(({ problem }) => problem) ? 1 : 0;
  },
};

/** The lines to be added: of a file, of the command line, or none. */
async function newLines(flags: FlagValues, path: string | undefined): Promise<LexiconFile | undefined> {
  const { readLexicon } = await import('@breakwater/lexicon');
  if (path !== undefined) return { file: basename(path), lines: readLexicon(read(path), basename(path)) };
  for (const name of ['topics', 'boundary', 'exceptions', 'language']) {
    if (flags.term === undefined && flags[name] !== undefined) throw new UsageError(`--${name} belongs to --term.`);
  }
  if (flags.term === undefined) return undefined;
  if (flags.topics === undefined) throw new UsageError('--term needs --topics, such as --topics vulgarity:5.');
  const { term, topics, boundary = 'word', exceptions = '', language = 'en' } = flags;
  const cells = [term, topics, boundary, exceptions, 'breakwater'];
  if (cells.some((cell) => /[\t\n]/.test(String(cell)))) throw new UsageError('A term has no tabs and line ends.');
  const source = `#lexicon v2 ${String(language)}\nterm\ttopics\tboundary\texceptions\tprovenance\n${cells.join('\t')}\n`;
  try {
    return { file: TYPED, lines: readLexicon(source, TYPED) };
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/^--term:\d+: /, ''));
  }
}

/** Texts of the file that a flag names, else of the usual one; none where that is not there. */
function givenOrUsual(flag: string | boolean | undefined, usual: string): string[] {
  if (typeof flag === 'string') return textsOf(flag);
  return existsSync(usual) ? textsOf(usual) : [];
}

/** Texts of a file: one a line, or the "text" of JSON lines; without comments. */
function textsOf(path: string): string[] {
  return read(path)
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line, index) => {
      if (!line.startsWith('{')) return line;
      try {
        const { text } = JSON.parse(line) as { text?: unknown };
        if (typeof text === 'string') return text;
      } catch {
        // Said below, with the line.
      }
      throw new Failure(`${path}, line ${index + 1}: it must be a JSON object with a "text", or a text.`);
    });
}

function read(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Failure(`Can't read ${path}: ${code === 'ENOENT' ? 'there is no such file' : message}.`);
  }
}
