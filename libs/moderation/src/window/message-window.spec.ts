import { NO_EVIDENCE, compile, parseLexicon, Scanner } from '@breakwater/engine';
import { completedBy, retracted, type Finding } from './finding.js';
import { MessageWindow, type WindowRules } from './message-window.js';
import { noteOf } from './note.js';

const entries = parseLexicon(
  [
    '#lexicon v1 en',
    'term\ttopics\tboundary\texceptions\tprovenance',
    'darn\tvulgarity:6\tprefix\tdarning\ttest',
    'dolt\tbullying:5\tword\t\ttest',
    'as cur\tbullying:5\tword\t\ttest',
    'begone forever\tbullying:7\tword\t\ttest',
    'mild\tvulgarity:3\tword\t\ttest',
    'пень\tbullying:6\tword\t\ttest',
    '笨蛋\tbullying:6\tany\t\ttest',
    'vegot\tbullying:6\tword\t\ttest',
  ].join('\n'),
  'en.tsv',
);
const scanner = new Scanner(compile(entries));

function windowOf(rules: Partial<WindowRules> = {}): MessageWindow {
  return new MessageWindow({ scan: (text) => scanner.scan(text), entries, rules, seeds: [1, 2] });
}

/** A message as a table writes it: "sender:text", of sender a where it has none; a second after the one before. */
function feed(window: MessageWindow, lines: string[], { gap = 1000, from = 0 } = {}): Finding[] {
  return lines.flatMap((line, index) => {
    const [, sender = 'a', text = ''] = /^(?:([a-z]):)?(.*)$/su.exec(line) ?? [];
    const id = `m${from + index}`;
    return [...window.add(noteOf({ tenant: 't', channel: 'c', sender, id, at: 1e9 + (from + index) * gap }, text))];
  });
}

const joins = (findings: Finding[]) => findings.filter(({ parts }) => parts.length > 1);

