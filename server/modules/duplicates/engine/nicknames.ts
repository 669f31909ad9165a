import { folded, plain } from './spelling.ts'

// One line a name: its forms in Ukrainian, its neighbours' and English, full and familiar. A form may stand in several.
const groups = `
олександр александр саша сашко сашка олесь лесь шура саня alexander alex alec aleksander alexandr sander sandy al
олександра александра саша леся олеся шура alexandra alex sandra sandy lexi
олексій алексей льоша леша олекса alexis alexei alexey
анатолій анатолий толя толик anatol
андрій андрей андрійко андрюша андрусь andrew andy andre andreas drew
антон антоній антоша тоша anthony antony tony anton antonio
артем артём тьома тема artemy artemiy
гліб глеб hlib gleb
богдан богдась бодя дан bohdan bogdan
борис боря boris bob
вадим вадік вадик vadym vadim
валентин валік валя valentine valentyn
валентина валя valentina
валерій валерий валера valery valeriy
василь василий вася василько basil vasyl vasil
віктор виктор вітя витя victor viktor vic
вікторія виктория віка вика victoria vicky vicki tori
віталій виталий віталік виталик vitalii vitaly
владислав влад владик vladyslav vladislav
володимир владимир вова володя вовка volodymyr vladimir
вячеслав вʼячеслав слава славко viacheslav vyacheslav slava
ганна анна аня анюта аннуся галя hanna anna ann anne annie hannah nan nancy
галина галя галка halyna galina
геннадій геннадий гена hennadii gennady
григорій григорий гриша грицько гриць gregory greg gregor
дарина дарія дарья даша daryna daria darya dasha
денис дениска denys denis dennis denny
діана диана diana di
дмитро дмитрий діма дима митя дмитрик dmytro dmitry demetrius dima
євген евгений женя євгеній eugene gene yevhen evgeny eugen
євгенія евгения женя eugenia yevheniia
єлизавета елизавета ліза лиза elizabeth elisabeth eliza liz lizzie lizzy beth betty betsy bess lisa elsie libby
іван иван ваня івась іванко john ivan jan johan johann johannes ian jack johnny jon sean ivo
ігор игорь ігорко ihor igor
ілля илья ілько elijah elias illia ilya eli
інна инна inna
ірина ирина іра ира іринка irene irina iryna
карина karina karyna
катерина екатерина катя катруся catherine katherine kathryn kate katie kathy cathy kat kitty katya kateryna kay
кирило кирилл cyril kyrylo kirill
костянтин константин костя костик constantine kostiantyn konstantin
ксенія ксения оксана ксюша xenia kseniia oksana
лариса лара larysa larisa
леонід леонид льоня леня leonid leo
любов люба любовь liubov lyubov
людмила люда мила liudmyla ludmila lyudmila
максим макс maksym maxim max maximilian
марина маринка maryna marina
марія мария маша маруся марійка марічка mary maria marie molly polly maria mia marija
марта marta martha
михайло михаил миша михась michael mike mick mickey mykhailo mikhail michel misha
микола николай коля миколка nicholas nick nicolas mykola nikolai nicky colin klaus
надія надежда надя nadiia nadia nadya
наталія наталья наталя наташа natalia natalie nataliia natasha
ніна нина nina
оксана ксюша oksana oxana
олег олежка oleh oleg
олена елена лена оленка олеся helen olena elena lena helena ellen nell nelly eleanor
ольга оля olha olga
остап ostap
павло павел паша павлик paul pavlo pavel pablo
петро петр петя петрик peter petro pete piotr petr
роман рома ромко roman roma
руслан ruslan
світлана светлана світланка света svitlana svetlana lana
сергій сергей сергійко серьожа сережа serge serhii sergey sergio
соломія соля solomiia
софія софья соня sophia sofia sophie sofiia sonia sonya
станіслав станислав стас stanislav stanislaus stan
степан стьопа стёпа stephen steven steve stephan stepan stefan
тамара тома tamara
тарас тарасик taras
тетяна татьяна таня танюша tetiana tatiana tanya
тимофій тимофей тима timothy tim tymofii
федір федор федя theodore ted teddy fedir fedor theo
юлія юлия юля julia julie yuliia
юрій юрий юра юрко george yurii yuri georg jorge georgie
яна yana jana
ярослав ярик slavko yaroslav
albert al bert bertie
alfred al alf alfie fred freddie
archibald archie
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bernard bernie barney
caroline carolyn carol carrie lina
cecilia cecily cissy celia
charles charlie chuck chas carl karl charley
charlotte lottie charlie lotte
christine christina chris tina chrissie kristin kristina khrystyna
christopher chris kit topher kris
clarence clare
cynthia cindy
daniel dan danny данило данил даниил
david dave davey davy davyd давид
deborah debbie deb debra
donald don donnie donny
dorothy dot dottie dolly dora thea
douglas doug
edmund ed eddie ned ted едмунд
edward ed eddie ned ted teddy едуард eduard
edwin ed eddie
emily em emma millie emilia емілія
ernest ernie
florence flo flora florrie
frances fran francie fanny frankie francesca
francis frank frankie fran franz francisco
franklin frank
frederick fred freddie freddy rick fritz frederic friedrich
gabriel gabe
gabrielle gabby gaby
geoffrey jeffrey geoff jeff jeffery
gerald gerry jerry gerard
gertrude gert gertie trudy
gilbert gil bert
gwendolyn gwen
harold harry hal
harriet hattie harry
henrietta etta hattie hetty
henry harry hank hal heinrich henri
herbert herb bert bertie
hugh hugo huey hughie
irving irv
isaac ike zak
isabel isabella isabelle bella belle izzy
jacob jake jack яків yakiv
james jim jimmy jamie jem jimbo
jane jean janet jenny janie joan joanna johanna
janet jan
jennifer jen jenny jenn
jessica jess jessie
joseph joe joey jo jos yosyp йосип осип josef jose
joshua josh
joyce joy
judith judy jude
kenneth ken kenny
kimberly kim
laurence lawrence larry laurie lars
leonard leo len lenny leon
leslie les
lewis louis lou louie luis
lillian lily lil
louise lou louisa
lucille lucy lucia lucinda
lucas luke лука
madeline maddie madeleine
margaret maggie meg peg peggy marge margie greta rita daisy margarita маргарита марго
martin marty мартин
matilda tilly mattie maud
matthew matt mat matthias матвій matvii
maurice morris moritz
melissa missy mel lissa
mildred millie
mitchell mitch
nathan nathaniel nat nate nathanael
nicole nicola nicky nikki nika
norman norm
oliver ollie
oscar ozzie
oswald oz ozzie
pamela pam
patricia pat patty tricia trish patsy
patrick pat paddy
percival percy
philip phil phillip pip пилип pylyp
priscilla cilla prissy
rachel rae rachael
ralph rafe
randall randy randolph
raymond ray
rebecca becky becca reba
reginald reg reggie
richard dick rick ricky rich richie
robert bob bobby rob robbie robin bert
roberta bobbie robbie
roderick rod roddy rory
roger rodger rodge
ronald ron ronnie ronny
rosalind ros roz
rosemary rosie rose
rudolph rudy rolf rudolf
russell russ rusty
ruth ruthie
samantha sam sammie
samuel sam sammy
sarah sally sadie sara
sebastian seb bastian
sidney sid sydney
simon si sim семен semen semyon
solomon sol
stanley stan
stephanie steph stefania стефанія
stuart stewart stu
susan sue suzy susie susanna suzanne susannah
terence terry terrance
theresa teresa terry tess tessa
thomas tom tommy thom хома foma
tobias toby
valerie val
vincent vince vinnie
virginia ginny
walter walt wally
wilfred wilf
wilhelmina mina minnie
william will bill billy willie liam wm wilhelm
winifred winnie
zachary zach zack
`

/** A form of a first name, folded → the names that it may stand for. */
const meanings = new Map<string, number[]>()
for (const [i, line] of groups.trim().split('\n').entries())
  for (const form of line.split(' ')) {
    const key = folded(plain(form))
    const known = meanings.get(key) ?? []
    if (!known.includes(i)) meanings.set(key, [...known, i])
  }

const none: readonly number[] = []

/** The names that a folded first name may stand for, by number; none when it is not listed. */
export const namesOf = (fold: string): readonly number[] => meanings.get(fold) ?? none

const forms = groups
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(plain))

/** Every form, in plain letters, of the names that a first name may stand for; itself first. */
export const formsOf = (name: string): string[] => [
  ...new Set([name, ...namesOf(folded(name)).flatMap((i) => forms[i]!)]),
]
