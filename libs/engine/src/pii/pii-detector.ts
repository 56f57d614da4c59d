import type { CodeUnits } from '../text/code-units.js';
import { findColonAddresses, Ipv4Finder } from './addresses.js';
import { findBankAccounts } from './bank-accounts.js';
import { findCard } from './cards.js';
import { findHandles } from './handles.js';
import type { PiiReport } from './kinds.js';
import { LetterView } from './letters.js';
import { LinkFinder } from './links.js';
import { MailFinder } from './mail.js';
import { findNames } from './names.js';
import { NumberGroups } from './number-groups.js';
import { mayStart } from './number-borders.js';
import { PhoneFinder } from './phones.js';
import {
  SIGNAL_COLONS,
  SIGNAL_HANDLE,
  SIGNAL_LINK,
  SIGNAL_MAIL,
  SIGNAL_NAME,
  SIGNAL_NUMBER,
  SIGNAL_QUAD,
  SIGNAL_STREET,
  signalsOf,
} from './signals.js';
import { findSocialSecurity } from './social-security.js';
import { findStreets } from './streets.js';
import { OF_ANY, OF_HANDLE, OF_NAME, OF_STREET } from './words.js';

/**
 * Finds what names or reaches a person by its form: mail addresses, telephone numbers, cards, accounts, network
 * addresses, streets, links. Keeps buffers of the longest text seen; one detector serves one thread.
 */
export class PiiDetector {
  private readonly view = new LetterView();
  private readonly groups = new NumberGroups();
  private readonly mail = new MailFinder();
  private readonly links = new LinkFinder();
  private readonly ipv4 = new Ipv4Finder();
  private readonly phones = new PhoneFinder();

  /**
   * Calls `report` for every finding. Linear in the text, never throws, allocates nothing once the buffers are large
   * enough. Ordinary text costs one pass of about a nanosecond a character.
   * @param words what the text's words may be part of, see PersonalWords
   */
  find(text: CodeUnits, report: PiiReport, words = OF_ANY): void {
    let signals = signalsOf(text);
    if ((words & OF_STREET) === 0) signals &= ~SIGNAL_STREET;
    if ((words & OF_NAME) === 0) signals &= ~SIGNAL_NAME;
    if ((words & OF_HANDLE) === 0) signals &= ~SIGNAL_HANDLE;
    if (signals !== 0) this.findSignalled(text, signals, report);
  }

  /** As `find`, for a caller that knows the signals of `signalsOf` already. */
  findSignalled(text: CodeUnits, signals: number, report: PiiReport): void {
    const { view } = this;
    view.read(text);
    // What was found is not looked at again: a number in a link is no telephone number.
    if (signals & SIGNAL_MAIL) this.mail.find(view, report);
    if (signals & SIGNAL_LINK) this.links.find(view, report);
    if (signals & SIGNAL_QUAD) this.ipv4.find(view, report);
    if (signals & SIGNAL_COLONS) findColonAddresses(view, report);
    if (signals & SIGNAL_HANDLE) findHandles(view, report);
    if (signals & SIGNAL_NUMBER) this.numbers(report);
    if (signals & SIGNAL_NAME) findNames(view, report);
    if (signals & SIGNAL_STREET) findStreets(view, report);
  }

  private numbers(report: PiiReport): void {
    const { view, groups } = this;
    findBankAccounts(view, report);
    groups.read(view);
    for (let k = 0; k < groups.count;) {
      const next = mayStart(view, groups, k) ? this.numberAt(k, report) : k;
      k = Math.max(next, k + 1);
    }
  }

  /** @returns the group behind the number that begins with group `k`, or `k` */
  private numberAt(k: number, report: PiiReport): number {
    const { view, groups } = this;
    let next = findCard(view, groups, k, report);
    if (next === k) next = findSocialSecurity(view, groups, k, report);
    if (next === k) next = this.phones.find(view, groups, k, report);
    return next;
  }
}
