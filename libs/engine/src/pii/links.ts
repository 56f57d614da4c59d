import {
  ENDING_DOUBTFUL,
  ENDING_LIKELY,
  ENDING_SURE,
  endingAt,
  HOST_KNOWN,
  HOST_SHORTENS,
  knownHostAt,
} from './domains.js';
import type { PiiReport } from './kinds.js';
import { isDigit, isLetter, isWordPart, LETTER, type LetterView, NEWLINE, SPACE } from './letters.js';
import { WordTable } from './word-table.js';

const SEVERITY = 3;
const SEVERITY_HIDING = 4;
const SEVERITY_INVITE = 4;
/** RFC 1035, 2.3.4. */
const LONGEST_HOST = 253;
const LONGEST_SCHEME = 12;

/** Hosts whose links add a contact; 2: only with one of INVITE_PATHS first. */
const INVITE_HOSTS = new WordTable({
  1: `discord.gg dsc.gg t.me telegram.me telegram.dog wa.me m.me kik.me chat.whatsapp.com signal.me signal.group
    join.skype.com api.whatsapp.com`,
  2: 'discord.com discordapp.com snapchat.com www.snapchat.com line.me guilded.gg s.team steamcommunity.com',
});
const INVITE_PATHS = new WordTable({ 1: 'invite add ti p u i' });

/** Links with a scheme, and bare domains. */
export class LinkFinder {
  find(view: LetterView, report: PiiReport): void {
    for (let i = 1; i < view.length - 1; i++) {
      if (view.at(i) !== 46 || !isWordPart(view.at(i - 1)) || !isWordPart(view.at(i + 1))) continue;
      let start = i - 1;
      while (start > 0 && start > i - LONGEST_HOST && isHostPart(view.at(start - 1))) start--;
      while (start < i && !isWordPart(view.at(start))) start++;
      let end = i + 1;
      while (end < view.length && end < i + LONGEST_HOST && isHostPart(view.at(end))) end++;
      const rest = end;
      while (!isWordPart(view.at(end - 1))) end--;
      const behind = view.isTaken(i) || view.isTaken(start) ? 0 : this.link(view, start, end, report);
      i = Math.max(rest, behind) - 1;
    }
  }

  /** @returns the place behind the link, or 0 where there is none */
  private link(view: LetterView, host: number, hostEnd: number, report: PiiReport): number {
    const start = schemeStart(view, host);
    const hasScheme = start < host;
    let last = hostEnd;
    while (isWordPart(view.at(last - 1)) || view.at(last - 1) === 45) last--;
    const known = knownHostAt(view, host, hostEnd);
    const after = view.at(hostEnd);
    const hasPath = after === 47 || (after === 58 && isDigit(view.at(hostEnd + 1))) || after === 63;
    let confidence = 0.95;
    if (hasScheme) {
      if (!isNameOrAddress(view, last, hostEnd)) return 0;
    } else {
      confidence = bareConfidence(view, host, last, hostEnd, known, hasPath);
      if (confidence === 0) return 0;
    }

    const end = hasPath ? pathEnd(view, hostEnd) : hostEnd;
    view.take(start, end);
    const isInvite = opensContact(view, host, hostEnd, end);
    const hides = known === HOST_SHORTENS || isDisguised(view, host, hostEnd);
    report(
      isInvite ? 'invite' : 'link',
      view.startOf(start),
      view.endBefore(end),
      isInvite ? SEVERITY_INVITE : hides ? SEVERITY_HIDING : SEVERITY,
      confidence,
      view.startOf(host),
      view.endBefore(hostEnd),
    );
    return end;
  }
}

/** Where the scheme of the host begins ("https://", also with one slash), or the host itself. */
function schemeStart(view: LetterView, host: number): number {
  let slashes = host;
  while (slashes > host - 3 && (view.at(slashes - 1) === 47 || view.at(slashes - 1) === 92)) slashes--;
  if (slashes === host || view.at(slashes - 1) !== 58) return host;
  let start = slashes - 1;
  while (start > slashes - LONGEST_SCHEME && isLetter(view.at(start - 1))) start--;
  return start < slashes - 1 ? start : host;
}

