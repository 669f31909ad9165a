import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpWorld, type HttpWorld } from './http-world.ts'

let w: HttpWorld
beforeAll(async () => {
  w = await openHttpWorld()
})
afterAll(() => w.close())

const contact = (last: string) => ({ name: { last, first: 'Тарас' }, emails: [`${last.length}@ua.example`] })
const make = async (last: string) =>
  (await w.ask(w.olena, '/api/contacts', { method: 'POST', body: contact(last) })).json

test('a character that no text can hold is bad input, wherever it stands', async () => {
  for (const path of ['/api/search?q=%00', '/api/contacts?q=a%00b', '/api/contacts/%00'])
    expect((await w.ask(w.olena, path)).status).toBe(400)
  const body = { of: '\0', name: '\0', filter: { '\0': '\0' } }
  expect((await w.ask(w.olena, '/api/segments', { method: 'POST', body })).status).toBe(400)
  expect(w.faults).toEqual([])
})

test('what is sent in somebody’s name is not taken from another who has signed in since', async () => {
  const as = (who: string) =>
    w.ask(w.olena, '/api/contacts', {
      method: 'POST',
      body: contact('Франко'),
      headers: { 'kolo-user': who },
    })
  expect((await as(w.petro.user!)).status).toBe(401)
  expect((await as(w.olena.user!)).status).toBe(201)
})

test('one is made, read with its revision, changed, binned and brought back', async () => {
  const made = await w.ask(w.olena, '/api/contacts', { method: 'POST', body: contact('Шевченко') })
  expect(made.status).toBe(201)
  expect(made.headers.get('location')).toBe(`/api/contacts/${made.json.id}`)
  expect(made.headers.get('etag')).toBe('"1"')
  const changed = await w.ask(w.olena, `/api/contacts/${made.json.id}`, {
    method: 'PATCH',
    body: { jobTitle: 'Поет' },
    headers: { 'if-match': '"1"' },
  })
  expect([changed.status, changed.json.jobTitle, changed.headers.get('etag')]).toEqual([200, 'Поет', '"2"'])
  const gone = await w.ask(w.olena, `/api/contacts/${made.json.id}`, { method: 'DELETE' })
  expect(gone.status).toBe(204)
  const bin = await w.ask(w.olena, '/api/contacts?bin=true')
  expect(bin.json.items.map((i: { id: string }) => i.id)).toContain(made.json.id)
  const back = await w.ask(w.olena, '/api/contacts/restore', {
    method: 'POST',
    body: { ids: [made.json.id] },
  })
  expect(back.json).toEqual({ ids: [made.json.id] })
})

test('an edit conflict shows what the record is now, and changes nothing', async () => {
  const made = await make('Франко')
  await w.ask(w.olena, `/api/contacts/${made.id}`, { method: 'PATCH', body: { jobTitle: 'first' } })
  const late = await w.ask(w.olena, `/api/contacts/${made.id}`, {
    method: 'PATCH',
    body: { jobTitle: 'second' },
    headers: { 'if-match': '"1"' },
  })
  expect([late.status, late.json.current.jobTitle, late.json.current.revision]).toEqual([412, 'first', 2])
})

test('every bad field is named, of one and of many', async () => {
  const bad = { name: {}, emails: ['nobody'], birthday: '31.12.1999', colour: 'red' }
  const one = await w.ask(w.olena, '/api/contacts', { method: 'POST', body: bad })
  expect([one.status, one.headers.get('content-type')]).toEqual([
    400,
    'application/problem+json; charset=utf-8',
  ])
  expect(one.json.errors.map((e: { path: string }) => e.path).toSorted()).toEqual([
    'birthday',
    'colour',
    'emails.0',
    'name',
  ])
  const many = await w.ask(w.olena, '/api/contacts', { method: 'POST', body: [contact('Леся'), bad] })
  expect(many.json.errors.map((e: { path: string }) => e.path)).toContain('items.1.birthday')
  expect((await w.ask(w.olena, '/api/contacts?q=Леся')).json.items).toEqual([])
})

test('the same request with the same key is done once, also ten at a time', async () => {
  const sent = { method: 'POST', body: contact('Сковорода'), headers: { 'idempotency-key': 'k1' } }
  const answers = await Promise.all(Array.from({ length: 10 }, () => w.ask(w.olena, '/api/contacts', sent)))
  expect(new Set(answers.map((a) => a.json.id)).size).toBe(1)
  expect((await w.ask(w.olena, '/api/contacts?q=Сковорода')).json.items).toHaveLength(1)
  const other = await w.ask(w.olena, '/api/contacts', { ...sent, body: contact('Інший') })
  expect([other.status, other.json.errors[0].code]).toEqual([400, 'key_reused'])
})

test('not yours and not there read the same', async () => {
  const made = await make('Котляревський')
  const notYours = await w.ask(w.petro, `/api/contacts/${made.id}`)
  const notThere = await w.ask(w.petro, '/api/contacts/01a208b6-138e-7640-b640-e1fb4a44b7f4')
  expect(notYours.status).toBe(404)
  expect(notYours.text.replaceAll(made.id, 'ID')).toBe(
    notThere.text.replaceAll('01a208b6-138e-7640-b640-e1fb4a44b7f4', 'ID'),
  )
})

