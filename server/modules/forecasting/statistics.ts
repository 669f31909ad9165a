import type { Filter } from '#core/filter.ts'
import { ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { backTest, spanOf, type BackTest } from './back-test.ts'
import { cellsOf } from './cells.ts'
import { dealsOf } from './deals-of.ts'
import { foreteller, type Cell } from './expect.ts'
import { periodIn, periodOf } from './period.ts'
import { dealFields, period, whomOf } from './read-forecast.ts'
import { needToSee } from './seen.ts'
import { elapsed, startOf, tenthOf } from './tenths.ts'
import type { Whose } from './waterfall.ts'

const input = {
  period,
  person: ref('user', { label: { uk: 'Людина' } }),
  team: ref('team', { label: { uk: 'Команда' } }),
}
const needs = { deal: 'read', stageChange: 'read', product: 'read' } as const

async function history(c: Context, whose: Whose): Promise<Cell[]> {
  needToSee(c, {
    deal: [...dealFields, 'openedOn', 'product', 'pipeline'],
    stageChange: ['deal', 'toStage', 'outcome', 'at', 'amount'],
    product: ['price'],
  })
  return cellsOf(c, whose)
}

export const expectForecast = operation({
  name: 'forecast.expect',
  summary: {
    en: 'What past deals say a period will bring',
    uk: 'Що принесе період за досвідом минулих угод',
  },
  effect: 'read',
  input,
  needs,
  async run(c, asked) {
    const p = periodIn(asked.period, c.today)
    const expected = foreteller(await history(c, asked))
    const moment = { tenth: tenthOf(c.today), part: elapsed(c.today), isNow: true }
    const { wins, ...figures } = expected(moment, spanOf(p))
    const whom = await whomOf(c, asked)
    const of = (...some: Filter[]): Filter => ({ and: [...some, ...whom] })
    return {
      period: p,
      currency: c.kolo.workspace.currency,
      wins,
      /** The deals it counts: won in the period, open at all, and won before this tenth of a month, from which it learns. */
      filters: {
        soFar: of(dealsOf(p).won),
        open: of(['status', 'is', 'open']),
        wins: of(['status', 'is', 'won'], ['closeDate', 'lt', startOf(moment.tenth)]),
      },
      figures: Object.fromEntries(Object.entries(figures).map(([key, x]) => [key, x.toFixed(2)])),
    }
  },
})

export const tryForecast = operation({
  name: 'forecast.back_test',
  summary: {
    en: 'How past deals would have foretold past periods',
    uk: 'Як досвід передбачив би минулі періоди',
  },
  effect: 'read',
  input,
  needs,
  async run(c, asked) {
    const p = periodIn(asked.period, c.today)
    const cells = await history(c, asked)
    const expected = foreteller(cells)
    const { from, until } = spanOf(p)
    const now = tenthOf(c.today)
    const whom = await whomOf(c, asked)
    /** With the deals that came. */
    const opening = (tried: BackTest) => ({
      ...tried,
      trials: tried.trials.map((trial) => ({
        ...trial,
        filter: { and: [dealsOf(periodOf(trial.period)!).won, ...whom] } as Filter,
      })),
    })
    return {
      period: p,
      currency: c.kolo.workspace.currency,
      /** At the beginning of past periods, and as far into them as this one is now. */
      atStart: opening(backTest(cells, p, 8, 0, expected)),
      atThisPoint: now > from && now < until ? opening(backTest(cells, p, 8, now - from, expected)) : null,
    }
  },
})
