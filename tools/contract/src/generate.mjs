/** Writes libs/contracts/src/generated from proto/: npx nx run contract:generate. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { derivedFiles, generated, root, runPlugins } from './generated-files.mjs';

runPlugins(root);
for (const [name, text] of Object.entries(derivedFiles())) writeFileSync(join(root, generated, name), text);
