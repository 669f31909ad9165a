import { describe, expect, it } from 'vitest'
import { daysBetween } from '../server/sample/days.ts'
import { company, otherDays, today } from './sample-world.ts'

describe.each([today, ...otherDays])('orders of two years, seen on %s', (day) => {
  const c = company(day)
  const won = c.deals.filter((d) => d.stage.endsWith('-won'))
  const unpaid = c.orders.flatMap((o) =>
    o.invoices.filter((i) => i.kind === 'invoice' && i.status !== 'paid'),
  )
  const late = unpaid.map((i) => daysBetween(i.dueOn!, day))

  it('are one of every deal that was won, for what it was won for', () => {
    expect(c.orders.map((o) => o.deal.key).toSorted()).toEqual(won.map((d) => d.key).toSorted())
    expect(c.orders.filter((o) => Number(o.total) !== Number(o.deal.amount.amount))).toEqual([])
    expect(
      c.orders.filter((o) => o.date < o.deal.closeDate || daysBetween(o.deal.closeDate, o.date) > 5),
    ).toEqual([])
  })

  it('are mostly done, and some stand everywhere else', () => {
    const states = Map.groupBy(c.orders, (o) => o.state)
    const count = (state: string) => states.get(state)?.length ?? 0
    expect(count('done') / c.orders.length).toBeGreaterThan(0.85)
    expect(count('cancelled') / c.orders.length).toBeLessThan(0.04)
    for (const state of ['new', 'confirmed', 'toPay', 'partPaid', 'overdue', 'returned', 'cancelled'])
      expect([state, count(state) > 0]).toEqual([state, true])
    expect(c.orders.filter((o) => o.shipments.length > 1).length).toBeGreaterThan(50)
    expect(c.orders.filter((o) => o.invoices.some((i) => i.kind === 'credit')).length).toBeGreaterThan(10)
  })

  it('happen one after another, none of it tomorrow', () => {
    for (const o of c.orders) {
      const days = [...o.shipments, ...o.invoices, ...o.payments].map((x) => x.on)
      expect(days.filter((d) => d < o.confirmedOn! || d > day)).toEqual([])
      if (o.quotedOn) expect([o.quotedOn <= o.date, o.quotedOn >= o.deal.openedOn]).toEqual([true, true])
    }
  })

  it('are owed for by few, for up to months; some of it disputed or promised', () => {
    for (const [from, to] of [
      [-60, 0],
      [1, 30],
      [31, 60],
      [61, 400],
    ] as const)
      expect([from, late.some((d) => d >= from && d <= to)]).toEqual([from, true])
    expect(unpaid.some((i) => i.dispute)).toBe(true)
    expect(unpaid.some((i) => i.promisedOn)).toBe(true)
    const left = c.orders.filter((o) => o.deal.account === c.stories.leaver).flatMap((o) => o.invoices)
    expect(left.filter((i) => i.dispute && i.status === 'open').length).toBe(1)
    const debt = (list: typeof unpaid) => list.reduce((a, i) => a + Number(i.due), 0)
    const year = c.orders
      .filter((o) => daysBetween(o.date, day) < 365)
      .reduce((a, o) => a + Number(o.total), 0)
    expect(debt(unpaid.filter((i) => i.dueOn! < day)) / year).toBeLessThan(0.12)
  })

  it('were never sold below the floor of their day, nor have lines of next to nothing', () => {
    const lines = c.orders.flatMap((o) => o.lines.map((l) => ({ ...l, deal: o.deal })))
    const net = (l: (typeof lines)[number]) => (Number(l.unitPrice) * (100 - (l.discount ?? 0))) / 120
    expect(lines.filter((l) => l.floor && net(l) < Number(l.floor) - 1e-6).map((l) => l.deal.code)).toEqual(
      [],
    )
    const small = lines.filter((l) => l.quantity * net(l) * 1.2 < 0.015 * Number(l.deal.amount.amount))
    expect(small.map((l) => l.deal.code)).toEqual([])
  })

  it('keep to the limits that clients have, but for a few', () => {
    const limited = c.accounts.filter((a) => a.creditLimit)
    const owed = (key: string) =>
      c.orders
        .filter((o) => o.deal.account === key)
        .flatMap((o) => o.invoices)
        .reduce((a, i) => a + Number(i.due), 0)
    const past = limited.filter((a) => owed(a.key) > Number(a.creditLimit!.amount))
    expect(limited.length).toBeGreaterThan(30)
    expect(past.length).toBeGreaterThan(0)
    expect(past.length).toBeLessThan(8)
  })
})
