import { Message_ContentKind, type Message } from '@breakwater/contracts';
import { UsageError, type Flag, type FlagValues } from '../command.js';

/** The flags that say how a text is to be judged. */
export const messageFlags = {
  audience: { type: 'string', value: 'A,B', help: 'audiences to judge for: adult (default), teen, under13' },
  kind: { type: 'string', value: 'KIND', help: 'what the text is: chat (default), username, profile, forum, url' },
} satisfies Record<string, Flag>;

/** @throws UsageError for an empty name or one that stands twice. */
export function audiencesOf(flags: FlagValues): string[] {
  if (typeof flags.audience !== 'string') return [];
  const audiences = flags.audience.split(',').map((name) => name.trim());
  audiences.forEach((name, index) => {
    if (name === '') throw new UsageError('--audience has an empty name: write the names with commas between them.');
    if (audiences.indexOf(name) !== index) throw new UsageError(`--audience names "${name}" twice: once is enough.`);
  });
  return audiences;
}

/** @throws UsageError for a kind that is none. */
export function contentKindOf(flags: FlagValues): Message_ContentKind {
  if (flags.kind === undefined) return Message_ContentKind.UNSPECIFIED;
  const name = String(flags.kind).toUpperCase();
  const kinds = Object.keys(Message_ContentKind).filter((kind) => kind !== 'UNSPECIFIED');
  if (!kinds.includes(name)) {
    throw new UsageError(`--kind must be one of ${kinds.join(', ').toLowerCase()}.`);
  }
  return Message_ContentKind[name as keyof typeof Message_ContentKind];
}

/** A message of which only the text is known. */
export function messageOf(text: string, audiences: string[], contentKind: Message_ContentKind): Message {
  return {
    id: '',
    text,
    contentKind,
    audiences,
    senderId: '',
    channelId: '',
    tenantId: '',
    language: '',
    sentAt: undefined,
  };
}

/**
 * The text to judge: the argument, or all of standard input for `-`, without its last line end.
 * @throws UsageError where there is none, or it is not Unicode.
 */
export async function textOf(
  name: string,
  positionals: readonly string[],
  input: AsyncIterable<Buffer>,
): Promise<string> {
  const [argument] = positionals;
  if (argument === undefined) throw new UsageError(`"${name}" needs a text: breakwater ${name} "some text".`);
  if (argument !== '-') return argument;
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  } catch {
    throw new UsageError('Standard input is not valid UTF-8: convert it first.');
  }
}
