import { at, isWorkday, later, plus } from './days.ts'
import { isOpen, type Deal } from './deals.ts'
import type { Language } from './language.ts'
import { makeRandom, type Random } from './random.ts'
import type { User } from './staff.ts'
import { headsWeek, otherWeeks, sellersWeek, toHead, toSeller, type Entry } from './words/week.ts'
import { steps } from './words/journal.ts'

export type Planned = Record<string, unknown> & { key: string }
export type Asked = { today: string; language: Language; deals: readonly Deal[]; staff: readonly User[] }

/** Whoever sets the company up; he is nobody of its staff. */
export const founder = 'user:founder'

const workday = (today: string, days: number) => {
  let day = plus(today, days)
  while (days !== 0 && !isWorkday(day)) day = plus(day, Math.sign(days))
  return day
}

/** His own deals, then his people's: open ones, the greatest first. */
function dealsOf(person: User, { deals, staff }: Asked): Deal[] {
  const under = (key: string): string[] =>
    staff.filter((u) => u.manager === key).flatMap((u) => [u.key, ...under(u.key)])
  const [own, theirs] = [[person.key], person.role === 'role:manager' ? under(person.key) : []]
  const of = (owners: string[]) =>
    deals
      .filter((d) => isOpen(d) && owners.includes(d.owner))
      .toSorted((a, b) => Number(b.amount.amount) - Number(a.amount.amount))
  return [...of(own), ...of(theirs)]
}

function weekOf(role: string): Entry[] {
  if (role === 'sales') return sellersWeek
  return role === 'manager' || role === 'administrator' ? headsWeek : (otherWeeks[role] ?? [])
}

const planned = (
  random: Random,
  { today, language: { say } }: Asked,
  { key: assignee, manager }: User,
  { day, hour, minute = 0, kind, subject, minutes, priority }: Entry,
  deal: Deal | undefined,
): Omit<Planned, 'key'> => {
  const when = at(workday(today, day), hour ?? 18, minute)
  const results = steps.filter((s) => s.kind === kind).flatMap((s) => s.results)
  const end = later(when, minutes ?? 30)
  return {
    kind,
    subject: say(subject),
    assignee,
    ...(deal && { record: { entity: 'deal', key: deal.key } }),
    ...(minutes ? { startsAt: when, endsAt: end } : { dueAt: when }),
    ...(minutes && day >= 0 && { reminders: ['15'] }),
    ...(priority && { priority, ...(manager && { by: manager }) }),
    ...(day < 0 && {
      status: 'done',
      doneAt: end,
      doneBy: assignee,
      duration: minutes ?? 30,
      result: say(random.pick(results)),
    }),
  }
}

/** A full day, and a week around it, for each of those who sign in: whoever looks around sees work, not emptiness. */
export function makeWeeks(asked: Asked): Omit<Planned, 'key'>[] {
  const random = makeRandom('weeks')
  const head = asked.staff.find((u) => u.email?.startsWith('director@'))!
  const people = asked.staff.filter((u) => u.email && u.isActive)
  return [...people, { ...head, key: founder, manager: head.key }].flatMap((person) => {
    // The founder's are not those that the director begins with.
    const deals = dealsOf(person.key === founder ? head : person, asked)
    let next = person.key === founder ? headsWeek.length : 0
    return weekOf(person.role.slice('role:'.length)).map((entry) =>
      planned(
        random,
        asked,
        person,
        entry,
        entry.isAboutDeal && deals.length ? deals[next++ % deals.length] : undefined,
      ),
    )
  })
}

/** What those who sign in are told by colleagues: heads by their sellers, sellers by their heads. */
export function makeCalls(asked: Asked): Omit<Planned, 'key'>[] {
  const { staff, language } = asked
  return staff
    .filter((u) => u.email && u.isActive && ['role:sales', 'role:manager'].includes(u.role))
    .flatMap((person) => {
      const isHead = person.role === 'role:manager'
      const others = dealsOf(person, asked).filter((d) => !isHead || d.owner !== person.key)
      return (isHead ? toHead : toSeller).flatMap((text, i) => {
        const deal = others[i]
        const by = isHead ? deal?.owner : person.manager
        return deal && by
          ? [
              {
                record: { entity: 'deal', key: deal.key },
                body: `@${person.name}, ${language.say(text)}`,
                by,
              },
            ]
          : []
      })
    })
}
