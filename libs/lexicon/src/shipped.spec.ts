import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scanner, Transform, compile } from '@breakwater/engine';
import { loadLexicon } from './index.js';

const lexicon = loadLexicon();
const scanner = new Scanner(compile(lexicon.entries));
const worst = (text: string) =>
  Math.max(0, ...scanner.scan(text).hits.flatMap((hit) => hit.grades.map((grade) => grade.severity)));

/** Innocent texts in which something rude can be read. Nothing here may reach severity 5. */
const TRAPS = `
Scunthorpe | Penistone | Clitheroe | Lightwater | Cockermouth | Essex | Sussex | Middlesex | assassin | bass | class | grass | glass
analyst | analysis | banal | canal | cockpit | peacock | cocktail | hancock | Dickens | therapist | raccoon | cocoon | snigger | niggling | niggardly
shiitake | mishit | Matsushita | Takeshita | pen is | mass hit | push it | as shown | but it | hole in | as sure | magna cum laude | cumulative
document | cucumber | circumstance | accumulate | Dick Van Dyke | spick and span | Pakistan | fire retardant | saltwater | swatting | Fukuoka
Phuket | Phuc | Dong | Wang | 455 points | 8008 coins | 45 45 | 142,460 | c# at 5% off | U S A | it is sh it | Buttigieg | Bumgardner | Cummings
expertsexchange | Cockburn | Weiner | title | titanic | titration | constitution | petition | arsenic | arsenal | parse | sparse | coarse | button
rebuttal | butter | wristwatch | hoarding | shoe | whoever | backhoe | Kung-Fu | Assamese | Kumquat | bananas so | breast cancer | rapeseed | grape
drapes | scrape | rapper | wrapped | therapy | trapeze | assess | assets | passion | ambassador | embarrass | assume | associate | harass
compass | brass | molasses | cassette | hassle | tassel | passage | massage | message | snippets | spice | despicable | suspicious | conspicuous
auspicious | homogeneous | homework | sextant | sextet | unisex | sixty-nine | analog | analogy | psychoanalysis | manual | annals | granular
Nigeria | Niger | negro river | denigrate | vinegar | negotiate | Montenegro | tycoon | harpoon | spoon | screwdriver | screw it on | crackers
jackass penguin? no, jackal | hello | shell | he'll | we'll | who're | seashell | Michelle | hotel | Hellenic | damage | Amsterdam | macadamia
cumin | scum line | vacuum | Cumbria | cucumbers | succumb | pussycat? no, a cat | pus | Gropius | octopus | campus | opus | fagus | Fagin | fagot vote
kill the process | kill -9 4711 | the build is dead | shoot me an email | headshot! | bomb site B | suicide squad | execute the query | die roll
master and slave replica | abort the transaction | finger server | gimp the image | git push --force | fsck /dev/sda1 | man page | mount | strip tags
rm -rf / | chmod 777 | tty.S0 | foo.c | x-s-s | e-mail | re-do | 10.0.0.1:8080 | v1.2.3-rc4 | 0xA5B8 | BwMAF4GiogA | deadbeef | f00ba4 | i386 | mp3
#hashtag | @mention | hmmmm | sooooo good | noooooo | heyyyy | gg wp | ez clap? no | brb | the class-hit | AT&T | R&D | b*2 | 2*3*4 | a*b*c | lib*.so
*bold* text | **strong** | snake_case_name | char *p; int *q | 5/10 | 1:0 | he said "hi" | shuttle cock-up-free | an al-Jazeera report | tit-for-tat? no
I have a black cat | gay rights | she is Muslim | the Jewish museum | a queer film festival | trans people are people | Arab cuisine | women and men
как дела | привет всем | добрый вечер | それはいいですね | 你好吗 | 안녕하세요 | كيف حالك | आप कैसे हैं | ¿cómo estás? | el año nuevo | ça va bien | schöne Grüße
turducken | Turda | Turdus merula | Jizzakh | Twatt | Nobber | Wankel engine | a bum bag | it was a crapshoot | cornhole | tit for tat | a knob of butter
die Katze | con leche | der Dom | mit Dank | fahrt langsam | gute Fahrt | ein Kuss | dos puntos | no puedo | te quiero mucho | buona notte | così così
`
  .split(/[|\n]/)
  .map((trap) => trap.trim())
  .filter((trap) => trap !== '');

