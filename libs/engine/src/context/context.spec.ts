import fc from 'fast-check';
import { buildCharTable } from '../text/char-table.js';
import { WordMemory } from '../text/word-memory.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import { ContextMatcher, ContextRules } from './context.js';
import { parseClasses, parseRules, type ContextSource, type Mark } from './context-source.js';

const table = buildCharTable('');

function source(classes: string, rules: string): ContextSource {
  return {
    classes: parseClasses(`#classes v1 en\n${classes}`, 'en.classes.tsv'),
    ...parseRules(`#rules v1 en\n${rules}`, 'en.rules.tsv'),
  };
}

const CLASSES = [
  'fruit\tapples;pears;red grapes;<colour> <shape>\tfuzzy',
  'colour\tgreen;yellow\tcommon',
  'shape\tballs;cubes\tcommon',
  "dislike\thate;can't stand",
  "negation\tnot;never;don't\tcommon",
  'say\tsays;said\tcommon',
].join('\n');

const RULES = [
  'detect\tdislike-fruit\t<dislike> ..2 <fruit>\tbullying:5',
  'detect\tfruit-them\t<fruit> ...6 <dislike> them\tbullying:6',
  'detect\tfruit-last\t<fruit> rot|rots $\tviolence:4',
  'detect\tfirst-fruit\t^ very? <fruit> please\tspam:3',
  'mark\tnegated\t<negation> ..2 @',
  'mark\tquoted\t"@"',
  'mark\tcountered\t<say> ...4 "@"',
  'effect\tbullying\tnegated\tclean',
  'effect\t*\tquoted\t-2',
].join('\n');

const rules = new ContextRules(source(CLASSES, RULES), table, new Set(['pars']));

function reader(text: string, joined = false): { matcher: ContextMatcher; buffer: FoldBuffer } {
  const matcher = new ContextMatcher(rules, new WordMemory());
  const buffer = new FoldBuffer();
  foldPlain(text, table, buffer);
  matcher.read(buffer, joined);
  return { matcher, buffer };
}

function detect(text: string, joined = false): string[] {
  const { matcher } = reader(text, joined);
  const found: string[] = [];
  matcher.detect(text, (name, _, start, end) => found.push(`${name} "${text.slice(start, end)}"`));
  return found;
}

describe('detect rules', () => {
  it.each([
    ['I hate apples', ['dislike-fruit "hate apples"']],
    ['I HATE all the Äpples!', ['dislike-fruit "HATE all the Äpples"']],
    ['I hate one two three apples', []],
    ['I hate. Apples grow', []],
    ['I hate, really, apples', ['dislike-fruit "hate, really, apples"']],
    ["I can't stand red grapes", ['dislike-fruit "can\'t stand red grapes"']],
    ['I hate red, grapes', ['dislike-fruit "hate red, grapes"']],
    ['I hate not apples', []],
    ['green balls? I hate yellow cubes', ['dislike-fruit "hate yellow cubes"']],
    ['hate green green', []],
    ['apples are fine. No, I hate them', ['fruit-them "apples are fine. No, I hate them"']],
    ['apples rot', ['fruit-last "apples rot"']],
    ['apples rot. soon', ['fruit-last "apples rot"']],
    ['apples rot soon', []],
    ['well, very apples please', []],
    ['well! very apples please', ['first-fruit "very apples please"']],
    ['apples please', ['first-fruit "apples please"']],
    ['hate appels and pers', ['dislike-fruit "hate appels"']],
    ['hate pars', []],
    ['', []],
  ])('reads %j', (text, expected) => {
    expect(detect(text)).toEqual(expected);
  });

  it.each([
    ['ihateapples', []],
    ['hateapples', ['dislike-fruit "hateapples"']],
    ['so hatenotpears', []],
    ['hatepearsx', []],
  ])('cuts words written together in %j', (text, expected) => {
    expect(detect(text, true)).toEqual(expected);
    expect(detect(text)).toEqual([]);
  });
});