describe('what several messages say together', () => {
  it.each([
    ['letters', ['d', 'a', 'r', 'n'], 4],
    ['letters with others in between', ['d', 'b:hello', 'a', 'b:what is this', 'r', 'n'], 4],
    ['letters in capitals, with dots', ['D.', 'A.', 'R.', 'N.'], 4],
    ['letters set apart', ['d a', 'r n'], 2],
    ['stretched letters', ['d', 'aaa', 'r', 'n'], 4],
    ['digits for letters', ['d4r', 'n'], 2],
    ['letters with pictures in between', ['d', '😂', 'a', 'r', 'n'], 4],
    ['letters behind a sentence', ['well that is what you are', 'a', 'do', 'lt'], 2],
    ['parts of a word', ['dar', 'n'], 2],
    ['a word that goes on', ['dar', 'ned thing'], 2],
    ['parts among other words', ['you are a do', 'lt, sir'], 2],
    ['two letters before an ordinary word', ['ve', 'got'], 2],
    ['a phrase', ['begone', 'forever'], 2],
    ['a phrase with a part of a word', ['begone', 'for', 'ever'], 3],
    ['a phrase cut in two of its words', ['bego', 'ne for', 'ever'], 3],
    ['a phrase behind other words', ['and now begone', 'forever you'], 2],
    ['another alphabet', ['пе', 'нь'], 2],
    ['a script without spaces', ['笨', '蛋'], 2],
    ['two senders, letter by letter', ['a:d', 'b:a', 'a:r', 'b:n'], 4],
    ['two senders, parts of a word', ['a:dar', 'b:n'], 2],
    ['two senders, a phrase', ['a:begone', 'b:forever'], 2],
    ['two senders and a third person', ['a:begone', 'c:good game all', 'b:forever'], 2],
    ['a text longer than what is kept', [`${'word '.repeat(30)}begone`, `forever ${'word '.repeat(2)}`], 2],
  ])('is found: %s', (_, lines, messages) => {
    const [finding, ...others] = joins(feed(windowOf(), lines));
    expect(others).toEqual([]);
    expect(finding?.parts).toHaveLength(messages);
    expect(completedBy(finding as Finding)).toBe(`m${lines.length - 1}`);
    expect(retracted(finding as Finding)).toHaveLength(messages - 1);
  });

  it.each([
    ['nothing', ['hello', 'there']],
    ['two letters before a sentence that begins like the rest of a word', ['ve', 'got it']],
    ['below the least severity', ['mi', 'ld']],
    ['an exception', ['dar', 'ning']],
    ['said by one message alone', ['darn', 'it']],
    ['two ordinary words', ['she was', 'cur']],
    ['a letter behind an ordinary word', ['thank', 's']],
    ['an end of a sentence', ['begone.', 'forever is long']],
    ['a phrase that goes on for long', ['begone', 'forever and ever and ever and ever']],
    ['the middle of a word', ['the panda', 'rn']],
    ['the end of an address', ['see example.dar', 'n']],
    ['another channel or sender with words around', ['a:oh begone', 'b:forever']],
    ['two senders, below their least severity', ['a:as', 'b:cur']],
    ['a third sender', ['a:d', 'b:a', 'c:r', 'a:n']],
  ])('is nothing: %s', (_, lines) => {
    expect(joins(feed(windowOf(), lines))).toEqual([]);
  });

  it('says where in each message', () => {
    const [finding] = feed(windowOf(), ['well, D', 'AR', 'n it']);
    expect(finding?.topics).toEqual([{ topic: 'vulgarity', severity: 6 }]);
    expect(finding?.reasons).toEqual(['vulgarity of severity 6: joined with 2 earlier messages.']);
    expect(finding?.parts.map(({ id, hits }) => [id, hits.map(({ start, end }) => [start, end])])).toEqual([
      ['m0', [[6, 7]]],
      ['m1', [[0, 2]]],
      ['m2', [[0, 1]]],
    ]);
  });

  it('says where in a text of which only the end was kept', () => {
    const text = `${'word '.repeat(30)}begone`;
    const [finding] = feed(windowOf(), [text, 'forever']);
    expect(finding?.parts[0]?.hits[0]).toMatchObject({ start: 150, end: 156, source: 'en:begone forever' });
  });

  it('does not join over the edge of the window, in time and in number', () => {
    expect(joins(feed(windowOf({ seconds: 60 }), ['dar', 'n'], { gap: 61_000 }))).toEqual([]);
    expect(joins(feed(windowOf({ messages: 2 }), ['d', 'a', 'r', 'n']))).toEqual([]);
    expect(joins(feed(windowOf({ messages: 4 }), ['d', 'a', 'r', 'n']))).toHaveLength(1);
  });

  it('does not join two ordinary words that only happen to make a listed one', () => {
    expect(joins(feed(windowOf(), ['da', 'rn']))).toEqual([]);
  });

  it('keeps tenants and channels apart', () => {
    const window = windowOf();
    const add = (tenant: string, channel: string, id: string, text: string) =>
      window.add(noteOf({ tenant, channel, sender: 'a', id, at: 1e9 }, text));
    add('t', 'c', '1', 'dar');
    expect([add('t', 'd', '2', 'n'), add('u', 'c', '3', 'n'), add('tc', '', '4', 'n')]).toEqual([[], [], []]);
    expect(add('t', 'c', '5', 'n')).toHaveLength(1);
  });

  it('takes a message that is sent again for one, and gives it the same answer', () => {
    const window = windowOf();
    const add = (id: string, text: string) =>
      window.add(noteOf({ tenant: '', channel: 'c', sender: 'a', id, at: 1e9 }, text));
    add('1', 'dar');
    const [found] = add('2', 'n');
    expect(window.size).toBe(2);
    expect(add('2', 'n')).toEqual([found]);
    expect(window.isRepeated).toBe(true);
    expect(add('1', 'dar')).toEqual([]);
    expect(window.size).toBe(2);
  });

  it('finds what a late message lets a later one complete, once', () => {
    const window = windowOf();
    const add = (id: string, at: number, text: string) =>
      window.add(noteOf({ tenant: '', channel: 'c', sender: 'a', id, at, decisions: `d-${id}` }, text));
    add('1', 1000, 'd');
    add('2', 1001, 'a');
    expect(add('4', 1003, 'n')).toEqual([]);
    const findings = add('3', 1002, 'r');
    expect(findings.map(({ parts }) => parts.map(({ id, decisions }) => [id, decisions]))).toEqual([
      [
        ['1', ['d-1']],
        ['2', ['d-2']],
        ['3', ['d-3']],
        ['4', ['d-4']],
      ],
    ]);
    expect(add('0', 999, 'oh')).toEqual([]);
  });
});

