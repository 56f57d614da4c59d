/** Shortest word that is known with a letter missing or two swapped, in letters. */
const SHORTEST_FUZZY = 5;

/** One word of a phrase at a time, with a letter left out or two neighbours swapped, never its first. */
export function* misspellings(phrase: string): Iterable<string> {
  const words = phrase.split(' ');
  for (const [index, word] of words.entries()) {
    if (word.length < SHORTEST_FUZZY || !/^[a-z]+$/.test(word)) continue;
    for (let i = 1; i < word.length; i++) {
      yield words.with(index, word.slice(0, i) + word.slice(i + 1)).join(' ');
      if (i + 1 < word.length) {
        yield words.with(index, word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2)).join(' ');
      }
    }
  }
}
