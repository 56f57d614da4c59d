import type { PiiReport } from './kinds.js';
import { isLetter, isWordPart, type LetterView, NEWLINE, SPACE } from './letters.js';
import { WordTable } from './word-table.js';

/** A first name alone says little; "real", "full" or a second word says who it is. */
const SEVERITY_FIRST = 4;
const SEVERITY_FULL = 5;
const LONGEST_WORD = 24;
/** Words of a name that are taken. */
const MOST_WORDS = 3;

/** "name", or a verb that alone says "is called". */
const NOUN = 1;
const VERB = 2;
const HEADS = new WordTable({
  [NOUN]: 'name nombre nom nome naam',
  [VERB]: 'heisse heiße llamo appelle chiamo chamo heet',
});
/** Every name has one of these words. */
export const NAME_WORDS = HEADS.words;
/** Before the noun: whose it is. Before the verb: who. */
const OWNERS = new WordTable({
  1: 'my mein mi mon mio mijn meu his her their sein ihr su son sa',
  2: 'ich me m mi ik',
});
const REAL = new WordTable({
  1: 'real full actual true irl legal birth last sur whole richtiger echter voller ganzer real completo vrai vero echte',
  2: 'first given own nick',
});
const IS = new WordTable({ 1: 'is s was iz ist es est e' });
/** What follows "my name is" and is no name. */
const NOT_NAMES = new WordTable({
  1: `not on in no the a an too so very also already taken wrong correct same here there what whatever irrelevant
    important long short just only still now being listed like my your his her our their better cool funny hard easy
    unknown secret private mud and or but for from to up out it its that this these spelled spelt pronounced written
    misspelled changed used set displayed shown called known something nothing none different invalid empty blank case
    all both of as at by if when because where who why how is was are be been has have had stupid gone missing under
    really actually basically literally probably maybe never always ever mentioned blacklisted banned blocked reserved
    registered rare common unique boring weird strange odd ugly beautiful awesome great good bad nice hidden visible
    case-sensitive near above below first last real user root nobody ok okay fine
    nicht kein der die das ein eine auch schon sehr so no muy el la un una pas le un une trop non il lo geen een`,
});

/** Names that somebody gives for a person: "my real name is ...", "ich heiße ...". */
export function findNames(view: LetterView, report: PiiReport): void {
  for (let i = 0; i < view.length;) {
    if (!isWordPart(view.at(i))) {
      i++;
      continue;
    }
    const end = wordEnd(view, i);
    const head = end - i <= 8 && end - i >= 3 ? HEADS.valueAt(view, i, end) : 0;
    if (head > 0) judge(view, i, end, head, report);
    i = end;
  }
}

function judge(view: LetterView, start: number, end: number, head: number, report: PiiReport): void {
  let ownerEnd = start - 1;
  let real = 0;
  if (head === NOUN) {
    const adjective = wordStart(view, ownerEnd);
    real = ownerEnd > adjective ? REAL.valueAt(view, adjective, ownerEnd) : 0;
    if (real > 0) ownerEnd = adjective - 1;
  }
  const owner = wordStart(view, ownerEnd);
  const value = owner < ownerEnd ? OWNERS.valueAt(view, owner, ownerEnd) : 0;
  const isOwned = value === head || (head === VERB && value === 1 && ownerEnd - owner === 2);
  // "real name: ..." needs no owner.
  if (!isOwned && !(real === 1 && view.at(end) === 58)) return;

  let name = skipBlanks(view, end);
  const sign = view.at(name);
  if (sign === 58 || sign === 61) name = skipBlanks(view, name + 1);
  else if (head === NOUN) {
    if (sign === 39) name++;
    const verb = wordEnd(view, name);
    if (IS.valueAt(view, name, verb) === 0) return;
    name = skipBlanks(view, verb);
    if (view.at(name) === 58) name = skipBlanks(view, name + 1);
  }
  give(view, name, real, report);
}

function give(view: LetterView, start: number, real: number, report: PiiReport): void {
  if (view.at(start) === 34 || view.at(start) === 39) start++;
  let end = start;
  let words = 0;
  let capitals = 0;
  for (let from = start; words < MOST_WORDS;) {
    const to = wordEnd(view, from);
    if (to === from || to - from >= LONGEST_WORD || !isAllLetters(view, from, to)) break;
    if (NOT_NAMES.valueAt(view, from, to) > 0) break;
    if (view.isCapital(from)) capitals++;
    else if (words > 0 && capitals > 0 && words > 1) break;
    words++;
    end = to;
    const gap = view.at(to) === 46 && view.at(to + 1) === SPACE ? to + 1 : to;
    if (view.at(gap) !== SPACE) break;
    from = gap + 1;
  }
  if (words === 0 || end - start < 2 || view.isTaken(start)) return;
  // Without capitals the second word may be any.
  if (capitals === 0 && words > 2) end = wordEnd(view, start);
  const full = words > 1 && (capitals > 0 || words === 2);
  view.take(start, end);
  const from = view.startOf(start);
  const to = view.endBefore(end);
  report('name', from, to, full || real === 1 ? SEVERITY_FULL : SEVERITY_FIRST, capitals > 0 ? 0.8 : 0.6, from, to);
}

function skipBlanks(view: LetterView, from: number): number {
  let i = from;
  while (i < from + 3 && view.at(i) === SPACE) i++;
  return i;
}

function wordEnd(view: LetterView, start: number): number {
  let end = start;
  while (end < view.length && isWordPart(view.at(end))) end++;
  return end;
}

/** Where the word that ends here begins; only as far as the longest that is looked up. */
function wordStart(view: LetterView, end: number): number {
  let start = end;
  while (start > 0 && start > end - LONGEST_WORD && isWordPart(view.at(start - 1))) start--;
  return view.at(end) === NEWLINE ? end : start;
}

function isAllLetters(view: LetterView, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isLetter(view.at(i))) return false;
  return true;
}
