/** What a model says about a text, in the order of its bytes. Weights of one feature lie side by side, one a label. */
export const LABELS = ['toxic', 'insult', 'hate', 'threat', 'vulgar', 'sexual', 'spam', 'self_harm'] as const;
export type Label = (typeof LABELS)[number];
/** Number of labels, and bytes of a feature. */
export const LABEL_COUNT = 8;

/** Calibration: the probability at the raw scores -8, -7.5, ..., 8; straight lines between, level outside. */
export const KNOTS = 33;
export const FIRST_KNOT = -8;
export const KNOTS_PER_UNIT = 2;

/** A trained linear model. Immutable: classifiers share it. */
export interface Model {
  /** Word classes that features are made of, the one that counts first where a word is in several. ASCII, at most 64. */
  readonly classes: readonly string[];
  /** Classes whose words are seen only as the class: names of groups, slurs. A part of `classes`. */
  readonly masked: readonly string[];
  /** Classes of everyday words: two of them make no pair. A part of `classes`. */
  readonly common: readonly string[];
  /** Weights of words, their letters, and pairs of words: 8 bytes for each of 2^n slots. */
  readonly words: Int8Array;
  /** Weights of sequences of classes: 8 bytes for each of 2^n slots. */
  readonly contexts: Int8Array;
  /** What one step of a weight is worth: 8 labels for `words`, then 8 for `contexts`. */
  readonly scales: Float32Array;
  /** Raw score of the empty text, by label. */
  readonly bias: Float32Array;
  /** Label by label, KNOTS rising probabilities. */
  readonly calibration: Float32Array;
}

/**
 * Layout of a model file, little-endian: "BWCM", format version (u32), CRC-32 of all that follows (u32), log2 of the
 * slots of words and contexts (u8 each), number of classes (u8), 0 (u8); per class 1 if masked + 2 if common (u8), length of its name
 * (u8), name; zeros up to a multiple of 4; scales (16 f32), bias (8 f32), calibration (8 * 33 f32); words; contexts.
 */
const MAGIC = 0x4d435742;
const FORMAT = 1;
const HEADER = 12;
const MOST_CLASSES = 64;
const SMALLEST_BITS = 4;
const LARGEST_BITS = 20;
const FLOATS = 2 * LABEL_COUNT + LABEL_COUNT + LABEL_COUNT * KNOTS;

/**
 * Reads a model file. Copies what it keeps; about 20 ms for 5 MB, nearly all of it the checksum.
 * @throws RangeError that says what is wrong, for bytes that are no model, of another format, cut short or damaged
 */
export function readModel(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER + 4 || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError('This is no classifier model: it does not begin with "BWCM".');
  }
  const format = view.getUint32(4, true);
  if (format !== FORMAT) {
    throw new RangeError(
      `The classifier model has format ${format}; this engine reads format ${FORMAT}. Train it anew.`,
    );
  }
  if (view.getUint32(8, true) !== crc32(bytes, HEADER)) {
    throw new RangeError('The classifier model is damaged or cut short: its checksum does not fit.');
  }
  const wordBits = bytes[HEADER]!;
  const contextBits = bytes[HEADER + 1]!;
  const count = bytes[HEADER + 2]!;
  const classes: string[] = [];
  const masked: string[] = [];
  const common: string[] = [];
  let at = HEADER + 4;
  for (let i = 0; i < count && at + 2 <= bytes.length; i++) {
    const name = String.fromCharCode(...bytes.subarray(at + 2, at + 2 + bytes[at + 1]!));
    classes.push(name);
    if (bytes[at]! & 1) masked.push(name);
    if (bytes[at]! & 2) common.push(name);
    at += 2 + bytes[at + 1]!;
  }
  at = (at + 3) & ~3;
  const wordsAt = at + 4 * FLOATS;
  const contextsAt = wordsAt + LABEL_COUNT * 2 ** wordBits;
  if (bytes.length !== contextsAt + LABEL_COUNT * 2 ** contextBits) {
    throw new RangeError('The classifier model is malformed: its parts do not add up to its size.');
  }
  const floats = Float32Array.from({ length: FLOATS }, (_, i) => view.getFloat32(at + 4 * i, true));
  const model: Model = {
    classes,
    masked,
    common,
    words: new Int8Array(bytes.subarray(wordsAt, contextsAt)),
    contexts: new Int8Array(bytes.subarray(contextsAt)),
    scales: floats.slice(0, 2 * LABEL_COUNT),
    bias: floats.slice(2 * LABEL_COUNT, 3 * LABEL_COUNT),
    calibration: floats.slice(3 * LABEL_COUNT),
  };
  check(model);
  return model;
}

