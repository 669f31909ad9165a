import { nothing } from '#core/access.ts'
import { Invalid } from '#core/error.ts'
import type { Context } from '#core/operation.ts'
import { equal } from '#core/row.ts'
import type { Field } from '#core/kind.ts'
import { deal } from './deal.ts'

type Item = Record<string, unknown>
type Closed = { status?: unknown; stageSince?: unknown }

const day = 86_400_000
/** What people are measured and paid by. */
const counted = ['amount', 'amountIsManual', 'closeDate', 'openedOn'] as const

/** A deal that was closed a day ago or more stands as it was closed for whoever writes only his own: its month has been
 * counted. Until then a slip is undone. */
export function isSealed({ kolo, actor }: Pick<Context, 'kolo' | 'actor'>, { status, stageSince }: Closed) {
  const reach = (kolo.rightsOf(actor)['deal'] ?? nothing).update
  if (status === 'open' || reach === 'team' || reach === 'all') return false
  return !stageSince || Date.now() - Date.parse(stageSince as string) > day
}

export const sealedProblem = (path: string) => ({
  path,
  message: 'This deal is closed: its money and days are changed by a head of the department.',
  code: 'closed',
})

/** Refuses what would change how a sealed deal counts. */
export function keepSealed(c: Context, items: readonly Item[], before: readonly Item[]): void {
  const problems = items.flatMap((item, i) => {
    const was = before[i]
    if (!was || !isSealed(c, was)) return []
    const changed = counted.filter(
      (key) => key in item && !equal(deal.fields[key] as Field, was[key], item[key]),
    )
    const leaves = was['status'] === 'won' && item['status'] !== undefined && item['status'] !== 'won'
    return [...changed, ...(leaves ? ['status'] : [])].map((key) => sealedProblem(`items.${i}.${key}`))
  })
  if (problems.length) throw new Invalid(problems)
}
