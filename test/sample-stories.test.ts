import { describe, expect, it } from 'vitest'
import { daysBetween } from '../server/sample/days.ts'
import type { Company } from '../server/sample/index.ts'
import { company, otherDays, today } from './sample-world.ts'

type Deal = Company['deals'][number]
const isWon = (d: Deal) => d.stage.endsWith('-won')
const isLost = (d: Deal) => d.stage.endsWith('-lost')
const isOpen = (d: Deal) => !isWon(d) && !isLost(d)
const hryvnias = (d: Deal) => Number(d.amount.amount) * (d.amount.currency === 'EUR' ? 50 : 1)
const sum = (deals: Deal[]) => deals.reduce((s, d) => s + hryvnias(d), 0)
const rate = (deals: Deal[]) => deals.filter(isWon).length / deals.filter((d) => !isOpen(d)).length
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

describe.each([today, ...otherDays])('two years, seen on %s', (day) => {
  const c = company(day)
  const deals = c.deals.filter((d) => d.stage.startsWith('stage:equipment'))
  const ago = (d: Deal) => daysBetween(d.closeDate, day)
  const closed = (list: Deal[], from: number, to: number) =>
    list.filter((d) => !isOpen(d) && ago(d) >= from && ago(d) < to)
  const groups = new Map(c.products.map((p) => [p.key, p.group.slice(6)]))
  const parents = new Map(c.productGroups.map((g) => [g.key.slice(6), g.parent?.slice(6)]))
  const of = (d: Deal) => groups.get(d.product)!
  const openedIn = (line: string, months: number[]) =>
    deals.filter(
      (d) =>
        parents.get(of(d)) === line &&
        of(d) !== 'circulation' &&
        months.includes(Number(d.openedOn.slice(5, 7))),
    ).length
  const teams = new Map(c.users.map((u) => [u.key, u.team?.slice(5)]))
  const plain = deals.filter((d) => !Object.values(c.stories).flat().includes(d.account))

  it('has figures that could be real', () => {
    expect(rate(deals)).toBeGreaterThan(0.28)
    expect(rate(deals)).toBeLessThan(0.4)
    const busy = [...Map.groupBy(plain, (d) => d.owner).values()]
      .filter((list) => list.length >= 60)
      .map(rate)
    expect(busy.filter((r) => r >= 0.2 && r <= 0.46).length / busy.length).toBeGreaterThan(0.75)
    const logs = deals.map((d) => Math.log(hryvnias(d)))
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length
    // Log-normal: on the logarithm, mean and median meet.
    expect(Math.abs(mean - median(logs))).toBeLessThan(0.15)
    expect(new Set(deals.map((d) => daysBetween(d.openedOn, d.closeDate))).size).toBeGreaterThan(80)
    expect(deals.every((d) => d.openedOn <= d.closeDate && (isOpen(d) || d.closeDate <= day))).toBe(true)
    expect(deals.filter((d) => isLost(d) !== (d.lossReason !== undefined))).toEqual([])
    expect(deals.filter(isOpen).length).toBeGreaterThan(70)
  })

  it('sells heating in autumn and pumps in spring', () => {
    expect(openedIn('heating', [8, 9, 10, 11])).toBeGreaterThan(1.6 * openedIn('heating', [2, 3, 4, 5]))
    expect(openedIn('pumps', [3, 4, 5, 6])).toBeGreaterThan(1.8 * openedIn('pumps', [9, 10, 11, 12]))
  })

  it('has a branch that fades', () => {
    const won = deals.filter((d) => isWon(d) && teams.get(d.owner)! === 'odesa')
    expect(sum(closed(won, 0, 182))).toBeLessThan(0.6 * sum(closed(won, 365, 547)))
    const rest = deals.filter((d) => isWon(d) && teams.get(d.owner)! !== 'odesa')
    expect(sum(closed(rest, 0, 182))).toBeGreaterThan(0.7 * sum(closed(rest, 365, 547)))
  })

  it('has a star, and one who promises', () => {
    const sums = [...Map.groupBy(plain.filter(isWon), (d) => d.owner)].map(([user, list]) => ({
      user,
      won: sum(list),
    }))
    expect(sums.toSorted((a, b) => b.won - a.won)[0]!.user).toBe('user:lviv-trade-1')
    const overdue = [
      ...Map.groupBy(
        deals.filter((d) => isOpen(d) && d.closeDate < day),
        (d) => d.owner,
      ),
    ]
    expect(overdue.toSorted((a, b) => b[1].length - a[1].length)[0]![0]).toBe('user:kyiv-trade-4')
  })

  it('wins by recommendation rather than by events', () => {
    const from = (...sources: string[]) => rate(plain.filter((d) => sources.includes(d.source)))
    expect(from('recommendation', 'partner')).toBeGreaterThan(1.4 * from('event', 'advertising', 'search'))
  })

  it('has a competitor who undercuts in one group', () => {
    const circulation = plain.filter((d) => of(d) === 'circulation')
    const before = circulation.filter((d) => daysBetween(d.openedOn, day) >= 300)
    const since = circulation.filter((d) => daysBetween(d.openedOn, day) < 300)
    expect(rate(since)).toBeLessThan(0.75 * rate(before))
    const rival = c.accounts.find((a) => a.name === 'Течія Трейд')!.name
    const named = since.filter((d) => d.competitor)
    expect(named.filter((d) => d.competitor === rival).length / named.length).toBeGreaterThan(0.6)
  })

  it('brought orders forward before prices rose', () => {
    const won = deals.filter(isWon)
    expect(closed(won, 151, 181).length).toBeGreaterThan(1.3 * closed(won, 120, 150).length)
  })

  it('waits for contracts longer than a year ago', () => {
    const industries = new Map(c.accounts.map((a) => [a.key, a.kind === 'company' ? a.industry : 'home']))
    const slow = deals.filter(
      (d) => !isOpen(d) && !['home', 'retail', 'services'].includes(industries.get(d.account)!),
    )
    const days = (list: Deal[]) => median(list.map((d) => daysBetween(d.openedOn, d.closeDate)))
    expect(days(closed(slow, 0, 182))).toBeGreaterThan(1.1 * days(closed(slow, 365, 547)))
    const stuck = deals.filter((d) => d.stage === 'stage:equipment-contract')
    const fullest = Math.max(
      ...Map.groupBy(deals.filter(isOpen), (d) => d.stage)
        .values()
        .map((list) => list.length),
    )
    expect(stuck.length).toBe(fullest)
  })

  it('won one big project after a year', () => {
    const [deal] = c.deals.filter((d) => d.account === c.stories.tower)
    expect(isWon(deal!) && daysBetween(deal!.openedOn, deal!.closeDate) > 365).toBe(true)
    expect(hryvnias(deal!)).toBe(Math.max(...c.deals.map(hryvnias)))
  })

  it('lost a client after a complaint', () => {
    const own = c.deals.filter((d) => d.account === c.stories.leaver)
    const complaint = own.find((d) => d.lossReason === 'loss:complaint')!
    const after = own.filter((d) => d.openedOn > complaint.closeDate)
    expect(own.filter(isWon).length).toBeGreaterThan(20)
    expect(after.map((d) => d.lossReason)).toEqual(['loss:competitor', 'loss:competitor'])
    const role = c.accountRoles.find((r) => r.account === c.stories.leaver && r.role === 'customer')!
    expect(daysBetween(role.until!, day)).toBe(160)
  })

  it('has a reseller that grows', () => {
    const won = c.deals.filter((d) => d.account === c.stories.grower && isWon(d))
    const halves = [3, 2, 1, 0].map((half) => sum(closed(won, half * 182, half * 182 + 182)))
    expect(halves).toEqual(halves.toSorted((a, b) => a - b))
    expect(halves[3]!).toBeGreaterThan(4 * halves[0]!)
  })
})
