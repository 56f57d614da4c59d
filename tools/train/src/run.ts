import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile, readModel, writeModel } from '@breakwater/engine';
import { loadLexicon } from '@breakwater/lexicon';
import { readOwnTexts } from './own-texts.js';
import { readPublicSets } from './public-sets.js';
import { describeModel, ordinaryTable, reportRows, reportTable } from './report.js';
import { addShortForms } from './short-forms.js';
import { TextScorer } from './text-scorer.js';
import { trainModel } from './training.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({
  options: {
    /** Folder that holds train/, relative to the repository. */
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'libs/lexicon/model/classifier.bwcm' },
    /** Where the figures go, as Markdown. */
    figures: { type: 'string', default: 'libs/lexicon/model/FIGURES.md' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '4' },
    rate: { type: 'string', default: '0.03' },
    decay: { type: 'string', default: '0.00001' },
    'word-bits': { type: 'string', default: '18' },
    'context-bits': { type: 'string', default: '15' },
  },
});

const data = join(root, values.data, 'train');
if (!existsSync(data)) {
  process.stderr.write(`There is no training data at ${data}. Say where it is: --data <folder that holds train/>.\n`);
  process.exit(2);
}
const started = performance.now();
const say = (text: string) =>
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

const { entries, words, context } = loadLexicon();
const { table, context: rules } = compile(entries, { words, context });
if (!rules) throw new Error('The lexicon has no word classes beside it.');
const { classes } = rules;
const seed = Number(values.seed);
const examples = addShortForms([...readPublicSets(data), ...readOwnTexts(join(root, 'tools/train/texts'), seed)], seed);
say(`${examples.length} texts, ${classes.names.length} word classes`);
// A word of several classes is first of all a slur. Fillers would only part what belongs together.
const names = ['slur', ...classes.names.filter((name) => name !== 'slur' && name !== 'filler')];
const model = trainModel(examples, names, classes, table, {
  seed,
  epochs: Number(values.epochs),
  rate: Number(values.rate),
  decay: Number(values.decay),
  wordBits: Number(values['word-bits']),
  contextBits: Number(values['context-bits']),
});
say(describeModel(model));
const bytes = writeModel(model);
const out = join(root, values.out);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, bytes);
say(`${values.out}: ${bytes.length} bytes`);
const scorer = new TextScorer(readModel(bytes), classes, table);
const figures = `# Figures of the classifier

Measured at the end of training on texts that it did not learn from. Written by \`nx run engine:train\`.

${ordinaryTable(examples, scorer)}

${reportTable(reportRows(examples, scorer))}
`;
process.stdout.write(figures);
writeFileSync(join(root, values.figures), figures);
say('done');