/**
 * Writes a model as readModel takes it.
 * @throws RangeError for a model that breaks a rule of the format
 */
export function writeModel(model: Model): Uint8Array {
  check(model);
  const names = model.classes.reduce((size, name) => size + 2 + name.length, 0);
  const floatsAt = (HEADER + 4 + names + 3) & ~3;
  const wordsAt = floatsAt + 4 * FLOATS;
  const bytes = new Uint8Array(wordsAt + model.words.length + model.contexts.length);
  const view = new DataView(bytes.buffer);
  bytes[HEADER] = Math.log2(model.words.length / LABEL_COUNT);
  bytes[HEADER + 1] = Math.log2(model.contexts.length / LABEL_COUNT);
  bytes[HEADER + 2] = model.classes.length;
  let at = HEADER + 4;
  for (const name of model.classes) {
    bytes[at] = (model.masked.includes(name) ? 1 : 0) | (model.common.includes(name) ? 2 : 0);
    bytes[at + 1] = name.length;
    for (let i = 0; i < name.length; i++) bytes[at + 2 + i] = name.charCodeAt(i);
    at += 2 + name.length;
  }
  [...model.scales, ...model.bias, ...model.calibration].forEach((value, i) =>
    view.setFloat32(floatsAt + 4 * i, value, true),
  );
  bytes.set(asBytes(model.words), wordsAt);
  bytes.set(asBytes(model.contexts), wordsAt + model.words.length);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT, true);
  view.setUint32(8, crc32(bytes, HEADER), true);
  return bytes;
}

function asBytes(values: Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.length);
}

/** @throws RangeError for what would make a classifier read outside its tables or answer nonsense */
function check({ classes, masked, common, words, contexts, scales, bias, calibration }: Model): void {
  const malformed = (problem: string) => new RangeError(`The classifier model is malformed: ${problem}.`);
  if (classes.length > MOST_CLASSES) throw malformed(`it has ${classes.length} classes, at most ${MOST_CLASSES} fit`);
  if (!classes.every((name) => /^[a-z][a-z0-9_]{0,60}$/.test(name)) || new Set(classes).size !== classes.length) {
    throw malformed('its class names must be different and made of a-z, 0-9 and _');
  }
  if (![...masked, ...common].every((name) => classes.includes(name))) {
    throw malformed('a masked or common class is none of its classes');
  }
  for (const { length } of [words, contexts]) {
    const bits = Math.log2(length / LABEL_COUNT);
    if (!Number.isInteger(bits) || bits < SMALLEST_BITS || bits > LARGEST_BITS) {
      throw malformed(`a table must have 2^${SMALLEST_BITS} to 2^${LARGEST_BITS} slots`);
    }
  }
  if (scales.length !== 2 * LABEL_COUNT || bias.length !== LABEL_COUNT || calibration.length !== LABEL_COUNT * KNOTS) {
    throw malformed('it lacks scales, bias or calibration of a label');
  }
  if (![...scales, ...bias].every(Number.isFinite)) throw malformed('a scale or bias is no number');
  calibration.forEach((value, i) => {
    const least = i % KNOTS === 0 ? 0 : calibration[i - 1]!;
    if (!(value >= least && value <= 1)) throw malformed('the probabilities of a label must rise from 0 to 1');
  });
}

/** CRC-32 of ISO 3309, as in zlib and PNG (https://www.w3.org/TR/png/#D-CRCAppendix). */
function crc32(bytes: Uint8Array, from: number): number {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = c;
  }
  let crc = 0xffffffff;
  for (let i = from; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
