/** Towns that people call otherwise than the gazetteer does: country, the gazetteer's name, and the others. What is only
 * another script or another spelling of the same sounds need not stand here. */
const table = `
UA Kyiv: Kiev, Киев
UA Dnipro: Дніпропетровськ, Днепр, Днепропетровск, Dnepropetrovsk
UA Kharkiv: Харьков, Kharkov
UA Odesa: Одесса, Odessa
UA Lviv: Львов, Lvov, Lwów, Lemberg
UA Zaporizhzhia: Запорожье, Zaporozhye, Zaporizhia
UA Mykolaiv: Николаев, Nikolaev
UA Vinnytsia: Винница
UA Chernihiv: Чернигов, Chernigov
UA Rivne: Ровно, Rovno
UA Ternopil: Тернополь
UA Kropyvnytskyi: Кіровоград, Кировоград, Kirovograd, Kirovohrad
UA Kamyanske: Дніпродзержинськ, Днепродзержинск
UA Chornomorsk: Іллічівськ, Illichivsk
UA Pivdenne: Южне, Yuzhne
UA Bakhmut: Артемівськ
UA Samar: Новомосковськ
UA Sheptytskyi: Червоноград
UA Zvyahel: Новоград-Волинський
UA Volodymyr: Володимир-Волинський
UA Pereyaslav: Переяслав-Хмельницький
PL Warsaw: Warszawa, Варшава
PL Kraków: Краків, Cracow
PL Wrocław: Вроцлав
PL Poznań: Познань
PL Gdańsk: Гданськ
PL Łódź: Лодзь
PL Lublin: Люблін
PL Szczecin: Щецин
PL Katowice: Катовіце, Катовиці
PL Rzeszów: Жешув, Ряшів
PL Przemyśl: Перемишль
PL Bydgoszcz: Бидгощ
PL Chełm: Холм
PL Gdynia: Гдиня
PL Białystok: Білосток
DE Munich: München, Мюнхен
DE Köln: Cologne, Кельн
DE Nuremberg: Nürnberg, Нюрнберг
DE Frankfurt am Main: Frankfurt, Франкфурт, Франкфурт-на-Майні
DE Berlin: Берлін
DE Hamburg: Гамбург
DE Stuttgart: Штутгарт
DE Düsseldorf: Дюссельдорф, Duesseldorf
DE Leipzig: Лейпциг
DE Dresden: Дрезден
DE Hannover: Hanover, Ганновер
DE Bremen: Бремен
AT Vienna: Wien, Відень
AT Graz: Грац
AT Salzburg: Зальцбург
AT Linz: Лінц
CZ Prague: Praha, Прага
CZ Brno: Брно
CZ Ostrava: Острава
CZ Pilsen: Plzeň, Пльзень
SK Bratislava: Братислава
SK Košice: Кошиці
HU Budapest: Будапешт
HU Debrecen: Дебрецен
RO Bucharest: București, Бухарест
RO Cluj-Napoca: Cluj, Клуж-Напока
RO Iaşi: Ясси
RO Suceava: Сучава
MD Chisinau: Chișinău, Кишинів
BG Sofia: София, Софія
BG Varna: Варна
BG Plovdiv: Пловдив
LT Vilnius: Вільнюс
LT Kaunas: Каунас
LV Riga: Rīga, Рига
EE Tallinn: Таллінн, Таллін
FI Helsinki: Гельсінкі
SE Stockholm: Стокгольм
SE Gothenburg: Göteborg, Гетеборг
DK Copenhagen: København, Копенгаген
NO Oslo: Осло
NL Amsterdam: Амстердам
NL Rotterdam: Роттердам
NL The Hague: Den Haag, Гаага
NL Eindhoven: Ейндговен
BE Brussels: Bruxelles, Brussel, Брюссель
BE Antwerp: Antwerpen, Антверпен
BE Gent: Ghent, Гент
LU Luxembourg: Люксембург
FR Paris: Париж
FR Lyon: Ліон
FR Marseille: Марсель
FR Strasbourg: Страсбург
CH Zürich: Zurich, Цюрих
CH Geneva: Genève, Женева
CH Basel: Базель
CH Bern: Берн
IT Rome: Roma, Рим
IT Milan: Milano, Мілан
IT Naples: Napoli, Неаполь
IT Turin: Torino, Турин
IT Venice: Venezia, Венеція
IT Florence: Firenze, Флоренція
IT Bologna: Болонья
IT Genoa: Genova, Генуя
ES Madrid: Мадрид
ES Barcelona: Барселона
ES Valencia: Валенсія
ES Sevilla: Seville, Севілья
PT Lisbon: Lisboa, Лісабон
PT Porto: Порту
GR Athens: Athina, Αθήνα, Афіни
GR Thessaloníki: Салоніки
HR Zagreb: Загреб
SI Ljubljana: Любляна
RS Belgrade: Beograd, Белград
IE Dublin: Дублін
GB London: Лондон
GB Manchester: Манчестер
TR Istanbul: İstanbul, Стамбул
GE Tbilisi: Тбілісі
US New York City: New York, Нью-Йорк`

/** Each as [country, the gazetteer's name, another name]. */
export const otherNames: readonly (readonly [string, string, string])[] = table
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [, country, name, others] = /^(\w\w) ([^:]+): (.+)$/.exec(line)!
    return others!.split(', ').map((other) => [country!, name!, other] as const)
  })

/** What a town abroad is called in Ukrainian; its own name, where that is not known here. */
export const ukrainianName = (country: string, name: string): string =>
  otherNames.findLast(([c, n, other]) => c === country && n === name && /[а-яєіїґ]/i.test(other))?.[2] ?? name
