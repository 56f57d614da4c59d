/**
 * Called per answer: its id as a number (-1 where it is not one of FrameSource's), its verdicts' count, the first
 * verdict's action (0: none) and the error's reason (0: no error).
 */
export type AnswerVisitor = (sequence: number, verdicts: number, action: number, reason: number) => void;

/**
 * Walks an encoded ModerateStreamResponse or ModerateBatchResponse without decoding the verdicts: about 50 ns an
 * answer. Retractions are passed over.
 * @throws RangeError where the bytes are no such message.
 */
export function walkAnswers(frame: Buffer, visit: AnswerVisitor): void {
  const walk: Walk = { bytes: frame, at: 0 };
  while (walk.at < frame.length) {
    const tag = varint(walk);
    if (tag !== answersTag && tag !== retractionsTag) throw new RangeError('The frame is no list of answers.');
    const length = varint(walk);
    const end = walk.at + length;
    if (end > frame.length) throw new RangeError('The frame is cut short.');
    if (tag === answersTag) one(walk, end, visit);
    walk.at = end;
  }
}

const answersTag = 0x0a;
const retractionsTag = 0x12;

/** The same for an encoded ModerateResponse, whose fields are an Answer's. */
export function walkAnswer(response: Buffer, visit: AnswerVisitor): void {
  one({ bytes: response, at: 0 }, response.length, visit);
}

interface Walk {
  readonly bytes: Buffer;
  at: number;
}

function one(walk: Walk, end: number, visit: AnswerVisitor): void {
  let sequence = -1;
  let verdicts = 0;
  let action = 0;
  let reason = 0;
  while (walk.at < end) {
    const tag = varint(walk);
    if ((tag & 7) !== 2) throw new RangeError('The answer has a field of an unknown kind.');
    const length = varint(walk);
    const fieldEnd = walk.at + length;
    if (fieldEnd > end) throw new RangeError('The answer is cut short.');
    if (tag === 0x0a) sequence = digits(walk.bytes, walk.at, fieldEnd);
    else if (tag === 0x12 && verdicts++ === 0) action = leadingEnum(walk, fieldEnd);
    else if (tag === 0x1a) reason = leadingEnum(walk, fieldEnd);
    walk.at = fieldEnd;
  }
  visit(sequence, verdicts, action, reason);
}

/** Value of field 1 where it comes first, as it does in every encoder that writes fields in order. */
function leadingEnum(walk: Walk, end: number): number {
  if (walk.at >= end || walk.bytes[walk.at] !== 0x08) return 0;
  walk.at++;
  return varint(walk);
}

function digits(bytes: Buffer, start: number, end: number): number {
  if (end - start !== 10) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function varint(walk: Walk): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = walk.bytes[walk.at++];
    if (byte === undefined) throw new RangeError('The frame is cut short.');
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw new RangeError('The frame has a number that is too long.');
}
