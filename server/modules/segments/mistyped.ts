import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing } from '#core/access.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import { column } from '#core/expression.ts'
import { emailOf, phoneOf, type Way } from '#core/kinds/index.ts'
import type { Tx } from '#core/database.ts'
import type { Finding } from '#core/finding.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Text } from '#core/text.ts'
import { identified } from '#modules/parties/index.ts'

/** What a field's own rule says to be wrong. `may`: a condition on the column under which it can be; the rule decides. */
type Check = {
  key: string
  field: string
  label: Text
  may?: (column: Sql) => Sql
  isBad: (value: never) => boolean
}

type Reader = { kolo: Kolo; tx: Tx }

const text = (en: string, uk: string): Text => ({ en, uk })
const anyValue = (ways: Sql, pattern: string) =>
  sql`exists (select from jsonb_array_elements(${ways}) w where w->>'value' !~ ${pattern})`
const anyBad = (ways: Way[] | null, read: (text: string) => string | null) =>
  (ways ?? []).some((w) => read(w.value) === null)
const code = (key: string, field: string, label: Text): Check => ({
  key,
  field,
  label,
  isBad: (value: string) => 'problem' in identified(field, value),
})

const checks: readonly Check[] = [
  {
    key: 'badPhone',
    field: 'phones',
    label: text('Phone that is none', 'Неправильний телефон'),
    // Most are whole at a glance, and are not read one by one.
    may: (c) => anyValue(c, String.raw`^\+(380\d{9}|(?!380)[1-9]\d{6,14})$`),
    isBad: (ways: Way[]) => anyBad(ways, phoneOf),
  },
  {
    key: 'badEmail',
    field: 'emails',
    label: text('E-mail that is none', 'Неправильний e-mail'),
    may: (c) => anyValue(c, String.raw`^[a-z0-9][a-z0-9._+-]*@([a-z0-9-]+\.)+[a-z]{2,}$`),
    isBad: (ways: Way[]) => anyBad(ways, emailOf),
  },
  code('badCode', 'registrationCode', text('Registration code mistyped', 'Помилка в ЄДРПОУ')),
  code('badTaxId', 'taxId', text('Tax number mistyped', 'Помилка в РНОКПП')),
  code('badVatId', 'vatId', text('VAT number mistyped', 'Помилка в номері ПДВ')),
  code('badIban', 'iban', text('IBAN mistyped', 'Помилка в IBAN')),
]

/** What may be mistyped in a record of a kind, as far as the actor may read it. */
export function checksOf({ kolo, tx }: Reader, e: Entity): Check[] {
  const right = kolo.rightsOf(tx.actor)[e.name] ?? nothing
  return checks.filter(({ field }) => e.fields[field] && mayRead(right, field))
}

const page = 20_000

/** Records of which that is mistyped, as far as the actor may see them: check digits are counted here, page by page, as
 * the database does not know them. */
export async function mistypedIn({ tx }: Reader, e: Entity, { field, may, isBad }: Check): Promise<string[]> {
  const at = column('t', columnNames(field, e.fields[field]!)[0]!)
  const found: string[] = []
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await tx.rows<{ id: string; value: never }>(
      sql`select t.id, ${at} as value from ${raw(`"${e.table}" t`)}
        where t.deleted_at is null and t.id > ${after}::uuid and ${at} is not null ${may ? sql`and ${may(at)}` : empty}
        order by t.id limit ${page}`,
    )
    for (const row of rows) if (isBad(row.value)) found.push(row.id)
    if (rows.length < page) return found
    after = rows.at(-1)!.id
  }
}

/** Each as a list to be opened. */
export const mistypedFindings: readonly Finding[] = checks.map((check) => ({
  of: ['account', 'contact'],
  key: check.key,
  label: check.label,
  ids: async (kolo, tx, entity) => {
    const e = kolo.entity(entity)
    return checksOf({ kolo, tx }, e).includes(check) ? mistypedIn({ kolo, tx }, e, check) : []
  },
}))
