import type { Client, Making } from './accounts.ts'
import type { Good } from './catalog.ts'
import { daysBetween, monthOf, nextWorkday, plus } from './days.ts'
import { price, settle, type Settled } from './deals.ts'
import { makeRandom, type Random } from './random.ts'
import { wonStage } from './selling.ts'

/** Boilers are seen to before the heating season, pumps before the watering. */
const months = [2, 2, 5, 9, 5, 2, 3, 8, 14, 12, 5, 2]
const share: Record<string, number> = { household: 0.3, shop: 0, designer: 0.1, installer: 0.15 }

const within = (random: Random, today: string) => {
  const days = Array.from({ length: 30 }, () => plus(today, -random.int(366, 724)))
  return random.weighted(days, (day) => months[monthOf(day) - 1]!)
}

/** A contract for a year, offered a month before; who signed is asked again a year later. */
export function makeServiceDeals(making: Making, clients: Client[], goods: Good[]): Settled[] {
  const random = makeRandom('service contracts')
  const { today } = making
  const contracts = goods.filter((g) => g.isContract)
  const sellers = making.sellers.filter((s) => s.clients === 'service')

  const offer = (client: Client, day: string, isWon: boolean): Settled => {
    const good = random.pick(contracts.filter((g) => g.buyers.includes(client.segment.buyer)))
    const seller = random.pick(sellers)
    const quantity = client.segment.employees > 80 ? random.int(1, 4) : 1
    const amount = price(random, { client, good, seller, day }, quantity, today)
    const asked = {
      client,
      good,
      seller,
      day,
      amount,
      source: 'call' as const,
      isBig: false,
      name: `${good.name} — ${client.account.name}`,
    }
    return settle(random, making, asked, { isWon, days: random.int(12, 55), pipeline: 'service' })
  }
  return clients
    .filter((c) => !c.isProspect && random.chance(share[c.segment.key] ?? 0.62))
    .flatMap((client) => {
      const day = nextWorkday(within(random, today))
      const first = offer(client, day, random.chance(0.6))
      const again = nextWorkday(plus(day, 362 + random.int(0, 12)))
      const renews = first.stage === wonStage('service') && daysBetween(again, today) >= 0
      return renews ? [first, offer(client, again, random.chance(0.76))] : [first]
    })
}
