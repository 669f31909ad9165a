import type { Client, Making, Source } from './accounts.ts'
import type { Good } from './catalog.ts'
import { nextWorkday, plus } from './days.ts'
import { price, settle, type Asked, type Settled } from './deals.ts'
import { history, priceLevel } from './market.ts'
import { money } from './money.ts'
import { makeRandom, type Random } from './random.ts'
import { lostStage, wonStage } from './selling.ts'
import { competitorName, type Specials } from './specials.ts'
import { titles } from './words/deals.ts'
import { tags } from './words/notes.ts'

type Order = {
  client: Client
  line: 'heating' | 'pumps'
  mark: string
  day: string
  quantity: number
  source: Source
}

const goodOf = (goods: Good[], mark: string) => goods.find((g) => g.product === `product:${mark}`)!

function order(
  random: Random,
  { today, language }: Making,
  goods: Good[],
  { client, line, mark, day, quantity, source }: Order,
): Asked {
  const good = goodOf(goods, mark)
  const { seller } = client
  const name = `${language.say(random.pick(titles[line][client.segment.buyer]))} — ${client.account.name}`
  return {
    client,
    good,
    seller,
    day,
    source,
    name,
    amount: price(random, { client, good, seller, day }, quantity, today),
    isBig: false,
  }
}

/** One big project, won after a year. */
export const tower = { openedDaysAgo: 412, closedDaysAgo: 21, amount: 18_460_000 }

function bigProject({ today, language }: Making, client: Client): Settled {
  return {
    name: language.say({
      uk: 'Дахові котельні, ЖК «Золоте Поле», 6 секцій',
      en: 'Rooftop boiler houses, Golden Field estate, 6 blocks',
    }),
    account: client.account.key,
    product: 'product:kalmenta-kx-150',
    stage: wonStage('equipment'),
    amount: money(tower.amount),
    openedOn: nextWorkday(plus(today, -tower.openedDaysAgo)),
    closeDate: nextWorkday(plus(today, -tower.closedDaysAgo)),
    source: 'partner',
    tags: [language.say(tags.key)],
    description: language.say({
      uk: 'Рік перемовин: тричі мінявся проєкт, двічі головний інженер. Вирішило те, що сервіс від нас же на п’ять років.',
      en: 'A year of talks: the design changed three times, the chief engineer twice. What decided it: our own service for five years.',
    }),
    owner: client.seller.user,
  }
}

/** A steady client until a complaint; two last requests went to a competitor, then silence. */
export const leaver = { complaintDaysAgo: 205, lastDaysAgo: 160 }

function leaverDeals(random: Random, making: Making, goods: Good[], client: Client): Settled[] {
  const { today, language } = making
  const marks = ['rivado-re-32-80', 'rivado-re-25-60', 'kalmenta-kx-50', 'purvia-sw-1500']
  const ask = (daysAgo: number): Asked => {
    const mark = random.pick(marks)
    const line = mark.startsWith('purvia') ? 'pumps' : 'heating'
    const day = nextWorkday(plus(today, -daysAgo))
    return order(random, making, goods, {
      client,
      line,
      mark,
      day,
      quantity: random.int(2, 7),
      source: 'call',
    })
  }
  const deals: Settled[] = []
  for (let daysAgo = history; daysAgo > leaver.complaintDaysAgo + 30; daysAgo -= random.int(12, 19)) {
    deals.push(settle(random, making, ask(daysAgo), { isWon: random.chance(0.85), days: random.int(5, 22) }))
  }
  const lost = (daysAgo: number, days: number) => ({
    ...settle(random, making, ask(daysAgo), { isWon: false, days }),
    stage: lostStage('equipment'),
  })
  const complaint = {
    ...lost(leaver.complaintDaysAgo + 14, 14),
    lossReason: 'loss:complaint',
    description: language.say({
      uk: 'Два насоси потекли через тиждень після пуску, заміни чекали 19 днів. Голова правління більше не бере слухавки.',
      en: 'Two pumps leaked a week after start-up, the replacement took 19 days. The chair no longer answers the phone.',
    }),
  }
  const gone = [190, leaver.lastDaysAgo + 12].map((daysAgo) => ({
    ...lost(daysAgo, 12),
    lossReason: 'loss:competitor',
    competitor: competitorName(0, language),
  }))
  return [...deals, complaint, ...gone]
}

/** A shop on the internet that orders more every quarter. */
export const grower = { ordersByQuarter: [2, 4, 5, 7, 9, 12, 15, 19], from: 45_000, to: 110_000 }

function growerDeals(random: Random, making: Making, goods: Good[], client: Client): Settled[] {
  const { today } = making
  const marks = [
    'purvia-aj-80',
    'purvia-sp-4-60',
    'kalmenta-w-80',
    'rivado-rc-25-60',
    'calida-22-500x1000',
    'purvia-dr-400',
  ]
  return grower.ordersByQuarter.flatMap((count, quarter) =>
    Array.from({ length: count }, () => {
      const daysAgo = 728 - quarter * 91 - random.int(0, 78)
      const worth = random.logNormal(grower.from + ((grower.to - grower.from) * quarter) / 7, 0.3)
      const mark = random.pick(marks)
      const day = nextWorkday(plus(today, -daysAgo))
      const quantity = Math.max(1, Math.round(worth / (goodOf(goods, mark).price * priceLevel(day, today))))
      const line = mark.startsWith('purvia') ? 'pumps' : 'heating'
      const asked = order(random, making, goods, { client, line, mark, day, quantity, source: 'site' })
      return settle(random, making, asked, { isWon: random.chance(0.72), days: random.int(2, 8) })
    }),
  )
}

export function makeStoryDeals(
  making: Making,
  goods: Good[],
  { tower: site, leaver: gone, grower: shop }: Specials,
): Settled[] {
  const random = makeRandom('stories')
  return [
    bigProject(making, site),
    ...leaverDeals(random, making, goods, gone),
    ...growerDeals(random, making, goods, shop),
  ]
}
