import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { contactsOf, textOfContact } from '../server/modules/calendars/contacts.ts'
import { cardIn, readCard, writeCard } from '../server/modules/calendars/card.ts'
import { readPerson } from '../server/modules/outlook/person.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

const make = async (item: object) =>
  (await w.kolo.call(admin, 'contact.create', { items: [item] })).items[0] as Record<string, any>
const mail = (value: string) => ({ emails: [{ value, primary: true }] })

test.each([
  [{ phones: [{ value: '+380671112233' }], ...mail('one@example.com') }, 'one@example.com'],
  [{ emails: [{ value: 'a@example.com' }, { value: 'b@example.com', primary: true }] }, 'b@example.com'],
  [{ phones: [{ value: '067 222 33 44' }] }, '+380672223344'],
  [{ messengers: [{ kind: 'telegram', value: '@third' }] }, '@third'],
  [{ code: 'C-17' }, 'C-17'],
  [{ name: { first: 'Ганна' }, ...mail('four@example.com') }, null],
])('%j is known by %s', async (item, known) => expect((await make(item))['known']).toBe(known))

test('with nothing to be known by he is refused, when made and when emptied; a bare record may change otherwise', async () => {
  const refusal = { problems: [{ path: 'items.0.name', code: 'one_of' }] }
  await expect(make({ jobTitle: 'Buyer' })).rejects.toMatchObject(refusal)
  await expect(make({ name: null, emails: [] })).rejects.toMatchObject(refusal)
  const one = await make(mail('only@example.com'))
  const change = (patch: object) =>
    w.kolo.call(admin, 'contact.update', { items: [{ id: one['id'], ...patch }] })
  await expect(change({ emails: null })).rejects.toMatchObject(refusal)
  const { items } = await change({ name: { last: 'Бойко' }, emails: null })
  expect(items[0]).toMatchObject({ name: { last: 'Бойко' }, known: null })
  await expect(change({ jobTitle: 'Buyer' })).resolves.toBeTruthy()
})

test('lists, references, search and sorting call him so; who may not see addresses is not told one', async () => {
  const { id } = await make(mail('zzz.last@example.com'))
  const { items: accounts } = await w.kolo.call(admin, 'account.create', { items: [{ name: 'ТОВ' }] })
  const { items: tied } = await w.kolo.call(admin, 'affiliation.create', {
    items: [{ contact: id, account: accounts[0].id }],
  })
  expect(tied[0].contact).toEqual({ id, title: 'zzz.last@example.com' })
  const listed = async (query: object) => (await w.kolo.list(admin, 'contact', query)).items
  expect(await listed({ fields: ['name'], filter: ['id', 'is', id] })).toMatchObject([
    { name: null, known: 'zzz.last@example.com' },
  ])
  expect(await w.kolo.search(admin, 'zzz.last')).toMatchObject({ items: [{ title: 'zzz.last@example.com' }] })
  const sorted = await listed({ fields: ['name'], sort: 'name', filter: ['name', 'empty'], limit: 50 })
  expect(sorted.at(-1)!['known']).toBe('zzz.last@example.com')
  expect(sorted.map((r) => r['known'])).toEqual(
    sorted.map((r) => String(r['known'])).toSorted(new Intl.Collator('uk').compare),
  )
  const rights = structuredClone(w.kolo.rightsOf(await w.asRole('reader')))
  rights['contact']!.fields['emails'] = 'none'
  const { items: roles } = await w.kolo.call(admin, 'role.create', {
    items: [{ key: 'blind', name: 'Blind', rights }],
  })
  await w.kolo.refresh()
  const blind = { ...(await w.asRole('reader')), role: 'blind' }
  expect(roles[0].key).toBe('blind')
  const seen = await w.kolo.list(blind, 'affiliation', { fields: ['contact'], sort: 'contact' })
  expect(seen.items).toMatchObject([{ contact: { id, title: '' } }])
  const { items } = await w.kolo.list(blind, 'contact', { sort: 'name', filter: ['id', 'is', id] })
  expect(JSON.stringify(items)).not.toContain('zzz.last')
  expect(await w.kolo.search(blind, 'zzz.last')).toEqual({ items: [] })
})

