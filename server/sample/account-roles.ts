import type { Client } from './accounts.ts'
import type { Settled } from './deals.ts'
import { plus } from './days.ts'
import { makeRandom } from './random.ts'
import { wonStage } from './selling.ts'
import { leaver as leaverStory } from './stories.ts'

export type AccountRole = { key: string; account: string; role: string; since: string; until?: string }
type Role = Omit<AccountRole, 'key'>

const isWon = (deal: Settled) => deal.stage === wonStage('equipment') || deal.stage === wonStage('service')

/** What an account is follows from what happened: asked, bought, or something else from the start. */
function rolesOf(
  { account, segment, since }: Client,
  deals: Settled[],
  longAgo: string,
  today: string,
): Role[] {
  const role = (name: string, from: string, until?: string): Role => ({
    account: account.key,
    role: name,
    since: from,
    ...(until && { until }),
  })
  const asked = deals.map((d) => d.openedOn).toSorted()[0]
  const bought = deals
    .filter(isWon)
    .map((d) => d.closeDate)
    .toSorted()[0]
  if (segment.standing === 'supplier' || segment.standing === 'competitor')
    return [role(segment.standing, longAgo)]
  const standing = segment.standing === 'customer' ? [] : [role(segment.standing, since ?? asked ?? longAgo)]
  if (since) return [...standing, role('customer', since)]
  if (bought) return [...standing, role('prospect', asked!, bought), role('customer', bought)]
  return [...standing, role('prospect', asked ?? plus(today, -60))]
}

export function makeAccountRoles(
  today: string,
  clients: Client[],
  leaver: Client,
  deals: Settled[],
): AccountRole[] {
  const random = makeRandom('account roles')
  const byAccount = Map.groupBy(deals, (d) => d.account)
  const left = plus(today, -leaverStory.lastDaysAgo)
  return clients
    .flatMap((c) =>
      rolesOf(c, byAccount.get(c.account.key) ?? [], plus(today, -random.int(800, 3000)), today),
    )
    .map((role) =>
      role.account === leaver.account.key && role.role === 'customer' ? { ...role, until: left } : role,
    )
    .map((role, i) => ({ key: `account-role:${i + 1}`, ...role }))
}
