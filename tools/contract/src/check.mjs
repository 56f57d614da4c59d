/**
 * Checks the contract: style and comments of proto/, no change that breaks callers of the last release
 * (proto/baseline/v1.binpb), and generated code that is what the proto files make. Exit code 1 and a line each.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buf, derivedFiles, drift, filesBelow, generated, root, runPlugins } from './generated-files.mjs';

/** @type {string[]} */
const problems = [];

/** @param {string} what @param {string[]} args */
function ask(what, ...args) {
  try {
    buf(...args);
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout?: Buffer, stderr?: Buffer }} */ (error);
    problems.push(`${what}:\n${stdout ?? ''}${stderr ?? error}`);
  }
}

ask('proto/ breaks a rule of buf lint', 'lint', 'proto');
ask('proto/ is not formatted; run npx buf format -w proto', 'format', '-d', '--exit-code', 'proto');
ask('proto/ breaks callers of the last release', 'breaking', 'proto', '--against', 'proto/baseline/v1.binpb');

const folder = mkdtempSync(join(tmpdir(), 'breakwater-contract-'));
try {
  mkdirSync(join(folder, generated), { recursive: true });
  runPlugins(folder);
  const fresh = filesBelow(join(folder, generated));
  for (const [name, text] of Object.entries(derivedFiles())) fresh.set(name, text);
  problems.push(...drift(filesBelow(join(root, generated)), fresh));
} finally {
  rmSync(folder, { recursive: true });
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
