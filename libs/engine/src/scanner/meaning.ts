import { Classifier, LABEL_COUNT, type Model } from '../classifier/index.js';
import { ContextMatcher, type ContextRules, type ForeignWord } from '../context/context.js';
import type { Change, Mark } from '../context/context-source.js';
import type { Grade } from '../lexicon-entry.js';
import type { CharTable } from '../text/char-table.js';
import type { FoldBuffer } from '../text/fold.js';
import type { TokenList } from '../text/tokens.js';
import { classBits } from '../text/word-classes.js';
import type { WordMemory } from '../text/word-memory.js';
import { ABOUT_GROUPS, FEWEST_WORDS, LEAST_LIKELY, corroborates, gradesOf, speaks } from './likelihood.js';
import { NO_EVIDENCE, byPlace, says, type Evidence, type EvidenceHit } from './evidence.js';
import type { Source } from './reader.js';
import type { Reading } from './readings.js';
import type { Rewritten } from './rewriting/rewritten.js';
import type { ScanTrace } from './trace.js';
import { Transform, transformsIn } from './transforms.js';

/** Readings that show whole words, and what they undo beyond what the characters show. */
const UNDONE: Partial<Record<Reading, number>> = { disguise: 0, joined: Transform.SPACING, rewritten: 0, turned: 0 };

/** Marks the reading that undoes nothing. */
const PLAIN = -1;

/** Disguises that nobody writes by chance, and the marks that they outweigh. */
const DELIBERATE = ~(Transform.CASE | Transform.REPEAT | Transform.DIACRITIC | Transform.TYPO | Transform.TRANSPOSED);
const SOFT_MARKS: ReadonlySet<Mark> = new Set(['object', 'game', 'self', 'group']);

/** Hits whose surroundings are heard. A text with more is no conversation. */
const MOST_HEARD = 64;
/** Hits from which on a text is looked through for those that say the same in the same surroundings. */
const MANY = 8;

/** One rule hit for the same topics: the worst, of equals the first. */
function worstByTopic(hits: readonly EvidenceHit[]): Iterable<EvidenceHit> {
  const worst = new Map<string, EvidenceHit>();
  for (const hit of hits) {
    const topics = hit.grades.map(({ topic }) => topic).join();
    const known = worst.get(topics);
    if (!known || hit.grades[0]!.severity > known.grades[0]!.severity) worst.set(topics, hit);
  }
  return worst.values();
}

function foreignWord({ entry }: EvidenceHit): ForeignWord | undefined {
  const elsewhere = entry?.context?.find(({ when }) => when === 'foreign')?.languages;
  return elsewhere && { language: entry!.language, elsewhere };
}

/**
 * What the words of one text mean together: rules find what no single word says, and the words around a hit change what
 * it weighs. The plain reading is kept until the end, since closer readings only add hits to it.
 */
export class Meaning {
  private readonly plain: ContextMatcher;
  private readonly closer: ContextMatcher;
  private ruleHits: EvidenceHit[] = [];
  private readonly classifier: Classifier | undefined;
  /** Classes of groups and slurs, as bits. */
  private readonly groups: { readonly low: number; readonly high: number };
  /** By surroundings, the hit of a text with many that was heard in them, and the mark that holds there. */
  private readonly heard = new Map<number, { readonly hit: EvidenceHit; readonly mark: Mark | undefined }>();
  /** Per label, the highest of all readings. */
  private readonly likely = new Float32Array(LABEL_COUNT);
  /** Whether any of them is more than 0. */
  private told = false;

  /** The text being read and what the reading undoes, for `report`: one closure for all texts. */
  private text = '';
  private undone = PLAIN;
  private origin: Rewritten | undefined;
  private at = 0;
  private readonly report = (name: string, grades: readonly Grade[], start: number, end: number): void => {
    const { undone, text, origin, at } = this;
    let transforms = undone === PLAIN ? 0 : undone | transformsIn(text, start, end, '', this.table, true);
    if (!origin) {
      this.ruleHits.push({ source: `rule:${name}`, grades, start: at + start, end: at + end, transforms });
      return;
    }
    for (let i = start; i < end; i++) transforms |= origin.marks[i]!;
    const [from, to] = [origin.starts[start]!, origin.ends[end - 1]!];
    // What is read from the right stands the other way round.
    const [first, last] = from < to ? [from, to] : [origin.starts[end - 1]!, origin.ends[start]!];
    this.ruleHits.push({ source: `rule:${name}`, grades, start: at + first, end: at + last, transforms });
  };

  constructor(
    private readonly rules: ContextRules,
    private readonly table: CharTable,
    model: Model | undefined,
    private readonly memory: WordMemory,
  ) {
    this.plain = new ContextMatcher(rules, memory);
    this.closer = new ContextMatcher(rules, memory);
    this.classifier = model && new Classifier(model, rules.classes, table, memory, LEAST_LIKELY);
    this.groups = classBits(rules.classes.masked);
  }

  /**
   * Reads the text as it stands.
   * @param buffer kept as it is until the text is done with
   */
  read(text: string, buffer: FoldBuffer): void {
    if (this.ruleHits.length > 0) this.ruleHits = [];
    this.origin = undefined;
    this.at = 0;
    this.plain.read(buffer, true);
    this.score(this.plain, buffer, true);
    this.detect(this.plain, text, PLAIN);
  }

  /** See ContextRules.means. */
  means(buffer: FoldBuffer, word: number, others: TokenList): boolean {
    return this.rules.means(buffer, word, this.memory, others);
  }