describe('marks', () => {
  const markOf = (text: string, hit: string): Mark | undefined => {
    const { matcher } = reader(text);
    matcher.reader.locate(text);
    const start = text.indexOf(hit);
    return matcher.markOf(start, start + hit.length, undefined, () => true);
  };

  it.each([
    ['I do not really hate apples', 'hate apples', 'negated'],
    ["I don't hate apples", 'hate apples', 'negated'],
    ['I do not ever even so hate apples', 'hate apples', undefined],
    ['No. I do not. Hate apples', 'Hate apples', undefined],
    ['"hate apples"', 'hate apples', 'quoted'],
    ['“hate apples” is not nice', 'hate apples', 'quoted'],
    ["it's 'hate apples' that", 'hate apples', 'quoted'],
    ["it's hate apples that's", 'hate apples', undefined],
    ['she said: "I hate apples"', 'hate apples', 'countered'],
    ['hate', 'hate', undefined],
    ['mr_hate: can you help?', 'hate', 'mention'],
    ['hate: can you help?', 'hate', undefined],
    ['hey @hate_me look', 'hate', 'mention'],
    ['hey hate_me look', 'hate', undefined],
    ['one, hate_me: look', 'hate', undefined],
  ])('of %j', (text, hit, expected) => {
    expect(markOf(text, hit)).toBe(expected);
  });

  it('have effects by topic, else by *', () => {
    expect(rules.effectOf('bullying', 'negated')).toBe('clean');
    expect(rules.effectOf('bullying', 'quoted')).toBe(-2);
    expect(rules.effectOf('hate', 'quoted')).toBe(-2);
    expect(rules.effectOf('hate', 'negated')).toBeUndefined();
  });
});

describe('files', () => {
  it.each([
    ['#classes v1 en\nBad\ta', 'en.tsv:2: Column name: "Bad" must be lower-case letters'],
    ['#classes v1 en\nfruit\ta;;b', 'en.tsv:2: Column words'],
    ['#classes v1 en\nfruit\ta\tsweet', 'en.tsv:2: Column flags: "sweet" must be one of masked, common, fuzzy.'],
    ['fruit\ta', 'en.tsv:1: The first line must be "#classes v1 <language>"'],
  ])('of classes that are broken (%#)', (text, message) => {
    expect(() => parseClasses(text, 'en.tsv')).toThrow(message);
  });

  it.each([
    ['find\ta\tb\tc', 'Column kind: "find" must be detect, mark or effect.'],
    ['detect\tA\tb\thate:6', 'Column name: "A"'],
    ['detect\ta\tb\thate', 'Column effect: "hate" must be "topic:severity"'],
    ['mark\tsorry\t@', '"sorry" is no mark; it must be one of mention'],
    ['effect\thate\tnegated\t3', 'Column effect: "3" must be "clean" or a step'],
  ])('of rules that are broken (%#)', (line, message) => {
    expect(() => parseRules(`#rules v1 en\n${line}`, 'en.tsv')).toThrow(`en.tsv:2: ${message}`);
  });

  it.each([
    ['detect\ta\t<berry>\thate:6', 'there is no word class "berry"'],
    ['detect\ta\t<colour> ..2\thate:6', 'it needs a word or a class that is not common'],
    ['detect\ta\t<fruit> @\thate:6', 'no "@"'],
    ['detect\ta\t<fruit> ..40 x\thate:6', 'a gap must be 1 to 14 units, not 40'],
    ['detect\ta\t<fruit> ..14 x ..14 y\thate:6', 'it can span more than 30 units'],
    ["detect\ta\t<fruit> don't\thate:6", '"don\'t" must be one word'],
    ['mark\tself\t<fruit>', 'it needs "@"'],
  ])('of patterns that are broken (%#)', (line, message) => {
    expect(() => new ContextRules(source(CLASSES, line), table)).toThrow(message);
  });
});

/** Every way to lay the pattern of dislike-fruit over the words, tried one by one. */
function slowly(words: readonly string[]): boolean {
  return words.some(
    (word, i) =>
      word === 'hate' &&
      [1, 2, 3].some((step) => words[i + step] === 'apples' && !words.slice(i + 1, i + step).includes('not')),
  );
}

it('finds what a slow search finds', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('hate', 'apples', 'not', 'so', 'blue'), { maxLength: 12 }), (words) => {
      expect(detect(words.join(' ')).some((found) => found.startsWith('dislike-fruit'))).toBe(slowly(words));
    }),
  );
});
