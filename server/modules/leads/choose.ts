import { isSameRegion } from '#modules/parties/index.ts'
import { isWorking } from './working-time.ts'

/** What a rule looks at in a lead. */
export type Waiting = {
  id: string
  source: string | null
  region: string | null
  industry: string | null
  employees: number | null
  needs: string[]
  /** Who had it and did not react. */
  had: string[]
  /** Who keeps the client that has this e-mail or phone. */
  keeper: string | null
  /** Who has another open lead of the same person. */
  asked: string | null
}
export type Rule = {
  id: string
  name: string
  sources: string[]
  regions: string[]
  industries: string[]
  minEmployees: number | null
  maxEmployees: number | null
  team: string | null
  method: 'turn' | 'load'
  byTerritory: boolean
  reactMinutes: number | null
}
export type Taker = {
  user: string
  name: string
  timeZone: string
  teams: string[]
  isAway: boolean
  regions: string[]
  skills: string[]
  perDay: number | null
  atOnce: number | null
  worksFrom: string | null
  worksTo: string | null
  workDays: string[]
  /** How many he has open, got today, and when he got the last. */
  open: number
  today: number
  last: string | null
}
export type Why =
  | 'away'
  | 'otherTeam'
  | 'otherRegion'
  | 'noSkill'
  | 'hadIt'
  | 'notWorking'
  | 'dayFull'
  | 'full'
/** Why it is he: his turn, the fewest leads, the lead is a client of his, or asks him again. */
export type Because = Rule['method'] | 'client' | 'again'
export type Choice =
  | { rule: Rule; taker: Taker; because: Because; passed: { taker: Taker; why: Why }[] }
  | { rule: null; taker: null; because: null; passed: { taker: Taker; why: Why }[] }

const among = (list: readonly string[], value: string | null) =>
  list.length === 0 || (value !== null && list.some((one) => same(one, value)))
const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

export const fits = (lead: Waiting, rule: Rule): boolean =>
  among(rule.sources, lead.source) &&
  (rule.regions.length === 0 ||
    (lead.region !== null && rule.regions.some((r) => isSameRegion(r, lead.region!)))) &&
  among(rule.industries, lead.industry) &&
  (rule.minEmployees === null || (lead.employees ?? -1) >= rule.minEmployees) &&
  (rule.maxEmployees === null || (lead.employees ?? Infinity) <= rule.maxEmployees)

/** Why a lead does not go to him now; null when it may. */
export function whyNot(lead: Waiting, rule: Rule, taker: Taker, now: Date): Why | null {
  if (taker.isAway) return 'away'
  if (rule.team && !taker.teams.includes(rule.team)) return 'otherTeam'
  if (rule.byTerritory && !(lead.region && taker.regions.some((r) => isSameRegion(r, lead.region!))))
    return 'otherRegion'
  if (!lead.needs.every((need) => taker.skills.some((s) => same(s, need)))) return 'noSkill'
  if (lead.had.includes(taker.user)) return 'hadIt'
  if (!isWorking(taker, now)) return 'notWorking'
  if (taker.perDay !== null && taker.today >= taker.perDay) return 'dayFull'
  if (taker.atOnce !== null && taker.open >= taker.atOnce) return 'full'
  return null
}

const order: Record<Rule['method'], (a: Taker, b: Taker) => number> = {
  turn: (a, b) => (a.last ?? '').localeCompare(b.last ?? '') || a.user.localeCompare(b.user),
  load: (a, b) => a.open - b.open || order.turn(a, b),
}

/** Who gets the lead: whoever keeps the client that it is, or has another lead of the same person, unless he is away or
 * had it; else of the first rule that fits
 * and has somebody free, the one whose turn it is. */
export function choose(lead: Waiting, rules: readonly Rule[], takers: readonly Taker[], now: Date): Choice {
  const passed: { taker: Taker; why: Why }[] = []
  const ready = (user: string | null) =>
    takers.find((t) => t.user === user && !t.isAway && !lead.had.includes(t.user))
  const client = ready(lead.keeper)
  const keeper = client ?? ready(lead.asked)
  for (const rule of rules) {
    if (!fits(lead, rule)) continue
    if (keeper) return { rule, taker: keeper, because: client ? 'client' : 'again', passed }
    const free = takers.filter((taker) => {
      const why = whyNot(lead, rule, taker, now)
      if (why) passed.push({ taker, why })
      return why === null
    })
    const [taker] = free.toSorted(order[rule.method])
    if (taker) return { rule, taker, because: rule.method, passed }
  }
  return { rule: null, taker: null, because: null, passed }
}
