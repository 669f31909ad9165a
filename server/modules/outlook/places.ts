import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { settingsOf, tokenOf } from './account.ts'
import { GraphError, graphOf, Later, SignedOut, type Graph, type Json } from './graph.ts'

type Place = { id: string; name: string; isUsual: boolean }

const text1 = (value: unknown) => (typeof value === 'string' ? value : '')

/** All that a list of Microsoft's names, page by page. */
export async function allOf(graph: Graph, address: string): Promise<Json[]> {
  const found: Json[] = []
  let link = address
  for (let pages = 0; link && pages < 20; pages++) {
    const page = await graph.get(link)
    if (Array.isArray(page['value'])) found.push(...(page['value'] as Json[]).filter((row) => row?.['id']))
    link = text1(page['@odata.nextLink'])
  }
  return found
}

export const listsOf = (graph: Graph) => allOf(graph, 'me/todo/lists')

/** Calendars and lists of tasks that their owner may write in. */
async function placesOf(graph: Graph): Promise<{ calendars: Place[]; lists: Place[] }> {
  const calendars = await allOf(graph, 'me/calendars?$select=id,name,canEdit,isDefaultCalendar')
  return {
    calendars: calendars
      .filter((c) => c['canEdit'] !== false)
      .map((c) => ({ id: text1(c['id']), name: text1(c['name']), isUsual: c['isDefaultCalendar'] === true })),
    lists: (await listsOf(graph))
      .filter((l) => l['isOwner'] !== false && l['wellknownListName'] !== 'flaggedEmails')
      .map((l) => ({
        id: text1(l['id']),
        name: text1(l['displayName']),
        isUsual: l['wellknownListName'] === 'defaultList',
      })),
  }
}

const refusals = {
  not_connected: {
    en: 'Microsoft 365 is not connected, or does not answer.',
    uk: 'Microsoft 365 не під’єднано, або він не відповідає.',
  },
} as const

async function asked(c: Context) {
  const { user } = c.actor
  const settings = user && (await c.tx.elevated(() => settingsOf(c.kolo, c.tx)))
  if (!settings) return c.refuse('not_connected')
  try {
    return await placesOf(graphOf(settings.apiUrl, (isRefused) => tokenOf(c.kolo, user, settings, isRefused)))
  } catch (error) {
    if ([SignedOut, GraphError, Later].some((known) => error instanceof known))
      return c.refuse('not_connected')
    throw error
  }
}

export const readPlaces = operation({
  name: 'outlook.places',
  summary: {
    en: 'Which calendars and lists of tasks Microsoft 365 has',
    uk: 'Які календарі й списки завдань є в Microsoft 365',
  },
  effect: 'read',
  input: {},
  needs: { activity: 'read' },
  refusals,
  run: asked,
})

export const choosePlaces = operation({
  name: 'outlook.choose',
  summary: {
    en: 'Choose which calendar and which list of tasks is synchronised',
    uk: 'Вибрати, який календар і який список завдань синхронізувати',
  },
  about: {
    en: 'What stands in the one before stays there and here.',
    uk: 'Що є в попередньому, лишається і там, і тут.',
  },
  effect: 'write',
  input: {
    calendar: text({ max: 400, label: { en: 'Calendar', uk: 'Календар' } }),
    list: text({ max: 400, label: { en: 'List of tasks', uk: 'Список завдань' } }),
  },
  needs: { activity: 'read' },
  refusals,
  async run(c, input) {
    const { calendars, lists } = await asked(c)
    const one = (path: 'calendar' | 'list', all: readonly Place[]) => {
      const found = all.find((p) => p.id === input[path])
      if (!input[path] || found) return found && !found.isUsual ? found : null
      throw new Invalid([{ path, message: 'Microsoft 365 has no such place.', code: 'no_place' }])
    }
    const [calendar, list] = [one('calendar', calendars), one('list', lists)]
    const { user } = c.actor
    // His own account in the system's tables; in another place nothing of what was agreed on in the old one holds.
    await c.tx.elevated(() =>
      c.tx
        .rows(sql`with before as (select calendar_id, list_id from outlook_accounts where user_id = ${user}::uuid),
        other as (select key from before, lateral (values ('outlook:appointments', calendar_id, ${calendar?.id ?? null}::text),
          ('outlook:tasks', list_id, ${list?.id ?? null}::text)) as p(key, was, now) where was is distinct from now),
        cursors as (delete from outlook_cursors using other where user_id = ${user}::uuid and collection = key),
        items as (delete from calendar_items using other where user_id = ${user}::uuid and collection = key)
      update outlook_accounts set calendar_id = ${calendar?.id ?? null}, calendar_name = ${calendar?.name ?? null},
        list_id = ${list?.id ?? null}, list_name = ${list?.name ?? null}, next_at = now() where user_id = ${user}::uuid`),
    )
    c.emit('outlook.asked')
    return { calendar: calendar?.name ?? null, list: list?.name ?? null }
  },
})
