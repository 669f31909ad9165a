import { Invalid } from '#core/error.ts'
import { boolean, json, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { distribute, endAssignments } from './distribute.ts'
import { lead, type Lead } from './lead.ts'

const id = ref('lead', { required: true, label: { uk: 'Лід' } })
const needs = { lead: 'update' } as const

export const whyNotWork = (l: Pick<Lead, 'status' | 'convertedAt'>) =>
  l.convertedAt ? 'converted' : l.status === 'working' ? 'working' : null
export const whyNotDrop = (l: Pick<Lead, 'status' | 'convertedAt'>) =>
  l.convertedAt ? 'converted' : l.status === 'unqualified' ? 'dropped' : null

const converted = {
  en: 'Undo the conversion first.',
  uk: 'Спершу скасуйте перетворення.',
}

async function move(c: Context, before: Lead, patch: Partial<Lead>) {
  const after = await c.tx.save(lead, before, {
    ...patch,
    reactedAt: before.reactedAt ?? new Date().toISOString(),
  })
  await endAssignments(c.tx, [before.id], 'reacted')
  return after
}

export const workLead = operation({
  name: 'lead.work',
  summary: { en: 'Take to work', uk: 'Взяти в роботу' },
  effect: 'write',
  on: 'lead',
  whyNot: whyNotWork,
  input: { id },
  needs,
  refusals: { converted, working: { en: 'It is in work already.', uk: 'Лід уже в роботі.' } },
  async run(c, { id }) {
    const before = await c.tx.lock(lead, id)
    const reason = whyNotWork(before)
    if (reason) c.refuse(reason)
    return move(c, before, { status: 'working', unfitReason: null, unfitNote: null })
  },
})

export const dropLead = operation({
  name: 'lead.unqualify',
  summary: { en: 'Does not suit', uk: 'Не підходить' },
  effect: 'write',
  on: 'lead',
  whyNot: whyNotDrop,
  input: {
    id,
    reason: {
      ...lead.fields.unfitReason,
      required: true,
      label: { en: 'Why not', uk: 'Чому не підходить' },
    } as typeof lead.fields.unfitReason & { required: true },
    note: text({ max: 500, label: { en: 'In words', uk: 'Докладніше' } }),
  },
  needs,
  refusals: { converted, dropped: { en: 'It is put aside already.', uk: 'Лід уже відкладено.' } },
  async run(c, { id, reason: unfitReason, note }) {
    const before = await c.tx.lock(lead, id)
    const reason = whyNotDrop(before)
    if (reason) c.refuse(reason)
    return move(c, before, { status: 'unqualified', unfitReason, unfitNote: note ?? null })
  },
})

/** Gives the leads that wait to who should have them; a dry run only says to whom, and why not to others. */
export const distributeLeads = operation({
  name: 'lead.distribute',
  summary: { en: 'Distribute waiting leads', uk: 'Розподілити ліди, що чекають' },
  effect: 'write',
  input: {
    ids: json<unknown, {}>({ label: { en: 'Only these', uk: 'Лише ці' } }),
    dryRun: boolean({ label: { en: 'Only show', uk: 'Лише показати' } }),
  },
  needs: { leadRule: 'update' },
  async run(c, { ids, dryRun }) {
    const given = Array.isArray(ids) ? ids.filter((one): one is string => typeof one === 'string') : null
    if (ids && !given?.length)
      throw new Invalid([{ path: 'ids', message: 'Write the id of a record.', code: 'bad_ids' }])
    const said = await distribute(c.kolo, { ids: given, dryRun: dryRun ?? false })
    return {
      items: said.map(({ lead, title, choice, reactBy }) => ({
        lead: { id: lead, title },
        user: choice.taker && { id: choice.taker.user, title: choice.taker.name },
        rule: choice.rule && { id: choice.rule.id, title: choice.rule.name },
        reactBy,
        passed: choice.passed.map(({ taker, why }) => ({ user: { id: taker.user, title: taker.name }, why })),
      })),
    }
  },
})
