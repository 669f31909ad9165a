import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plain } from '#core/row.ts'
import { timelineKeeper } from '#core/timeline/keeper.ts'
import { startRelay } from '#doors/relay/index.ts'
import { receiveAll, type Arrived } from '#modules/mail/index.ts'
import { parseMail } from '#modules/mail/parse.ts'
import { mayBeLead } from '#modules/mail/unknown-writers.ts'
import { until } from '../door-world.ts'
import { world, type World } from '../world/world.ts'

type Letter = { n: number; from?: string; subject?: string; headers?: string[]; answers?: number }
const arrived = async (
  { n, from = 'Марта Левченко <marta@poshta.example>', subject = `Лист ${n}`, headers = [], answers }: Letter,
  more: Partial<Arrived> = {},
): Promise<Arrived> => ({
  mail: await parseMail(
    Buffer.from(
      [
        `From: ${from}`,
        'To: <sales@vodolii.example>',
        `Subject: ${subject}`,
        `Message-ID: <u${n}@test>`,
        ...(answers ? [`In-Reply-To: <u${answers}@test>`] : []),
        ...headers,
        'Content-Type: text/plain; charset=utf-8',
        '',
        `Потрібен насос ${n}`,
      ].join('\r\n'),
    ),
  ),
  arrivedAt: new Date().toISOString(),
  isSeen: false,
  isAnswered: false,
  isSent: false,
  isPrivate: false,
  folder: 'INBOX',
  ...more,
})

test.each<[string, Letter, Partial<Arrived>, boolean]>([
  ['a person', { n: 1 }, {}, true],
  ['sent by us', { n: 1 }, { isSent: true }, false],
  ['private', { n: 1 }, { isPrivate: true }, false],
  ['of long ago', { n: 1 }, { arrivedAt: '2020-01-01T00:00:00Z' }, false],
  ['our own', { n: 1, from: '<boss@vodolii.example>' }, {}, false],
  ['a list', { n: 1, headers: ['List-Unsubscribe: <https://x.example>'] }, {}, false],
  ['bulk', { n: 1, headers: ['Precedence: bulk'] }, {}, false],
  ['an automatic answer', { n: 1, headers: ['Auto-Submitted: auto-replied'] }, {}, false],
  ['nobody', { n: 1, from: '<no-reply@bank.example>' }, {}, false],
  ['a bounce', { n: 1, from: '<mailer-daemon@x.example>', subject: 'Undelivered Mail' }, {}, false],
])('%s: %j', async (_, letter, more, wanted) => {
  expect(mayBeLead(await arrived(letter, more), new Set(['boss@vodolii.example']))).toBe(wanted)
})

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w.close())
const make = async (entity: string, item: object): Promise<string> =>
  (await w.kolo.call(w.system, `${entity}.create`, { items: [item] })).items[0].id
const leads = async () => (await w.kolo.list(w.system, 'lead', { sort: 'createdAt' })).items as Plain[]
const threadOf = async (subject: string) =>
  (await w.kolo.list(w.system, 'mailThread', { filter: ['subject', 'is', subject] })).items[0] as Record<
    string,
    any
  >
const box = (address: string, more: object = {}) =>
  make('mailbox', { name: address, address, kind: 'shared', isForAll: true, ...more })

test('only a shared mailbox makes leads', async () => {
  await expect(
    make('mailbox', { name: 'X', address: 'x@vodolii.example', kind: 'personal', unknownWriters: 'lead' }),
  ).rejects.toThrow(/shared/)
})

test('an unknown writer becomes a lead once, later letters are his, a client’s letter makes none', async () => {
  const sales = await box('sales@vodolii.example', { unknownWriters: 'lead' })
  const silent = await box('info@vodolii.example')
  await make('contact', { name: { last: 'Відома' }, emails: ['known@client.example'] })
  await receiveAll(w.kolo, silent, [await arrived({ n: 10 })])
  expect(await leads()).toEqual([])
  await receiveAll(w.kolo, sales, [
    await arrived({ n: 11, subject: 'Насос' }),
    await arrived({ n: 12, from: '<known@client.example>' }),
    await arrived({ n: 13, headers: ['Precedence: bulk'], from: '<ads@shop.example>' }),
    // The same person at the same time, of something else.
    await arrived({ n: 14, subject: 'Котел' }),
  ])
  const [lead, ...more] = await leads()
  expect(more).toEqual([])
  expect(lead).toMatchObject({
    person: { last: 'Левченко', first: 'Марта' },
    emails: [{ value: 'marta@poshta.example' }],
    source: 'mail',
    status: 'new',
    reactedAt: null,
  })
  expect(lead!['interest']).toMatch(/^Насос\nПотрібен насос 11\n\n.*Котел/s)
  for (const subject of ['Насос', 'Котел'])
    expect(await threadOf(subject)).toMatchObject({
      lead: { id: lead!.id },
      filedBy: 'address',
      isAlone: false,
    })
  await receiveAll(w.kolo, sales, [
    await arrived({ n: 15, subject: 'Re: Насос', answers: 11 }),
    await arrived({ n: 16, subject: 'Ще одне' }),
  ])
  expect((await threadOf('Насос'))['messages']).toBe(2)
  expect((await threadOf('Ще одне'))['lead']).toMatchObject({ id: lead!.id })
  expect(await leads()).toHaveLength(1)
})

test('his mail follows the lead to its owner, and to the client that he becomes', async () => {
  const mail = w.kolo.catalogue.modules.find((m) => m.name === 'mail')!.background!(w.kolo)
  const relay = await startRelay(w.kolo, [timelineKeeper(w.kolo), ...mail.consumers!], { idle: 50 })
  try {
    const [lead] = await leads()
    const olena = await w.asRole('sales', { name: 'Олена' })
    await w.kolo.call(w.system, 'lead.update', { items: [{ id: lead!.id, owner: olena.user }] })
    await until(async () => (await threadOf('Насос'))['owner']?.id === olena.user)
    const told = async (entity: string, id: string) =>
      (await w.kolo.timeline(w.system, entity, id, { limit: 50 })).items
        .filter((i) => i.name === 'mailThread.received' || i.name === 'activity.created')
        .map((i) => i.id)
    await make('activity', {
      kind: 'call',
      subject: 'Перший дзвінок',
      record: { entity: 'lead', id: lead!.id },
    })
    // Four letters and the call.
    await until(async () => (await told('lead', lead!.id as string)).length === 5)
    const facts = await told('lead', lead!.id as string)
    await w.kolo.call(w.system, 'lead.convert', { id: lead!.id, isNew: true, withoutDeal: true })
    const now = await w.kolo.get(w.system, 'lead', lead!.id)
    await until(async () => (await threadOf('Насос'))['contact'] !== null)
    expect(await threadOf('Насос')).toMatchObject({ contact: now['contact'], account: now['account'] })
    // The client has them too, each once, and one that came to a mailbox that makes no leads.
    const client = now['account'] as unknown as { id: string }
    await until(async () => (await told('account', client.id)).length === 6)
    expect(await told('account', client.id)).toEqual(expect.arrayContaining(facts))
    expect(await told('lead', lead!.id as string)).toEqual(facts)
  } finally {
    await relay.stop()
  }
})
