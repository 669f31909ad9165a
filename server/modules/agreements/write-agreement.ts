import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { choice, text } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { create, remove, update } from '#core/stock.ts'
import { mainIssuer } from '#modules/documents/index.ts'
import { numbersOf } from '#modules/quoting/index.ts'
import { agreement, agreementSignatory, statuses } from './agreement.ts'

type Item = Record<string, unknown>

/** What is agreed and signed: it changes in the draft only. */
const bound = ['account', 'subject', 'amount', 'startsOn', 'terms', 'issuer'] as const

/** Which of the fields a request changes are no longer to be changed. */
export const boundIn = (status: unknown, item: Item): string[] =>
  status === 'draft' ? [] : bound.filter((key) => key in item)

/** Who usually signs: our company's head, and whom the client's card names. */
async function addSignatories(c: Context, made: readonly Plain[]): Promise<void> {
  const rows = await c.tx.elevated(() =>
    c.tx
      .rows<Item>(sql`select a.id as agreement, 'us' as side, i.director as name, i.director_position as "jobTitle", i.basis,
        case when a.status in ('inForce', 'ended') then a.date end as "signedOn"
      from agreements a join issuers i on i.id = a.issuer_id where a.id = any(${made.map((m) => m.id)}::uuid[]) and i.director is not null
      union all select a.id, 'them', c.signatory, null, c.basis, case when a.status in ('inForce', 'ended') then a.date end from agreements a join accounts c on c.id = a.account_id
      where a.id = any(${made.map((m) => m.id)}::uuid[]) and c.signatory is not null`),
  )
  if (rows.length) await c.tx.elevated(() => c.tx.insertMany(agreementSignatory, rows))
}

/** One made elsewhere may come with its number and where it stands: in force, it was signed on its day. */
export const createAgreement = create(agreement, {
  extra: { number: text({ max: 50 }), status: choice({ options: statuses }) },
  async prepare(c, items) {
    const issuer = await mainIssuer(c)
    const unnumbered = items.flatMap((item, i) => (item['number'] ? [] : [i]))
    const days = unnumbered.map((i) => (items[i]!['date'] as string | undefined) ?? c.today)
    const numbers = await numbersOf(c, 'agreement', { en: 'A', uk: 'Д' }, days)
    return items.map((item, i) => ({
      ...(issuer ? { issuer } : {}),
      ...item,
      number: item['number'] ?? numbers[unnumbered.indexOf(i)],
      ...(['inForce', 'ended'].includes(String(item['status'])) ? { signedOn: item['date'] ?? c.today } : {}),
    }))
  },
  wrote: addSignatories,
})

export const updateAgreement = update(agreement, {
  prepare(c, items, before) {
    const message =
      c.actor.locale === 'uk'
        ? 'Це вже погоджують або підписано: спершу поверніть договір у чернетку.'
        : 'This is being agreed or is signed: take the agreement back to its draft first.'
    const problems = items.flatMap((item, i) =>
      boundIn(before[i]!['status'], item).map((key) => ({
        path: `items.${i}.${key}`,
        message,
        code: 'bound',
      })),
    )
    if (problems.length) throw new Invalid(problems)
    return items
  },
})

const stockRemove = remove(agreement)
export const removeAgreement: typeof stockRemove = {
  ...stockRemove,
  refusals: {
    ...stockRemove.refusals,
    bound: {
      en: 'It is being agreed or is signed: end or cancel it.',
      uk: 'Його погоджують або вже підписано: завершіть або скасуйте його.',
    },
  },
  async run(c, input) {
    const gone = await stockRemove.run(c, input)
    // Only now, when he has shown that he may delete them, and whether he may read their status or not.
    const signed = await c.tx.elevated(() =>
      c.tx.rows(sql`select id from agreements where id = any(${gone.ids}::uuid[])
        and status not in ('draft', 'cancelled') limit 1`),
    )
    if (signed.length) c.refuse('bound')
    return gone
  },
}
