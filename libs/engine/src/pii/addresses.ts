import type { PiiReport } from './kinds.js';
import { isDigit, isLetter, isWordPart, type LetterView } from './letters.js';
import { WordTable } from './word-table.js';

const SEVERITY_PUBLIC = 5;
/** Of a network of its own, set aside for documents, or a public name server. */
const SEVERITY_PRIVATE = 3;
const SEVERITY_LOOPBACK = 2;
const SEVERITY_MAC = 3;
/** Fewest digits of a version-like address ("10.0.2.15") that needs no word beside it. */
const PLAIN_DIGITS = 7;
/** How far a word counts as being beside. */
const REACH = 30;

const CUES = new WordTable({
  1: `ip ips ipv4 ping pinging host hosts server dns ssh telnet gateway subnet address addr inet join connect router
    nameserver nslookup proxy vpn localhost ifconfig netmask route dhcp traceroute nmap ftp http https interface lan`,
  2: `version versions ver v release kernel build firmware driver firefox update upgrade chrome section chapter rev
    revision patch java opera wine nvidia ati fglrx openoffice flash`,
});
const CUE_ADDRESS = 1;

/** IPv4 addresses: four numbers to 255 with dots, which are no version. */
export class Ipv4Finder {
  private readonly octets = new Uint8Array(4);

  find(view: LetterView, report: PiiReport): void {
    for (let i = 0; i < view.length; i++) {
      if (!isDigit(view.at(i))) continue;
      let end = i;
      while (isDigit(view.at(end)) || (view.at(end) === 46 && isDigit(view.at(end + 1)))) end++;
      const before = view.at(i - 1);
      const glued = isWordPart(before) || before === 46 || before === 95;
      if (!glued && this.readOctets(view, i, end)) this.judge(view, i, end, report);
      i = end;
    }
  }

  private readOctets(view: LetterView, start: number, end: number): boolean {
    if (end - start < 7 || end - start > 15) return false;
    let count = 0;
    for (let i = start; i < end; i++, count++) {
      const first = i;
      let value = 0;
      for (; i < end && view.at(i) !== 46; i++) value = value * 10 + view.at(i) - 48;
      if (count === 4 || value > 255 || (i - first > 1 && view.at(first) === 48)) return false;
      this.octets[count] = value;
    }
    return count === 4;
  }

  private judge(view: LetterView, start: number, end: number, report: PiiReport): void {
    const [a, b, c, d] = this.octets as unknown as [number, number, number, number];
    if (a === 255 && b >= 240) return;
    const before = view.at(start - 1);
    const after = view.at(end);
    // foo-1.2.3.4, /usr/lib/1.2.3.4, #1.2.3.4, 1.2.3.4_5, 1.2.3.4x
    if ((before === 45 || before === 47) && isWordPart(view.at(start - 2))) return;
    if (before === 35 || after === 95 || after === 126 || isLetter(after)) return;
    if (after === 46 && isWordPart(view.at(end + 1))) return;
    if ((after === 45 || after === 43) && isWordPart(view.at(end + 1)) && !isDigit(view.at(end + 1))) return;

    const special = severityOf(a, b, c);
    const server = isNameServer(a, b, c, d);
    if (!server && special !== SEVERITY_LOOPBACK) {
      const ported = (after === 58 || after === 47) && isDigit(view.at(end + 1));
      const plain = end - start - 3 >= PLAIN_DIGITS || ported;
      const cue = CUES.largestBefore(view, start, REACH);
      if (cue > CUE_ADDRESS && (special === SEVERITY_PUBLIC || a === 10)) return;
      if (!plain && cue !== CUE_ADDRESS && special === SEVERITY_PUBLIC) return;
      if (a === 0) return;
    }
    view.take(start, end);
    const from = view.startOf(start);
    const to = view.endBefore(end);
    report('ip', from, to, server ? SEVERITY_PRIVATE : special, 0.95, from, to);
  }
}

/** Blocks of RFC 1918, 3927, 5737, 6598 and 1122. */
function severityOf(a: number, b: number, c: number): number {
  if (a === 127 || a === 0) return SEVERITY_LOOPBACK;
  if (a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32)) return SEVERITY_PRIVATE;
  if ((a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128)) return SEVERITY_PRIVATE;
  if ((a === 192 && b === 0 && (c === 2 || c === 0)) || (a === 198 && b === 51 && c === 100)) return SEVERITY_PRIVATE;
  if ((a === 203 && b === 0 && c === 113) || (a === 198 && (b === 18 || b === 19))) return SEVERITY_PRIVATE;
  return a >= 224 ? SEVERITY_PRIVATE : SEVERITY_PUBLIC;
}

