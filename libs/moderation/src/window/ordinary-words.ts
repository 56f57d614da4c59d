import { plainWord } from './edge-words.js';

/**
 * Short words that people end and begin messages with. Two of them that make a listed word where two messages meet
 * ("pen", "is") are a coincidence; a part that is no word ("sh", "it") is not. Written for this purpose.
 */
const WORDS = `
a an the i im ive id ill you u ur your youre ya yall he she it its we us they them me my mine our his her hers him
this that these those there here who whom whose what when where why how which
am is are was were be been being do does did done has have had having can cant could will wont would should shall
may might must let lets get gets got go goes gone going come came make made take took give gave say said says see saw
seen know knew think want need use used try like love hate look find found tell told ask call keep put run ran set
sit sat hit win won lose lost play buy sell pay eat ate mean feel felt hope wish help show move live stop start open
close wait stay left leave turn read write send sent fix cut pick pull push drop hold held kick pass add end
of to in on at by for from with as if or and but so nor not no yes yep yeah yup nah nope ok okay k kk
up down out off over under in into onto back away again then than too also just only even ever never still yet now
soon later today well very much many more most less few all any some both each other one two three four five six ten
good bad best worst new old big small long short high low hot cold nice fine great cool sad mad glad sure right wrong
true real same next last first late early easy hard fast slow full free own able
man men guy guys boy girl dude bro sis mate mom mum dad son kid friend people team day night time year week hour
home house room door car bus way road map game level job work thing stuff word name line page point part place end
top bot mid jungle lane pen pan pin pit hat mat bat rat cat dog pig cow hen ant bit bits art arts rap tap tar
gun bow box bag bar bed bus cap cup ear eye egg fan fat fly fun gas hip ice ink jar jam key leg lip log lot net nut
oil pie pot rod row rug sea sky sun tea tie tip toe toy van war wax web zip hole head face hand foot
mass class glass grass pass bass less hits hitting shot shop ship
hi hey hello yo sup bye cya gg ggs gl hf glhf gj wp nt ez lol lmao lmfao rofl xd haha hahaha hehe heh huh hm hmm hmmm
um umm uh ah oh ooh wow omg wtf btw brb afk idk idc imo tbh np ty thx tx thanks pls plz please sorry sry gz grats
rip smh jk rn fr ngl ikr ofc bc cuz cause tho though maybe
pc ps xbox ta fa ti re sol suck sucks sex power white black
def deff dont doesnt didnt isnt wasnt arent aint havent hasnt
al ana anna ben bob dan don ed eve jim joe jon kim lee leo max meg mia pat ray rob ron sam ted tim tom
un una el la le les los las de du des da di do que qui et en es est on il elle je tu nous vous ne pas con per non che
der die das den dem ein eine ich du er sie es wir ihr und oder ist im am zu mit auf aus bei von so wie was wer wo
het een van dat dit op te en niet ik jij wel
se si no lo te mi me ti tu yo ya sin por para mas o e os as um uma na no com
발 손 눈 코 입 말 밥 집 물 불 나 너 우리 이 그 저 왜 뭐 안 못 더 잘 다 또 좀
`;

const ordinary = new Set(
  WORDS.split(/\s+/)
    .filter((word) => word !== '')
    .map(plainWord),
);

/** Whether a plain word is an ordinary one. Single letters are, where they are words of English. */
export function isOrdinary(plain: string): boolean {
  return ordinary.has(plain) || plain.length > 12;
}
