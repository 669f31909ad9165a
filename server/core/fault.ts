import pg from 'pg'
import type { Actor } from './actor.ts'
import { Forbidden, Invalid, Refused } from './error.ts'
import type { Kolo } from './kolo.ts'
import { errorIn } from './messages.ts'
import { fieldWith, taken } from './taken.ts'
import type { Operation } from './operation.ts'

const message = {
  forbidden: { en: 'Your role does not have this right.', uk: 'Ваша роль не має цього права.' },
  unique: { en: 'Another record has this value already.', uk: 'Інший запис уже має це значення.' },
  reference: {
    en: 'Another record still needs it, or is not there.',
    uk: 'Інший запис ще потребує його або його немає.',
  },
  letter: {
    en: 'Holds a character that no text can hold (U+0000 or half of a pair).',
    uk: 'Містить символ, якого не може бути в тексті (U+0000 або половину пари).',
  },
  range: { en: 'A value is out of range.', uk: 'Значення поза межами.' },
  busy: { en: 'The database is busy; try again.', uk: 'База зайнята, спробуйте ще раз.' },
}

/** Runs it; a deadlock or serialisation failure is tried again, and what PostgreSQL refuses is said as one of the
 * product's own errors. Anything else is a fault and passes on. */
export async function translated<T>(
  kolo: Kolo,
  actor: Actor,
  o: Operation | null,
  run: () => Promise<T>,
  input?: unknown,
): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw errorIn(error, actor.locale)
      if ((error.code === '40P01' || error.code === '40001') && attempt < 4) continue
      const own = constraintOf(kolo, error.constraint)
      if (!own && error.code === '23505')
        throw await taken(kolo, actor, { o, input, error, text: message.unique })
      if (!own) throw said(kolo, actor, o, error) ?? error
      await own.told?.(kolo, actor, { table: error.table ?? '', operation: o?.name ?? '' })
      throw new Refused(own.code, own.text[actor.locale])
    }
}

/** By its name, or by the end of one that PostgreSQL made of the table's and the columns'. */
const constraintOf = (kolo: Kolo, name = '') =>
  kolo.catalogue.modules
    .flatMap((m) => Object.entries(m.constraints ?? {}))
    .find(([known]) => name === known || name.endsWith(`_${known}`))?.[1]

function said(kolo: Kolo, actor: Actor, o: Operation | null, error: pg.DatabaseError): Error | null {
  const text = (key: keyof typeof message) => message[key][actor.locale]
  const path = () => {
    const { column, constraint = '', table } = error
    const entity = o?.stock ? kolo.entity(o.stock.entity) : undefined
    // PostgreSQL calls the check of one column TABLE_COLUMN_check.
    const checked = constraint.startsWith(`${table}_`)
      ? constraint.slice(table!.length + 1, -'_check'.length)
      : ''
    return fieldWith(entity, column ?? checked)
  }
  if (error.code === '22021' || error.code === '22P05')
    return new Invalid([{ path: '', message: text('letter'), code: 'not_text' }])
  // Class 22 is a value that does not fit: too large, too early, no number.
  switch (error.code?.startsWith('22') ? '23514' : error.code) {
    case '42501':
      return new Forbidden(text('forbidden'))
    case '23503':
      return new Refused('in_use', text('reference'))
    case '23502':
    case '23514':
      return new Invalid([{ path: path(), message: text('range'), code: 'out_of_range' }])
    case '40P01':
    case '40001':
    case '55P03':
    case '57014':
      return new Refused('busy', text('busy'))
    default:
      return null
  }
}
