import { CodeUnits } from '../text/code-units.js';
import { PiiDetector, type PiiKind } from './index.js';

const detector = new PiiDetector();
const units = new CodeUnits();

interface Finding {
  readonly kind: PiiKind;
  readonly text: string;
  readonly severity: number;
  readonly confidence: number;
  readonly host: string;
}

function findings(text: string): Finding[] {
  const found: Finding[] = [];
  detector.find(units.read(text), (kind, start, end, severity, confidence, hostStart, hostEnd) => {
    found.push({ kind, text: text.slice(start, end), severity, confidence, host: text.slice(hostStart, hostEnd) });
  });
  return found;
}

const kinds = (text: string): string[] => findings(text).map(({ kind, text: part }) => `${kind}:${part}`);

/** Texts with what must be found between "<<" and ">>". */
function expectMarked(kind: PiiKind, marked: string): void {
  const [before, part, after] = marked.split(/<<|>>/);
  expect(kinds(`${before}${part}${after}`)).toContain(`${kind}:${part}`);
}

describe('e-mail', () => {
  it.each([
    'write to <<jane.doe@example.com>> please',
    '<<JaneDoe99@Example.co.uk>>',
    'mail:<<a_b-c+tag@sub.mail-host.example.org>>, thanks',
    '<<jane @ gmail.com>>',
    '<<jane at gmail dot com>>',
    'its <<jane99 at mailserver dot org>>',
    '<<jane(at)example(dot)com>>',
    '<<jane [at] example [dot] com>>',
    '<<jane {at} example.com>>',
    '<<jane[@]example[.]com>>',
    '<<john dot smith at gmail dot com>>',
    'schreib mir: <<anna.schmidt at web punkt de>>',
    'mi correo: <<juan arroba gmail punto com>>',
    'my email is <<jane at example.com>>',
    '<<ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ>>',
    '<<jane\u200b@exam\u200bple.com>>',
    '<<𝐣𝐚𝐧𝐞@example.com>>',
    '<mailto:<<jane@example.com>>>',
  ])('case %#', (marked) => expectMarked('email', marked));

  it.each([
    'look at example dot com',
    'look at example.com',
    'the docs are at example.org',
    'i work at example dot com',
    '@jane hi there',
    '@jane.doe look',
    'ping @bob at 5.30',
    'nick!~user@host.example.com has joined',
    'git@github.com:example/repo.git',
    'root@box.local',
    'meet me at noon. com e early',
    'dot dot dot at the end',
    'user@192.168.0.1',
    'pack@1.2.3',
  ])('none in case %#', (text) => expect(kinds(text).filter((kind) => kind.startsWith('email'))).toEqual([]));

  it.each(['user@example.com', 'jane@yourdomain.com', 'webmaster@example.org'])(
    'milder where nobody is meant, case %#',
    (text) => expect(findings(text)[0]).toMatchObject({ kind: 'email', severity: 3 }),
  );

  it('tells the host', () => {
    expect(findings('jane@mail.example.com')[0]!.host).toBe('mail.example.com');
  });
});

