import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hold, most, type Bar } from './bar.js';
import { median } from './measures.js';

/** What loading the ruleset costs. */
export interface Footprint {
  readonly loadMs: number;
  readonly compileMs: number;
  /** JavaScript heap and typed arrays after a collection, less what the bare modules hold. */
  readonly heldBytes: number;
  /** Growth of the resident set, with what the compiler threw away and the process has not given back. */
  readonly residentBytes: number;
}

const RUNS = 3;
/** How the gateway starts its workers (worker-pool.ts): what matters is what they keep of the garbage of compiling. */
const WORKER_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=40'];
const MEGABYTE = 1e6;

/** Median of processes that load the ruleset and end. */
export function measureFootprint(): Footprint {
  const probe = fileURLToPath(new URL('./memory-probe.js', import.meta.url));
  const runs = Array.from(
    { length: RUNS },
    () =>
      JSON.parse(
        execFileSync(process.execPath, ['--expose-gc', ...WORKER_FLAGS, probe], { encoding: 'utf8' }),
      ) as Footprint,
  );
  const middle = (field: keyof Footprint) => median(runs.map((run) => run[field]));
  return {
    loadMs: middle('loadMs'),
    compileMs: middle('compileMs'),
    heldBytes: middle('heldBytes'),
    residentBytes: middle('residentBytes'),
  };
}

export function footprintBars({ loadMs, compileMs, heldBytes, residentBytes }: Footprint): Bar[] {
  return [
    hold(most('ruleset: load and compile', 2, 's'), (loadMs + compileMs) / 1000),
    hold(most('ruleset: memory held', 120, 'MB'), heldBytes / MEGABYTE),
    hold(most('ruleset: growth of the resident set', 120, 'MB'), residentBytes / MEGABYTE),
  ];
}
