import readExcel from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Hono } from 'hono'
import { priceListRoutes } from '#doors/public/index.ts'
import type { File } from '#core/kinds/index.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
const id: Record<string, string> = {}
const uah = (amount: string) => ({ amount, currency: 'UAH' })
const make = async (entity: string, item: object) =>
  (await w.kolo.call(w.system, `${entity}.create`, { items: [item] })).items[0].id as string

beforeAll(async () => {
  w = await world()
  id.water = await make('productGroup', { name: 'Вода' })
  id.filters = await make('productGroup', { name: 'Фільтри', parent: id.water })
  id.air = await make('productGroup', { name: 'Повітря' })
  id.list = await make('priceList', { name: 'Роздріб', currency: 'UAH' })
  const good = async (name: string, group: string, price: string) => {
    const product = await make('product', { name, group, unit: 'piece', vatRate: '20', sku: `S-${name}` })
    await make('priceListItem', { priceList: id.list, product, price: uah(price) })
    return product
  }
  id.filter = await good('=Фільтр <b>"А"', id.filters, '1500')
  await make('priceListItem', { priceList: id.list, product: id.filter, minQuantity: 10, price: uah('1400') })
  await good('Помпа', id.water, '0.375')
  await good('Вентилятор', id.air, '200')
  await make('product', { name: 'Без ціни', group: id.air })
})
afterAll(() => w.close())

const issue = async (more: object) => {
  const made = await w.kolo.call(w.system, 'priceList.issue', { id: id.list, locale: 'uk', ...more })
  const record = await w.kolo.get(w.system, 'issuedPriceList', made.issued)
  return { made, record, bytes: await w.kolo.files.bytes(record['file'] as File) }
}

test('CSV: groups in the order of the tree, quantity breaks, nothing that a spreadsheet would run', async () => {
  const { bytes, record } = await issue({ format: 'csv' })
  expect(bytes.toString().replace('\ufeff', '').trim().split('\r\n').slice(1)).toEqual([
    `"Вода";"S-Помпа";"Помпа";"шт";"1";"0,375"`,
    `"Вода · Фільтри";"S-=Фільтр <b>""А""";"'=Фільтр <b>""А""";"шт";"1";"1500"`,
    `"Вода · Фільтри";"S-=Фільтр <b>""А""";"'=Фільтр <b>""А""";"шт";"10";"1400"`,
    `"Повітря";"S-Вентилятор";"Вентилятор";"шт";"1";"200"`,
  ])
  expect(record).toMatchObject({ lines: 3, currency: 'UAH', format: 'csv' })
})

test('Excel has numbers; a group takes in what lies below it', async () => {
  const { bytes } = await issue({ format: 'xlsx', groups: [id.water], locale: 'en' })
  const [{ data }] = (await readExcel(bytes)) as unknown as [{ data: unknown[][] }]
  expect(data.at(-1)!.slice(3)).toEqual(['pc', 10, 1400])
  expect(JSON.stringify(data)).not.toContain('Вентилятор')
})

test('in the client’s language: names of products and groups, the own ones where there are no others', async () => {
  const client = await make('account', { name: 'Nord', language: 'pl' })
  const rename = (entity: string, id: string, nameEn: string) =>
    w.kolo.call(w.system, `${entity}.update`, { items: [{ id, nameEn }] })
  await rename('product', id.filter!, 'Filter A')
  await rename('productGroup', id.water!, 'Water')
  const { bytes, record } = await issue({ format: 'csv', account: client, locale: undefined })
  expect(record['locale']).toBe('en')
  expect(bytes.toString().split('\r\n').slice(2, 4)).toEqual([
    `"Water","S-Помпа","Помпа","pc","1","0.375"`,
    `"Water · Фільтри","S-=Фільтр <b>""А""","Filter A","pc","1","1500"`,
  ])
})

test('PDF, numbered and with its version; nothing to give out is said', async () => {
  const first = await issue({ format: 'pdf' })
  expect(first.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const next = await issue({ format: 'pdf' })
  expect(next.made.version).toBe(first.made.version + 1)
  expect(next.made.number).not.toBe(first.made.number)
  await expect(issue({ groups: [id.list] })).rejects.toMatchObject({ code: 'empty' })
  await expect(issue({ currency: 'EUR' })).rejects.toMatchObject({
    problems: [{ path: 'currency', code: 'no_rate' }],
  })
})

test('a page outside: as it was given out, counted for its recipient, gone when its time is over', async () => {
  const app = new Hono().route('/pl', priceListRoutes(w.kolo) as never)
  const { made, record } = await issue({ format: 'link' })
  const shared = await w.kolo.call(w.system, 'issuedPriceList.share', {
    id: record.id,
    recipient: 'buyer@example.com',
  })
  const items = await w.kolo.list(w.system, 'priceListItem', { filter: ['product', 'is', id.filter] })
  await w.kolo.call(w.system, 'priceListItem.update', {
    items: items.items.map((i) => ({ id: i.id, price: uah('9') })),
  })
  const page = await app.request(shared.link)
  const text = await page.text()
  expect(text).toContain('=Фільтр &lt;b&gt;&quot;А&quot;')
  expect(text).toMatch(/1\s500,00/)
  await app.request(shared.link)
  expect(await w.kolo.get(w.system, 'priceListRecipient', shared.recipient)).toMatchObject({ opens: 2 })
  expect((await app.request(`${made.link.slice(0, -1)}x`)).status).toBe(404)
  await w.kolo.call(w.system, 'issuedPriceList.update', {
    items: [{ id: record.id, openUntil: '2020-01-01' }],
  })
  expect((await app.request(shared.link)).status).toBe(404)
})

test('all prices by a percent: shown first, then changed, rounded, in the group only', async () => {
  const ask = { id: id.list, percent: 10, rounding: '1', groups: [id.air] }
  expect(await w.kolo.call(w.system, 'priceList.change_prices', { ...ask, preview: true })).toMatchObject({
    prices: 1,
    changed: 1,
    examples: [{ product: 'Вентилятор', price: '200', to: '220' }],
  })
  const { items } = await w.kolo.list(w.system, 'priceListItem', {
    filter: ['product.name', 'is', 'Вентилятор'],
  })
  expect(items[0]!['price']).toEqual(uah('200'))
  await w.kolo.call(w.system, 'priceList.change_prices', ask)
  expect((await w.kolo.get(w.system, 'priceListItem', items[0]!.id))['price']).toEqual(uah('220'))
})
