import { ENDING_DOUBTFUL, ENDING_SURE, ENDING_UNKNOWN, endingAt, isProviderAt } from './domains.js';
import type { PiiReport } from './kinds.js';
import { isDigit, isLetter, isWordPart, type LetterView, SPACE } from './letters.js';
import { WordTable } from './word-table.js';

const SEVERITY = 5;
/** Of a mailbox that is nobody's own. */
const SEVERITY_IMPERSONAL = 3;
/** Longest parts of an address: RFC 5321, 4.5.3.1. They also keep the search linear. */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

/** How "@" or "." is written. */
const TIGHT = 1;
const SPACED = 2;
const BRACKETED = 3;
/** As a word between blanks: "at", "dot". */
const WORD = 4;

const AT_WORDS = new WordTable({ 1: 'at arroba arobase chiocciola klammeraffe aet', 2: 'a ad et' });
const DOT_WORDS = new WordTable({ 1: 'dot punkt punto point ponto dott d0t' });
/** What stands before "at" in ordinary sentences; none is the name of a mailbox there. */
const NOT_MAILBOXES = new WordTable({
  1: `look looks looking looked is are was were be been am me you him her us them it this that there here live lives living
    work works working worked meet meeting check found find hosted available up out in on not only now just back one
    see page site docs documentation aim good bad great better best all any get go going login log running stay start
    starts started stop arrive arrived point laugh laughing mad angry shout yell stare even still while anything
    something nothing someone everything stuff and or but as than then the a an he she they we i read download
    downloads buy sold bug bugs file files package packages repo repository wiki forum forums info thread paste mirror
    register sign signed posted post listed listen watch join ask asking throw everyone people guys folks`,
});
const MAIL_CUES = new WordTable({ 1: 'mail email e-mail mails emails gmail adresse address contact mailbox correo' });
/** Last labels of machines' names inside a house. */
const PRIVATE_ENDINGS = new WordTable({
  1: `local localdomain localhost lan internal home arpa invalid corp intranet txt py js ts sh so deb rpm gz png jpg html
    htm php conf service target socket mount slice timer`,
});
/** Before "@" in addresses of machines. */
const MACHINE_USERS = new WordTable({ 1: 'git root svn cvs ssh anonymous' });

/** Mailboxes of offices, and names that stand for any. */
const IMPERSONAL = new WordTable({
  1: `user username name yourname yourusername you someone somebody anyone login email address mail webmaster postmaster
    hostmaster listmaster abuse noreply no-reply donotreply support info sales help helpdesk newsletter`,
});
/** First parts of domains that stand for any. */
const ANY_DOMAIN = new WordTable({
  1: `domain yourdomain mydomain somedomain host hostname yourhost myhost somehost server yourserver myserver
    servername company yourcompany site yoursite website somewhere whatever isp yourisp provider`,
});

/** E-mail addresses in one view, also with "at" and "dot" in brackets or words. */
export class MailFinder {
  /** Of the separator last read. */
  private form = 0;
  private behind = 0;

  find(view: LetterView, report: PiiReport): void {
    for (let i = 0; i < view.length; i++) {
      const code = view.at(i);
      if (code === 64) this.tryAround(view, i, i + 1, 0, report);
      else if (isLetter(code) && !isWordPart(view.at(i - 1)) && (code === 97 || code === 99 || code === 107)) {
        const end = wordEnd(view, i);
        const value = AT_WORDS.valueAt(view, i, end);
        if (value > 0) this.tryAround(view, i, end, value, report);
      }
    }
  }

