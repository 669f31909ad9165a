import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { seriesOf, textOfSeries } from './activities.ts'
import { collectionOf, membersOf } from './collection.ts'
import { contactsOf, textOfContact } from './contacts.ts'
import { joined } from './object.ts'

const day = 86_400_000

/** The actor's appointments of the last year and to come, as one calendar. */
export async function feedOf(kolo: Kolo, tx: Tx): Promise<string> {
  const collection = await collectionOf(kolo, tx, 'appointments')
  const window = { from: new Date(Date.now() - 365 * day).toISOString(), to: null }
  const members = await membersOf(tx, collection, { window })
  const rows = await seriesOf(
    kolo,
    tx,
    members.map((m) => m.id),
  )
  return joined(
    'Kolo',
    [...rows.values()].map((some) => textOfSeries(some, 'vevent')),
  )
}

/** One record as a file; null when there is none that the actor sees. */
export async function textOfRecord(kolo: Kolo, tx: Tx, entity: 'activity' | 'contact', id: string) {
  if (!kolo.may(tx.actor, { needs: { [entity]: 'read' } })) return null
  if (entity === 'contact') {
    const contact = (await contactsOf(kolo, tx, [id])).get(id)
    return contact ? textOfContact(contact) : null
  }
  const rows = (await seriesOf(kolo, tx, [id])).get(id)
  return rows ? textOfSeries(rows, rows[0]!.startsAt ? 'vevent' : 'vtodo') : null
}
