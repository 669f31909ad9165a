import type { Kolo } from '#core/kolo.ts'
import { storeOf } from '#core/store.ts'
import { mailbox, type Mailbox } from './mailbox.ts'

/** The mailbox as the background works with it: references are plain ids; null when it is gone. */
export async function mailboxAsIs(kolo: Kolo, id: string): Promise<Mailbox | null> {
  return kolo.db.system(async (tx) => {
    const house = { rights: kolo.rightsOf(tx.actor), entityOf: kolo.entityOf, allEntities: kolo.allEntities }
    return storeOf(tx, house, 'mail')
      .lock(mailbox, id)
      .catch(() => null)
  })
}