  /** @param word 0 for the sign, 1 for a word, 2 for a word that counts in brackets only */
  private tryAround(view: LetterView, from: number, to: number, word: number, report: PiiReport): void {
    let left = from;
    let right = to;
    while (left > from - 2 && view.at(left - 1) === SPACE) left--;
    while (right < to + 2 && view.at(right) === SPACE) right++;
    const bracketed = closes(view.at(left - 1), view.at(right));
    if (bracketed) {
      left--;
      right++;
    }
    if (word === 2 && !bracketed) return;
    const near = left;
    while (left > from - 5 && view.at(left - 1) === SPACE) left--;
    while (right < to + 5 && view.at(right) === SPACE) right++;
    const blanks = (left < near ? 1 : 0) + (right > to ? 1 : 0);
    const form = bracketed ? BRACKETED : word ? WORD : left < from || right > to ? SPACED : TIGHT;
    if (form === WORD && blanks < 2 && (left === from || right === to)) return;

    const start = localStart(view, left);
    if (start === left || view.isTaken(start)) return;
    const before = view.at(start - 1);
    // A mask of IRC (nick!user@host), a path, an option.
    if (before === 33 || before === 126 || before === 47 || before === 92 || before === 61) return;
    this.domain(view, start, left, right, form, from, report);
  }

  private domain(
    view: LetterView,
    start: number,
    left: number,
    right: number,
    form: number,
    sign: number,
    report: PiiReport,
  ): void {
    let label = right;
    let labels = 0;
    let dots = TIGHT;
    let accepted = -1;
    let ending = ENDING_UNKNOWN;
    let dotsAccepted = TIGHT;
    const most = Math.min(view.length, right + LONGEST_DOMAIN);
    while (label < most) {
      let end = label;
      while (end < most && (isWordPart(view.at(end)) || (view.at(end) === 45 && end > label))) end++;
      while (end > label && view.at(end - 1) === 45) end--;
      if (end === label) break;
      labels++;
      if (labels > 1) {
        const value = this.lastLabel(view, label, end, form, dots);
        if (value > ENDING_UNKNOWN) {
          accepted = end;
          ending = value;
          dotsAccepted = dots;
          // A worded or spaced address ends with its first ending, but for "co.uk" and the like.
          if (dots !== TIGHT && ending === ENDING_SURE) break;
        }
      }
      this.separator(view, end);
      if (this.form === 0) break;
      dots = Math.max(dots, this.form);
      label = this.behind;
    }
    if (accepted < 0 || view.isTaken(right)) return;
    const confidence = this.confidence(view, start, left, right, accepted, form, dotsAccepted, ending, sign);
    if (confidence === 0) return;
    view.take(start, accepted);
    report(
      'email',
      view.startOf(start),
      view.endBefore(accepted),
      isImpersonal(view, start, left, right) ? SEVERITY_IMPERSONAL : SEVERITY,
      confidence,
      view.startOf(right),
      view.endBefore(accepted),
    );
  }

  /** How much the label proves as the last one; a well-formed address may end in anything that looks like an ending. */
  private lastLabel(view: LetterView, start: number, end: number, form: number, dots: number): number {
    const value = endingAt(view, start, end);
    if (value > ENDING_UNKNOWN || form !== TIGHT || dots !== TIGHT) return value;
    if (end - start < 2 || end - start > 12) return ENDING_UNKNOWN;
    for (let i = start; i < end; i++) if (!isLetter(view.at(i))) return ENDING_UNKNOWN;
    return PRIVATE_ENDINGS.valueAt(view, start, end) ? ENDING_UNKNOWN : ENDING_DOUBTFUL;
  }

  /** Reads a dot in any form behind a label. */
  private separator(view: LetterView, at: number): void {
    this.form = 0;
    let i = at;
    while (i < at + 2 && view.at(i) === SPACE) i++;
    const open = view.at(i);
    const bracketed = open === 40 || open === 91 || open === 123 || open === 60;
    if (bracketed) i++;
    if (bracketed && view.at(i) === SPACE) i++;
    const from = i;
    const isDot = view.at(i) === 46;
    if (isDot) i++;
    else if (isLetter(view.at(i))) {
      i = wordEnd(view, i);
      if (DOT_WORDS.valueAt(view, from, i) === 0) return;
    } else return;
    if (bracketed) {
      if (view.at(i) === SPACE) i++;
      if (!closes(open, view.at(i))) return;
      i++;
    }
    const behind = i;
    while (i < behind + 2 && view.at(i) === SPACE) i++;
    const blanks = (from > at ? 1 : 0) + (i > behind ? 1 : 0);
    if (bracketed) this.form = BRACKETED;
    else if (!isDot) this.form = blanks === 2 ? WORD : 0;
    else this.form = blanks === 0 ? TIGHT : blanks === 2 ? SPACED : 0;
    this.behind = i;
  }

