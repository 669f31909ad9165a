import { makeClient, type Client, type Making } from './accounts.ts'
import type { Language } from './language.ts'
import { corporate, inWords } from './naming.ts'
import { makeRandom } from './random.ts'
import type { Seller } from './staff.ts'
import { makeBook } from './ways.ts'
import { branchCity, type Branch } from './words/places.ts'
import type { Segment } from './words/segment.ts'
import { competitorSegment, segments, supplierSegment } from './words/segments.ts'

/** Accounts that have a story of their own, or that nothing is sold to. */
export type Specials = { tower: Client; leaver: Client; grower: Client; twins: Client[]; others: Client[] }

/** The one that undercuts comes first. */
export const competitors = [
  'Течія Трейд|Techia Trade',
  'Жаровик Опт|Zharovyk Wholesale',
  'Насосний Двір|Nasosnyi Dvir',
  'Північ Тепло|Pivnich Heat',
  'Джерельник Опт|Dzherelnyk Wholesale',
]
const domestic = [
  'Техія Арматура|Technia Valves',
  'Кринична Вода|Krynychna Water',
  'Каліда Радіатор|Calida Radiators',
  'Скалекс Хімія|Scalex Chemicals',
  'Перевізник Плюс|Pereviznyk Plus',
]

type Foreign = {
  name: string
  country: string
  city: string
  street: string
  postcode: string
  registrationCode: string
  vatId?: string
}
const foreign: Foreign[] = [
  {
    name: 'Kalmenta Heiztechnik GmbH',
    country: 'DE',
    city: 'Kassel',
    street: 'Lindenweg 14',
    postcode: '34117',
    registrationCode: 'HRB 99001',
    vatId: 'DE999990002',
  },
  {
    name: 'Brunnek Pumpen GmbH',
    country: 'DE',
    city: 'Erfurt',
    street: 'Am Mühlgraben 3',
    postcode: '99084',
    registrationCode: 'HRB 99002',
    vatId: 'DE999991005',
  },
  {
    name: 'Rivado Pompe S.r.l.',
    country: 'IT',
    city: 'Vicenza',
    street: 'Via delle Fonti 27',
    postcode: '36100',
    registrationCode: 'VI-999001',
    vatId: 'IT99999000104',
  },
  {
    name: 'Purvia Sp. z o.o.',
    country: 'PL',
    city: 'Rzeszów',
    street: 'ul. Studzienna 8',
    postcode: '35-001',
    registrationCode: '0009990001',
    vatId: 'PL9999900009',
  },
  {
    name: 'Nordhus Varmepumper A/S',
    country: 'DK',
    city: 'Aalborg',
    street: 'Havnegade 5',
    postcode: '9000',
    registrationCode: '99990007',
    vatId: 'DK99990007',
  },
]

const segment = (key: string): Segment => segments.find((s) => s.key === key)!

export function makeSpecials(making: Making, first: number): Specials {
  const random = makeRandom('specials')
  const book = makeBook(makeRandom('specials: numbers'))
  const { language, sellers } = making
  let number = first
  const make = (
    pattern: string,
    of: Segment,
    branch: Branch,
    user: string,
    form: 'llc' | 'private' = 'llc',
  ): Client => {
    const seller = sellers.find((s) => s.user === user) as Seller
    const place = { segment: of, city: branchCity(branch), name: corporate(pattern, form, language), seller }
    const client = makeClient(random, book, making, place, number++)
    return { ...client, isProspect: false, weight: 0 }
  }
  const owned = (client: Client, owner: string): Client => ({
    ...client,
    account: { ...client.account, owner },
  })
  const base = 'user:projects-head'

  const tower = make('Золоте Поле Девелопмент|Golden Field Development', segment('developer'), 'kyiv', base)
  const leaver = {
    ...make(
      'Затишна Оселя Управління|Cosy Home Management',
      segment('housing'),
      'dnipro',
      'user:dnipro-trade-1',
    ),
    since: '2019-04-15',
  }
  const grower = make('Теплик Онлайн|Teplyk Online', segment('shop'), 'kharkiv', 'user:kharkiv-shops-1')
  const twins = [
    make('Тиса Терм|Tysa Therm', segment('installer'), 'lviv', 'user:lviv-trade-2'),
    make('Тиса-Терм|Tysa-Therm', segment('installer'), 'kyiv', 'user:kyiv-trade-3'),
    make('Остер Аквамаркет|Oster Aqua Market', segment('shop'), 'kyiv', 'user:kyiv-shops-1'),
    make('Остер Аква Маркет|Oster Aquamarket', segment('shop'), 'kyiv', 'user:kyiv-shops-2', 'private'),
  ].map((one) => ({ ...one, weight: 0.6 }))
  const others = [
    ...competitors.map((name) => owned(make(name, competitorSegment, 'kyiv', base), 'user:marketing-head')),
    ...domestic.map((name) => owned(make(name, supplierSegment, 'kyiv', base), 'user:buyer-head')),
    ...foreign.map((one) =>
      abroad(make(`${one.name}|${one.name}`, supplierSegment, 'kyiv', base), one, language),
    ),
  ]
  return { tower, leaver, grower, twins: paired(twins), others }
}

/** Two pairs of one company entered twice: the same registration code and phone, the name spelt otherwise. */
function paired(four: Client[]): Client[] {
  const like = (one: Client, of: Client): Client => {
    const { registrationCode, phones } = of.account
    const { vatId: _, website: __, ...rest } = one.account
    return {
      ...one,
      account: {
        ...rest,
        ...(registrationCode && { registrationCode }),
        ...(phones && { phones: phones.slice(0, 1) }),
      },
    }
  }
  return four.map((one, i) => (i % 2 === 0 ? one : like(one, four[i - 1]!)))
}

function abroad(client: Client, { name, ...of }: Foreign, { say }: Language): Client {
  const { iban: _, vatId: __, phones: ___, tags: ____, ...rest } = client.account
  const { country, city, street, postcode, registrationCode, vatId } = of
  const label = say({ uk: 'Юридична', en: 'Registered' })
  const addresses = [{ country, city, street, postcode, label, primary: true }]
  const account = {
    ...rest,
    name,
    legalName: name,
    addresses,
    registrationCode,
    ...(vatId && { vatId }),
    owner: 'user:buyer-head',
  }
  return { ...client, account }
}

export const competitorName = (at: number, language: Language) => inWords(competitors[at]!, language)
