import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Text } from '#core/text.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Company } from './company.ts'
import { speak } from './language.ts'
import { makeRandom } from './random.ts'

type Ids = ReadonlyMap<string, string>
type Made = { items: { id: string }[] }

const plus = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Quotes that are not accepted, in every other state. */
export async function loadSold(kolo: Kolo, actor: Actor, ids: Ids, company: Company): Promise<void> {
  const { say } = speak(company.locale)
  const random = makeRandom('sold')
  const user = (email: string) =>
    kolo.db.system((tx) =>
      actorOfUser(tx, ids.get(company.signIns.find((s) => s.email.startsWith(email))!.user)!, 'web'),
    )
  const seller = (await user('kyiv.sales@')) as Actor
  const mine = company.accounts.filter((a) => ids.get(a.owner) === seller.user).slice(3)
  const goods = company.products.filter((p) => p.kind === 'product' && p.price !== undefined)
  const call = <T>(name: string, input: object) => kolo.call<T>(seller, name, input)
  const dated = (table: string, id: string, set: string, ago: number) =>
    kolo.db.system((tx) =>
      tx.client.query(`update ${table} set ${set} where id = $1`, [id, plus(company.today, -ago)]),
    )

  const quoted = async (i: number, s: Text & { ago: number; lines: number }) => {
    const account = mine[i % mine.length]!
    const { items } = await call<Made>('quote.create', {
      items: [
        {
          account: ids.get(account.key)!,
          subject: say(s),
          date: plus(company.today, -s.ago),
          // Sent long ago, it was valid then: the day is set when that is written.
          validUntil: null,
          paymentDays: 14,
          delivery: say({
            uk: 'нашим транспортом, до складу клієнта',
            en: 'by our lorry, to the client’s store',
          }),
        },
      ],
    })
    await call('quoteLine.create', {
      items: Array.from({ length: s.lines }, (_, n) => ({
        quote: items[0]!.id,
        product: ids.get(goods[(i * 5 + n * 3) % goods.length]!.key)!,
        quantity: random.int(1, 6),
      })),
    })
    return items[0]!.id
  }

  const open = [
    { uk: 'Модернізація котельні', en: 'Boiler room upgrade', ago: 3, lines: 4 },
    { uk: 'Водопідготовка для готелю', en: 'Water treatment for the hotel', ago: 6, lines: 3 },
    { uk: 'Насоси для зрошення', en: 'Irrigation pumps', ago: 30, lines: 2 },
    { uk: 'Опалення складу', en: 'Warehouse heating', ago: 12, lines: 3 },
  ]
  const sent: string[] = []
  for (const [i, s] of open.entries()) {
    const id = await quoted(i, s)
    await call('quote.send', { id })
    await dated('quotes', id, 'sent_at = $2::date', s.ago)
    await dated('quotes', id, 'valid_until = $2::date', s.ago - 14)
    sent.push(id)
  }
  await call('quote.decline', {
    id: sent[3]!,
    reason: say({
      uk: 'Узяли дешевший варіант без автоматики',
      en: 'They took a cheaper one without controls',
    }),
  })
  await call('quote.revise', { id: sent[1]! })
  await kolo.call(actor, 'quote.question', {
    id: sent[0]!,
    name: say({ uk: 'Андрій, головний інженер', en: 'Andrii, chief engineer' }),
    question: say({ uk: 'Чи входить пусконалагодження?', en: 'Is commissioning included?' }),
  })
  await kolo.call(actor, 'quote.expire_old', {})
}