  /** Reads it another way, if that way may show words that the text as it stands does not. */
  readAgain({ text, origin, at }: Source, buffer: FoldBuffer, reading: Reading): void {
    const undone = UNDONE[reading];
    if (undone === undefined) return;
    this.origin = origin;
    this.at = at;
    if (!this.closer.readOther(buffer, this.plain.reader)) return;
    this.score(this.closer, buffer, false);
    this.detect(this.closer, text, undone);
  }

  /** Adds what the rules found to the evidence, and lets the words around each hit speak. */
  finish(text: string, evidence: Evidence, trace: ScanTrace | undefined): Evidence {
    if (trace) trace.language = this.rules.languages.guess(this.plain.reader.tokens);
    const speaking = this.told && this.plain.reader.count >= FEWEST_WORDS && speaks(this.likely);
    if (this.ruleHits.length === 0 && evidence.hits.length === 0 && !speaking) return evidence;
    this.plain.reader.locate(text);
    const softened = new Set<string>();
    if (this.heard.size > 0) this.heard.clear();
    const hear = (found: readonly EvidenceHit[]): EvidenceHit[] => {
      const heard: EvidenceHit[] = [];
      for (let i = 0; i < found.length; i++) {
        const hit = i < MOST_HEARD ? this.hear(found[i]!, softened, found.length >= MANY, trace) : found[i];
        if (hit) heard.push(hit);
      }
      return heard;
    };
    const hits = [...worstByTopic(hear(this.ruleHits)), ...hear(evidence.hits)];
    if (speaking) {
      for (const { label, grade } of gradesOf(this.likely, this.groupNamed)) {
        // Where the words around a hit softened its topic, they were heard better than the classifier can.
        // Where a hit says it already, the classifier adds nothing.
        if (softened.has(grade.topic) || hits.some((hit) => says(hit, grade))) continue;
        hits.push({ start: 0, end: text.length, source: `model:${label}`, grades: [grade], transforms: 0 });
      }
    }
    if (hits.length === 0 && !evidence.truncated) return NO_EVIDENCE;
    hits.sort(byPlace);
    return { hits, truncated: evidence.truncated };
  }

  /** @param first of the text's readings: what was likely belongs to another text */
  private score({ reader }: ContextMatcher, buffer: FoldBuffer, first: boolean): void {
    if (!this.classifier) return;
    const scores = this.classifier.score(buffer, reader.units, this.groupNamed ? 0 : ABOUT_GROUPS);
    const { told } = this.classifier;
    if (!told && !(first && this.told)) return;
    this.told = told;
    for (let label = 0; label < LABEL_COUNT; label++) {
      if (first || scores[label]! > this.likely[label]!) this.likely[label] = scores[label]!;
    }
  }

  private detect(matcher: ContextMatcher, text: string, undone: number): void {
    this.text = text;
    this.undone = undone;
    matcher.detect(text, this.report);
  }

  /** A hit as the words around it leave it; undefined where they take it back. */
  private hear(
    hit: EvidenceHit,
    softened: Set<string>,
    isOneOfMany: boolean,
    trace: ScanTrace | undefined,
  ): EvidenceHit | undefined {
    const mark = isOneOfMany && hit.entry ? this.markAgain(hit) : this.markOf(hit);
    if (mark === undefined) return this.corroborated(hit);
    const grades: Grade[] = [];
    for (const { topic, severity } of hit.grades) {
      const change = this.changeOf(hit, topic, mark);
      if (change === 'clean' || (change ?? 0) < 0) softened.add(topic);
      if (change === 'clean') continue;
      grades.push({ topic, severity: Math.max(1, Math.min(7, severity + (change ?? 0))) });
    }
    if (grades.length > 0) return { ...hit, grades, context: mark };
    trace?.cleared.push({ source: hit.source, start: hit.start, end: hit.end, mark });
    return undefined;
  }

  private markOf(hit: EvidenceHit): Mark | undefined {
    return this.plain.markOf(hit.start, hit.end, foreignWord(hit), (mark) =>
      hit.grades.some(({ topic }) => this.changeOf(hit, topic, mark) !== undefined),
    );
  }

  /** As markOf, from memory where the same was heard in the same surroundings. */
  private markAgain(hit: EvidenceHit): Mark | undefined {
    const surroundings = this.plain.surroundingsOf(hit.start, hit.end);
    const known = this.heard.get(surroundings);
    if (known && known.hit.entry === hit.entry && known.hit.transforms === hit.transforms) return known.mark;
    const mark = this.markOf(hit);
    this.heard.set(surroundings, { hit, mark });
    return mark;
  }

  /** A mild hit that the classifier finds right is a step worse. */
  private corroborated(hit: EvidenceHit): EvidenceHit {
    if (!hit.grades.some((grade) => corroborates(this.likely, grade))) return hit;
    const grades = hit.grades.map((grade) =>
      corroborates(this.likely, grade) ? { topic: grade.topic, severity: grade.severity + 1 } : grade,
    );
    return { ...hit, grades };
  }

  /** Whether the text names a group of people or has a slur. */
  private get groupNamed(): boolean {
    const { seen } = this.plain.reader;
    return ((seen[0]! & this.groups.low) | (seen[1]! & this.groups.high)) !== 0;
  }

  private changeOf(hit: EvidenceHit, topic: string, mark: Mark): Change | undefined {
    // Whoever disguises a word means it.
    if (hit.transforms & DELIBERATE && SOFT_MARKS.has(mark)) return undefined;
    const own = hit.entry?.context?.find(({ when }) => when === mark);
    return own ? own.change : this.rules.effectOf(topic, mark);
  }
}
