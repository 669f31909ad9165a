import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { Joins } from '#core/expression.ts'
import { Invalid } from '#core/error.ts'
import { condition } from '#core/filter.ts'
import { nothing } from '#core/access.ts'
import { choice, number } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import type { Finding } from '#core/finding.ts'
import type { Text } from '#core/text.ts'
import { checksOf, mistypedIn } from './mistyped.ts'

type Filter = unknown
type Measure = {
  key: string
  about: 'completeness' | 'validity' | 'freshness' | 'duplicates'
  label: Text
  filter: Filter
}

const text = (en: string, uk: string): Text => ({ en, uk })
const none = (key: string): Filter => [key, 'empty']
/** What is contact with a client, and when it was. */
const contacts = { activity: 'doneAt', mailThread: 'lastAt' }

/** What is wrong with a record, in the language of lists: so that the number and the list behind it are one thing. */
export function measuresOf(
  entity: 'account' | 'contact',
  today: string,
  months: number,
  mayUse: (entity: string) => boolean,
): Measure[] {
  const day = new Date(today)
  const stale = new Date(day.setUTCMonth(day.getUTCMonth() - months)).toISOString()
  const common: Measure[] = [
    {
      key: 'unreachable',
      about: 'completeness',
      label: text('No phone and no e-mail', 'Ні телефону, ні e-mail'),
      filter: { and: [none('emails'), none('phones')] },
    },
    { key: 'noOwner', about: 'completeness', label: text('Nobody’s', 'Нічиї'), filter: none('owner') },
    {
      key: 'noSource',
      about: 'completeness',
      label: text('No source', 'Без джерела'),
      filter: none('source'),
    },
  ]
  const own: Measure[] =
    entity === 'contact'
      ? [
          {
            key: 'noAccount',
            about: 'completeness',
            label: text('No company', 'Без компанії'),
            filter: none('account'),
          },
          {
            key: 'noJob',
            about: 'completeness',
            label: text('No job title', 'Без посади'),
            filter: none('jobTitle'),
          },
          {
            key: 'badBirthday',
            about: 'validity',
            label: text('Birthday cannot be', 'Неможливий день народження'),
            filter: {
              or: [
                ['birthday', 'gt', today],
                ['birthday', 'lt', '1900-01-01'],
              ],
            },
          },
        ]
      : [
          {
            key: 'noIndustry',
            about: 'completeness',
            label: text('No industry', 'Без галузі'),
            filter: none('industry'),
          },
          {
            key: 'noAddress',
            about: 'completeness',
            label: text('No address', 'Без адреси'),
            filter: none('addresses'),
          },
          {
            key: 'noCode',
            about: 'completeness',
            label: text('No registration code', 'Без ЄДРПОУ'),
            filter: { and: [none('registrationCode'), none('taxId'), ['kind', 'isNot', 'household']] },
          },
        ]
  return [
    ...common,
    ...own,
    {
      key: 'stale',
      about: 'freshness',
      label: text(`Nothing for ${months} months`, `Без контакту й змін, міс.: ${months}`),
      filter: {
        and: [
          ['updatedAt', 'lt', stale],
          ...Object.entries(contacts)
            .filter(([of]) => mayUse(of))
            .map(([of, at]) => [`${of}.${entity}`, 'none', [at, 'gte', stale]]),
        ],
      },
    },
  ]
}

/** Records of open likely pairs: which, the engine knows; which of them he sees, the list he asks for says. */
export const twinsFinding: Finding = {
  of: ['account', 'contact'],
  key: 'twins',
  label: text('Likely duplicates', 'Імовірні дублікати'),
  ids: (_, tx, entity) =>
    tx.elevated(async () =>
      (
        await tx.rows<{
          id: string
        }>(sql`select distinct x.id from duplicate_pairs p, unnest(array[p.a_id, p.b_id]) as x(id)
          where p.entity = ${entity} and p.client is null and p.status = 'open'`)
      ).map((r) => r.id),
    ),
}

const foundAs = ({ key, label }: { key: string; label: Text }) => ({
  key,
  label,
  filter: ['id', 'found', key],
})

