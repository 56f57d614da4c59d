import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LABELS, type Label } from '@breakwater/engine';
import { targetsOf, type Example, type Known, type Split } from './example.js';
import { Random, hashText } from './random.js';

/** Texts that one template makes at most, and how much all of them count together. */
const MOST_TEXTS = 48;
const TEMPLATE_WEIGHT = 64;
/** Texts of a template that others may quote. */
const QUOTABLE = 8;

/** Lists of people and of names for them: a harmless text about them is a twin of a harmful one, not everyday chat. */
const PEOPLE = /\{(group|groupde|one|kind|slurpl|slursg|insult|said_[a-z]+)\}/;

/** A line of a file of our own texts. */
interface Template {
  readonly split: 'train' | 'test';
  readonly labels: readonly Label[];
  /** Literal parts and lists of choices in turn. */
  readonly parts: readonly (readonly string[])[];
}

/**
 * Reads the project's own texts: every <language>.tsv of a folder.
 *
 * "#texts v1 <language>", then lists ("@name", words separated by ";") and templates: split (train or test), labels
 * ("clean" or names separated by commas), text with {name} for a word of a list and [a|b] for a choice. {said_hate} and
 * {said_insult} stand for any text of that label above, of the same split: so quotation and framing are written once.
 *
 * A label that is not named does not hold, with three exceptions. Insult, hate and threat are toxic. Whether a text with
 * a word of the list "rude" is vulgar stays open, and so does whether a hateful one insults someone.
 * @throws Error naming file, line and what is wrong
 */
export function readOwnTexts(folder: string, seed: number): Example[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  return files.sort().flatMap((file) => expandFile(readFileSync(join(folder, file), 'utf8'), file, seed));
}

/** The texts of one file; see readOwnTexts. */
export function expandFile(source: string, file: string, seed: number): Example[] {
  const lines = source.trimEnd().split('\n');
  const language = /^#texts v1 ([a-z]{2,3})$/.exec(lines[0] ?? '')?.[1];
  if (!language) throw new Error(`${file}:1: The first line must be "#texts v1 <language>".`);
  const lists = new Map<string, readonly string[]>();
  const examples: Example[] = [];
  // The open end of a word is wanted: "fucking", "bitches".
  const isRude = (text: string) => (lists.get('rude') ?? []).some((stem) => text.toLowerCase().includes(stem));
  lines.forEach((line, index) => {
    if (line === '' || line.startsWith('#')) return;
    const broken = (problem: string) => new Error(`${file}:${index + 1}: ${problem}`);
    const cells = line.split('\t');
    if (line.startsWith('@')) {
      if (cells.length !== 2) throw broken('A list has a name and words.');
      lists.set(cells[0]!.slice(1), cells[1]!.split(';'));
      return;
    }
    const template = parseTemplate(cells, (name) => lists.get(`${name} ${cells[0]}`) ?? lists.get(name), broken);
    const known: Known = Object.fromEntries(LABELS.map((label) => [label, template.labels.includes(label) ? 1 : 0]));
    if (template.labels.some((label) => ['insult', 'hate', 'threat'].includes(label))) known.toxic = 1;
    if (known.hate === 1 && !known.insult) known.insult = undefined;
    const targets = targetsOf(known);
    const open = targetsOf({ ...known, vulgar: known.vulgar || undefined });
    const texts = expand(template.parts, new Random(seed ^ hashText(line)));
    const weight = Math.min(8, TEMPLATE_WEIGHT / texts.length);
    // Of the half that may be learned from, one template in eight calibrates.
    const split: Split = template.split === 'test' || hashText(line) % 8 ? template.split : 'calibrate';
    const ordinary = template.labels.length === 0 && !PEOPLE.test(line);
    const set = `own_${language}`;
    for (const text of texts) {
      examples.push({ text, language, set, split, targets: isRude(text) ? open : targets, weight, ordinary });
    }
    for (const label of ['hate', 'insult'] as const) {
      if (!template.labels.includes(label) || template.labels.includes('threat')) continue;
      // Templates that calibrate are quoted in others that calibrate or train alike: only the test half stands apart.
      const name = `said_${label} ${template.split}`;
      lists.set(name, [...(lists.get(name) ?? []), ...texts.slice(0, QUOTABLE)]);
    }
  });
  return examples;
}

function parseTemplate(
  cells: readonly string[],
  wordsOf: (list: string) => readonly string[] | undefined,
  broken: (problem: string) => Error,
): Template {
  const [split, names, text] = cells;
  if (cells.length !== 3 || (split !== 'train' && split !== 'test')) {
    throw broken('A template has the columns split (train or test), labels, text.');
  }
  const labels = names === 'clean' ? [] : names!.split(',');
  for (const label of labels) {
    if (!(LABELS as readonly string[]).includes(label)) throw broken(`"${label}" is no label.`);
  }
  const parts = [...text!.matchAll(/\{([a-z_0-9]+)\}|\[([^\]]*)\]|([^{[]+)/g)].map(([, list, choice, literal]) => {
    if (literal !== undefined) return [literal];
    if (choice !== undefined) return choice.split('|');
    const words = wordsOf(list!);
    if (!words) throw broken(`There is no list "${list}" above.`);
    return words;
  });
  return { split, labels: labels as Label[], parts };
}

/** All texts of a template where they are few, else a sample. */
function expand(parts: readonly (readonly string[])[], random: Random): string[] {
  const all = parts.reduce((product, { length }) => product * length, 1);
  const texts = new Set<string>();
  if (all <= MOST_TEXTS) {
    for (let n = 0; n < all; n++) {
      let rest = n;
      texts.add(
        tidy(
          parts.map((choices) => {
            const choice = choices[rest % choices.length]!;
            rest = Math.floor(rest / choices.length);
            return choice;
          }),
        ),
      );
    }
  } else for (let n = 0; n < MOST_TEXTS; n++) texts.add(tidy(parts.map((choices) => random.pick(choices))));
  return [...texts];
}

function tidy(parts: readonly string[]): string {
  return parts.join('').replace(/ +/g, ' ').trim();
}
