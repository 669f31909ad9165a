import sql from 'sql-template-tag'
import { cardIn, mergedList, readCard, type Card } from './card.ts'
import { cardOf, textOfContact, type SeenContact } from './contacts.ts'
import { changed } from './object.ts'
import type { Context } from '#core/operation.ts'
import { run } from './write-activity.ts'

type Item = Record<string, unknown>

/** The company by the name that a card gives it, if there is one such that the actor sees. */
async function accountCalled(c: Context, name: string): Promise<string | null> {
  if (!c.kolo.may(c.actor, { needs: { account: 'read' } })) return null
  const found = await c.tx.rows<{ id: string }>(
    sql`select id from accounts where lower(name) = lower(${name}) and deleted_at is null limit 2`,
  )
  return found.length === 1 ? found[0]!.id : null
}

/** A company that is not here stays on the card only. */
export async function withAccount(c: Context, { company, ...rest }: Partial<Card>): Promise<Item> {
  if (company === undefined) return rest
  const account = company && (await accountCalled(c, company))
  return account || company === null ? { ...rest, account } : rest
}

/** Of each list, what the program left as it was served stays as it is kept, with the labels it does not know. */
function merged(said: Partial<Card>, current: Card, served: Card): Partial<Card> {
  const list = <T>(key: 'emails' | 'phones' | 'addresses' | 'messengers', keyOf: (item: T) => string) =>
    said[key] ? { [key]: mergedList(current[key] as T[], served[key] as T[], said[key] as T[], keyOf) } : {}
  const value = (w: { value: string }) => w.value
  return {
    ...said,
    ...list('emails', value),
    ...list('phones', value),
    ...list('messengers', value),
    ...list('addresses', (a) =>
      JSON.stringify({ ...(a as object), label: '', primary: '', district: '', branch: '' }),
    ),
  }
}

/** Makes the contact say what was sent; answers its id. */
export async function writeContact(c: Context, text: string, before: SeenContact | null): Promise<string> {
  const sent = cardIn(readCard(text))
  if (!before) {
    const said = await withAccount(c, sent)
    const item = Object.fromEntries(
      Object.entries(said).filter(([, v]) => v !== null && !(Array.isArray(v) && v.length === 0)),
    )
    const { items } = await run<{ items: { id: string }[] }>(c, 'contact.create', {
      items: [{ ...item, vcard: text }],
      returning: false,
    })
    return items[0]!.id
  }
  const current = cardOf(before)
  const served = cardIn(readCard(textOfContact(before)))
  const said = merged(changed(served, sent), current, served)
  const item = { id: before.id, ...(await withAccount(c, said)), vcard: text }
  await run(c, 'contact.update', { items: [item], returning: false })
  return before.id
}