export const readQuality = operation({
  name: 'quality.read',
  summary: { en: 'Quality of the client base', uk: 'Якість клієнтської бази' },
  about: {
    en: 'For each source or owner: how many records, and how many with each fault; `filter` opens the records behind a number.',
    uk: 'За джерелом чи відповідальним: скільки записів і скільки з кожною вадою; `filter` відкриває записи за числом.',
  },
  effect: 'read',
  input: {
    of: choice({
      required: true,
      start: 'contact',
      label: { en: 'Of what', uk: 'Чого' },
      options: [
        { key: 'account', label: { en: 'Accounts', uk: 'Компанії' } },
        { key: 'contact', label: { en: 'Contacts', uk: 'Контакти' } },
      ],
    }),
    by: choice({
      required: true,
      start: 'source',
      label: { en: 'By', uk: 'За' },
      options: [
        { key: 'source', label: { en: 'Source', uk: 'Джерелом' } },
        { key: 'owner', label: { en: 'Owner', uk: 'Відповідальним' } },
      ],
    }),
    months: number({
      min: 1,
      max: 120,
      scale: 0,
      label: { en: 'Old after months (6)', uk: 'Застаріло за місяців (6)' },
    }),
  },
  needs: { contact: 'read', account: 'read' },
  async run(c, { of, by, months }) {
    const entity = of as 'account' | 'contact'
    const e = c.kolo.entity(entity)
    const scope = { entityOf: c.kolo.entityOf, rights: c.kolo.rightsOf(c.actor) }
    const joins = new Joins(scope.entityOf, scope.rights)
    const own = measuresOf(
      entity,
      c.today,
      Number(months ?? 6),
      (name) => (scope.rights[name] ?? nothing).read !== 'none',
    )
    // What is hidden from him is not counted for him.
    const readable = own.filter((m) => {
      try {
        return condition(e, m.filter, { ...scope, joins })
      } catch (error) {
        if (error instanceof Invalid) return false
        throw error
      }
    })
    const measures: (Measure & { found?: readonly string[] })[] = [...readable]
    for (const check of checksOf(c, e)) {
      const found = await mistypedIn(c, e, check)
      measures.push({ ...foundAs(check), about: 'validity', found })
    }
    const found = await twinsFinding.ids(c.kolo, c.tx, entity)
    measures.push({ ...foundAs(twinsFinding), about: 'duplicates', found })
    const counts: Sql[] = measures.map((m, i) => {
      const is = m.found
        ? sql`t.id = any(${m.found as string[]}::uuid[])`
        : condition(e, m.filter, { ...scope, joins })
      return sql`count(*) filter (where ${is})::int as ${raw(`m${i}`)}`
    })
    const group = joins.resolve(e, by).columns[0]!
    const joined = joins.joins.length ? join(joins.joins, ' ') : empty
    const rows = await c.tx.rows<Record<string, unknown>>(sql`select x.*, u.name as title from (
        select ${group} as value, count(*)::int as total, ${join(counts, ', ')}
        from ${raw(`"${e.table}" t`)} ${joined}
        where t.deleted_at is null group by 1) x
      left join users u on ${by === 'owner' ? sql`u.id = x.value::text::uuid` : sql`false`}
      order by x.total desc limit 500`)
    const source = e.fields['source']!
    const titled = (value: unknown, title: unknown) =>
      value === null
        ? null
        : by === 'owner'
          ? String(title ?? '')
          : (source.options?.find((o) => o.key === value)?.label[c.actor.locale] ?? String(value))
    return {
      plural: e.plural,
      measures: measures.map(({ key, about, label, filter }) => ({
        key,
        about,
        label: label[c.actor.locale],
        filter,
      })),
      groups: rows.map((row) => ({
        value: row['value'] as string | null,
        title: titled(row['value'], row['title']),
        filter: row['value'] === null ? none(by) : [by, 'is', row['value']],
        total: row['total'] as number,
        counts: Object.fromEntries(measures.map((m, i) => [m.key, row[`m${i}`] as number])),
      })),
    }
  },
})
