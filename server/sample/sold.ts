import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Company } from './company.ts'
import { speak } from './language.ts'
import { makeRandom } from './random.ts'

type Ids = ReadonlyMap<string, string>
type Made = { items: { id: string }[] }
type Line = { id: string; quantity: string }

const plus = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What became of an order: how long ago, how much of it went out, was invoiced and paid. */
type Story = {
  uk: string
  en: string
  ago: number
  lines: number
  ship?: 'part' | 'all'
  invoiced?: number
  pay?: number
  back?: boolean
}

const orders: Story[] = [
  {
    uk: 'Котельня школи: здано й сплачено',
    en: 'Boiler room of the school: done and paid',
    ago: 96,
    lines: 3,
    ship: 'all',
    invoiced: 90,
    pay: 1,
  },
  {
    uk: 'Насосна станція: друга черга чекає заводу',
    en: 'Pumping station: the second lot waits for the factory',
    ago: 41,
    lines: 4,
    ship: 'part',
    invoiced: 35,
    pay: 0.5,
  },
  {
    uk: 'Фільтри для їдальні: обіцяли сплатити в жовтні',
    en: 'Filters for the canteen: payment was promised long ago',
    ago: 110,
    lines: 2,
    ship: 'all',
    invoiced: 104,
  },
  {
    uk: 'Тепловий пункт: сплачено половину, решта прострочена',
    en: 'Heating substation: half is paid, the rest is late',
    ago: 63,
    lines: 3,
    ship: 'all',
    invoiced: 58,
    pay: 0.5,
  },
  {
    uk: 'Хімія для басейну на місяць',
    en: 'Pool chemicals for a month',
    ago: 29,
    lines: 2,
    ship: 'all',
    invoiced: 24,
  },
  {
    uk: 'Запас на зиму: рахунок виставлено, чекаємо',
    en: 'Stock for the winter: invoiced, waiting',
    ago: 9,
    lines: 3,
    invoiced: 6,
  },
  {
    uk: 'Заміна насоса: один повернули, не той типорозмір',
    en: 'Pump replacement: one came back, of the wrong size',
    ago: 20,
    lines: 2,
    ship: 'all',
    invoiced: 18,
    pay: 1,
    back: true,
  },
  { uk: 'Радіатори для гуртожитку', en: 'Radiators for the dormitory', ago: 5, lines: 3, ship: 'part' },
  { uk: 'Сервісний набір', en: 'Service kit', ago: 2, lines: 2 },
]

/** Quotes in every state, and orders of some that were accepted, each with a story. */
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

  const quoted = async (i: number, s: Pick<Story, 'uk' | 'en' | 'ago' | 'lines'>) => {
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

  for (const [i, s] of orders.entries()) {
    const quote = await quoted(i, s)
    await call('quote.send', { id: quote })
    await call('quote.accept', { id: quote, comment: say({ uk: 'Телефоном', en: 'By telephone' }) })
    await dated('quotes', quote, 'sent_at = $2::date, decided_at = $2::date', s.ago)
    const order = (await kolo.list(seller, 'order', { filter: ['quote', 'is', quote] })).items[0]!.id
    await dated('orders', order, 'date = $2::date', s.ago)
    if (!s.ship && !s.invoiced) continue
    await call('order.confirm', { id: order })
    const lines = await kolo.db.system((tx) =>
      tx.rows<Line>(
        sql`select id, quantity::text as quantity from order_lines where order_id = ${order}::uuid order by position`,
      ),
    )
    const all = lines.map((l) => ({ line: l.id, quantity: Number(l.quantity) }))
    if (s.ship)
      await call('order.ship', {
        id: order,
        date: plus(company.today, 2 - s.ago),
        carrier: say({ uk: 'Наш транспорт', en: 'Our lorry' }),
        lines: s.ship === 'all' ? all : all.slice(0, -1),
      })
    if (!s.invoiced) continue
    const { invoice } = await call<{ invoice: string }>('order.invoice', {
      id: order,
      date: plus(company.today, -s.invoiced),
    })
    if (s.pay) {
      const { total } = (await kolo.get(seller, 'invoice', invoice)) as unknown as {
        total: { amount: string; currency: string }
      }
      const amount = (Number(total.amount) * s.pay).toFixed(2)
      const date = plus(company.today, 12 - s.invoiced)
      await call('invoice.pay', { id: invoice, date, amount: { ...total, amount } })
    }
    if (s.back)
      await call('order.return', {
        id: order,
        reason: say({ uk: 'Не той типорозмір', en: 'Of the wrong size' }),
        lines: [{ line: all[0]!.line, quantity: 1 }],
      })
  }

  const open = [
    { uk: 'Модернізація котельні', en: 'Boiler room upgrade', ago: 3, lines: 4 },
    { uk: 'Водопідготовка для готелю', en: 'Water treatment for the hotel', ago: 6, lines: 3 },
    { uk: 'Насоси для зрошення', en: 'Irrigation pumps', ago: 30, lines: 2 },
    { uk: 'Опалення складу', en: 'Warehouse heating', ago: 12, lines: 3 },
  ]
  const sent: string[] = []
  for (const [i, s] of open.entries()) {
    const id = await quoted(i + orders.length, s)
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
