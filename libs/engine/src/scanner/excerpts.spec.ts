import { parseLexicon } from '../lexicon-parser.js';
import { LONG_TEXT } from './excerpts.js';
import { compile } from './ruleset.js';
import { Scanner } from './scanner.js';
import { ScanTrace } from './trace.js';

const entries = parseLexicon(
  [
    '#lexicon v1 en',
    'term\ttopics\tboundary\texceptions\tprovenance',
    'grumbly\tbullying:6\tany\tgrumblyton\ttest',
    'ass\tvulgarity:5\tword\t\ttest',
    'get lost\tbullying:5\tword\t\ttest',
  ].join('\n'),
  'en.tsv',
);
const scanner = new Scanner(compile(entries), { personalData: false });

/** The terms of a text's hits with what the text has there, and whether something was given up. */
const show = (text: string) => {
  const { hits, truncated } = scanner.scan(text);
  return { hits: hits.map(({ entry, start, end }) => `${entry!.term}: ${text.slice(start, end)}`), truncated };
};
const garbage = (pattern: string) => pattern.repeat(Math.ceil(8192 / pattern.length));
/** Words that look like a disguise and differ from each other. */
const noise = Array.from({ length: 1200 }, (_, i) => `l0st,${i}`).join(' ');

describe('excerpts', () => {
  it.each([
    ['words', 'ordinary words here '],
    ['versions and paths, all of them quiet', 'v1.2 /usr/lib64 a4711 '],
    ['one disguise over and over', 'a5s '],
    ['masks over and over', 'ab*cd*ef '],
  ])('finds a disguise behind a long text of %s', (_, pattern) => {
    expect(show(`${garbage(pattern)}, gru*bly`).hits).toContain('grumbly: gru*bly');
    expect(show(`${garbage(pattern)}, grumb1y`).hits).toContain('grumbly: grumb1y');
    expect(show(`${garbage(pattern)}, g.r.u.m.b.l.y`).hits).toContain('grumbly: g.r.u.m.b.l.y');
  });

  it.each([
    ['escapes', 'gr&#117;mbly'],
    ['an override', '\u202eylbmurg\u202c'],
    ['single letters', 'g r u m b l y'],
  ])('finds what hides by %s behind a long text', (_, disguise) => {
    const text = `${garbage('ordinary words here ')} ${disguise} and more`;
    const [hit] = scanner.scan(text).hits;
    expect(text.slice(hit!.start, hit!.end)).toContain(disguise.replace(/[\u202c\u202e]/g, ''));
  });

  it.each([
    ['disguises that all differ', `${noise} `],
    ['single letters', garbage('f u n ')],
    ['joined letters', garbage('f.u.n.')],
    ['signs', garbage('#$%&@!')],
    ['kana', garbage('カナ')],
  ])('finds what stands plainly behind a long text of %s, and says that some was not read', (_, text) => {
    const found = show(`${text}. grumbly, get lost`);
    expect(found.hits).toEqual(['grumbly: grumbly', 'get lost: get lost']);
    expect(found.truncated).toBe(true);
  });

  it('says so where nothing was found', () => {
    expect(show(noise)).toEqual({ hits: [], truncated: true });
  });

  it('says nothing where all was read', () => {
    expect(show(garbage('ordinary words here '))).toEqual({ hits: [], truncated: false });
  });

  it('reads a text up to a length as a whole', () => {
    const text = noise.slice(0, LONG_TEXT - 8);
    expect(show(`${text} grumb1y`)).toEqual({ hits: ['grumbly: grumb1y'], truncated: false });
  });

  it('cuts no word', () => {
    for (let shift = 0; shift < 300; shift += 7) {
      expect(scanner.scan(`${'.'.repeat(shift)} ${garbage('harass1 classy 4asset ')}`).hits).toEqual([]);
    }
  });

  it('heeds exceptions, and traces what it reads', () => {
    const text = `${garbage('ordinary words here ')} gr0mb1y grumb1yton grumb1y`;
    const trace = new ScanTrace();
    const { hits } = scanner.scan(text, 'text', trace);
    expect(hits).toEqual(scanner.scan(text).hits);
    expect(hits.map(({ start }) => start)).toEqual([text.length - 7]);
    expect(trace.saved.map(({ start }) => start)).toEqual([text.length - 18]);
  });
});
