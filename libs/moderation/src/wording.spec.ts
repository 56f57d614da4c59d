import { Message } from '@breakwater/contracts';
import { parseClasses, parseLexicon, parseRules } from '@breakwater/engine';
import { Moderator } from './moderator.js';

const entries = parseLexicon(
  [
    '#lexicon v1 en',
    'term\ttopics\tboundary\texceptions\tprovenance',
    'blasted\tvulgarity:6\tany\tunblasted\ttest',
    'lout\tbullying:6\tword\t\ttest',
  ].join('\n'),
  'en.tsv',
);
const context = {
  classes: parseClasses('#classes v1 en\nnegation\tnot\tcommon\nspeech\tsaid\tcommon', 'en.classes.tsv'),
  ...parseRules('#rules v1 en\nmark\tnegated\t<negation> ..2 @\neffect\tbullying\tnegated\tclean', 'en.rules.tsv'),
};
const moderator = new Moderator({
  lexicon: { entries, words: ['clear', 'output'], context },
  policies: { version: 'p', policies: [{ audience: 'adult', topics: {}, otherwise: { redact: 6 } }] },
  versions: { policy: 'p', lexicon: 'l', model: 'none' },
});
const words = (text: string) => moderator.explain({ ...Message.decode(new Uint8Array()), text }).words;

describe('an explanation in words', () => {
  it.each([
    ['good morning', []],
    ['you l0ut', ['"l0ut" is the listed term en:lout, written in leet: bullying 6.']],
    ['unblasted', ['"blasted" contains the listed term "blasted", saved by the exception "unblasted".']],
    ['not a lout', ['"lout" would be en:lout; the words around it take it back: they negate it.']],
    ['a cl0uty day', ['"cl0uty" holds the listed term "lout", which does not count inside this word.']],
  ])('of %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('says in the reasons what was found, without the text', () => {
    const { verdicts } = moderator.explain({ ...Message.decode(new Uint8Array()), text: 'you L0UT' });
    expect(verdicts[0]!.reasons).toEqual([
      'bullying of severity 6: the adult policy says redact from 6. Found: en:lout, written in leet.',
    ]);
  });
});
