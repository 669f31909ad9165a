import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { readAgenda } from './agenda.ts'
import { reasonOptions } from './notification.ts'
import { clockAt, dayIn, startOfDay } from './time-zone.ts'

export type DigestLine = { at: string | null; text: string; about: string | null }
export type DigestContent = {
  day: string
  today: DigestLine[]
  overdue: DigestLine[]
  unread: { reason: string; text: string; about: string | null }[]
}

const words: Record<Locale, Record<'subject' | 'today' | 'overdue' | 'unread' | 'nothing', string>> = {
  en: {
    subject: 'Your day, {day}',
    today: 'Today',
    overdue: 'Overdue',
    unread: 'New for you',
    nothing: 'Nothing is planned for today, and nothing new came.',
  },
  uk: {
    subject: 'Ваш день, {day}',
    today: 'Сьогодні',
    overdue: 'Прострочено',
    unread: 'Нове для вас',
    nothing: 'На сьогодні нічого не заплановано, нового теж немає.',
  },
}

const clock = (at: string, zone: string) =>
  new Date(clockAt(Date.parse(at), zone)).toISOString().slice(11, 16)
const dayText = (day: string, locale: Locale) =>
  new Intl.DateTimeFormat(locale === 'uk' ? 'uk-UA' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))

/** The digest in words: what a mail says. */
export function digestText(
  { day, today, overdue, unread }: DigestContent,
  locale: Locale,
  zone: string,
): { subject: string; text: string } {
  const w = words[locale]
  const line = ({ at, text, about }: DigestLine, withDay: boolean) => {
    const when = at && (withDay ? `${dayIn(Date.parse(at), zone)} ` : `${clock(at, zone)} `)
    return `- ${when ?? ''}${text}${about ? ` (${about})` : ''}`
  }
  const told = unread.map(
    (n) => `- ${n.reason}: ${n.text}${n.about && n.about !== n.text ? ` (${n.about})` : ''}`,
  )
  const part = (title: string, lines: string[]) => (lines.length ? [`${title}\n${lines.join('\n')}`] : [])
  const parts = [
    ...part(
      w.today,
      today.map((l) => line(l, false)),
    ),
    ...part(
      w.overdue,
      overdue.map((l) => line(l, true)),
    ),
    ...part(w.unread, told),
  ]
  return {
    subject: w.subject.replace('{day}', dayText(day, locale)),
    text: `${parts.length ? parts.join('\n\n') : w.nothing}\n`,
  }
}

type Item = Record<string, unknown>
const aboutOf = (item: Item) => (item['record'] as { title?: string } | null)?.title ?? null
const lineOf = (item: Item): DigestLine => ({
  at: item['isAllDay'] ? null : ((item['plannedAt'] as string | null) ?? null),
  text: item['subject'] as string,
  about: aboutOf(item),
})

async function contentFor(c: Context, actor: Actor): Promise<DigestContent> {
  const day = dayIn(Date.now(), actor.timeZone)
  const from = new Date(startOfDay(day, actor.timeZone)).toISOString()
  const to = new Date(startOfDay(day, actor.timeZone) + 86_400_000).toISOString()
  const agenda = await readAgenda.run(c, { from, to, users: null, status: 'open' } as never)
  const late = await c.tx.rows<{
    id: string
  }>(sql`select id from activities where assignee_id = ${actor.user}::uuid
    and status in ('planned', 'started') and repeat is null and deleted_at is null and planned_at < ${from}::timestamptz
    order by planned_at desc limit 20`)
  const overdue = await c.kolo.readIn(
    c.tx,
    'activity',
    late.map((r) => r.id),
    ['subject', 'record', 'plannedAt', 'isAllDay'],
  )
  const fresh = await c.tx.rows<{
    id: string
  }>(sql`select id from notifications where owner_id = ${actor.user}::uuid
    and read_at is null and deleted_at is null and reason <> 'reminder' order by created_at desc limit 20`)
  const unread = await c.kolo.readIn(
    c.tx,
    'notification',
    fresh.map((r) => r.id),
    ['reason', 'text', 'record'],
  )
  return {
    day,
    today: agenda.items.map(lineOf),
    overdue: overdue.map(lineOf),
    unread: unread.map((n) => ({
      reason: reasonOptions.find((o) => o.key === n['reason'])?.label[actor.locale] ?? '',
      text: String(n['text'] ?? '').startsWith('fields:')
        ? (aboutOf(n) ?? '')
        : String(n['text'] ?? aboutOf(n) ?? ''),
      about: aboutOf(n),
    })),
  }
}

/** What the mail of the morning says; sent by whoever sends mail. */
export const readDigest = operation({
  name: 'notification.digest',
  summary: { en: 'Your day in words', uk: 'Ваш день у словах' },
  effect: 'read',
  input: {},
  needs: { notification: 'read', activity: 'read' },
  async run(c) {
    return digestText(await contentFor(c, c.actor), c.actor.locale, c.actor.timeZone)
  },
})
