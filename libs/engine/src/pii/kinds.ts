/** What the detector finds. */
export type PiiKind =
  | 'email'
  | 'phone'
  | 'card'
  | 'iban'
  | 'ssn'
  | 'ip'
  | 'mac'
  | 'address'
  /** Somebody's name, given as such. */
  | 'name'
  /** An account name on another platform. */
  | 'handle'
  /** A web address or a bare domain. */
  | 'link'
  /** A link that opens a private conversation or adds a contact elsewhere. */
  | 'invite';

/** The topic that each kind of finding counts for. */
export const TOPIC_OF_PII: Readonly<Record<PiiKind, 'pii' | 'link' | 'contact'>> = {
  email: 'pii',
  phone: 'pii',
  card: 'pii',
  iban: 'pii',
  ssn: 'pii',
  ip: 'pii',
  mac: 'pii',
  address: 'pii',
  name: 'pii',
  handle: 'contact',
  link: 'link',
  invite: 'contact',
};

/**
 * Called once per finding, in no particular order; findings of one text do not overlap, but for the address of a host
 * inside a link.
 *
 * @param start UTF-16 offset in the text
 * @param end UTF-16 offset behind the finding
 * @param severity 1..7
 * @param confidence 0..1: well-formed and checked is 0.9 and more; 0.5 is a shape that few innocent texts have
 * @param hostStart of a link or e-mail address: its host name; of all else the same as `start`
 * @param hostEnd behind it; of all else the same as `end`
 */
export type PiiReport = (
  kind: PiiKind,
  start: number,
  end: number,
  severity: number,
  confidence: number,
  hostStart: number,
  hostEnd: number,
) => void;