  private confidence(
    view: LetterView,
    start: number,
    left: number,
    right: number,
    end: number,
    form: number,
    dots: number,
    ending: number,
    sign: number,
  ): number {
    if (form === TIGHT && dots === TIGHT) {
      if (MACHINE_USERS.valueAt(view, start, left) && view.at(end) === 58) return 0;
      return ending === ENDING_DOUBTFUL ? 0.9 : 0.97;
    }
    if (form === BRACKETED || dots === BRACKETED) return form === WORD && isOrdinary(view, start, left) ? 0 : 0.9;
    if (isOrdinary(view, start, left)) return 0;
    const firstEnd = wordEnd(view, right);
    const provider = isProviderAt(view, right, firstEnd);
    if (form === WORD && dots === TIGHT) {
      // "the page at example.com" is no address.
      const loud = view.isCapital(sign) && !view.isCapital(start);
      const whole = start === 0 && end === view.length;
      const cue = MAIL_CUES.largestBefore(view, start, 24) > 0;
      if (provider || cue) return 0.85;
      return (loud || whole) && ending > ENDING_DOUBTFUL ? 0.6 : 0;
    }
    if (form === WORD || dots === WORD) return provider ? 0.9 : ending > ENDING_DOUBTFUL ? 0.75 : 0;
    if (ending === ENDING_DOUBTFUL && !provider) return 0;
    return provider ? 0.9 : 0.6;
  }
}

const isImpersonal = (view: LetterView, start: number, end: number, domain: number): boolean =>
  IMPERSONAL.valueAt(view, start, end) > 0 || ANY_DOMAIN.valueAt(view, domain, wordEnd(view, domain)) > 0;

/** A word that stands before "at" in ordinary text, without digits or dots. */
const isOrdinary = (view: LetterView, start: number, end: number): boolean =>
  NOT_MAILBOXES.valueAt(view, start, end) > 0;

/** Where the name of the mailbox that ends here begins; "john dot smith" counts as one name. */
function localStart(view: LetterView, end: number): number {
  const least = Math.max(0, end - LONGEST_LOCAL);
  let start = end;
  while (start > least && isLocal(view.at(start - 1))) start--;
  while (start < end && !isWordPart(view.at(start)) && view.at(start) !== 95) start++;
  if (view.at(start - 1) !== SPACE) return start;
  const wordTo = start - 1;
  let from = wordTo;
  while (from > least && isLetter(view.at(from - 1))) from--;
  if (view.at(from - 1) !== SPACE || DOT_WORDS.valueAt(view, from, wordTo) === 0) return start;
  let first = from - 1;
  while (first > least && isLocal(view.at(first - 1))) first--;
  return first < from - 1 ? first : start;
}

/** Characters of a mailbox that people have. */
const isLocal = (code: number): boolean =>
  isWordPart(code) || code === 46 || code === 95 || code === 45 || code === 43 || code === 37;

function wordEnd(view: LetterView, start: number): number {
  let end = start;
  while (end < start + LONGEST_LOCAL && (isLetter(view.at(end)) || isDigit(view.at(end)) || view.at(end) === 45)) end++;
  return end;
}

/** One of the pairs () [] {} <> ** __ --. */
function closes(open: number, close: number): boolean {
  if (open === 40) return close === 41;
  if (open === 91 || open === 123) return close === open + 2;
  if (open === 60) return close === 62;
  return open === close && (open === 42 || open === 95 || open === 45);
}
