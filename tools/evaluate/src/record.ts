import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OURS, type Evaluation } from './evaluation.js';
import { markdownBars, markdownTable } from './render.js';

/** Name of a run's record, without its ending. */
export function recordName({ date }: Evaluation, platform: string): string {
  return `detection-${date}-${platform}`;
}

/** The newest record of a folder; undefined where there is none. */
export function newestRecord(folder: string): Evaluation | undefined {
  const [newest] = readdirSync(folder)
    .filter((name) => /^detection-\d{4}-\d{2}-\d{2}-.*\.json$/.test(name))
    .sort()
    .reverse();
  return newest === undefined ? undefined : (JSON.parse(readFileSync(join(folder, newest), 'utf8')) as Evaluation);
}

/** A run as a page: bars, the sets as wholes with the peers, then every part of ours. */
export function markdownPage(evaluation: Evaluation): string {
  const { date, commit, machine, node, lexicon, model, missing, peers, bars, lines, speed, footprint } = evaluation;
  const met = bars.filter((bar) => bar.met).length;
  const parts = [
    `# Detection, ${date}\n`,
    `Commit ${commit}, lexicon ${lexicon}, model ${model}, ${machine}, Node ${node}. Written by \`npx nx run engine:evaluate\`.\n`,
    ...(missing.length > 0 ? [`Not measured, since these files were missing: ${missing.join(', ')}.\n`] : []),
    `## Bars: ${met} of ${bars.length} met\n`,
    markdownBars(bars),
    '## Sets\n',
    'Flagged means severity 5 or more for an adult audience. Times are CPU time on one core.\n',
    markdownTable(lines.filter(({ part }) => part === '')),
  ];
  if (peers.length > 0) {
    parts.push('The peers were set up so:\n');
    parts.push(peers.map(({ name, version, setup }) => `- ${name} ${version}: ${setup}\n`).join(''));
  }
  parts.push('## Parts of the sets\n');
  parts.push(markdownTable(lines.filter((line) => line.detector === OURS && (line.part !== '' || hasParts(line.set)))));
  if (speed) {
    const figures = speed.worst.map((worst) => `| ${worst.input} | ${worst.megabytesPerSecond} | ${worst.growth} |\n`);
    parts.push('## Inputs made to be slow\n');
    parts.push('MB of UTF-8 a second at 8 KiB, and time per byte at 32 KiB relative to that.\n');
    parts.push(`| input | MB/s | growth |\n|---|---|---|\n${figures.join('')}`);
  }
  if (footprint) {
    const { loadMs, compileMs, heldBytes, residentBytes } = footprint;
    parts.push('## Ruleset\n');
    parts.push(
      `Loaded in ${loadMs} ms, compiled in ${compileMs} ms, holds ${megabytes(heldBytes)} MB, ` +
        `the process grows by ${megabytes(residentBytes)} MB.\n`,
    );
  }
  return parts.join('\n');

  function hasParts(set: string): boolean {
    return lines.some((line) => line.set === set && line.part !== '');
  }
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);
