import { afterAll, beforeAll, expect, test } from 'vitest'
import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { publicDoor } from '#doors/public/index.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

let w: SellingWorld
let app: Hono
const faults: unknown[] = []
beforeAll(async () => {
  w = await openSellingWorld()
  app = new Hono().route('/q', publicDoor(w.kolo, { onFault: (e) => void faults.push(e) }) as never)
})
afterAll(() => w.close())

const linkOf = async (id: string) => (await w.act<{ path: string }>(w.olena, 'quote.link', { id })).path
const sent = async (lines: Record<string, unknown>[], more: Record<string, unknown> = {}) => {
  const q = await w.quote(w.olena, lines, more)
  await w.act(w.olena, 'quote.send', { id: q.id })
  return { id: q.id, path: await linkOf(q.id) }
}
const post = (path: string, values: Record<string, string | string[]>) => {
  const body = new FormData()
  for (const [key, value] of Object.entries(values)) for (const v of [value].flat()) body.append(key, v)
  return app.request(path, { method: 'POST', body, headers: { 'user-agent': 'Test/1' } })
}
const seal = (page: string) => /name="seal" value="([0-9a-f]{64})"/.exec(page)![1]!
const accept = (path: string, page: string, more: Record<string, string | string[]> = {}) =>
  post(`${path}/accept`, { seal: seal(page), name: 'Іван Бойко', agree: 'yes', ...more })
const ordersOf = async (quote: string) =>
  (await w.kolo.list(w.olena, 'order', { filter: ['quote', 'is', quote] })).items

