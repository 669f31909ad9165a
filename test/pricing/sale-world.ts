import pg from 'pg'
import { systemActor, type Actor } from '#core/actor.ts'
import { catalogueOf } from '#core/catalogue.ts'
import { Database } from '#core/database.ts'
import { entity } from '#core/entity.ts'
import { choice, date, percent, boolean, ref, text } from '#core/kinds/index.ts'
import { Kolo } from '#core/kolo.ts'
import { update } from '#core/stock.ts'
import { migrate } from '#database/migrate.ts'
import { modules } from '#modules/index.ts'
import {
  lineFields,
  lineForm,
  lineManaged,
  lineOperations,
  repriceLines,
  type LineDocument,
} from '#modules/pricing/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { newDatabase } from '#test/world/database.ts'

// A document of the tests' own, made as modules make theirs: a draft or not, in a currency, with a discount of the whole.

const everyone = { read: 'all', create: true, update: 'all', delete: 'all' } as const
const options = ['UAH', 'EUR', 'USD'].map((key) => ({ key, label: { en: key, uk: key } }))

export const sale = entity('sale', {
  label: { uk: 'Продаж', many: { en: 'Sales', uk: 'Продажі' } },
  plural: 'testSales',
  title: 'name',
  fields: {
    name: text({ required: true }),
    account: ref('account', { onDelete: 'restrict' }),
    currency: choice({ required: true, options, start: 'UAH' }),
    taxIncluded: boolean({ start: true }),
    discount: percent({ min: 0, max: 100 }),
    on: date({ start: 'today' }),
    isDraft: boolean({ start: false }),
  },
  list: { columns: ['name'], sort: 'name' },
  form: [{ section: { en: 'Sale', uk: 'Продаж' }, fields: ['name'] }],
  access: { everyone },
})

export const saleLine = entity('saleLine', {
  label: { uk: 'Рядок', many: { en: 'Lines', uk: 'Рядки' } },
  plural: 'testSaleLines',
  title: 'description',
  fields: { sale: ref('sale', { required: true, onDelete: 'cascade' }), ...lineFields },
  managed: lineManaged,
  list: { columns: ['product'], sort: 'position' },
  form: [{ section: { en: 'Line', uk: 'Рядок' }, fields: ['sale', ...lineForm] }],
  access: { everyone },
  part: true,
})

export const document: LineDocument = {
  parent: 'sale',
  terms: async (c, ids) =>
    new Map(
      ((await c.tx.lockMany(sale, ids)) as unknown as Record<string, never>[]).map((s) => [
        s['id']!,
        {
          account: s['account'] ?? null,
          on: s['on']!,
          currency: s['currency']!,
          taxIncluded: s['taxIncluded']!,
          discount: s['discount'] ?? null,
          binding: !s['isDraft'],
        },
      ]),
    ),
}

const updateSale = update(sale)
const changeSale = {
  ...updateSale,
  async run(...[c, input]: Parameters<typeof updateSale.run>) {
    const answer = await updateSale.run(c, input)
    await repriceLines(
      c,
      saleLine,
      document,
      answer.items.map((i) => i['id'] as string),
    )
    return answer
  },
}

const tests = {
  name: 'tests',
  label: { en: 'Tests', uk: 'Тести' },
  uses: ['parties', 'catalog', 'pricing', 'approvals'],
  entities: [sale, saleLine],
  operations: [...lineOperations(saleLine, document), changeSale],
}

const common = `created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'`

export async function saleWorld() {
  const { config, drop } = await newDatabase()
  const client = new pg.Client(config)
  await client.connect()
  await client.query(`set search_path to kolo, public; set role kolo_owner;
    create table test_sales (id uuid primary key, name text not null, account_id uuid references accounts, currency text not null,
      tax_included boolean, discount numeric, "on" date, is_draft boolean, ${common});
    create table test_sale_lines (like line_columns including all, id uuid primary key, sale_id uuid not null references test_sales, ${common},
      constraint line_exact check (approval_id is null or quantity = approved_quantity),
      foreign key (product_id) references products,
      foreign key (approval_id) references approvals,
      foreign key (line_hash, approval_id) references approved_seals (hash, approval_id));
    reset role`)
  const catalogue = catalogueOf([...modules, tests])
  await migrate({ config, catalogue })
  const db = new Database({ config, size: 6 })
  const kolo = new Kolo(catalogue, db)
  await kolo.refresh()
  const system = systemActor('job')
  const one = async (
    name: string,
    item: object,
    actor: Actor = system,
  ): Promise<Record<string, any> & { id: string }> =>
    (await kolo.call(actor, `${name}.create`, { items: [item] })).items[0]
  const make = async (name: string, item: object) => (await one(name, item)).id
  let people = 0
  return {
    db,
    kolo,
    client,
    system,
    one,
    make,
    async asRole(key: string): Promise<Actor> {
      const { items } = await kolo.list(system, 'role', { filter: ['key', 'is', key], fields: ['key'] })
      const number = ++people
      const email = `person${number}@example.com`
      const id = await make('user', {
        name: `Person ${number}`,
        email,
        role: items[0]!.id,
        isActive: true,
        locale: 'en',
      })
      return (await db.system((tx) => actorOfUser(tx, id, 'api')))!
    },
    async close() {
      await client.end()
      await db.close()
      await drop()
    },
  }
}
