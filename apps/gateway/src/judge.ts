import type { DecisionRecorder } from '@breakwater/aurora';
import type { Error as ItemError, Message, Verdict } from '@breakwater/contracts';
import type { Answer, ModerateResponse } from '@breakwater/contracts/grpc';
import type { Moderator } from '@breakwater/moderation';
import { ModerationError, toStatus, type Logger } from '@breakwater/service-kit';
import type { Frame } from './frame.js';
import {
  frameFault,
  idDuplicate,
  idMissing,
  malformed,
  messageMissing,
  notUnicode,
  type MessageRules,
} from './message-rules.js';
import type { CallMeter, Meters } from './meters.js';
import type { ChannelWindow } from './window/channel-window.js';

const noVerdicts: Verdict[] = [];
const noIds: string[] = [];

/**
 * The way of a message once it is decoded, the same for gRPC and HTTP: check, judge, record, count. Synchronous, and
 * without an allocation of its own for a good message beyond its answer.
 */
export class Judge {
  constructor(
    private readonly moderator: Pick<Moderator, 'judge'>,
    private readonly rules: MessageRules,
    private readonly recorder: Pick<DecisionRecorder, 'record'>,
    private readonly meters: Pick<Meters, 'message' | 'refused'>,
    private readonly log: Logger,
    /** Undefined: messages are judged one by one only. */
    private readonly window?: Pick<ChannelWindow, 'look' | 'keep'>,
  ) {}

  /**
   * Answers a unary request, which on the wire is a frame of one message (were there several, the last one counts).
   * @throws ModerationError for a bad request.
   */
  one(request: Frame, meter: CallMeter): ModerateResponse {
    const startedAt = performance.now();
    const message = request.messages.at(-1);
    const fault = request.malformed
      ? malformed()
      : message === undefined
        ? messageMissing()
        : this.faultOf(message, request, 'message');
    if (fault !== undefined || message === undefined) throw this.refused(fault ?? messageMissing());
    const verdicts = this.moderator.judge(message);
    const retracts = this.lookBack(message, verdicts, 0);
    const endedAt = performance.now();
    this.conclude(message, verdicts, startedAt, endedAt);
    meter.answered(1, endedAt - startedAt);
    return { id: message.id, verdicts, retracts };
  }

  /**
   * Answers a batch, in the order of its messages; a bad message fails alone.
   * @throws ModerationError for a batch that is malformed or too large as a whole.
   */
  batch(request: Frame, meter: CallMeter): Answer[] {
    const fault = request.malformed ? malformed() : frameFault(request.messages.length, request.byteLength);
    if (fault !== undefined) throw this.refused(fault);
    return this.each(request, meter, 0);
  }

  /**
   * Answers a frame of a stream. Never throws, because nothing in a frame may end the stream: what is wrong with the
   * frame fails each of its messages, and bytes that are no frame get one answer without an id.
   * @param session number of the stream, by which it is told of retractions
   */
  frame(request: Frame, meter: CallMeter, session: number): Answer[] {
    if (request.malformed) return [this.refusal('', malformed())];
    const fault = frameFault(request.messages.length, request.byteLength);
    if (fault === undefined) return this.each(request, meter, session);
    return request.messages.map(({ id }) => this.refusal(id, fault));
  }

  private each(request: Frame, meter: CallMeter, session: number): Answer[] {
    const { messages } = request;
    const seen = messages.length > 1 ? new Set<string>() : undefined;
    const answers = new Array<Answer>(messages.length);
    const begunAt = performance.now();
    let startedAt = begunAt;
    for (let index = 0; index < messages.length; index += 1) {
      const message = messages[index] as Message;
      const { id } = message;
      // The id first: an id belongs to the first message that has it, also when that one is bad.
      const readable = request.notUtf8?.get(message) !== 'id';
      const fault =
        (readable ? this.idFault(id, seen, index) : undefined) ?? this.faultOf(message, request, 'messages', index);
      if (readable) seen?.add(id);
      if (fault !== undefined) {
        answers[index] = this.refusal(readable ? id : '', fault);
        continue;
      }
      try {
        const verdicts = this.moderator.judge(message);
        const retracts = this.lookBack(message, verdicts, session);
        const endedAt = performance.now();
        this.conclude(message, verdicts, startedAt, endedAt);
        startedAt = endedAt;
        answers[index] = { id, verdicts, error: undefined, retracts };
      } catch (error) {
        // A fault of ours with one message must not take the others' answers along.
        const { reason, message: text, field } = toStatus(error, this.log).error;
        answers[index] = this.refusal(id, { reason, message: text, field });
      }
    }
    meter.answered(answers.length, performance.now() - begunAt);
    return answers;
  }

  /** What the message completes, in its verdicts. @returns ids of the messages that are to be taken back */
  private lookBack(message: Message, verdicts: Verdict[], session: number): string[] {
    const retracts = this.window?.look(message, verdicts, session);
    return retracts === undefined || retracts.length === 0 ? noIds : [...retracts];
  }

  private conclude(message: Message, verdicts: Verdict[], startedAt: number, endedAt: number): void {
    const microseconds = Math.round((endedAt - startedAt) * 1000);
    for (const verdict of verdicts) {
      verdict.serverTimeUs = microseconds;
      this.recorder.record(message, verdict);
    }
    this.window?.keep(verdicts);
    this.meters.message(message, verdicts, endedAt - startedAt);
  }

  private faultOf(message: Message, request: Frame, path: string, index?: number): ItemError | undefined {
    const field = request.notUtf8?.get(message);
    if (field !== undefined) return notUnicode(index === undefined ? `${path}.${field}` : `${path}[${index}].${field}`);
    return this.rules.check(message, path, index);
  }

  private idFault(id: string, seen: ReadonlySet<string> | undefined, index: number): ItemError | undefined {
    if (id === '') return idMissing(index);
    return seen?.has(id) ? idDuplicate(index) : undefined;
  }

  private refusal(id: string, error: ItemError): Answer {
    this.meters.refused(error.reason);
    return { id, verdicts: noVerdicts, error, retracts: noIds };
  }

  private refused(fault: ItemError): ModerationError {
    this.meters.refused(fault.reason);
    return new ModerationError(fault.reason, fault.message, fault.field);
  }
}