/** Public name servers, nobody's own; most look like versions. */
const isNameServer = (a: number, b: number, c: number, d: number): boolean =>
  (a === 8 && b === 8 && (c === 8 || c === 4) && c === d) ||
  (a === 1 && b === c && d === 1 && b < 2) ||
  (a === 208 && b === 67 && ((c === 222 && d === 222) || (c === 220 && d === 220))) ||
  (a === 9 && b === 9 && c === 9 && d === 9) ||
  (a === 4 && b === 2 && c === 2 && d < 7 && d > 0);

/** IPv6 (RFC 4291, 2.2) and MAC addresses. */
export function findColonAddresses(view: LetterView, report: PiiReport): void {
  for (let i = 0; i < view.length; i++) {
    if (!isHexOrColon(view.at(i))) continue;
    let end = i;
    let colons = 0;
    for (; isHexOrColon(view.at(end)); end++) if (view.at(end) === 58) colons++;
    const edge = isWordPart(view.at(i - 1)) || isWordPart(view.at(end)) || view.at(end) === 95;
    if (colons > 1 && !edge && !view.isTaken(i)) judgeColons(view, i, end, report);
    i = end;
  }
}

function judgeColons(view: LetterView, start: number, runEnd: number, report: PiiReport): void {
  let end = runEnd;
  // The colon of the sentence; two belong to the address.
  if (view.at(end - 1) === 58 && view.at(end - 2) !== 58) end--;
  let groups = 0;
  let longest = 0;
  let shortest = 9;
  let gaps = 0;
  let digits = 0;
  for (let i = start; i < end;) {
    const first = i;
    for (; i < end && view.at(i) !== 58; i++) if (isDigit(view.at(i))) digits++;
    if (i > first) {
      groups++;
      longest = Math.max(longest, i - first);
      shortest = Math.min(shortest, i - first);
    }
    let colons = 0;
    for (; i < end && view.at(i) === 58; i++) colons++;
    if (colons > 2 || (colons === 1 && first === i - 1)) return;
    if (colons === 2) gaps++;
  }
  const from = view.startOf(start);
  const to = view.endBefore(end);
  if (groups === 6 && longest === 2 && shortest === 2 && gaps === 0) {
    view.take(start, end);
    report('mac', from, to, SEVERITY_MAC, 0.95, from, to);
    return;
  }
  const full = groups === 8 && gaps === 0;
  const short =
    gaps === 1 && groups < 8 && digits > 0 && (groups >= 3 || longest === 4 || isLoopback(view, start, end));
  if (longest > 4 || !(full || short)) return;
  view.take(start, end);
  report('ip', from, to, severityOfV6(view, start, end), full || groups >= 3 ? 0.95 : 0.8, from, to);
}

/** "::1" */
const isLoopback = (view: LetterView, start: number, end: number): boolean =>
  end - start === 3 && view.at(start) === 58 && view.at(start + 2) === 49;

/** RFC 4291, 2.5; RFC 4193; RFC 3849. */
function severityOfV6(view: LetterView, start: number, end: number): number {
  if (isLoopback(view, start, end)) return SEVERITY_LOOPBACK;
  const [first, second] = [view.at(start), view.at(start + 1)];
  // fe80::, fc00::/7, ff00::/8
  if (
    first === 102 &&
    view.at(start + 4) === 58 &&
    (second === 101 || second === 99 || second === 100 || second === 102)
  )
    return SEVERITY_PRIVATE;
  return isDocumentation(view, start) ? SEVERITY_PRIVATE : SEVERITY_PUBLIC;
}

const DOCUMENTATION = '2001:db8:';
function isDocumentation(view: LetterView, start: number): boolean {
  for (let i = 0; i < DOCUMENTATION.length; i++) if (view.at(start + i) !== DOCUMENTATION.charCodeAt(i)) return false;
  return true;
}

const isHexOrColon = (code: number): boolean => isDigit(code) || code === 58 || (code >= 97 && code <= 102);