describe('phone', () => {
  it.each([
    '<<+1 202 555 0143>>',
    'call <<+1-202-555-0143>>!',
    '<<+12025550143>>',
    '<<(202) 555-0143>>',
    '<<202-555-0143>>',
    'hit me up <<202.555.0143>>',
    '<<1-202-555-0143>>',
    '<<+44 20 7946 0958>>',
    '<<+44 (0)20 7946 0958>>',
    '<<(+44) 20 7946 0958>>',
    '<<0044 20 7946 0958>>',
    '<<011 44 20 7946 0958>>',
    '<<020 7946 0958>>',
    '<<07700 900123>> is mine',
    '<<+49 30 23125 000>>',
    '<<+49.30.23125.000>>',
    '<<030/23125-000>>',
    '<<0030 21 0123 4567>>',
    '<<+33 1 99 00 12 34>>',
    '<<01 99 00 12 34>>',
    '<<+81-3-1234-5678>>',
    '<<+７ ９１２ ３４５ ６７ ８９>>',
    '<<+٩٧١ ٥٠ ١٢٣ ٤٥٦٧>>',
    '<<+1 2O2 555 O143>>',
    'text me <<5550143>>',
    'text me <<555-0143>>',
    'my number is <<6125550143>>',
    'my whatsapp <<612 345 678>>',
    'mein handy <<17612345678>>',
    'мой телефон <<8 912 345 67 89>>',
    'tel:<<+12025550143>>',
    '<<two zero two five five five zero one four three>>',
    '<<two-zero-two-five-five-five-oh-one-four-three>>',
    'ruf an <<null eins sieben sechs eins zwei drei fünf neun>>',
    '<<dos cero dos cinco cinco cinco cero uno>>'.replace('dos cero dos', 'dos ocho dos'),
    '<<202 five five five 0143>>',
    '<<2 0 2 5 5 5 0 1 4 3>>',
    '<<2️⃣0️⃣2️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣3️⃣>>',
    '<<𝟐𝟎𝟐-𝟓𝟓𝟓-𝟎𝟏𝟒𝟑>>',
    '<<202-555-0143>>-mobile',
  ])('case %#', (marked) => expectMarked('phone', marked));

  it.each([
    'kernel 2.6.15-27-386 is out',
    'gcc 4.0.2-10ubuntu1',
    'it is 2004-11-15 12:30:45',
    '15.11.2004 - 16.11.2004',
    'won 25-12 25-20 25-18',
    'i have 1000000 gold and 2500000 silver',
    'bug 1234567 and bug 7654321',
    'see #123456789',
    'only $1999 1299 or 4999',
    'id 4815162342',
    'at 52.520008, 13.404954',
    'de:ad:be:ef 0xdeadbeef12345678',
    '640x480 800x600 1024x768',
    '1 2 3 4 5 6 7 8 9 10 11 12',
    'one two three four five six seven eight nine ten',
    'size 104857600 bytes',
    'timestamp 1100537445 1100537446',
    '550e8400-e29b-41d4-a716-446655440000',
    'pastebin 2025550 2025551',
    'isbn 978-3-16-148410-0',
    'ports 8080 8443 9000 9090',
    'drwxr-xr-x 2 root root 4096 2005-01-01 00:00',
    '10.0.0.0/255.255.255.0',
    'the number 7 2102935564',
    'call 911',
    'ratio 3/4 5/6 7/8 9/10',
    'the 1990s 2000s and 2010s',
    '+1 +1 +1 +1 +1 +1 +1',
    'agree +100000',
    '2+2=4 12345678+1',
    '00 11 22 33 44 55 66 77',
  ])('none in case %#', (text) => expect(kinds(text).filter((kind) => kind.startsWith('phone'))).toEqual([]));

  it('reads digits that came in pieces', () => {
    expect(kinds('202 555 01 43')).toEqual([]);
    expect(kinds('text me 202 555 01 43')).toEqual(['phone:202 555 01 43']);
    expect(kinds('2025550143')).toEqual(['phone:2025550143']);
  });
});

describe('card', () => {
  it.each([
    '<<4111111111111111>>',
    '<<4111 1111 1111 1111>> exp 12/29',
    '<<4111-1111-1111-1111>>',
    'visa <<4222222222222>>',
    '<<5555555555554444>>',
    '<<2223003122003222>>',
    '<<378282246310005>>',
    '<<3782 822463 10005>>',
    '<<6011111111111117>>',
    '<<30569309025904>>',
    '<<3530111333300000>>',
    '<<6304000000000000>>',
    '<<4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1>>',
    '<<４１１１１１１１１１１１１１１１>>',
  ])('case %#', (marked) => expectMarked('card', marked));

  it.each([
    '4111111111111112',
    '1111111111111111',
    '0000 0000 0000 0000',
    'order_4111111111111111',
    '#4111111111111111',
    '<@412345678901234567>',
    '4222222222222 bytes',
    '4111111111111111.jpg',
  ])('none in case %#', (text) => expect(kinds(text).filter((kind) => kind.startsWith('card'))).toEqual([]));
});

describe('IBAN', () => {
  it.each([
    '<<DE89370400440532013000>>',
    'pay to <<DE89 3704 0044 0532 0130 00>> asap',
    '<<gb82 west 1234 5698 7654 32>>',
    '<<FR14 2004 1010 0505 0001 3M02 606>>',
    '<<NO9386011117947>>',
    '<<MT84MALT011000012345MTLCAST001S>>',
  ])('case %#', (marked) => expectMarked('iban', marked));

  it.each(['DE88370400440532013000', 'XX89370400440532013000', 'DE8937040044053201300', 'ADE89370400440532013000'])(
    'none in case %#',
    (text) => expect(kinds(text).filter((kind) => kind.startsWith('iban'))).toEqual([]),
  );
});

