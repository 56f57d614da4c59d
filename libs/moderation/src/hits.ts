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
  const hits: Hit[] = [];
  for (const { start, end, source, grades, transforms } of evidence) {
    const names = transformsOf(transforms);
    for (const { topic, severity } of grades)
      hits.push({ start, end, topic, severity, transforms: names, term: source });
  }
  if (hits.length <= MOST_HITS) return { hits, truncated: false };
  const worst = [...hits].sort((a, b) => b.severity - a.severity).slice(0, MOST_HITS);
  return { hits: worst.sort((a, b) => a.start - b.start || a.end - b.end), truncated: true };
}
