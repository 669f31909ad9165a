import type { Locale } from '#core/text.ts'
import { escaped } from '#modules/mail/index.ts'

export type DigestLine = {
  /** When, or why one is told. */
  lead: string | null
  text: string
  /** The page of what it tells of. */
  path: string
  about: { title: string; path: string } | null
}
/** The first lines, and how many more there are. */
export type DigestPart = { lines: DigestLine[]; more: number }
export type DigestContent = { day: string; today: DigestPart; overdue: DigestPart; unread: DigestPart }

const words = {
  en: {
    subject: 'Your day, {day}',
    today: 'Today',
    overdue: 'Overdue',
    unread: 'New for you',
    more: (n: number) => `and ${n} more`,
    nothing: 'Nothing is planned for today, and nothing new came.',
    open: 'Open My day',
  },
  uk: {
    subject: 'Ваш день, {day}',
    today: 'Сьогодні',
    overdue: 'Прострочено',
    unread: 'Нове для вас',
    more: (n: number) => `і ще ${n}`,
    nothing: 'На сьогодні нічого не заплановано, нового теж немає.',
    open: 'Відкрити «Мій день»',
  },
}

const format = (locale: Locale, how: Intl.DateTimeFormatOptions) => {
  const of = new Intl.DateTimeFormat(locale === 'uk' ? 'uk-UA' : 'en-GB', { ...how, timeZone: 'UTC' })
  return (day: string) => of.format(new Date(`${day}T00:00:00Z`))
}
export const shortDay = (locale: Locale) => format(locale, { day: 'numeric', month: 'short' })
const longDay = (locale: Locale) => format(locale, { weekday: 'long', day: 'numeric', month: 'long' })

export const isNothing = ({ today, overdue, unread }: DigestContent) =>
  [today, overdue, unread].every((p) => p.lines.length === 0)

const style = {
  h1: 'margin:0 0 8px;font-size:20px;line-height:1.3',
  h2: 'margin:24px 0 4px;font-size:15px',
  line: 'padding:8px 0;border-bottom:1px solid #eceef1',
  quiet: 'color:#5f6670;font-size:13px;text-decoration:none',
  link: 'color:#1f5fd0;text-decoration:none',
  button:
    'display:inline-block;padding:8px 16px;border-radius:6px;background:#1f5fd0;color:#ffffff;text-decoration:none',
}

/** The digest as a mail says it: in words, and as the inside of a page; `link` makes the address of one of Kolo's. */
export function digestLetter(
  content: DigestContent,
  locale: Locale,
  link: (path: string) => string | null,
): { subject: string; text: string; html: string } {
  const w = words[locale]
  const subject = w.subject.replace('{day}', longDay(locale)(content.day))
  const parts = (['today', 'overdue', 'unread'] as const)
    .map((key) => ({ title: w[key], ...content[key] }))
    .filter((p) => p.lines.length > 0)
  const text = parts.map(({ title, lines, more }) =>
    [title, ...lines.map(plain), ...(more ? [`- ${w.more(more)}`] : [])].join('\n'),
  )
  const linked = (text: string, path: string, css: string) => {
    const to = link(path)
    return to
      ? `<a href="${escaped(to)}" style="${css}">${escaped(text)}</a>`
      : `<span style="${css}">${escaped(text)}</span>`
  }
  const html = parts.map(({ title, lines, more }) => {
    const each = lines.map(
      ({ lead, text, path, about }) =>
        `<div style="${style.line}">${lead ? `<span style="${style.quiet}">${escaped(lead)}</span> ` : ''}${linked(text, path, link(path) ? style.link : '')}${
          about ? `<br>${linked(about.title, about.path, style.quiet)}` : ''
        }</div>`,
    )
    const rest = more ? `<div style="${style.line};${style.quiet}">${escaped(w.more(more))}</div>` : ''
    return `<h2 style="${style.h2}">${escaped(title)}</h2>\n${each.join('\n')}${rest}`
  })
  const day = link('my-day')
  const open = day
    ? `<p style="margin:24px 0 0"><a href="${escaped(day)}" style="${style.button}">${escaped(w.open)}</a></p>`
    : ''
  return {
    subject,
    text: `${text.length ? text.join('\n\n') : w.nothing}\n`,
    html: [
      `<h1 style="${style.h1}">${escaped(subject)}</h1>`,
      ...(html.length ? html : [`<p>${escaped(w.nothing)}</p>`]),
      open,
    ].join('\n'),
  }
}

const plain = ({ lead, text, about }: DigestLine) =>
  `- ${lead ? `${lead} ` : ''}${text}${about ? ` (${about.title})` : ''}`