describe('social security number', () => {
  it.each(['<<219-09-9999>>', 'my ssn is <<219 09 9999>>', 'ssn:<<219099999>>'])('case %#', (marked) =>
    expectMarked('ssn', marked),
  );
  it.each(['000-12-3456', '666-12-3456', '219-00-9999', '2190-09-9999', '219 09 9999', '+677-12-3456'])(
    'none in case %#',
    (text) => expect(kinds(text).filter((kind) => kind.startsWith('ssn'))).toEqual([]),
  );
});

describe('network addresses', () => {
  it.each([
    ['<<93.184.216.34>>', 5],
    ['join <<93.184.216.34>>:25565 now', 5],
    ['ip 93.4.6.3 is <<93.184.216.34>>', 5],
    ['my ip is <<5.9.1.7>>', 5],
    ['<<8.8.8.8>> works', 3],
    ['<<192.168.0.1>>', 3],
    ['<<10.0.0.12>>', 3],
    ['<<203.0.113.7>>', 3],
    ['<<127.0.0.1>>', 2],
    ['<<2a00:1450:4001:81b::200e>>', 5],
    ['<<2a00:1450:4001:081b:0000:0000:0000:200e>>', 5],
    ['via <<fe80::1a2b:3cff:fe4d:5e6f>>/64', 3],
    ['<<2001:db8::1>>', 3],
    ['on <<::1>>', 2],
  ])('case %#', (marked, severity) => {
    const [before, part, after] = marked.split(/<<|>>/);
    const found = findings(`${before}${part}${after}`).find(({ text }) => text === part);
    expect(found).toMatchObject({ kind: 'ip', severity });
  });

  it.each([
    'firefox 1.5.0.9',
    'version 10.20.30.400',
    'xserver 7.1.1.0 and 2.6.15.1',
    'update to 115.120.3.14',
    'lib-1.2.3.40',
    'v93.184.216.34',
    '1.2.3.4.5',
    '256.1.1.1',
    '255.255.255.0',
    '10.04.4.100',
    'at 12:30:45',
    'std::cafe',
    'a::b::c',
    'time 1:2:3:4',
    ':: hi ::',
  ])('none in case %#', (text) => expect(kinds(text).filter((kind) => kind.startsWith('ip'))).toEqual([]));

  it('knows hardware addresses', () =>
    expect(kinds('at 00:1A:2b:3c:4d:5e on eth0')).toEqual(['mac:00:1A:2b:3c:4d:5e']));
});

describe('street address', () => {
  it.each([
    'i live at <<742 Evergreen Terrace>>',
    '<<12 Long Acre Road>>, Springfield',
    'come to <<350 5th>>'.replace('5th>>', 'Park Avenue>>'),
    'my address: <<12 maple street>>',
    'ich wohne <<Hauptstraße 12>>',
    '<<Berliner Str. 5b>>, 2. Stock',
    '<<Am Lindenweg 7>>'.replace('<<Am ', 'Am <<'),
    '<<12 rue de la Paix>>, Paris',
    '<<Calle Mayor 5>>',
    '<<Via Garibaldi 21>>',
    '<<Dorpsstraat 14>>',
  ])('case %#', (marked) => expectMarked('address', marked));

  it.each([
    '2 way street',
    'i have 10 drive bays',
    'top 5 ways to win',
    '3 lane road ahead',
    'go 5 blocks down the road',
    'on page 12 of the street book',
    'install 2 via apt',
    'the 1st 3 St',
  ])('none in case %#', (text) => expect(kinds(text).filter((kind) => kind.startsWith('address'))).toEqual([]));
});

