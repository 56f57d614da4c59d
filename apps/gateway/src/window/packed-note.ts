import type { Note } from '@breakwater/moderation';

/**
 * A note and the audiences of its message as they travel between processes: a tuple, since JSON of an object would
 * carry every name. `tail` is empty where it is the head. Some 150 bytes.
 */
export type PackedNote = readonly [
  tenant: string,
  channel: string,
  sender: string,
  id: string,
  at: number,
  head: string,
  tail: string,
  tailStart: number,
  whole: 0 | 1,
  simhash: number,
  tokens: number,
  links: number,
  mentions: number,
  noise: number,
  origin: number,
  decisions: string,
  audiences: readonly string[],
];

export function packNote(note: Note, decisions: string, audiences: readonly string[]): PackedNote {
  return [
    note.tenant,
    note.channel,
    note.sender,
    note.id,
    note.at,
    note.head,
    note.whole ? '' : note.tail,
    note.tailStart,
    note.whole ? 1 : 0,
    note.simhash,
    note.tokens,
    note.links,
    note.mentions,
    note.noise,
    note.origin,
    decisions,
    audiences,
  ];
}

export function unpackNote(packed: PackedNote): { readonly note: Note; readonly audiences: readonly string[] } {
  const [tenant, channel, sender, id, at, head, tail, tailStart, whole] = packed;
  const [, , , , , , , , , simhash, tokens, links, mentions, noise, origin, decisions, audiences] = packed;
  const note = {
    tenant,
    channel,
    sender,
    id,
    at,
    head,
    tail: whole === 1 ? head : tail,
    tailStart,
    whole: whole === 1,
    simhash,
    tokens,
    links,
    mentions,
    noise,
    origin,
    decisions,
  };
  return { note, audiences };
}
