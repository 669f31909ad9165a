import { at, daysBetween, later, nextWorkday, plus } from './days.ts'
import { isOpen, type Deal } from './deals.ts'
import type { Language } from './language.ts'
import { makeRandom, type Random } from './random.ts'
import type { User } from './staff.ts'
import { makeCalls, makeWeeks, type Asked, type Planned } from './week.ts'
import { aftercare, outcomes, own, said, steps, weekly, type Step } from './words/journal.ts'

const about = (d: Deal) => ({ entity: 'deal', key: d.key })
const mostDone = 2000
const hour = (random: Random) => random.int(9, 17)

export const makeOutcomes = ({ say }: Language) =>
  outcomes.map(({ key, name, kinds }, i) => ({
    key: `outcome:${key}`,
    name: say(name),
    kinds,
    position: i + 1,
  }))

const outcomeOf = (random: Random, step: Step) => {
  const fitting = outcomes.filter((o) => o.kinds.includes(step.kind))
  return fitting.length ? { outcome: `outcome:${random.pick(fitting).key}` } : {}
}

/** What was done for a deal: the first steps of its way, spread over the days it took. */
function doneFor(random: Random, { today, language: { say } }: Asked, deal: Deal): Omit<Planned, 'key'>[] {
  const until = isOpen(deal) || deal.closeDate > today ? today : deal.closeDate
  const days = Math.max(0, daysBetween(deal.openedOn, until))
  const count = Math.min(steps.length, 1 + Math.floor(days / 12), random.int(1, 3))
  return Array.from({ length: count }, (_, i) => {
    const step = steps[i]!
    const day = nextWorkday(plus(deal.openedOn, Math.floor((days * i) / count)))
    if (day >= today) return []
    const when = at(day, hour(random), random.pick([0, 15, 30, 45]))
    return [
      {
        kind: step.kind,
        subject: say(step.subject),
        record: about(deal),
        assignee: deal.owner,
        startsAt: when,
        endsAt: later(when, step.minutes),
        status: 'done',
        doneAt: later(when, step.minutes),
        doneBy: deal.owner,
        duration: step.minutes,
        result: say(random.pick(step.results)),
        ...outcomeOf(random, step),
      },
    ]
  }).flat()
}

/** What comes next for an open deal, for most of them something, some of it late already; and for who bought lately. */
function plannedFor(random: Random, { today, language: { say } }: Asked, deal: Deal): Omit<Planned, 'key'>[] {
  const isRecent = !isOpen(deal) && deal.closeDate <= today && daysBetween(deal.closeDate, today) < 120
  if (random.chance(isOpen(deal) ? 0.25 : isRecent && deal.stage.endsWith('-won') ? 0.5 : 1)) return []
  const step = random.pick(isOpen(deal) ? steps : aftercare)
  const day = nextWorkday(plus(today, random.chance(0.15) ? -random.int(1, 9) : random.int(0, 13)))
  const when = at(day, hour(random), random.pick([0, 30]))
  const begins = step.kind === 'meeting' || step.kind === 'visit' || step.kind === 'call'
  return [
    {
      kind: step.kind,
      subject: say(step.subject),
      record: about(deal),
      assignee: deal.owner,
      ...(begins
        ? { startsAt: when, endsAt: later(when, step.minutes), reminders: ['15'] }
        : { dueAt: when }),
      ...(random.chance(0.12) ? { priority: 'high' } : {}),
    },
  ]
}

/** What everybody has beside deals: a weekly meeting, and something without a day. */
function ownOf(random: Random, { today, language: { say } }: Asked, person: User): Omit<Planned, 'key'>[] {
  const monday = Array.from({ length: 7 }, (_, i) => plus(today, i - 6)).find(
    (d) => new Date(`${d}T00:00:00Z`).getUTCDay() === 1,
  )!
  const start = at(plus(monday, -28), 9, 30)
  const todo = random.pick(own)
  return [
    {
      kind: 'meeting',
      subject: say(weekly),
      assignee: person.key,
      startsAt: start,
      endsAt: later(start, 45),
      timeZone: 'Europe/Kyiv',
      repeat: 'FREQ=WEEKLY;BYDAY=MO',
      reminders: ['15'],
    },
    { kind: todo.kind, subject: say(todo.subject), assignee: person.key },
  ]
}

/** Two weeks of plans and two years of what was done. */
export function makeJournal(asked: Asked): Planned[] {
  const random = makeRandom('journal')
  const { deals, staff, today } = asked
  const recent = deals.filter((d) => daysBetween(d.openedOn, today) < 730)
  const share = mostDone / (recent.length * 1.6)
  const done = recent.flatMap((d) => (random.chance(share) ? doneFor(random, asked, d) : []))
  const planned = deals.flatMap((d) => plannedFor(random, asked, d))
  const signingIn = staff.filter((u) => u.email && u.isActive)
  const people = signingIn.flatMap((u) => ownOf(random, asked, u))
  return [...done, ...planned, ...people, ...makeWeeks(asked)].map((a, i) => ({
    key: `activity:${i + 1}`,
    ...a,
  }))
}

/** Colleagues about deals that are open; `by`: who says it, where it is not the deal's owner. */
export function makeComments(asked: Asked): Planned[] {
  const random = makeRandom('comments')
  const { language, deals } = asked
  const comments = deals
    .filter((d) => isOpen(d) && random.chance(0.2))
    .map((d) => ({ record: about(d), body: language.say(random.pick(said)) }))
  return [...comments, ...makeCalls(asked)].map((c, i) => ({ key: `comment:${i + 1}`, ...c }))
}