/** How likely a dotted name without a scheme is a domain; 0 for file names, versions, code and missing blanks. */
function bareConfidence(
  view: LetterView,
  host: number,
  last: number,
  hostEnd: number,
  known: number,
  hasPath: boolean,
): number {
  const before = view.at(host - 1);
  // Part of a path, a variable, a handle, code.
  if (before === 47 || before === 92 || before === 95 || before === 36 || before === 126 || before === 64) return 0;
  if (before === 35 || before === 61 || before === 37 || before === 38 || before === 45 || before === 46) return 0;
  const after = view.at(hostEnd);
  if (after === 95 || after === 61 || after === 40 || after === 92 || after === 64 || after === 36) return 0;
  if (known >= HOST_KNOWN) return 0.9;

  const ending = endingAt(view, last, hostEnd);
  if (ending < ENDING_DOUBTFUL) return 0;
  const www = view.at(host) === 119 && view.at(host + 1) === 119 && view.at(host + 2) === 119 && last - host > 4;
  if (www) return 0.95;
  if (ending === ENDING_DOUBTFUL) return 0;
  if (isMissingBlank(view, last, hostEnd, ending)) return 0;

  let label = last - 1;
  let letters = 0;
  while (label > host && view.at(label - 1) !== 46) label--;
  for (let i = label; i < last - 1; i++) if (isLetter(view.at(i))) letters++;
  const length = last - 1 - label;
  if (letters === 0 && (ending < ENDING_SURE || length < 3)) return 0;
  if (length < 2 && !hasPath) return 0;
  if (label > host && isReversed(view, host)) return 0;
  if (ending === ENDING_LIKELY && length < 3 && !hasPath && label === host) return 0;
  return ending === ENDING_SURE ? 0.9 : 0.75;
}

/** "end.Start": a new sentence. "Example.Com" and "EXAMPLE.COM" are domains. */
function isMissingBlank(view: LetterView, last: number, hostEnd: number, ending: number): boolean {
  if (!view.isCapital(last)) return false;
  if (view.isCapital(hostEnd - 1)) return !view.isCapital(last - 2) && ending < ENDING_SURE;
  return !(ending === ENDING_SURE && hostEnd - last === 3);
}

const REVERSED = new WordTable({ 1: 'com org net edu io dev java javax android' });
/** "com.example.app": the name of a package or a setting. */
function isReversed(view: LetterView, host: number): boolean {
  let end = host;
  while (isWordPart(view.at(end))) end++;
  return REVERSED.valueAt(view, host, end) > 0;
}

/** The last label of a host behind a scheme: letters, or the end of an IP address. */
function isNameOrAddress(view: LetterView, start: number, end: number): boolean {
  let digits = 0;
  for (let i = start; i < end; i++) if (isDigit(view.at(i))) digits++;
  return digits === 0 ? end - start >= 2 : digits === end - start ? digits <= 3 : endingAt(view, start, end) > 0;
}

/** Port, path, query: up to a blank or a quoting character; the punctuation of the sentence around is left out. */
function pathEnd(view: LetterView, start: number): number {
  let end = start;
  let open = 0;
  for (; end < view.length; end++) {
    const code = view.at(end);
    if (code === SPACE || code === NEWLINE || code === 34 || code === 60 || code === 62 || code === 96) break;
    if (code === 123 || code === 124 || code === 125 || code === 94) break;
    if (code === 40) open++;
    else if (code === 41 && --open < 0) break;
  }
  while (end > start && isTail(view.at(end - 1))) end--;
  return end;
}

const isTail = (code: number): boolean =>
  code === 46 || code === 44 || code === 33 || code === 63 || code === 58 || code === 59 || code === 39 || code === 42;

function opensContact(view: LetterView, host: number, hostEnd: number, end: number): boolean {
  const value = INVITE_HOSTS.valueAt(view, host, hostEnd);
  if (value === 0 || end < hostEnd + 3) return false;
  if (value === 1) return true;
  let to = hostEnd + 1;
  while (to < end && isWordPart(view.at(to))) to++;
  return view.at(to) === 47 && INVITE_PATHS.valueAt(view, hostEnd + 1, to) > 0;
}

/** Punycode, or a letter outside ASCII among ASCII letters. */
function isDisguised(view: LetterView, host: number, end: number): boolean {
  let ascii = 0;
  let foreign = 0;
  for (let i = host; i < end - 3; i++) {
    const code = view.at(i);
    const first = i === host || view.at(i - 1) === 46;
    if (first && code === 120 && view.at(i + 1) === 110 && view.at(i + 2) === 45 && view.at(i + 3) === 45) return true;
    if (code >= LETTER) foreign++;
    else if (isLetter(code)) ascii++;
  }
  return ascii > 0 && foreign > 0;
}

const isHostPart = (code: number): boolean => isWordPart(code) || code === 46 || code === 45;
