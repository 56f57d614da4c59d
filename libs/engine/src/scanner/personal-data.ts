import { PiiDetector, TOPIC_OF_PII, type PiiReport } from '../pii/index.js';
import type { CodeUnits } from '../text/code-units.js';
import type { EvidenceHit } from './evidence.js';
import type { ScanMode } from './readings.js';

const NOTHING: readonly EvidenceHit[] = Object.freeze([]);

/** Turns what the PII detector reports into hits. Allocates only for what is found. */
export class PersonalData {
  private readonly detector = new PiiDetector();
  private hits: EvidenceHit[] = [];
  private mode: ScanMode = 'text';

  private readonly report: PiiReport = (kind, start, end, severity) => {
    // An address that is judged as such is no link in something else.
    if (kind === 'link' && this.mode === 'url') return;
    const topic = TOPIC_OF_PII[kind];
    this.hits.push({ start, end, source: `pii:${kind}`, grades: [{ topic, severity }], transforms: 0 });
  };

  /**
   * Hits in no particular order; offsets in the text.
   * @param words what its words may be part of, see PersonalWords
   */
  find(text: CodeUnits, mode: ScanMode, words: number): readonly EvidenceHit[] {
    this.mode = mode;
    this.detector.find(text, this.report, words);
    if (this.hits.length === 0) return NOTHING;
    const { hits } = this;
    this.hits = [];
    return hits;
  }
}
