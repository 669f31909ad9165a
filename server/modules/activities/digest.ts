import sql from 'sql-template-tag'
import type { RecordRef } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { linkTo } from '#modules/mail/index.ts'
import { readAgenda } from './agenda.ts'
import { digestLetter, isNothing, shortDay, type DigestContent, type DigestLine } from './digest-words.ts'
import { reasonOptions } from './notification.ts'
import { clockAt, dayIn, startOfDay } from './time-zone.ts'

const most = { today: 40, late: 20, unread: 20 }
const day = 86_400_000

type Item = { id: string } & Record<string, unknown>

const aboutOf = (c: Context, item: Item): DigestLine['about'] => {
  const record = item['record'] as (RecordRef & { title?: string }) | null
  return record?.title
    ? { title: record.title, path: `${c.kolo.entity(record.entity).plural}/${record.id}` }
    : null
}

const lineOf = (c: Context, item: Item, lead: string | null): DigestLine => ({
  lead,
  text: String(item['subject'] ?? ''),
  path: `activities/${item.id}`,
  about: aboutOf(c, item),
})

function clockOf(c: Context, item: Item): string | null {
  const at = item['plannedAt'] as string | null
  return at && !item['isAllDay']
    ? new Date(clockAt(Date.parse(at), c.actor.timeZone)).toISOString().slice(11, 16)
    : null
}

function newsOf(c: Context, item: Item): DigestLine {
  const about = aboutOf(c, item)
  const reason = reasonOptions.find((o) => o.key === item['reason'])?.label[c.actor.locale] ?? ''
  const said = String(item['text'] ?? '')
  const text = said.startsWith('fields:') || !said ? (about?.title ?? '') : said
  return {
    lead: `${reason}:`,
    text,
    path: about?.path ?? 'my-day',
    about: about && about.title !== text ? about : null,
  }
}

type Found = { id: string; all: number }
const more = (found: readonly Found[]) => (found[0]?.all ?? 0) - found.length
const ids = (found: readonly Found[]) => found.map((f) => f.id)

async function contentFor(c: Context): Promise<DigestContent> {
  const { user, timeZone, locale } = c.actor
  const today = dayIn(Date.now(), timeZone)
  const start = startOfDay(today, timeZone)
  const from = new Date(start).toISOString()
  // A day may have 23 or 25 hours.
  const to = new Date(startOfDay(dayIn(start + 1.5 * day, timeZone), timeZone)).toISOString()
  const agenda = await readAgenda.run(c, { from, to, users: null, status: 'open' } as never)
  const late = await c.tx.rows<Found>(sql`select id, count(*) over ()::float as all from activities
    where assignee_id = ${user}::uuid and status in ('planned', 'started') and repeat is null and deleted_at is null
      and planned_at < ${from}::timestamptz order by planned_at desc limit ${most.late}`)
  const overdue = await c.kolo.readIn(c.tx, 'activity', ids(late), ['subject', 'record', 'plannedAt'])
  // What nobody has read for a week is no news any more.
  const fresh = await c.tx.rows<Found>(sql`select id, count(*) over ()::float as all from notifications
    where owner_id = ${user}::uuid and read_at is null and deleted_at is null and reason <> 'reminder'
      and created_at > now() - interval '7 days' order by created_at desc limit ${most.unread}`)
  const unread = await c.kolo.readIn(c.tx, 'notification', ids(fresh), ['reason', 'text', 'record'])
  const short = shortDay(locale)
  return {
    day: today,
    today: {
      lines: agenda.items.slice(0, most.today).map((i) => lineOf(c, i, clockOf(c, i))),
      more: Math.max(0, agenda.items.length - most.today),
    },
    overdue: {
      lines: overdue.map((i) => lineOf(c, i, short(dayIn(Date.parse(i['plannedAt'] as string), timeZone)))),
      more: more(late),
    },
    unread: { lines: unread.map((n) => newsOf(c, n)), more: more(fresh) },
  }
}

/** What the mail of the morning says. */
export const readDigest = operation({
  name: 'notification.digest',
  summary: { en: 'Your day in words', uk: 'Ваш день у словах' },
  effect: 'read',
  input: {},
  needs: { notification: 'read', activity: 'read' },
  async run(c) {
    const content = await contentFor(c)
    const letter = digestLetter(content, c.actor.locale, (path) => linkTo(c.kolo, path))
    return { ...letter, day: content.day, isNothing: isNothing(content) }
  },
})
