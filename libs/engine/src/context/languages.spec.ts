import { buildCharTable } from '../text/char-table.js';
import { FoldBuffer, foldPlain } from '../text/fold.js';
import { parseFunctionWords } from './context-source.js';
import { Languages } from './languages.js';

const table = buildCharTable('');
const lists = parseFunctionWords(
  '#function-words v1\nen\tthe;is;you;in;and\nde\tder;die;ist;und;in\nsv\tär;och;vi;du',
  'function-words.tsv',
);
const languages = new Languages(lists, table);

function tokensOf(text: string) {
  const buffer = new FoldBuffer();
  foldPlain(text, table, buffer);
  return buffer.tokens;
}

describe('Languages', () => {
  it.each([
    ['der Baum ist dick und alt', 3, 'en', true],
    ['the dick is der ist', 1, 'en', false],
    ['you are a dick and the', 3, 'en', false],
    ['dick', 0, 'en', false],
    ['der dick', 1, 'en', false],
    ['der Baum ist dick und alt', 3, 'de', false],
    ['vi är dick och', 2, 'en', false],
    ['der die und x x x x x x x x x dick', 12, 'en', false],
  ])('%j, word %i of %s', (text, word, language, foreign) => {
    expect(languages.isAmong(tokensOf(text), word, word + 1, language, ['de', 'fr'])).toBe(foreign);
  });

  it.each([
    ['the tree is tall and old', 'en'],
    ['der Baum ist in dem Wald', 'de'],
    ['vi är här', 'sv'],
    ['in', undefined],
    ['is ist', undefined],
    ['the is der die', undefined],
    ['', undefined],
  ])('guesses %j', (text, language) => {
    expect(languages.guess(tokensOf(text))).toBe(language);
  });

  it.each([
    ['en\tthe', 'words.tsv:1: The first line must be "#function-words v1".'],
    ['#function-words v1\nEN\tthe', 'words.tsv:2: A line must be a language such as "de"'],
    ['#function-words v1\nen\tthe;;a', 'words.tsv:2'],
    ['#function-words v1\nen\tthe\ta', 'words.tsv:2'],
  ])('refuses %j', (source, message) => {
    expect(() => parseFunctionWords(source, 'words.tsv')).toThrow(message);
  });
});
