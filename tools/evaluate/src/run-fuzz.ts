import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.js';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
if (!Number.isInteger(inputs) || inputs < 1 || !Number.isInteger(seed)) {
  process.stderr.write('--inputs must be a whole number from 1, --seed a whole number.\n');
  process.exitCode = 2;
} else {
  const result = fuzz(inputs, seed);
  process.stdout.write(
    `${result.inputs} texts, ${result.compared} of them compared with a search word by word; ${result.hits} hits; ` +
      `slowest ${result.slowestUsPerUnit.toFixed(2)} us a code unit. Every promise kept.\n`,
  );
}