describe('name', () => {
  it.each([
    ['my name is <<Jane Doe>>', 5],
    ['my real name is <<jane doe>>', 5],
    ['MY NAME IS <<JANE>>!', 4],
    ['his name is: <<Jane Doe>>, ok', 5],
    ["my name's <<Jane>>", 4],
    ['real name: <<jane>>', 5],
    ['hi my name is <<jane>>', 4],
    ['ich heiße <<Jana Muster>>', 5],
    ['mein name ist <<Jana>>', 4],
    ['me llamo <<Juana>>', 4],
    ["je m'appelle <<Jeanne Dupont>>", 5],
  ])('case %#', (marked, severity) => {
    const [before, part, after] = marked.split(/<<|>>/);
    const found = findings(`${before}${part}${after}`).find(({ text }) => text === part);
    expect(found).toMatchObject({ kind: 'name', severity });
  });

  it.each([
    'my name is not important',
    'my name is on the list',
    'the name is Bond',
    'whats my name again',
    'my user name is wrong',
    'my name is too long',
    'his name and mine',
    'name the file',
    'my name',
  ])('none in case %#', (text) => expect(kinds(text)).toEqual([]));
});

describe('handle', () => {
  it.each([
    'my snap is <<jane_99>>',
    'snap: <<jane99>>',
    'insta @<<jane>> follow me',
    'add <<jane.99>> on insta',
    'Discord: <<jane#0123>>',
    'my ig name is <<jane.doe>>!',
    'kik me at <<jane_x>>',
  ])('case %#', (marked) => expectMarked('handle', marked));

  it.each([
    'my discord is down',
    'discord 2.0 is out',
    'skype for linux 4.3',
    'i have 3 snap packages',
    'snap install vlc',
    'on twitter 500 people',
  ])('none in case %#', (text) => expect(kinds(text)).toEqual([]));
});

describe('link', () => {
  it.each([
    ['<<https://example.com/path?x=1#y>>, see', 'example.com', 3],
    ['(<<http://example.com/a_(b)>>)', 'example.com', 3],
    ['go <<www.example.com>>.', 'www.example.com', 3],
    ['<<example.com/path>>', 'example.com', 3],
    ['<<EXAMPLE.COM>>', 'EXAMPLE.COM', 3],
    ['<<shop.example.co.uk>>', 'shop.example.co.uk', 3],
    ['<<http://example.technology>>', 'example.technology', 3],
    ['<<ftp://example.org:2121/pub>>', 'example.org', 3],
    ['<<twitch.tv>>', 'twitch.tv', 3],
    ['<<https://bit.ly/3abc>>', 'bit.ly', 4],
    ['<<xn--exmple-cua.com>>', 'xn--exmple-cua.com', 4],
    ['<<exаmple.com>>', 'exаmple.com', 4],
    ['<<ｅｘａｍｐｌｅ．ｃｏｍ>>', 'ｅｘａｍｐｌｅ．ｃｏｍ', 3],
  ])('case %#', (marked, host, severity) => {
    const [before, part, after] = marked.split(/<<|>>/);
    const found = findings(`${before}${part}${after}`).find(({ text }) => text === part);
    expect(found).toMatchObject({ kind: 'link', host, severity });
  });

  it.each(['discord.gg/abc123', 'https://t.me/joinchat', 'discord.com/invite/abc', 'https://wa.me/12025550143'])(
    'invites in case %#',
    (text) => expect(findings(text)[0]).toMatchObject({ kind: 'invite', text, severity: 4 }),
  );

  it.each([
    'edit main.ts and foo.sh',
    'libc.so.6 is missing',
    'index.php',
    'the end.Start again',
    'that is it.No way',
    'python3.py 2.6.1',
    'e.g. this, i.e. that',
    'configure.in and Makefile.am',
    'org.gnome.desktop.info',
    '/etc/resolv.conf',
    '/usr/share/example.com',
    'foo.bar(baz)',
    'wait...what',
    'ok.so what',
    'com.example.app.info',
    '$user.name',
    '12.50.de',
    'node.js',
    '3.5.com',
  ])('none in case %#', (text) => expect(kinds(text)).toEqual([]));
});

it('keeps findings apart', () => {
  expect(kinds('http://93.184.216.34:8080/ and jane@example.com, 4111 1111 1111 1111').sort()).toEqual([
    'card:4111 1111 1111 1111',
    'email:jane@example.com',
    'ip:93.184.216.34',
    'link:http://93.184.216.34:8080/',
  ]);
  expect(kinds('https://example.com/2025550143/4111111111111111')).toHaveLength(1);
});
