import type { Context } from '#core/operation.ts'
import { nameText, type PersonName } from '#core/kinds/index.ts'
import { create, update } from '#core/stock.ts'
import { endAssignments } from './distribute.ts'
import { lead } from './lead.ts'

type Item = Record<string, unknown>
type Ways = { value: string }[] | null | undefined

/** What a lead is called when nobody named it. */
export function titleFor(item: Item): string {
  const person = item['person'] ? nameText(item['person'] as PersonName) : ''
  const named = [person, item['company']].filter(Boolean).join(', ')
  const way = (item['emails'] as Ways)?.[0] ?? (item['phones'] as Ways)?.[0]
  return (
    (named || (typeof way === 'string' ? way : way?.value) || String(item['interest'] ?? '')).slice(0, 300) ||
    '—'
  )
}

/** A lead that nobody has is seen by who sees all: whoever sees less keeps what he makes. */
const keeperOf = ({ kolo, actor }: Context, item: Item): Item => {
  const seesAll = kolo.rightsOf(actor)['lead']?.read === 'all'
  return item['owner'] || seesAll || !actor.user ? item : { ...item, owner: actor.user }
}

const named = (item: Item) => ({ ...item, title: item['title'] || titleFor(item) })

export const createLead = create(lead, {
  prepare: (c, items) =>
    items
      .map((given) => keeperOf(c, given))
      .map((item) => ({
        firstTouch: item['source'] ?? null,
        firstTouchAt: new Date().toISOString(),
        ...named(item),
        // Whoever takes up a lead himself need not react to it.
        ...(item['owner'] && item['owner'] === c.actor.user ? { reactedAt: new Date().toISOString() } : {}),
      })),
})

async function reacted(c: Context, after: Item[], before: Item[]): Promise<void> {
  const idsOf = (test: (now: Item, was: Item) => boolean) =>
    after.filter((now, i) => test(now, before[i]!)).map((now) => now['id'] as string)
  const passedOn = idsOf((now, was) => was['owner'] !== null && now['owner'] !== was['owner'])
  if (passedOn.length) await endAssignments(c.tx, passedOn, 'passedOn')
  const answered = idsOf((now, was) => !was['reactedAt'] && now['reactedAt'] !== null)
  if (answered.length) await endAssignments(c.tx, answered, 'reacted')
}

/** Whoever changes his own lead has reacted to it; one that is given on by hand waits for nobody. */
export const updateLead = update(lead, {
  prepare: (c, items, before) =>
    items.map((item, i) => {
      const was = before[i]!
      const moved = 'owner' in item && item['owner'] !== was['owner']
      const mine = was['owner'] && was['owner'] === c.actor.user && !was['reactedAt'] && !moved
      return {
        ...item,
        ...('title' in item && !item['title'] ? { title: titleFor({ ...was, ...item }) } : {}),
        ...(moved ? { reactBy: null, reactedAt: null, assignedAt: new Date().toISOString() } : {}),
        ...(mine ? { reactedAt: new Date().toISOString() } : {}),
      }
    }),
  wrote: (c, after, before) => reacted(c, after, before),
})
