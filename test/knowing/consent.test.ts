import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { mayWrite } from '#modules/privacy/index.ts'
import { whyNotWrite, type Asked } from '#modules/privacy/may-write.ts'
import { world, type World } from '#test/world/world.ts'

const asked = (given: Partial<Asked> & { basis?: Asked['purpose']['basis'] }): Asked => ({
  purpose: { isActive: true, basis: given.basis ?? 'consent', channels: ['email'] },
  channel: 'email',
  standing: null,
  hasAddress: true,
  today: '2026-05-01',
  ...given,
})
const given = { state: 'given', basis: 'consent', until: null } as const
const withdrawn = { state: 'withdrawn', basis: 'consent', until: null } as const

test.each([
  [asked({}), 'no_consent'],
  [asked({ standing: given }), null],
  [asked({ standing: withdrawn }), 'withdrawn'],
  [asked({ standing: { ...given, until: '2026-04-30' } }), 'expired'],
  [asked({ standing: { ...given, until: '2026-05-01' } }), null],
  [asked({ standing: given, channel: 'sms' }), 'other_channel'],
  [asked({ standing: given, hasAddress: false }), 'no_address'],
  [
    asked({ standing: given, purpose: { isActive: false, basis: 'consent', channels: ['email'] } }),
    'purpose_off',
  ],
  [asked({ basis: 'legitimateInterest' }), null],
  [asked({ basis: 'legitimateInterest', standing: withdrawn }), 'withdrawn'],
  [asked({ basis: 'contract' }), null],
  [asked({ basis: 'contract', standing: withdrawn }), null],
  // For this person it rests on his contract, for others on consent.
  [asked({ standing: { ...given, basis: 'contract', until: '2020-01-01' } }), null],
] as const)('whether we may write: %#', (a, wanted) => expect(whyNotWrite(a)).toBe(wanted))

describe('the ledger of consents', () => {
  let w: World
  let admin: Actor
  let sales: Actor
  let other: Actor
  let news: string
  let person: string
  const one = async (actor: Actor, entity: string, item: object) =>
    (await w.kolo.call(actor, `${entity}.create`, { items: [item] })).items[0].id as string
  const ask = (id = person, entity: 'contact' | 'lead' = 'contact') =>
    w.db
      .as(sales, (tx) =>
        mayWrite(tx, { entity, ids: [id], purpose: news, channel: 'email', today: '2026-05-01' }),
      )
      .then((all) => all.get(id))
  beforeAll(async () => {
    w = await world()
    admin = await w.asRole('administrator')
    sales = await w.asRole('sales')
    other = await w.asRole('sales')
    news = await one(admin, 'consentPurpose', {
      name: 'News',
      basis: 'consent',
      channels: ['email', 'sms'],
      text: 'Так',
      textEn: 'Yes',
      validMonths: 12,
    })
    person = await one(sales, 'contact', {
      name: { last: 'Reader' },
      language: 'en',
      emails: [{ value: 'reader@example.com' }],
    })
  })
  afterAll(() => w.close())
  const records = () => [{ entity: 'contact', id: person }]

  test('given with the words of its version and its end, taken back as easily, and both lines stay', async () => {
    expect(await ask()).toBe('no_consent')
    await w.kolo.call(sales, 'consent.give', {
      records: records(),
      purpose: news,
      channels: ['email'],
      source: 'paper',
      proof: 'Folder 3',
      at: '2026-01-15T10:00:00Z',
    })
    expect(await ask()).toBe(null)
    await w.kolo.call(sales, 'consent.withdraw', { records: records() })
    expect(await ask()).toBe('withdrawn')
    const { items } = await w.kolo.list(sales, 'consent', { filter: ['channel', 'is', 'email'], sort: 'at' })
    expect(items.map((i) => [i['state'], i['version'], i['text'], i['until'], i['proof']])).toEqual([
      ['given', 1, 'Yes', '2027-01-15', 'Folder 3'],
      ['withdrawn', null, null, null, null],
    ])
    await expect(w.kolo.call(admin, 'consent.delete', { ids: [items[0]!.id] })).rejects.toThrow()
  })

  test('another wording is another version; the same is not', async () => {
    const read = () => w.kolo.get(admin, 'consentPurpose', news)
    await w.kolo.call(admin, 'consentPurpose.update', { items: [{ id: news, text: 'Так' }] })
    expect((await read())['version']).toBe(1)
    await w.kolo.call(admin, 'consentPurpose.update', { items: [{ id: news, text: 'Інакше' }] })
    const now = await read()
    expect([now['version'], (now['versions'] as { text: string }[]).map((v) => v.text)]).toEqual([
      2,
      ['Так', 'Інакше'],
    ])
  })

  test('whoever may not change the person may not note for him, nor ask about him', async () => {
    const input = { records: records(), purpose: news, channels: ['email'], source: 'call' }
    await expect(w.kolo.call(other, 'consent.give', input)).rejects.toThrow()
    await expect(
      w.kolo.call(other, 'consent.may', { record: records()[0], purpose: news, channel: 'email' }),
    ).rejects.toThrow()
  })

  test('by an address everything is withdrawn, wherever it stands; nothing is told of who it is', async () => {
    const both = { emails: [{ value: 'stop@example.com' }], phones: [{ value: '+380671110099' }] }
    const mine = await one(sales, 'contact', { name: { last: 'Stop' }, ...both })
    const theirs = await one(other, 'lead', { person: { last: 'Stop' }, emails: both.emails })
    const withdraw = (actor: Actor, address: string) =>
      w.kolo.call(actor, 'consent.withdraw_by_address', { address, source: 'mail' })
    for (const [actor, entity, id] of [
      [sales, 'contact', mine],
      [other, 'lead', theirs],
    ] as const)
      await w.kolo.call(actor, 'consent.give', {
        records: [{ entity, id }],
        purpose: news,
        channels: ['email'],
        source: 'form',
      })
    const marketing = await w.asRole('marketing')
    await expect(withdraw(sales, 'stop@example.com')).rejects.toThrow('may not')
    await expect(withdraw(marketing, 'stop')).rejects.toThrow('e-mail address or a phone')
    expect(await withdraw(marketing, 'nobody@example.com')).toEqual({ people: 0, noted: 0 })
    expect(await withdraw(marketing, ' Stop@Example.com')).toEqual({ people: 2, noted: 4 })
    expect([await ask(mine), await ask(theirs, 'lead')]).toEqual(['withdrawn', 'withdrawn'])
    expect(await withdraw(marketing, '067 111-00-99')).toEqual({ people: 1, noted: 2 })
    const { items } = await w.kolo.list(admin, 'consent', {
      filter: ['proof', 'is', 'stop@example.com'],
      limit: 10,
    })
    expect(items).toHaveLength(4)
    expect(items[0]).toMatchObject({ state: 'withdrawn', source: 'mail', by: { id: marketing.user } })
  })

  test('what a lead agreed to stands when he has become a contact', async () => {
    const lead = await one(sales, 'lead', {
      person: { last: 'New' },
      emails: [{ value: 'new@example.com' }],
      owner: sales.user,
    })
    await w.kolo.call(sales, 'consent.give', {
      records: [{ entity: 'lead', id: lead }],
      purpose: news,
      channels: ['email'],
      source: 'form',
      at: '2026-01-15T10:00:00Z',
    })
    await w.kolo.call(sales, 'lead.convert', { id: lead, withoutDeal: true })
    const made = await w.db.system((tx) =>
      tx.one<{ id: string }>(sql`select contact_id as id from leads where id = ${lead}::uuid`),
    )
    expect(await ask(made!.id)).toBe(null)
  })
})