test('the page is whole without script, in the quote’s language, kept from search engines, and safe', async () => {
  const { path } = await sent([{ product: w.pump.id, quantity: 1 }], {
    language: 'en',
    subject: '<script>alert(1)</script>',
  })
  const answer = await app.request(path)
  const page = await answer.text()
  expect(answer.status).toBe(200)
  expect(page).toContain('<html lang="en">')
  expect(page).toContain('Accept the quote')
  expect(page).toContain('UAH\u00a01,440.00')
  expect(page).not.toContain('<script')
  expect(answer.headers.get('x-robots-tag')).toContain('noindex')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  expect(path).toMatch(/^\/q\/[\w-]{27}$/)
  expect((await app.request('/q/aaaaaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404)
  expect((await app.request('/q/x')).status).toBe(404)
  const pdf = await app.request(`${path}/pdf`)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
})

test('the client chooses, and what he accepts becomes the order, with proof', async () => {
  const { id, path } = await sent([
    { product: w.pump.id, quantity: 1 },
    { product: w.filter.id, quantity: 2, isOptional: true },
    { product: w.work.id, quantity: 1, alternative: 'a' },
    { description: 'Інший монтаж', quantity: 1, unitPrice: w.uah('100'), alternative: 'a' },
  ])
  const plain = await (await app.request(path)).text()
  const lines = (await w.kolo.list(w.olena, 'quoteLine', { filter: ['quote', 'is', id], sort: 'position' }))
    .items
  const [, filter, , other] = lines
  const chosen = { line: filter!.id, 'alt:a': other!.id }
  const query = new URLSearchParams({ seal: seal(plain), ...chosen })
  const counted = (await (await app.request(`${path}?${query}`)).text()).replaceAll(/[\u00a0\u202f]/g, ' ')
  expect(counted).toContain('1 781,20 ₴')
  const answer = await accept(path, plain, chosen)
  expect(answer.status).toBe(303)
  const [o] = await ordersOf(id)
  expect(o).toMatchObject({ total: w.uah('1781.20'), state: 'new', account: { id: w.client.id } })
  const after = await w.read(w.olena, 'quote', id)
  expect(after).toMatchObject({
    status: 'accepted',
    proof: {
      name: 'Іван Бойко',
      agent: 'Test/1',
      hash: after['hash'],
      chosen: expect.arrayContaining([other!.id]),
    },
  })
  const shown = await (await app.request(path)).text()
  expect(shown).toContain('Пропозицію прийнято')
  expect(shown).not.toContain('<form id="answer"')
})

test('without a name, with another seal, after its day or declined, nothing is accepted', async () => {
  const { id, path } = await sent([{ product: w.pump.id, quantity: 1 }])
  const page = await (await app.request(path)).text()
  expect((await accept(path, page, { name: ' ' })).status).toBe(400)
  expect((await accept(path, page, { seal: 'f'.repeat(64) })).status).toBe(409)
  await w.db.system((tx) => tx.rows(sql`update quotes set valid_until = '2020-01-01' where id = ${id}::uuid`))
  expect((await accept(path, page)).status).toBe(409)
  await w.db.system((tx) => tx.rows(sql`update quotes set valid_until = null where id = ${id}::uuid`))
  expect((await post(`${path}/decline`, { name: 'Іван', reason: 'Дорого' })).status).toBe(303)
  expect((await accept(path, page)).status).toBe(409)
  expect(await ordersOf(id)).toEqual([])
  expect(await w.read(w.olena, 'quote', id)).toMatchObject({
    status: 'declined',
    declineReason: 'Іван: Дорого',
  })
})

test('a question reaches the seller, and his answer the page', async () => {
  const { id, path } = await sent([{ product: w.pump.id, quantity: 1 }])
  await post(`${path}/ask`, { name: 'Іван', question: 'Коли доставка?' })
  const { items } = await w.kolo.list(w.olena, 'quoteQuestion', { filter: ['quote', 'is', id] })
  expect(items).toHaveLength(1)
  await w.act(w.olena, 'quoteQuestion.update', { items: [{ id: items[0]!.id, answer: 'За тиждень' }] })
  expect(await (await app.request(path)).text()).toContain('За тиждень')
  expect(faults).toEqual([])
})

test('a thousand clients accept, each twice and all at the same time: a thousand orders', async () => {
  const count = 1000
  const rows = await w.make(
    w.olena,
    'quote',
    ...Array.from({ length: count }, () => ({ account: w.client.id, currency: 'UAH', subject: 'thousand' })),
  )
  await w.make(w.olena, 'quoteLine', ...rows.map((q) => ({ quote: q.id, product: w.filter.id, quantity: 1 })))
  // Sent at once: a thousand PDFs are not what is tested here.
  await w.db.system((tx) =>
    tx.rows(sql`update quotes set status = 'sent', sent_at = now(), hash = md5(id::text) || md5(id::text)
      where subject = 'thousand'`),
  )
  const links = await w.db.system(async (tx) => {
    await tx.rows(sql`insert into quote_links (token, quote_id)
      select substr(md5(id::text) || md5(id::text), 1, 27), id from quotes where subject = 'thousand'`)
    return tx.rows<{
      token: string
      hash: string
    }>(sql`select l.token, q.hash from quote_links l join quotes q on q.id = l.quote_id
      where q.subject = 'thousand'`)
  })
  const twice = [...links, ...links.toReversed()]
  const answers = await Promise.all(
    twice.map(({ token, hash }) => post(`/q/${token}/accept`, { seal: hash, name: 'Клієнт', agree: 'yes' })),
  )
  expect(new Set(answers.map((a) => a.status))).toEqual(new Set([303]))
  const [made] = await w.db.system((tx) =>
    tx.rows<{
      orders: number
      quotes: number
      lines: number
      numbers: number
      last: number
    }>(sql`select count(*)::int as orders,
      count(distinct o.quote_id)::int as quotes, count(distinct o.number)::int as numbers,
      (select count(*)::int from order_lines l join orders x on x.id = l.order_id join quotes y on y.id = x.quote_id where y.subject = 'thousand') as lines,
      (max(right(o.number, 4)) )::int - min(right(o.number, 4))::int + 1 as last
      from orders o join quotes q on q.id = o.quote_id where q.subject = 'thousand'`),
  )
  expect(made).toEqual({ orders: count, quotes: count, lines: count, numbers: count, last: count })
}, 300_000)
