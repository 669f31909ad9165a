import type { Actor } from '#core/actor.ts'
import { openDoorWorld } from './door-world.ts'

type Item = Record<string, unknown>
type Made = Item & { id: string; revision: number }

/** The door world with a company of its own, two goods and a client. */
export async function openSellingWorld() {
  const world = await openDoorWorld()
  const make = async (who: Actor, entity: string, ...items: Item[]): Promise<Made[]> =>
    (await world.kolo.call(who, `${entity}.create`, { items })).items
  const [issuer] = await make(world.admin, 'issuer', {
    name: 'ТОВ «Водолій»',
    isMain: true,
    registrationCode: '32855961',
    vatId: '328559626012',
    iban: 'UA213223130000026007233566001',
    bank: 'АТ «Банк»',
    director: 'Оксана Мельник',
    directorPosition: 'Директор',
    inPersonOf: 'директора Мельник Оксани Іванівни',
    basis: 'Статуту',
    englishName: 'Vodolii LLC',
    englishAddress: '82 Kyrylivska St, Kyiv 04080, Ukraine',
    address: { country: 'UA', city: 'Київ', street: 'вул. Кирилівська, 82', postcode: '04080' },
  })
  const uah = (amount: string) => ({ amount, currency: 'UAH' })
  const [pump, filter, work] = await make(
    world.admin,
    'product',
    {
      name: 'Насос циркуляційний',
      sku: 'P-1',
      unit: 'piece',
      price: uah('1200'),
      cost: uah('700'),
      vatRate: '20',
    },
    { name: 'Фільтр', sku: 'F-1', unit: 'piece', price: uah('100.50'), cost: uah('60'), vatRate: '20' },
    { name: 'Монтаж', sku: 'W-1', kind: 'service', unit: 'hour', price: uah('500'), vatRate: '20' },
  )
  const [client] = await make(world.olena, 'account', {
    name: 'Аква',
    legalName: 'ТОВ «Аква»',
    registrationCode: '14360570',
    iban: 'UA213223130000026007233566001',
    addresses: [{ country: 'UA', city: 'Львів', street: 'вул. Зелена, 5', postcode: '79000' }],
  })
  return {
    ...world,
    make,
    uah,
    issuer: issuer!,
    pump: pump!,
    filter: filter!,
    work: work!,
    client: client!,
    read: (who: Actor, entity: string, id: string) => world.kolo.get(who, entity, id) as Promise<Made>,
    act: <T = Made>(who: Actor, name: string, input: Item) => world.kolo.call<T>(who, name, input),
    async quote(who: Actor, lines: Item[], more: Item = {}): Promise<Made> {
      const [q] = await make(who, 'quote', { account: client!.id, currency: 'UAH', ...more })
      await make(who, 'quoteLine', ...lines.map((line) => ({ ...line, quote: q!.id })))
      return (await world.kolo.get(who, 'quote', q!.id)) as Made
    },
  }
}

export type SellingWorld = Awaited<ReturnType<typeof openSellingWorld>>
