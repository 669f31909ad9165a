import type { Plain } from '#core/row.ts'
import type { Choice } from './combine.ts'

/** Fields that together say how far a record has come; they are never mixed of several. */
const states: Record<string, { client: string; status: string; order: readonly string[]; fields: string[] }> =
  {
    lead: {
      client: 'convertedAt',
      status: 'status',
      order: ['unqualified', 'new', 'working', 'qualified'],
      fields: [
        'status',
        'unfitReason',
        'unfitNote',
        'account',
        'contact',
        'deal',
        'convertedAt',
        'made',
      ].concat(['assignedAt', 'reactBy', 'reactedAt']),
    },
  }

/** Two that became clients are two clients: those are merged, not the leads. */
export const whyNotMerge = (entity: string, rows: readonly Plain[]) => {
  const state = states[entity]
  return state && rows.filter((r) => r[state.client]).length > 1 ? 'both_clients' : null
}

/** The state of the one that has come furthest, and who has it: whoever works on it goes on. */
export function furthest(entity: string, rows: readonly Plain[]): Choice {
  const state = states[entity]
  if (!state) return {}
  const rank = (r: Plain) => (r[state.client] ? 99 : state.order.indexOf(r[state.status] as string))
  const first = rows.reduce((best, r) => (rank(r) > rank(best) ? r : best))
  const owned = first['owner'] ? ['owner'] : []
  return Object.fromEntries([...state.fields, ...owned].map((key) => [key, first.id]))
}
