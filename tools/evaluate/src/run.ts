/** Measures detection: recall, false alarms and speed of the shipped configuration. See options.ts for the options. */
import { writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluate } from './evaluate.js';
import { drawnForReading, missesOf } from './listings.js';
import { USAGE, parseOptions, type Options } from './options.js';
import { picture } from './picture.js';
import { markdownPage, newestRecord, recordName } from './record.js';
import { textBars, textTable } from './render.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const records = join(root, 'benchmarks/records');
const say = (text: string) => process.stdout.write(text);

let options: Options;
try {
  options = parseOptions(root, process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
}

if (options.svg) {
  const record = newestRecord(records);
  if (record === undefined) {
    process.stderr.write('There is no record yet: run with --record first.\n');
    process.exit(2);
  }
  writeFileSync(options.svg, picture(record));
} else {
  const onProgress = (sentence: string) => void process.stderr.write(`… ${sentence}\n`);
  const { evaluation, results, piiLines, joins } = await evaluate({ ...options, root, onProgress });
  const { bars, lines, missing } = evaluation;
  say(textTable(lines));
  say(`\n${textBars(bars)}`);
  say(`\n${bars.filter(({ met }) => met).length} of ${bars.length} bars met\n`);
  if (missing.length > 0) {
    const list = missing.map((name) => `  ${name}\n`).join('');
    say(`\n*** NOT MEASURED: these files are missing, and their bars with them ***\n${list}Data: ${options.data}\n`);
  }
  const json = `${JSON.stringify(evaluation, null, 2)}\n`;
  if (options.json) writeFileSync(options.json, json);
  if (options.markdown) writeFileSync(options.markdown, markdownPage(evaluation));
  if (options.record) {
    const file = join(records, recordName(evaluation, `${platform()}-${arch()}`));
    writeFileSync(`${file}.json`, json);
    writeFileSync(`${file}.md`, markdownPage(evaluation));
  }
  if (options.misses) writeFileSync(options.misses, missesOf(results, joins));
  if (options.listPii) writeFileSync(options.listPii, drawnForReading(piiLines));
}
