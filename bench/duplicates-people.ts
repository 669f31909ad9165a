import { mix } from '../server/modules/duplicates/engine/dictionary.ts'

export type Person = {
  /** Whose record it is: two records of one number are duplicates. */
  truth: number
  last: string
  first: string
  middle: string | null
  phone: string | null
  email: string | null
  city: string | null
  street: string | null
  birthday: string | null
  jobTitle: string | null
  account: number | null
}

const stems =
  `Кова Шевч Бонд Ткач Крав Олій Лис Мель Пол Руд Сав Гонч Кост Павл Мор Григ Вас Пет Ром Зах Яков Дан Тим Фед
Сид Марч Лев Кузьм Ярем Хом Гавр Дем Юр Біл Чорн Сорок Горобе Заєць Вовк Бойк Гнат Дуб Клим Нес Остап Прокоп Рад Стеф Трох
Уст Філ Харч Цимбал Шап Щер Юхим Яр Антон Бабен Верб Голов Довж Єв Жук Зінч Іщ Кирил Лук Максим Назар Онищ Панас`
    .split(/\s+/)
    .filter(Boolean)
const endings = ['енко', 'чук', 'ук', 'ець', 'ський', 'ка', 'ик', 'ів', 'ович', 'юк', 'ко', 'ак', 'ин', 'яр']
const names: readonly (readonly [string, readonly string[]])[] = [
  ['Олександр', ['Сашко', 'Oleksandr', 'Александр']],
  ['Іван', ['Ivan', 'Иван']],
  ['Сергій', ['Serhii', 'Sergey']],
  ['Андрій', ['Andrii', 'Андрей']],
  ['Микола', ['Mykola', 'Коля']],
  ['Володимир', ['Вова', 'Volodymyr']],
  ['Дмитро', ['Діма', 'Dmytro']],
  ['Віктор', ['Viktor', 'Вітя']],
  ['Юрій', ['Юра', 'Yurii']],
  ['Олег', ['Oleh']],
  ['Тарас', ['Taras']],
  ['Максим', ['Maksym', 'Макс']],
  ['Олена', ['Olena', 'Елена', 'Лена']],
  ['Наталія', ['Наташа', 'Nataliia']],
  ['Ірина', ['Ira', 'Iryna']],
  ['Оксана', ['Oksana']],
  ['Тетяна', ['Таня', 'Tetiana']],
  ['Марія', ['Maria', 'Марійка']],
  ['Катерина', ['Катя', 'Kateryna']],
  ['Анна', ['Аня', 'Ганна']],
  ['Юлія', ['Yuliia', 'Юля']],
  ['Людмила', ['Люда']],
  ['Світлана', ['Svitlana', 'Света']],
  ['Галина', ['Галя']],
]
const cities =
  `Київ Харків Одеса Дніпро Львів Запоріжжя Вінниця Полтава Чернігів Черкаси Житомир Суми Рівне Тернопіль Луцьк
Ужгород Чернівці Хмельницький Миколаїв Херсон Кропивницький Біла Бровари Ірпінь Дрогобич Стрий Умань Ніжин Самбір Калуш`.split(
    /\s+/,
  )
const streets = stems.map((s) => `вул. ${s}${endings[s.length % endings.length]}а`)
const jobs = [
  'директор',
  'бухгалтер',
  'менеджер',
  'закупівельник',
  'головний інженер',
  'інженер',
  'юрист',
  'власник',
]
const fathers = [
  'Іванович',
  'Петрович',
  'Олександрович',
  'Сергійович',
  'Миколайович',
  'Васильович',
  'Андрійович',
]

/** The same people for the same seed: common and rare names, families with one address and phone, colleagues of one
 * company; one in twenty written down again, with mistakes, other spellings, forms of the name, and gaps. */
export function* people(count: number, seed = 7): Generator<Person> {
  let state = seed
  const chance = () => mix((state = (state + 0x9e3779b9) >>> 0)) / 0x1_0000_0000
  const below = (n: number) => Math.floor(chance() * n)
  // The first of a list are met far more often than the last.
  const skewed = (n: number) => Math.floor(n * chance() ** 2)
  const pick = <T>(list: readonly T[]) => list[below(list.length)]!
  const some = <T>(share: number, make: () => T): T | null => (chance() < share ? make() : null)
  const phone = () =>
    `+380${pick(['50', '67', '63', '93', '97', '44', '32'])}${String(below(10_000_000)).padStart(7, '0')}`

  function fresh(truth: number, relative: Person | null): Person {
    const family = relative !== null && chance() < 0.08
    const [name] = names[skewed(names.length)]!
    const surname = stems[skewed(stems.length)]! + pick(endings)
    const rare = chance() < 0.3 ? surname.slice(0, 2) + pick(stems).toLowerCase() + pick(endings) : surname
    return {
      truth,
      last: family ? relative.last : rare,
      first: name,
      middle: some(0.5, () => pick(fathers)),
      phone: family && relative.phone ? relative.phone : some(0.75, phone),
      email: some(
        0.5,
        () => `${latin(rare)}${below(100_000)}@${pick(['gmail.com', 'ukr.net', 'firma.ua', 'i.ua'])}`,
      ),
      city: family ? relative.city : some(0.7, () => cities[skewed(cities.length)]!),
      street: family ? relative.street : some(0.4, () => `${pick(streets)}, ${1 + below(150)}`),
      birthday: some(0.3, () =>
        new Date(Date.UTC(1945 + below(60), below(12), 1 + below(28))).toISOString().slice(0, 10),
      ),
      jobTitle: some(0.4, () => pick(jobs)),
      account: some(0.6, () => below(Math.max(5, count / 5))),
    }
  }
  const mistyped = (text: string) => {
    const at = 1 + below(Math.max(1, text.length - 2))
    const way = below(3)
    if (way === 0) return text.slice(0, at) + text.slice(at + 1)
    if (way === 1) return text.slice(0, at) + text[at] + text.slice(at)
    return text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2)
  }
  function again(p: Person): Person {
    const forms = names.find(([n]) => n === p.first)?.[1] ?? [p.first]
    return {
      ...p,
      last: chance() < 0.2 ? mistyped(p.last) : chance() < 0.15 ? latin(p.last) : p.last,
      first: chance() < 0.3 ? pick(forms) : p.first,
      middle: some(0.5, () => p.middle),
      phone: chance() < 0.2 ? phone() : some(0.9, () => p.phone),
      email: some(0.7, () => p.email),
      city: some(0.8, () => p.city),
      street: some(0.7, () => p.street),
      birthday: some(0.8, () => p.birthday),
      account: chance() < 0.1 ? null : p.account,
    }
  }

  const earlier: Person[] = []
  for (let i = 0; i < count; i++) {
    const old = earlier.length > 100 ? earlier[below(earlier.length)]! : null
    const person = old && chance() < 0.05 ? again(old) : fresh(i, old)
    if (earlier.length < 20_000) earlier.push(person)
    else earlier[below(20_000)] = person
    yield person
  }
}

const letters: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
}
export const latin = (text: string) => [...text.toLowerCase()].map((c) => letters[c] ?? c).join('')
