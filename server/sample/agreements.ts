import type { Account } from './accounts.ts'
import { plus } from './days.ts'
import type { Language } from './language.ts'
import { money } from './money.ts'
import { makeRandom } from './random.ts'

const kinds = [
  { kind: 'supply', uk: 'Поставка обладнання для водопостачання', en: 'Supply of water equipment' },
  { kind: 'service', uk: 'Річне технічне обслуговування', en: 'Yearly maintenance' },
  { kind: 'frame', uk: 'Рамковий договір поставки', en: 'Framework supply agreement' },
]
/** Where each stands, and how long ago it began: days, of a year's term. */
const lives = [
  { status: 'inForce', since: 345 },
  { status: 'inForce', since: 120 },
  { status: 'inForce', since: 40 },
  { status: 'ended', since: 500 },
  { status: 'inForce', since: 210 },
  { status: 'signing', since: 3 },
  { status: 'draft', since: 1 },
]
const most = 35

/** Contracts with companies of some size: most in force, some of them soon to end. */
export function makeAgreements(accounts: readonly Account[], today: string, { say }: Language) {
  const random = makeRandom('agreements')
  const companies = accounts.filter((a) => a.kind === 'company' && a.revenue).slice(0, most)
  return companies.map((account, i) => {
    const { kind, uk, en } = kinds[i % kinds.length]!
    const { status, since } = lives[i % lives.length]!
    const date = plus(today, -since - random.int(0, 14))
    return {
      key: `agreement:${i}`,
      account: account.key,
      owner: account.owner,
      subject: say({ uk, en }),
      kind,
      date,
      startsOn: date,
      endsOn: plus(date, 364),
      renewal: kind === 'frame' ? 'auto' : 'none',
      ...(kind === 'frame' ? { renewalMonths: 12 } : {}),
      amount: money(20_000 * random.int(1, 40)),
      status,
    }
  })
}