/** Terms for the battery, by their index only in test names. */
const TERMS =
  'fuck shit bitch asshole cunt whore nigger faggot bastard motherfucker bullshit dickhead slut wanker cocksucker retard fucker shitty tranny spastic'.split(
    ' ',
  );

const each = (change: (letter: string, i: number) => string) => (word: string) => [...word].map(change).join('');
const swap = (pairs: Record<string, string>) => each((letter) => pairs[letter] ?? letter);
const shift = (lower: number) => each((letter) => String.fromCodePoint(lower + letter.charCodeAt(0) - 97));
const KINDS: Readonly<Record<string, [(word: string) => string, number]>> = {
  CASE: [each((letter, i) => (i % 2 ? letter.toUpperCase() : letter)), Transform.CASE],
  LEET: [swap({ a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }), Transform.LEET],
  'LEET by symbols': [swap({ a: '@', i: '!', s: '$' }), Transform.LEET],
  HOMOGLYPH: [swap({ a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', s: 'ѕ', u: 'υ' }), Transform.HOMOGLYPH],
  'STYLED full-width': [shift(0xff41), Transform.STYLED],
  'STYLED mathematical': [shift(0x1d41a), Transform.STYLED],
  'STYLED circled': [shift(0x24d0), Transform.STYLED],
  DIACRITIC: [swap({ a: 'ä', c: 'ç', e: 'é', i: 'ï', o: 'ö', u: 'ü' }), Transform.DIACRITIC],
  'DIACRITIC stacked': [each((letter) => `${letter}\u0335\u0321`), Transform.DIACRITIC],
  INVISIBLE: [each((letter) => `${letter}\u200b`), Transform.INVISIBLE],
  REPEAT: [each((letter, i) => (i === 1 ? letter.repeat(4) : letter)), Transform.REPEAT],
  SPACING: [(word) => [...word].join(' '), Transform.SPACING],
  SEPARATOR: [(word) => [...word].join('.'), Transform.SEPARATOR],
  'SEPARATOR mixed': [(word) => [...word].join('-'), Transform.SEPARATOR],
  MASK: [each((letter, i) => (i === 1 || i === 2 ? '*' : letter)), Transform.MASK],
};

describe('the shipped lexicon', () => {
  it('has thousands of entries in many languages', () => {
    expect(lexicon.entries.length).toBeGreaterThan(4500);
    expect(new Set(lexicon.entries.map((entry) => entry.language)).size).toBeGreaterThanOrEqual(15);
    expect(lexicon.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves traps alone', () => {
    expect(TRAPS.length).toBeGreaterThan(250);
    expect(TRAPS.filter((trap) => worst(trap) >= 5)).toEqual([]);
  });

  it.each(Object.keys(KINDS))('sees through %s in at least 90 % of the terms, and names it', (kind) => {
    const [disguise, transform] = KINDS[kind]!;
    const missed: number[] = [];
    let disguised = 0;
    TERMS.forEach((term, index) => {
      const hidden = disguise(term);
      if (hidden === term) return;
      disguised++;
      const { hits } = scanner.scan(`you are a ${hidden} ok`);
      const found = hits.some((hit) => hit.transforms & transform && hit.grades.some((grade) => grade.severity >= 5));
      if (!found) missed.push(index);
    });
    expect(disguised).toBeGreaterThanOrEqual(10);
    expect({ missed, rate: missed.length / disguised <= 0.1 }).toEqual({ missed, rate: true });
  });
});

describe('loading', () => {
  it('refuses a folder without a lexicon, and a broken file by name and line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-lexicon-'));
    try {
      expect(() => loadLexicon(folder)).toThrow('No lexicon in');
      writeFileSync(join(folder, 'xx.tsv'), '#lexicon v1 xx\nterm\n');
      expect(() => loadLexicon(folder)).toThrow('xx.tsv:2: The header must be');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
