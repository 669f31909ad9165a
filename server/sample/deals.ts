import { drawSource, type Client, type Making, type Source } from './accounts.ts'
import { groupName, type Good } from './catalog.ts'
import { daysBetween, isWorkday, nextWorkday, plus } from './days.ts'
import { deepest, euroRate, floors, money, vat, type Money } from './money.ts'
import {
  cycle,
  fadeFrom,
  faded,
  fading,
  growth,
  history,
  leadIn,
  lines,
  perMonth,
  priceLevel,
  priceRise,
  reasons,
  season,
  slowSince,
  sourceWill,
  strength,
  undercut,
  won,
} from './market.ts'
import { makeRandom, type Random } from './random.ts'
import { lostStage, openStages, wonStage, type PipelineName, type Reason } from './selling.ts'
import { competitorName, competitors } from './specials.ts'
import type { Seller } from './staff.ts'
import { restocking, titles, units } from './words/deals.ts'
import { openNotes, wonNotes } from './words/notes.ts'

export type Deal = {
  key: string
  name: string
  account: string
  contact?: string
  product: string
  stage: string
  amount: Money
  openedOn: string
  closeDate: string
  lossReason?: string
  competitor?: string
  source: string
  channel?: string
  tags?: string[]
  description?: string
  code: string
  owner: string
}
/** A deal before it is numbered and given to a contact. */
export type Settled = Omit<Deal, 'key' | 'code' | 'contact'>
/** What is asked for, by whom and when: not yet how it ends. */
export type Asked = {
  client: Client
  good: Good
  seller: Seller
  day: string
  source: Source
  name: string
  amount: Money
  isBig: boolean
}
/** Neither won nor lost. */
export const isOpen = (d: Deal) => !/-(won|lost)$/.test(d.stage)

/** Within fifteen days a rise that is announced brings orders forward. */
const hurry = { before: 15, after: 30, share: 0.75 }

/** The trouble shows in what was asked for six weeks before the people went. */
const isFaded = (seller: Seller, daysAgo: number) => seller.branch === fading && daysAgo < fadeFrom + 45

const chanceToWin = ({ client, good, seller, day, source, isBig }: Asked, today: string): number => {
  const daysAgo = daysBetween(day, today)
  if (client.isProspect || (isBig && isFaded(seller, daysAgo))) return 0
  return Math.min(
    0.85,
    won *
      seller.skill *
      client.segment.will *
      sourceWill[source] *
      (isBig ? 0.75 : 1) *
      (good.group === undercut.group && daysAgo < undercut.daysAgo ? 0.4 : 1) *
      (isFaded(seller, daysAgo) ? faded.will : 1) *
      (daysAgo < priceRise.daysAgo && daysAgo > priceRise.daysAgo - 60 ? 0.85 : 1),
  )
}

/** How long it takes, once decided how it ends. */
function length(random: Random, { client, day }: Asked, isWon: boolean, today: string): number {
  const median = cycle[client.segment.key] ?? 30
  const days = random.logNormal(median, 0.55) * (isWon ? 1 : 1.25)
  const isSlow = median > 20 && daysBetween(day, today) < slowSince && random.chance(0.8)
  return Math.max(1, Math.round(days + (isSlow ? random.int(10, 20) : 0)))
}

/** A won deal that would close soon after the rise of prices often closes just before it. */
function hurried(random: Random, day: string, closes: string, today: string): string {
  const late = priceRise.daysAgo - daysBetween(closes, today)
  const room = daysBetween(day, today) - priceRise.daysAgo
  if (late < 0 || late > hurry.after || room < 3 || !random.chance(hurry.share)) return closes
  return plus(today, -priceRise.daysAgo - random.int(1, Math.min(hurry.before, room)))
}

function whyLost(
  random: Random,
  { good, day }: Asked,
  making: Making,
): { lossReason: string; competitor?: string } {
  const isUndercut = good.group === undercut.group && daysBetween(day, making.today) < undercut.daysAgo
  const reason: Reason =
    isUndercut && random.chance(0.8) ? 'price' : random.weighted(reasons, ([, share]) => share)[0]
  const isNamed = (reason === 'price' || reason === 'competitor') && random.chance(0.7)
  const rival = isUndercut && random.chance(0.85) ? 0 : random.int(0, competitors.length - 1)
  return {
    lossReason: `loss:${reason}`,
    ...(isNamed && { competitor: competitorName(rival, making.language) }),
  }
}

/** By how much of its time is gone; long ones wait in the last stage, where the contract is read. */
function stageReached(random: Random, pipeline: PipelineName, progress: number, isLong: boolean): string {
  const stages = openStages(pipeline)
  if (isLong && progress > 0.5 && random.chance(0.75)) return stages.at(-1)!
  const at = Math.floor(Math.min(0.99, Math.max(0, progress * (0.8 + 0.4 * random.next()))) * stages.length)
  return stages[at]!
}

export type Ending = { isWon: boolean; days: number; pipeline?: PipelineName }

