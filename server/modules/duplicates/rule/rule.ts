import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import { Forbidden } from '#core/error.ts'
import { boolean, number } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { compared, entity } from '../review.ts'

export type Rule = { entity: string; enabled: boolean; threshold: number }

/** What is certain enough, until the company says otherwise. */
const start = { enabled: false, threshold: 0.999 }

const forAdministrator = (c: Context) => {
  if ((c.kolo.rightsOf(c.actor)['role'] ?? nothing).update !== 'all')
    throw new Forbidden('Only an administrator may do this.')
}

export const readRules = operation({
  name: 'duplicate.rules',
  summary: { en: 'What is merged by itself', uk: 'Що об’єднується саме' },
  effect: 'read',
  input: {},
  needs: {},
  async run(c) {
    forAdministrator(c)
    const rows = await c.tx.elevated(() =>
      c.tx.rows<Rule>(sql`select entity, enabled, threshold from duplicate_rules`),
    )
    return {
      items: compared.map((e) => rows.find((r) => r.entity === e.name) ?? { entity: e.name, ...start }),
    }
  },
})

export const setRule = operation({
  name: 'duplicate.set_rule',
  summary: {
    en: 'Let certain duplicates be merged by themselves',
    uk: 'Об’єднувати певні дублікати самостійно',
  },
  effect: 'write',
  input: {
    entity,
    enabled: boolean({ required: true, label: { en: 'On', uk: 'Увімкнено' } }),
    threshold: number({
      min: 0.9,
      max: 1,
      scale: 6,
      label: { en: 'From which probability', uk: 'Від якої ймовірності' },
    }),
  },
  needs: {},
  async run(c, { entity, enabled, threshold }) {
    forAdministrator(c)
    const rule = { entity, enabled, threshold: Number(threshold ?? start.threshold) }
    await c.tx.elevated(() =>
      c.tx.rows(sql`insert into duplicate_rules (entity, enabled, threshold, changed_by)
        values (${entity}, ${rule.enabled}, ${rule.threshold}, ${c.actor.user}::uuid)
        on conflict (entity) do update set enabled = excluded.enabled, threshold = excluded.threshold,
          changed_by = excluded.changed_by, changed_at = now()`),
    )
    c.emit(`${entity}.merge_rule_changed`, undefined, rule)
    return rule
  },
})
