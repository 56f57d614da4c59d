export { Classifier, gramWeight } from './classifier.js';
export { classesOfEntries } from './entry-classes.js';
export { FeatureReader, SEGMENT, type FeatureShape } from './features.js';
export {
  FIRST_KNOT,
  KNOTS,
  KNOTS_PER_UNIT,
  LABELS,
  LABEL_COUNT,
  readModel,
  writeModel,
  type Label,
  type Model,
} from './model.js';