test('a merge and an import fill in the name that nobody had said', async () => {
  const into = await make(mail('merged@example.com'))
  const named = await make({ name: { first: 'Ольга', last: 'Коваль' }, addresses: [{ city: 'Львів' }] })
  await w.kolo.call(admin, 'contact.merge', { into: into['id'], from: [named['id']] })
  expect(await w.kolo.get(admin, 'contact', into['id'])).toMatchObject({
    name: { first: 'Ольга', last: 'Коваль' },
    known: null,
  })
  const other = await make(mail('filled@example.com'))
  await w.take(admin, 'Name,E-mail\nIvan Franko,filled@example.com\n', { entity: 'contact' })
  expect(await w.kolo.get(admin, 'contact', other['id'])).toMatchObject({
    name: { first: 'Ivan', last: 'Franko' },
  })
})

const vcard = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n')

test.each([
  ['FN:solo@example.com', 'N:;;;;', 'EMAIL:solo@example.com'],
  ['FN:+380 67 123 45 67', 'N:;;;;', 'TEL:+380671234567'],
  ['N:;;;;', 'EMAIL:solo@example.com'],
])('a card that calls its owner by his address or number says no name: %s', (...lines) => {
  expect(cardIn(readCard(vcard(...lines))).name).toBeNull()
})

test('a card of his is called by his address, and comes back without a name', async () => {
  const { id } = await make(mail('card@example.com'))
  const text = await w.kolo.db.as(admin, async (tx) =>
    textOfContact((await contactsOf(w.kolo, tx, [id])).get(id)!),
  )
  expect(text).toContain('FN:card@example.com')
  const card = cardIn(readCard(text))
  expect(card.name).toBeNull()
  expect(writeCard(text, card, id)).toBe(text)
  const { whole } = readPerson({
    id: 'o',
    displayName: 'card@example.com',
    emailAddresses: [{ address: 'card@example.com' }],
  })
  expect(whole['name']).toBeNull()
})

test('a lead who named neither himself nor a company becomes a contact with his address', async () => {
  const { items } = await w.kolo.call(admin, 'lead.create', { items: [mail('lead@example.com')] })
  const done = await w.kolo.call(admin, 'lead.convert', { id: items[0].id, isNew: true, withoutDeal: true })
  const contact = await w.one(admin, 'contact', ['emails', 'has', 'lead@example.com'])
  expect(contact).toMatchObject({ name: null, known: 'lead@example.com' })
  expect(JSON.stringify(done)).toContain(contact['id'])
})

test('a file needs one column to know people by; a row without any is refused by its name', async () => {
  const run = await w.take(admin, 'E-mail,Phone,Job title\nrow1@example.com,,CEO\n,0501234567,CTO\n,,CFO\n', {
    entity: 'contact',
    dryRun: true,
  })
  expect(run.result.check).toMatchObject({ new: 2, refused: 1 })
  expect(run.result.check!.samples.refused[0]!.reason).toMatch(/^Fill in one of these: Name, /)
  const cards = await w.take(admin, vcard('FN:x@example.com', 'EMAIL:x@example.com'), { entity: 'contact' })
  expect(cards.result.counts).toMatchObject({ new: 1, refused: 0 })
  expect(await w.one(admin, 'contact', ['emails', 'has', 'x@example.com'])).toMatchObject({ name: null })
})

const fake = join(import.meta.dirname, '../../shared/data/dedupe-public/fake_1000.csv')
describe.skipIf(!existsSync(fake))('fake_1000', () => {
  const people = [
    { column: 'unique_id', field: 'code' },
    { column: 'first_name', field: 'name.first' },
    { column: 'surname', field: 'name.last' },
    { column: 'city', field: 'addresses.1.city' },
  ]
  test('all of its thousand people come in, named or not; only mistyped addresses are refused', async () => {
    const given = { entity: 'contact', key: [] }
    const emails = [...people, { column: 'email', field: 'emails' }]
    const check = await w.take(admin, readFileSync(fake), { ...given, columns: emails, dryRun: true })
    expect(check.result.check).toMatchObject({ new: 977, refused: 23 })
    for (const { reason } of check.result.check!.samples.refused) expect(reason).toContain('is not an e-mail')
    const words = [...people, { column: 'email', field: 'description' }]
    const run = await w.take(admin, readFileSync(fake), { ...given, columns: words })
    expect(run.result.counts).toMatchObject({ new: 1000, refused: 0 })
  })
})