/** Lets a deal run to its end, or to today. */
export function settle(random: Random, making: Making, asked: Asked, ending?: Ending): Settled {
  const { today, language } = making
  const { client, seller, day, good, source, name, amount } = asked
  const isWon = ending?.isWon ?? random.chance(chanceToWin(asked, today))
  const pipeline = ending?.pipeline ?? 'equipment'
  const days = ending?.days ?? length(random, asked, isWon, today)
  const due = nextWorkday(plus(day, days))
  const closes = isWon && !ending ? hurried(random, day, due, today) : due
  const base = {
    name,
    account: client.account.key,
    product: good.product,
    amount,
    openedOn: day,
    closeDate: closes,
    source,
    owner: seller.user,
  }
  const slips = !isWon && daysBetween(closes, today) < 260 && random.chance(seller.slips)
  if (closes > today || slips) {
    const progress = slips ? 0.3 + 0.6 * random.next() : daysBetween(day, today) / days
    const note = random.chance(0.3) ? { description: language.say(random.pick(openNotes)) } : {}
    const owner = seller.until > today ? seller.user : client.account.owner
    return {
      ...base,
      ...note,
      owner,
      stage: stageReached(random, pipeline, progress, (cycle[client.segment.key] ?? 30) > 20),
    }
  }
  if (!isWon) return { ...base, ...whyLost(random, asked, making), stage: lostStage(pipeline) }
  const note =
    pipeline === 'equipment' && random.chance(0.12)
      ? { description: language.say(random.pick(wonNotes)) }
      : {}
  return { ...base, ...note, stage: wonStage(pipeline) }
}

/** What the client is ready to spend. */
const drawWorth = (random: Random, client: Client, seller: Seller, line: string, daysAgo: number): number =>
  random.logNormal(client.segment.deal, 0.85) *
  seller.reach *
  (line === 'fittings' ? 0.35 : 1) *
  (isFaded(seller, daysAgo) ? faded.worth : 1)

function chooseGood(random: Random, goods: Good[], client: Client, line: string, worth: number): Good {
  const fit = goods.filter((g) => g.line === line && g.bought > 0 && g.buyers.includes(client.segment.buyer))
  return random.weighted(fit, (g) => {
    const pieces = worth / (g.price * (g.currency === 'EUR' ? 50 : 1))
    return (
      g.bought *
      (pieces < 0.33 ? 0.1 : pieces > 40 && g.unit !== 'metre' && g.group !== 'radiators' ? 0.08 : 1)
    )
  })
}

/** Price of the day × pieces, with the small things around it, less the discount; with VAT, as deals are counted. */
export function price(
  random: Random,
  asked: Pick<Asked, 'good' | 'seller' | 'day' | 'client'>,
  quantity: number,
  today: string,
): Money {
  const { good, seller, day, client } = asked
  const rate = euroRate(day, today)
  const list = good.currency === 'EUR' ? good.price * rate : good.price * priceLevel(day, today)
  // A hair less, so that cents do not push it below the floor.
  const most = good.group === 'heat-pumps' ? floors.heatPumps - 0.1 : deepest
  const discount = Math.min(
    most,
    seller.discount * 2 * random.next() + (client.segment.key === 'shop' ? 5 : 0),
  )
  const extras = random.chance(0.5) ? 0.15 * random.next() : 0
  const net = list * quantity * (1 + extras) * (1 - discount / 100)
  const amount = net * (1 + vat / 100)
  return good.currency === 'EUR' && net > 250_000 && random.chance(0.25)
    ? money(amount / rate, 'EUR')
    : money(amount)
}

/** Whoever looked after the client on that day. */
function sellerOn(random: Random, { sellers }: Making, client: Client, day: string): Seller | undefined {
  const { seller } = client
  const isThere = (s: Seller) => s.from <= day && day < s.until
  if (isThere(seller)) return seller
  const others = sellers.filter(
    (s) => s.branch === seller.branch && s.clients === seller.clients && isThere(s),
  )
  return others.length === 0 ? undefined : random.pick(others)
}

function titleOf(random: Random, { language: { say } }: Making, { segment }: Client, good: Good): string {
  if (segment.key === 'shop') return `${say(restocking)}: ${say(groupName(good.group)).toLowerCase()}`
  return good.line === 'service' ? good.name : say(random.pick(titles[good.line][segment.buyer]))
}

/** Everything asked for on the market, but for service contracts and the stories. */
export function makeDeals(making: Making, clients: Client[], goods: Good[]): Settled[] {
  const random = makeRandom('deals')
  const { today } = making
  const deals: Settled[] = []
  for (let daysAgo = history + leadIn; daysAgo >= 0; daysAgo--) {
    const day = plus(today, -daysAgo)
    if (!isWorkday(day)) continue
    for (const line of lines) {
      const count = random.poisson((perMonth[line] / 21) * season(line, day) * growth(daysAgo))
      for (let i = 0; i < count; i++) {
        const asked = ask(random, making, clients, goods, line, day)
        if (asked) deals.push(settle(random, making, asked))
      }
    }
  }
  return deals.filter((deal) => daysBetween(deal.closeDate, today) <= history)
}

function ask(
  random: Random,
  making: Making,
  clients: Client[],
  goods: Good[],
  line: (typeof lines)[number],
  day: string,
): Asked | null {
  const { today, language } = making
  const client = random.weighted(clients, (c) => c.weight * c.segment.activity * (c.segment.buys[line] ?? 0))
  if (!random.chance(strength(client.city.branch, daysBetween(day, today)))) return null
  const seller = sellerOn(random, making, client, day)
  if (!seller) return null
  const worth = drawWorth(random, client, seller, line, daysBetween(day, today))
  const good = chooseGood(random, goods, client, line, worth)
  const listPrice = good.price * (good.currency === 'EUR' ? 50 : 1)
  const quantity = Math.max(1, Math.round(worth / listPrice))
  const what = random.chance(0.55)
    ? titleOf(random, making, client, good)
    : `${good.name}${quantity > 1 ? `, ${quantity} ${language.say(units[good.unit]!)}` : ''}`
  const source =
    client.segment.key === 'shop' ? random.pick(['call', 'site', 'call'] as const) : drawSource(random)
  const amount = price(random, { good, seller, day, client }, quantity, today)
  const name = `${what} — ${client.account.name}`.slice(0, 200)
  return { client, good, seller, day, source, name, amount, isBig: worth > 3 * client.segment.deal }
}
