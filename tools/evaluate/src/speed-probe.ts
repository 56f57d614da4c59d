/**
 * Run in a process of its own: takes the time of the shipped ruleset and says it as JSON.
 * Arguments: folder of the repository, folder of the data sets.
 */
import { shippedRuleset } from './breakwater.js';
import { shippedWindow } from './joins.js';
import { measureSpeed, ordinaryChat } from './speed.js';

const [root, tests] = process.argv.slice(2) as [string, string];
const ruleset = shippedRuleset();
process.stdout.write(
  JSON.stringify(measureSpeed(ruleset.moderator, shippedWindow(ruleset), ordinaryChat(root, tests))),
);