test('a stranger is asked to sign in, in his language', async () => {
  const stranger = await w.ask(null, '/api/contacts', { headers: { 'accept-language': 'uk' } })
  expect([stranger.status, stranger.json.title]).toEqual([401, 'Спершу увійдіть'])
})

test('a list is paged by key, filtered by related records, and counts up to its cap', async () => {
  const account = (
    await w.ask(w.olena, '/api/accounts', {
      method: 'POST',
      body: { name: 'ТОВ «Кобзар»', industry: 'education' },
    })
  ).json
  await w.ask(w.olena, '/api/contacts', {
    method: 'POST',
    body: Array.from({ length: 7 }, (_, i) => ({ ...contact(`Учень${i}`), account: account.id })),
  })
  const filter = encodeURIComponent(JSON.stringify(['account.industry', 'is', 'education']))
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 5; page++) {
    const { json } = await w.ask(
      w.olena,
      `/api/contacts?filter=${filter}&sort=name&limit=3&count=true${after}`,
    )
    expect(json.count).toEqual({ value: 7, exact: true })
    seen.push(...json.items.map((i: { name: { last: string } }) => i.name.last))
    if (!json.next) break
    after = `&after=${json.next}`
  }
  expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `Учень${i}`))
})

test('a file is shown to those who see its record, and never so that it can run', async () => {
  await w.ask(w.admin, '/api/customFields', {
    method: 'POST',
    body: { entity: 'contact', key: 'page', kind: 'file', label: 'Page' },
  })
  const form = new FormData()
  form.set('file', new File(['<script>alert(1)</script>'], 'evil.html', { type: 'text/html' }))
  const { 'content-type': _, ...plain } = { 'content-type': '' }
  const sent = new Request('http://localhost', { method: 'POST', body: form })
  const file = await w.ask(w.olena, '/api/files', {
    method: 'POST',
    raw: await sent.clone().arrayBuffer(),
    headers: { ...plain, 'content-type': sent.headers.get('content-type')! },
  })
  expect(file.status).toBe(201)
  const made = (
    await w.ask(w.olena, '/api/contacts', {
      method: 'POST',
      body: { ...contact('Файл'), custom: { page: file.json } },
    })
  ).json
  const shown = await w.ask(w.olena, `/api/contacts/${made.id}/files/custom.page`)
  expect([shown.status, shown.text]).toEqual([200, '<script>alert(1)</script>'])
  expect(shown.headers.get('content-type')).toBe('application/octet-stream')
  expect(shown.headers.get('content-disposition')).toMatch(/^attachment/)
  expect((await w.ask(w.petro, `/api/contacts/${made.id}/files/custom.page`)).status).toBe(404)
})

test('why a user sees a record or not', async () => {
  const made = await make('Чому')
  const url = (user: string) => `/api/contacts/${made.id}/why?user=${user}`
  expect((await w.ask(w.admin, url(w.olena.user))).json.sees).toBe(true)
  const not = (await w.ask(w.admin, url(w.petro.user))).json
  expect(not.sees).toBe(false)
  expect(not.reasons.join(' ')).toContain('Олена')
  expect((await w.ask(w.olena, url(w.petro.user))).status).toBe(403)
})

test('what can be done with a record now is said', async () => {
  const pipeline = (
    await w.ask(w.admin, '/api/pipelines', { method: 'POST', body: { name: 'Воронка', isDefault: true } })
  ).json
  const stages = ['open', 'won', 'lost'].map((outcome, i) => ({
    name: outcome,
    pipeline: pipeline.id,
    position: i,
    outcome,
  }))
  await w.ask(w.admin, '/api/stages', { method: 'POST', body: stages })
  const deal = (
    await w.ask(w.olena, '/api/deals', {
      method: 'POST',
      body: { name: 'Угода', amount: { amount: '5', currency: 'UAH' } },
    })
  ).json
  const may = async () =>
    (await w.ask(w.olena, `/api/deals/${deal.id}/operations`)).json.items
      .filter((o: { refusal: string | null }) => o.refusal === null)
      .map((o: { name: string }) => o.name)
  expect(await may()).toEqual(['deal.win', 'deal.lose'])
  await w.ask(w.olena, '/api/operations/deal.win', { method: 'POST', body: { id: deal.id } })
  expect(await may()).toEqual(['deal.reopen'])
})

test('nothing of all this was a fault', () => expect(w.faults).toEqual([]))

test('when asked, the answer to a creation tells of the likely duplicates', async () => {
  const one = { name: { last: 'Двійник', first: 'Ганна' }, emails: ['dviinyk@ua.example'] }
  const first = (await w.ask(w.olena, '/api/contacts', { method: 'POST', body: one })).json
  expect(first.duplicates).toBeUndefined()
  const again = await w.ask(w.olena, '/api/contacts?duplicates=true', { method: 'POST', body: one })
  expect(again.status).toBe(201)
  expect(again.json.duplicates).toMatchObject([{ id: first.id, title: 'Двійник Ганна' }])
  expect(again.json.duplicates[0].parts).toContainEqual(
    expect.objectContaining({ field: 'emails', level: 'same' }),
  )
  const none = await w.ask(w.olena, '/api/deals?duplicates=true', { method: 'POST', body: { name: 'x' } })
  expect([none.status, none.json.errors[0].path]).toEqual([400, 'duplicates'])
})
