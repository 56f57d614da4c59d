import { Hit_Transform, type Hit } from '@breakwater/contracts';
import { Transform, type EvidenceHit } from '@breakwater/engine';

/** The engine's names for disguises are the contract's; the compiler checks that none is missing. */
const NAMES: Readonly<Record<keyof typeof Transform, Hit_Transform>> = Hit_Transform;

const lists = new Map<number, Hit_Transform[]>();

/** The disguises in a bit set, in enum order. The lists are shared: not to be changed. */
function transformsOf(bits: number): Hit_Transform[] {
  let list = lists.get(bits);
  if (!list) {
    list = (Object.keys(Transform) as (keyof typeof Transform)[])
      .filter((name) => bits & Transform[name])
      .map((name) => NAMES[name])
      .sort((a, b) => a - b);
    lists.set(bits, list);
  }
  return list;
}

/** Most hits that a verdict reports. */
export const MOST_HITS = 64;

/** Evidence as the contract has it: one hit per term and topic, in order of start; the worst where there are too many. */
export function reportHits(evidence: readonly EvidenceHit[]): { hits: Hit[]; truncated: boolean } {
  const { from, most, truncated } = mildestReported(evidence);
  const hits: Hit[] = [];
  let mildest = 0;
  for (const { start, end, source, grades, transforms } of evidence) {
    for (const { topic, severity } of grades) {
      if (severity < from || (severity === from && mildest++ >= most)) continue;
      hits.push({ start, end, topic, severity, transforms: transformsOf(transforms), term: source });
    }
  }
  if (truncated) hits.sort((a, b) => a.start - b.start || a.end - b.end || b.severity - a.severity);
  return { hits, truncated };
}

/** From which severity on hits are reported, and how many of just that one; all of them where there are few. */
function mildestReported(evidence: readonly EvidenceHit[]): { from: number; most: number; truncated: boolean } {
  const counts: number[] = [];
  let total = 0;
  for (const { grades } of evidence) {
    for (const { severity } of grades) counts[severity] = (counts[severity] ?? 0) + 1;
    total += grades.length;
  }
  if (total <= MOST_HITS) return { from: 0, most: 0, truncated: false };
  let most = MOST_HITS;
  let from = counts.length - 1;
  for (; (counts[from] ?? 0) < most; from--) most -= counts[from] ?? 0;
  return { from, most, truncated: true };
}
