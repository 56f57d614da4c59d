import { ADVERSARIAL, chatLog, gameChat, mix } from './corpus.js';

describe('corpora', () => {
  it('has hundreds of short lines of game chat, none twice', () => {
    const { texts, medianLength } = gameChat();
    expect(texts.length).toBeGreaterThan(500);
    expect(new Set(texts).size).toBe(texts.length);
    expect(medianLength).toBeLessThan(30);
  });

  it('mixes two in turns', () => {
    const own = gameChat();
    const both = mix({ ...own, texts: ['a', 'b', 'c'] }, { ...own, texts: ['x'] });
    expect(both.texts).toEqual(['a', 'x', 'b', 'x', 'c', 'x']);
  });

  it('fills every adversarial text to 8 KiB', () => {
    expect(Object.values(ADVERSARIAL).every((text) => text.length === 8192)).toBe(true);
  });

  it('says that a log is missing', () => {
    expect(chatLog('none', '/nowhere/none.jsonl.gz')).toBeUndefined();
  });
});
