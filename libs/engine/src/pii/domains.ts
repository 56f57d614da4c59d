import type { LetterView } from './letters.js';
import { WordTable } from './word-table.js';

/** How much an ending proves that a dotted name is a domain. */
export const ENDING_UNKNOWN = 0;
/** Also a file ending or a word ("main.py", "end.so"): needs a scheme, "www." or a known host. */
export const ENDING_DOUBTFUL = 1;
/** A country or a newer ending that is no word and no file ending. */
export const ENDING_LIKELY = 2;
export const ENDING_SURE = 3;

const ENDINGS = new WordTable({
  [ENDING_SURE]: `com net org edu gov gg tv io biz info dev xyz online site website shop store club live app link page ly
    onion news blog games game gift gifts casino bet chat email stream agency digital cloud tech wiki fun vip
    icu cyou monster buzz today world life ltd inc media social travel museum jobs mobi coop aero asia cat eu uk
    de fr nl ch ru jp cn kr br pt ca au nz mx ar`,
  [ENDING_LIKELY]: `dk ie cz sk hu ro bg gr tr ua lv ee hr lu cy cl pe ve uy ec bo cr gt hn ni pa cu pr tw hk sg th vn ph pk bd
    lk np kh kz uz ge az il ae sa ir iq jo lb kw qa om ye za ng ke eg tn gh tz ug zw zm et ci cm sn int mil tel
    su tk cf gq bio art ink ooo wtf lol rocks ninja guru moe pub blue pink`,
  [ENDING_DOUBTFUL]: `in to so my us am as do id la is it no at me be al ma by ba es se cc sh py pl rs md ps ml mk mo ai zip mov
    pm st ac vb ms gz tm tar cs js ts hs rb kt vi im hm ht bz lt pn mp sc ad ax mm ga nu run work works red bar
    fi fm download name pro host click bin conf lock log top space tips tools zone team network si li mt co ws
    ne`,
});

/** Hosts that people write without a scheme although their ending is doubtful; 2: shortens links. */
const KNOWN_HOSTS = new WordTable({
  1: `twitch.tv youtu.be t.me discord.gg discord.com wa.me m.me kik.me snap.me line.me redd.it fb.me ig.me vk.com ok.ru
    curseforge.com modrinth.com roblox.com x.com telegram.me telegram.dog signal.me signal.group linktr.ee chat.whatsapp.com
    discordapp.com join.skype.com instagram.com snapchat.com tiktok.com dsc.gg guilded.gg revolt.chat omegle.com rust-lang.org
    crates.io docs.rs lib.rs notion.so deno.land repl.it paste.sh pastebin.com ix.io onet.pl allegro.pl wp.pl`,
  2: `bit.ly tinyurl.com goo.gl t.co ow.ly is.gd buff.ly adf.ly rebrand.ly cutt.ly rb.gy shorturl.at tiny.cc t.ly v.gd
    s.id bl.ink soo.gd clck.ru shorte.st ouo.io linkvertise.com bc.vc lnkd.in grabify.link iplogger.org`,
});
export const HOST_KNOWN = 1;
export const HOST_SHORTENS = 2;

/** Mail providers: the first part of their domains. */
const PROVIDERS = new WordTable({
  1: `gmail googlemail yahoo ymail hotmail outlook icloud aol gmx web proton protonmail yandex qq live msn libero orange
    wanadoo laposte naver daum rambler zoho fastmail tutanota rocketmail t-online freenet hotmai gmai mailinator`,
});

/** How much the label [start, end) proves as the last of a domain. */
export const endingAt = (view: LetterView, start: number, end: number): number => {
  if (end - start < 2) return ENDING_UNKNOWN;
  // Punycode.
  if (end - start > 4 && view.at(start) === 120 && view.at(start + 2) === 45 && view.at(start + 3) === 45) {
    return ENDING_SURE;
  }
  return ENDINGS.valueAt(view, start, end);
};
export const knownHostAt = (view: LetterView, start: number, end: number): number =>
  KNOWN_HOSTS.valueAt(view, start, end);
export const isProviderAt = (view: LetterView, start: number, end: number): boolean =>
  PROVIDERS.valueAt(view, start, end) === 1;
