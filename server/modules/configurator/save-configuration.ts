import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { record, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'
import { readChoices } from './choices.ts'
import { configuration } from './configuration.ts'
import { priceOf } from './price.ts'
import { reasonTexts } from './reasons.ts'
import { ask, broken, openModel } from './solved.ts'

type Item = Record<string, unknown>

/** A configuration is kept only whole and possible, with what it came to on the day. */
async function solved(c: Context, item: Item, i: number): Promise<Item> {
  const { loaded, known } = await openModel(c, item['model'] as string)
  const path = `items.${i}.choices`
  if (loaded.status === 'draft')
    throw new Invalid([{ path: `items.${i}.model`, message: 'Release the model first.', code: 'draft' }])
  const decided = readChoices(item['choices'], loaded, path)
  const settled = await ask(c, known, 'settle', decided)
  const found = settled?.whole
  if (!found) {
    const why = await ask(c, known, 'why', settled?.counts ?? decided)
    const reasons = reasonTexts(why, loaded, c.actor.locale).filter((r) => r.kind !== 'choice')
    throw new Invalid([
      {
        path,
        message: reasons.map((r) => r.text).join(' ') || 'These choices contradict each other.',
        code: 'impossible',
      },
    ])
  }
  const { lines, total } = await priceOf(c, loaded, found, (item['account'] as string | null) ?? null)
  const choices = Object.fromEntries([...found].filter(([, count]) => count > 0))
  return { ...item, choices, lines, price: { amount: total, currency: loaded.currency } }
}

const all = <T>(items: readonly Item[], run: (item: Item, i: number) => Promise<T>) =>
  items.reduce<Promise<T[]>>(
    async (done, item, i) => [...(await done), await run(item, i)],
    Promise.resolve([]),
  )

export const createConfiguration = create(configuration, {
  refusals: broken,
  prepare: (c, items) => all(items, (item, i) => solved(c, item, i)),
})

export const updateConfiguration = update(configuration, {
  refusals: broken,
  prepare: (c, items, before) =>
    all(items, async (item, i) =>
      item['choices'] === undefined && item['model'] === undefined && item['account'] === undefined
        ? item
        : solved(c, { ...pick(before[i]!), ...item }, i),
    ),
})
const pick = (row: Item): Item => ({ model: row['model'], choices: row['choices'], account: row['account'] })

export const reviseConfiguration = operation({
  name: 'configuration.revise',
  summary: { en: 'Make the next version', uk: 'Створити наступну версію' },
  effect: 'write',
  on: 'configuration',
  input: { id: ref('configuration', { required: true, label: { uk: 'Конфігурація' } }) },
  needs: { configuration: 'create' },
  async run(c, { id }) {
    const { name, model, account, choices, lines, price, record, owner, team, version } = await c.tx.lock(
      configuration,
      id,
    )
    const kept = { name, model, account, choices, lines, price, record, owner, team }
    const [made] = await c.tx.insertMany(configuration, [
      { ...kept, version: (version ?? 1) + 1, revisionOf: id },
    ])
    return made
  },
})

/** The lines of the document that a record is: a part of it that has a product, a quantity and a price. */
const lineOf = (c: Context, entity: string) =>
  [...c.kolo.allEntities()].find(
    (e) =>
      e.partOf !== null &&
      e.fields[e.partOf]!.entity === entity &&
      ['product', 'quantity', 'unitPrice'].every((key) => Object.hasOwn(e.fields, key)),
  )

/** The configuration becomes lines of a deal, quote or order, in a section of their own. */
export const addConfiguration = operation({
  name: 'configuration.add_to',
  summary: { en: 'Add to a deal, quote or order', uk: 'Додати до угоди, пропозиції чи замовлення' },
  effect: 'write',
  on: 'configuration',
  input: {
    id: ref('configuration', { required: true, label: { uk: 'Конфігурація' } }),
    to: record({ required: true, label: { en: 'To', uk: 'До' } }),
  },
  needs: { configuration: 'read' },
  refusals: {
    no_lines: { en: 'A record of this kind has no lines.', uk: 'Запис цього виду не має рядків.' },
  },
  async run(c, { id, to }) {
    const [item] = await c.kolo.readIn(c.tx, 'configuration', [id])
    const kept = item as unknown as {
      name: string
      version: number | null
      lines: { name: string; product: string | null; quantity: number; unitPrice: string }[]
      price: { currency: string }
    }
    // What has a price of its own is taxed as the goods it comes with.
    const rate = await c.tx.one<{ rate: number }>(sql`select vat_rate::float as rate from products
      where id = any(${kept.lines.flatMap((l) => l.product ?? [])}::uuid[]) and vat_rate is not null limit 1`)
    const line = lineOf(c, to.entity) ?? c.refuse('no_lines')
    // A document may be without VAT: what has a price there takes that one.
    const [document] = await c.kolo.readIn(c.tx, to.entity, [to.id])
    const plain = document?.['taxIncluded'] === false
    const amountOf = (l: (typeof kept.lines)[number]) =>
      plain
        ? new Decimal(l.unitPrice)
            .div(1 + (rate?.rate ?? 0) / 100)
            .toDecimalPlaces(4)
            .toFixed()
        : l.unitPrice
    const section = (kept.version ?? 1) > 1 ? `${kept.name} v${kept.version}` : kept.name
    const items = kept.lines.map((l) => ({
      [line.partOf!]: to.id,
      section,
      ...(l.product ? { product: l.product } : rate ? { taxRate: rate.rate } : {}),
      description: l.name,
      quantity: l.quantity,
      ...(plain && l.product ? {} : { unitPrice: { amount: amountOf(l), currency: kept.price.currency } }),
    }))
    const add = c.kolo.operation(`${line.name}.create`)
    if (!c.kolo.may(c.actor, add)) c.refuse('no_lines')
    await c.kolo.runIn(c.tx, add, { items, returning: false })
    return { id }
  },
})
