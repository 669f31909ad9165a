import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boundIn } from '../../server/modules/agreements/write-agreement.ts'
import { dueOf, monthsAfter } from '../../server/modules/agreements/remind.ts'
import { openSellingWorld, type SellingWorld } from '../selling-world.ts'

const term = { endsOn: '2026-12-31', renewal: 'none', renewalMonths: null, noticeDays: 30, remindedFor: null }
test.each([
  ['2026-11-30', {}, 'none'],
  ['2026-12-01', {}, 'remind'],
  ['2026-12-31', { remindedFor: '2026-12-31' }, 'none'],
  ['2026-12-31', { remindedFor: '2025-12-31' }, 'remind'],
  ['2027-01-01', {}, 'end'],
  ['2027-01-01', { renewal: 'auto' }, { until: '2027-12-31' }],
  ['2027-03-01', { renewal: 'auto', renewalMonths: 1 }, { until: '2027-03-31' }],
  ['2027-01-01', { endsOn: null }, 'none'],
])('on %s with %j: %j', (today, change, due) =>
  expect(dueOf({ ...term, ...change } as never, today)).toEqual(due),
)
test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2024-02-29', 12, '2025-02-28'],
])('%s and %d months is %s', (day, months, after) => expect(monthsAfter(day, months)).toBe(after))
test('what was agreed changes in the draft only', () => {
  expect(boundIn('draft', { amount: null })).toEqual([])
  expect(boundIn('signing', { amount: null, endsOn: null, reference: 'x' })).toEqual(['amount'])
})

describe('an agreement', () => {
  let w: SellingWorld
  beforeAll(async () => {
    w = await openSellingWorld()
    await w.act(w.admin, 'account.update', { items: [{ id: w.client.id, signatory: 'Ірина Гнатюк' }] })
  })
  afterAll(() => w.close())

  type Progress = { waits: { for: string | null; who: string[] }; agreed: { who: string; status: string }[] }
  const progress = (id: string) => w.act<Progress>(w.olena, 'agreement.progress', { id })
  const make = async (more: Record<string, unknown> = {}) =>
    (await w.make(w.olena, 'agreement', { account: w.client.id, subject: 'Поставка насосів', ...more }))[0]!
  const decide = async (id: string, how: 'approve' | 'decline') => {
    const [asked] = (
      await w.kolo.list(w.admin, 'approval', {
        filter: {
          and: [
            ['record', 'is', id],
            ['status', 'is', 'pending'],
          ],
        },
      })
    ).items
    await w.act(w.admin, `approval.${how}`, { id: asked!.id, note: 'Так' })
    await w.act(w.system, 'agreement.decided', { id })
  }

  test('goes from draft to force, and says at each step whom it waits for', async () => {
    const { id } = await make({ amount: w.uah('50000'), endsOn: '2030-01-01' })
    expect(await progress(id)).toMatchObject({ waits: { for: 'owner', who: ['Олена'] } })
    await w.act(w.olena, 'agreement.ask', { id })
    expect((await progress(id)).waits.for).toBe('approval')
    expect((await progress(id)).waits.who).toHaveLength(1)
    await expect(w.act(w.olena, 'agreement.update', { items: [{ id, amount: w.uah('1') }] })).rejects.toThrow(
      'draft',
    )
    await decide(id, 'approve')
    expect(await progress(id)).toMatchObject({
      waits: { for: 'signature', who: ['Оксана Мельник', 'Ірина Гнатюк'] },
      agreed: [{ status: 'approved', who: 'Admin' }],
    })
    const signatories = (
      await w.kolo.list(w.olena, 'agreementSignatory', { filter: ['agreement', 'is', id], sort: 'side' })
    ).items
    await w.act(w.olena, 'agreement.sign', { id, signatory: signatories[0]!.id, signedOn: '2026-01-02' })
    expect(await w.read(w.olena, 'agreement', id)).toMatchObject({ status: 'signing' })
    await w.act(w.olena, 'agreement.sign', { id, signatory: signatories[1]!.id, signedOn: '2026-01-05' })
    expect(await w.read(w.olena, 'agreement', id)).toMatchObject({
      status: 'inForce',
      signedOn: '2026-01-05',
      startsOn: '2026-01-05',
    })
    await expect(w.act(w.olena, 'agreement.delete', { ids: [id] })).rejects.toMatchObject({ code: 'bound' })
    expect(JSON.stringify(await w.kolo.card(w.olena, 'account', w.client.id))).toContain('2030-01-01')
  })

  test('that was declined is a draft again, and one taken back is signed anew', async () => {
    const { id } = await make()
    await w.act(w.olena, 'agreement.ask', { id })
    await decide(id, 'decline')
    expect(await w.read(w.olena, 'agreement', id)).toMatchObject({ status: 'draft' })
    await w.act(w.olena, 'agreement.ask', { id })
    await decide(id, 'approve')
    const [first] = (await w.kolo.list(w.olena, 'agreementSignatory', { filter: ['agreement', 'is', id] }))
      .items
    await w.act(w.olena, 'agreement.sign', { id, signatory: first!.id })
    await w.act(w.olena, 'agreement.reopen', { id })
    const after = (await w.kolo.list(w.olena, 'agreementSignatory', { filter: ['agreement', 'is', id] }))
      .items
    expect(after.map((s) => s['signedOn'])).toEqual([null, null])
  })

  test('running out is told once, ends by itself or goes on', async () => {
    const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const [soon, over, on] = await w.make(
      w.admin,
      'agreement',
      ...[
        { endsOn: inDays(5) },
        { endsOn: '2026-01-31' },
        { endsOn: inDays(-40), renewal: 'auto', renewalMonths: 12 },
      ].map((more) => ({
        account: w.client.id,
        subject: 'С',
        status: 'inForce',
        owner: w.olena.user,
        ...more,
      })),
    )
    expect(await w.act<{ noted: number }>(w.system, 'agreement.note_ends', {})).toEqual({ noted: 3 })
    expect(await w.act<{ noted: number }>(w.system, 'agreement.note_ends', {})).toEqual({ noted: 0 })
    expect(await w.read(w.olena, 'agreement', soon!.id)).toMatchObject({ remindedFor: soon!['endsOn'] })
    expect(await w.read(w.olena, 'agreement', over!.id)).toMatchObject({
      status: 'ended',
      endedOn: '2026-01-31',
    })
    expect(String((await w.read(w.olena, 'agreement', on!.id))['endsOn']) > inDays(300)).toBe(true)
    await w.act(w.olena, 'agreement.renew', { id: over!.id, until: '2031-01-31' })
    expect(await w.read(w.olena, 'agreement', over!.id)).toMatchObject({ status: 'inForce', endedOn: null })
  })

  test('of an order has its contract among its files', async () => {
    const [o] = await w.make(w.olena, 'order', { account: w.client.id })
    await w.make(w.olena, 'orderLine', { order: o!.id, product: w.pump.id, quantity: 1 })
    const { agreement } = await w.act<{ agreement: string }>(w.olena, 'order.agree', { id: o!.id })
    const files = await w.kolo.list(w.olena, 'attachment', {
      filter: ['record', 'is', { entity: 'agreement', id: agreement }],
    })
    expect(files.items.map((f) => f['type'])).toEqual(['application/pdf'])
    await expect(w.act(w.petro, 'order.agree', { id: o!.id })).rejects.toThrow('no such order')
  })
})