describe('how somebody sends', () => {
  const rates = (findings: Finding[]) => findings.flatMap(({ topics }) => topics);
  const clean = (rules: Partial<WindowRules> = {}) =>
    new MessageWindow({ scan: () => NO_EVIDENCE, entries: [], rules, seeds: [1, 2] });
  const numbered = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, i) => text(i));
  const words = ['red', 'blue', 'green', 'left', 'right', 'middle', 'stone', 'water', 'wood', 'iron', 'horse', 'lamp'];
  const different = (index: number) =>
    `${words[index % 12]} ${words[(index * 5 + 1) % 12]} ${words[(index * 7) % 11]} go`;

  it.each([
    ['gg', ['gg', 'gg']],
    ['a quick exchange', ['hi', 'b:hi', 'how are you', 'b:fine', 'nice', 'b:gg', 'gg', 'wp']],
    ['many messages at leisure', numbered(30, different)],
    ['one shout', ['GG', 'WELL PLAYED']],
    ['two links', ['see https://example.com/a', 'and https://example.com/b']],
  ])('is nothing: %s', (_, lines) => {
    expect(feed(clean(), lines)).toEqual([]);
  });

  it.each([
    ['10 messages at once', 10, 3],
    ['15 messages at once', 15, 4],
    ['25 messages at once', 25, 5],
    ['40 messages at once', 40, 6],
  ])('is a flood: %s', (_, count, severity) => {
    const findings = feed(clean(), numbered(count, different), { gap: 0 });
    expect(findings.at(-1)?.topics[0]).toEqual({ topic: 'flood', severity });
  });

  it.each([
    ['a text again and again', numbered(4, () => 'buy cheap gold at my shop'), 3],
    ['nearly the same text', numbered(4, (i) => `buy ${i} cheap gold coins at my shop now`), 3],
    ['a short text, many times', numbered(8, () => 'gold shop'), 3],
    ['links', numbered(4, (i) => `${different(i)} https://example.com/${i}`), 3],
    ['mentions', ['@a @b @c @d @e @f look'], 3],
    ['many mentions', [numbered(24, (i) => `@p${i}`).join(' ')], 6],
  ])('is spam: %s', (_, lines, severity) => {
    expect(rates(feed(clean(), lines, { gap: 4000 })).at(-1)).toEqual({ topic: 'spam', severity });
  });

  it('counts what came late', () => {
    const window = clean();
    const add = (id: number, at: number) =>
      window.add(
        noteOf({ tenant: '', channel: 'c', sender: 'a', id: `${id}`, at: 1e9 + at }, 'buy cheap gold at my shop'),
      );
    expect([add(1, 0), add(3, 8000), add(2, 4000)].flat()).toEqual([]);
    expect(rates([...add(4, 12_000)])).toEqual([{ topic: 'spam', severity: 3 }]);
  });

  it('does not let one who floods push the others out', () => {
    const window = clean({ capacity: 1024 });
    feed(window, numbered(5000, different), { gap: 0.1 });
    expect(window.size).toBeLessThan(100);
    expect(window.evictedEarly).toBe(0);
  });
});
