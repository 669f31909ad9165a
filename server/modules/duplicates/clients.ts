import sql, { join, raw } from 'sql-template-tag'
import { nothing, scopeCondition } from '#core/access.ts'
import { isId } from '#core/id.ts'
import { choice, number, text } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { across, isOpenLead } from './across.ts'
import type { Part } from './engine/scorer.ts'
import { certainties, probabilities } from './review.ts'

type Known = { entity: string; id: string; probability: number; weight: number; parts: Part[] }
type Row = { id: string; weight: number; clients: Known[] }

export const listClients = operation({
  name: 'duplicate.clients',
  summary: {
    en: 'Leads that are likely clients already, the likeliest first',
    uk: 'Ліди, які ймовірно вже є клієнтами, найімовірніші спершу',
  },
  effect: 'read',
  input: {
    certainty: choice({ options: certainties, label: { en: 'How certain', uk: 'Наскільки певно' } }),
    after: text({ max: 80, label: { en: 'After', uk: 'Після' } }),
    limit: number({ min: 1, max: 100, scale: 0, label: { en: 'Limit', uk: 'Скільки' } }),
  },
  needs: { lead: 'read' },
  async run(c, { certainty, after, limit }) {
    const rights = c.kolo.rightsOf(c.actor)
    const scope = (name: string, alias: string) =>
      scopeCondition(c.kolo.entity(name), rights[name]!.read, c.actor, rights, alias)
    const kinds = Object.keys(across['lead']!).filter((name) => (rights[name] ?? nothing).read !== 'none')
    if (kinds.length === 0) return { items: [], next: null }
    const [least, most] = certainty ? probabilities[certainty as 'certain'] : [0, 2]
    const [weight, lead] = /^(-?[\d.e+-]+) ([0-9a-f-]{36})$/.exec(after ?? '')?.slice(1) ?? []
    const from = weight && isId(lead) ? sql`where (weight, id) < (${weight}::real, ${lead}::uuid)` : sql``
    const wanted = Number(limit ?? 20)
    // Which pairs there are, the system knows; of whom he may be told, his own rights say.
    const rows = await c.tx.elevated(() =>
      c.tx.rows<Row>(sql`with seen as materialized (${join(
        kinds.map(
          (
            name,
          ) => sql`select p.a_id as id, p.b_id, p.client, p.weight, p.probability, p.parts from duplicate_pairs p
            join ${raw(`"${c.kolo.entity('lead').table}"`)} t on t.id = p.a_id and ${isOpenLead} and ${scope('lead', 't')}
            join ${raw(`"${c.kolo.entity(name).table}"`)} b on b.id = p.b_id and b.deleted_at is null and ${scope(name, 'b')}
          where p.client = ${name} and p.status = 'open'`,
        ),
        ' union all ',
      )}), heads as (
        select id, weight from (select id, max(weight) as weight from seen group by id
          having max(probability) >= ${least} and max(probability) < ${most}) h
        ${from} order by weight desc, id desc limit ${wanted + 1})
      select h.id, h.weight, jsonb_agg(jsonb_build_object('entity', s.client, 'id', s.b_id, 'probability', s.probability,
          'weight', s.weight, 'parts', s.parts) order by s.weight desc) as clients
        from heads h join seen s on s.id = h.id group by h.id, h.weight order by h.weight desc, h.id desc`),
    )
    const shown = rows.slice(0, wanted)
    const read = async (entity: string, ids: string[]) =>
      new Map((await c.kolo.readIn(c.tx, entity, ids)).map((r) => [r.id, r]))
    const leads = await read(
      'lead',
      shown.map((r) => r.id),
    )
    const clients = new Map<string, Awaited<ReturnType<typeof read>>>()
    for (const name of kinds)
      clients.set(
        name,
        await read(name, [
          ...new Set(
            shown.flatMap((r) => r.clients.filter((one) => one.entity === name).map((one) => one.id)),
          ),
        ]),
      )
    const last = shown.at(-1)
    return {
      items: shown.flatMap(({ id, clients: those }) => {
        const record = leads.get(id)
        const known = those.flatMap(({ id, ...one }) => {
          const record = clients.get(one.entity)?.get(id)
          return record ? [{ ...one, record }] : []
        })
        return record && known.length ? [{ lead: record, clients: known }] : []
      }),
      next: rows.length > wanted && last ? `${last.weight} ${last.id}` : null,
    }
  },
})
