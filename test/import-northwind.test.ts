import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFile, type FileImport } from '#doors/import/import-file.ts'
import { openHttpWorld, type HttpWorld } from './http-world.ts'
import { scratchFolder } from './world/scratch.ts'

const script = `${import.meta.dirname}/../../shared/data/crm-northwind/instnwnd.sql`

type Row = Record<string, string | null>

/** One value of a list: 'text', N'text', a number, a picture in hex, NULL. */
const value = /\s*(?:N?'((?:[^']|'')*)'|(null)|([-\w.]+))\s*(,|\))/giy
const valuesAt = (text: string, at: number): (string | null)[] => {
  const values: (string | null)[] = []
  value.lastIndex = at
  for (;;) {
    const found = value.exec(text)
    if (!found) throw new Error(`Not a value: ${text.slice(at, at + 200)}`)
    values.push(found[2] ? null : (found[1]?.replaceAll("''", "'") ?? found[3]!))
    if (found[4] === ')') return values
  }
}

/** The rows that the script inserts, by table; where it names no columns, those of `create table`. */
function rowsOf(text: string): Map<string, Row[]> {
  const columns = new Map<string, string[]>()
  for (const [, table, body] of text.matchAll(
    /create table (?:\[?dbo\]?\.)?["[]([\w ]+)["\]]\s*\(([\s\S]*?)\ngo/gi,
  ))
    columns.set(
      table!,
      [...body!.matchAll(/^\s*\(?\s*["[](\w+)["\]]\s+["[]?\w+["\]]?\s*[^\n]*null/gim)].map((m) => m[1]!),
    )
  const rows = new Map<string, Row[]>()
  for (const found of text.matchAll(/^insert (?:into )?"?([\w ]+?)"?\s*(\([^)]*\))?\s*values\s*\(/gim)) {
    const [all, table, named] = found
    const names = named ? [...named.matchAll(/"(\w+)"/g)].map((m) => m[1]!) : columns.get(table!)!
    const values = valuesAt(text, found.index + all.length)
    if (names.length !== values.length) throw new Error(`${table}: ${names.join()} are not ${values.length}`)
    if (!rows.has(table!)) rows.set(table!, [])
    rows.get(table!)!.push(Object.fromEntries(names.map((n, i) => [n, values[i]!])))
  }
  return rows
}

/** "7/4/1996" */
const day = (text: string | null) => {
  const [month, date, year] = text!.split('/')
  return `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`
}
const cell = (text: string | null) => `"${(text ?? '').replaceAll('"', '""')}"`

describe.skipIf(!existsSync(script))('crm-northwind', () => {
  let w: HttpWorld
  let data: Map<string, Row[]>
  let folder: string
  const of = (table: string) => data.get(table)!
  const names = (table: string, key: string, name: (r: Row) => string) =>
    new Map(of(table).map((r) => [r[key]!, name(r)]))

  const take = async (entity: string, rows: Row[], given: Omit<FileImport, 'file' | 'entity'> = {}) => {
    const file = join(folder, `${entity}.csv`)
    const head = Object.keys(rows[0]!)
    writeFileSync(file, [head.join(), ...rows.map((r) => head.map((h) => cell(r[h]!)).join())].join('\n'))
    const columns = head.map((h) => ({ column: h, field: h }))
    const run = await importFile(w.kolo, w.admin, { file, entity, columns, ...given })
    expect([entity, run.status, run.problem, run.result.counts?.refused]).toEqual([entity, 'done', null, 0])
    return run.result.counts!
  }

  /** What a line comes to. */
  const exact = (l: Row) =>
    new Decimal(l['UnitPrice']!).times(l['Quantity']!).times(new Decimal(1).minus(l['Discount']!))
  const sum = (all: Decimal[]) => all.reduce((a, b) => a.plus(b), new Decimal(0))
  /** Revenue in the script itself, by whatever a line is of. */
  const expected = (by: (l: Row) => string) =>
    Object.fromEntries(
      [...Map.groupBy(of('Order Details'), by)].map(([key, lines]) => [
        key,
        sum(lines.map(exact)).toFixed(2),
      ]),
    )
  const volume = async (rows: string) => {
    const period = { from: '1996-01-01', to: '1998-12-31' }
    const answer = await w.ask(w.admin, '/api/operations/order.volume', {
      method: 'POST',
      body: { rows, ...period, measures: ['revenue', 'orders'] },
    })
    expect(answer.status).toBe(200)
    const { rows: titles, cells } = answer.json as {
      rows: { title: string }[]
      cells: { row: number | null; now: Record<string, string> }[]
    }
    const revenue = (c: (typeof cells)[number]) => new Decimal(c.now['revenue']!).toFixed(2)
    return {
      by: Object.fromEntries(
        cells.flatMap((c) => (c.row === null ? [] : [[titles[c.row]!.title, revenue(c)]])),
      ),
      all: cells.filter((c) => c.row === null).map((c) => [revenue(c), Number(c.now['orders'])])[0],
    }
  }
  const byPerson = () => {
    const orders = new Map(of('Orders').map((o) => [o['OrderID']!, o]))
    const people = employees()
    return expected((l) => people.get(orders.get(l['OrderID']!)!['EmployeeID']!)!)
  }
  const employees = () => names('Employees', 'EmployeeID', (e) => `${e['FirstName']} ${e['LastName']}`)

  beforeAll(async () => {
    data = rowsOf(readFileSync(script, 'utf8'))
    folder = scratchFolder('northwind')
    w = await openHttpWorld()
    await w.kolo.db.system((tx) =>
      tx.rows(
        sql`update meta set settings = coalesce(settings, '{}') || '{"workspace": {"currency": "USD"}}'`,
      ),
    )
    await w.kolo.refresh()

    const regions = names('Region', 'RegionID', (r) => r['RegionDescription']!.trim())
    const territories = new Map(of('Territories').map((t) => [t['TerritoryID']!, t]))
    await take(
      'team',
      [...regions.values()].map((name) => ({ name })),
    )
    await take(
      'team',
      [...territories.values()].map((t) => ({
        name: `${t['TerritoryDescription']!.trim()} ${t['TerritoryID']}`,
        parent: regions.get(t['RegionID']!)!,
      })),
    )
    const regionOf = new Map(
      of('EmployeeTerritories').map((t) => [
        t['EmployeeID']!,
        regions.get(territories.get(t['TerritoryID']!)!['RegionID']!)!,
      ]),
    )
    const people = employees()
    await take(
      'user',
      of('Employees').map((e) => ({
        code: e['EmployeeID']!,
        name: people.get(e['EmployeeID']!)!,
        jobTitle: e['Title']!,
        team: regionOf.get(e['EmployeeID']!)!,
        manager: people.get(e['ReportsTo'] ?? '') ?? null,
      })),
      { set: { role: 'reader' } },
    )
    await take(
      'account',
      of('Customers').map((c) => ({
        code: c['CustomerID']!,
        name: c['CompanyName']!,
        'addresses.1.street': c['Address']!,
        'addresses.1.city': c['City']!,
        'addresses.1.region': c['Region']!,
        'addresses.1.postcode': c['PostalCode']!,
        'addresses.1.country': c['Country']!,
      })),
    )
    const categories = names('Categories', 'CategoryID', (c) => c['CategoryName']!)
    await take(
      'product',
      of('Products').map((p) => ({
        sku: p['ProductID']!,
        name: p['ProductName']!,
        group: categories.get(p['CategoryID']!)!,
        price: `${p['UnitPrice']} USD`,
        isActive: p['Discontinued'] === '1' ? 'no' : 'yes',
      })),
      { createMissing: ['group'] },
    )
    await take(
      'order',
      of('Orders').map((o) => ({
        number: o['OrderID']!,
        account: o['CustomerID']!,
        owner: people.get(o['EmployeeID']!)!,
        date: day(o['OrderDate']!),
        wantedOn: day(o['RequiredDate']!),
        delivery: [o['ShipName'], o['ShipAddress'], o['ShipCity'], o['ShipCountry']]
          .filter(Boolean)
          .join(', '),
      })),
      { set: { currency: 'USD', taxIncluded: 'no', isExact: 'yes', isPast: 'yes' } },
    )
    // Prices have risen since: many of then lie below what is allowed today.
    await w.kolo.call(w.admin, 'floorRule.create', { items: [{ kind: 'discount', value: 5 }] })
  })
  afterAll(() => w.close())

  it('the lines come in at the prices of their day', async () => {
    const counts = await take(
      'orderLine',
      of('Order Details').map((l) => ({
        order: l['OrderID']!,
        product: l['ProductID']!,
        quantity: l['Quantity']!,
        unitPrice: `${l['UnitPrice']} USD`,
        discount: new Decimal(l['Discount']!).times(100).toString(),
      })),
    )
    expect(counts).toMatchObject({ total: 2155, new: 2155 })
  })

  it('counts, regions, managers and groups are those of the script', async () => {
    const counted = async (entity: string, filter?: unknown) =>
      (await w.kolo.list(w.admin, entity, { limit: 1, count: true, ...(filter ? { filter } : {}) })).count!
        .value
    for (const [entity, table] of [
      ['account', 'Customers'],
      ['product', 'Products'],
      ['productGroup', 'Categories'],
      ['order', 'Orders'],
      ['orderLine', 'Order Details'],
    ] as const)
      expect([entity, await counted(entity)]).toEqual([entity, of(table).length])
    expect(await counted('team', ['parent', 'notEmpty'])).toBe(of('Territories').length)
    expect(await counted('user', ['manager', 'notEmpty'])).toBe(8)
    expect(await counted('order', ['owner', 'empty'])).toBe(0)
  })

  const revenue = '1265793.04'
  const cents = (m: { amount: string }) => new Decimal(m.amount).toFixed(2)

  it('the list, the analysis, the dashboard and REST say one sum: 1,265,793.04', async () => {
    expect(sum(of('Order Details').map(exact)).toFixed(2)).toBe(revenue)
    const rest = await w.ask(w.admin, '/api/orders/summary?group=status&sum=net')
    expect(rest.json.groups).toMatchObject([
      { value: 'done', count: 830, sums: [{ amount: '1265793.0395', currency: 'USD' }] },
    ])
    const lines = await w.kolo.summary(w.admin, 'orderLine', { group: 'order.status', sum: 'amount' })
    expect(lines).toMatchObject([{ count: 2155 }])
    expect(cents(lines[0]!.sums[0]!)).toBe(revenue)
    expect((await volume('year')).all).toEqual([revenue, 830])
  })

  it('by employee, by category and by region it is what the script gives', async () => {
    const categories = names('Categories', 'CategoryID', (c) => c['CategoryName']!)
    const groups = names('Products', 'ProductID', (p) => categories.get(p['CategoryID']!)!)
    expect((await volume('owner')).by).toEqual(byPerson())
    expect((await volume('productGroup')).by).toEqual(expected((l) => groups.get(l['ProductID']!)!))
    const list = await w.kolo.summary(w.admin, 'order', { group: 'owner', sum: 'net' })
    expect(
      Object.fromEntries(list.map((g) => [(g.value as { title: string }).title, cents(g.sums[0]!)])),
    ).toEqual(byPerson())
    const teams = (await volume('team')).by
    expect(Object.keys(teams).toSorted()).toEqual(['Eastern', 'Northern', 'Southern', 'Western'])
  })

  it('the dashboard says the same, in all and by person, were they orders of this month', async () => {
    const today = new Date().toISOString().slice(0, 10)
    await w.kolo.db.system((tx) => tx.rows(sql`update orders set date = ${today}::date`))
    const numbers = await w.kolo.call(w.admin, 'deal.numbers', { whose: 'team' })
    const sold = numbers.tiles.find((t: { key: string }) => t.key === 'sold')
    expect(sold).toMatchObject({ count: 830, sum: revenue })
    const orders = await w.kolo.list(w.admin, 'order', { filter: sold.filter, limit: 1, count: true })
    expect(orders.count!.value).toBe(830)
    const people: { title: string; figures: { sold: { sum: string } } }[] = numbers.people
    expect(Object.fromEntries(people.map((p) => [p.title, p.figures.sold.sum]))).toEqual(byPerson())
  })

  it('what was below today’s floor came in with its line in the ledger', async () => {
    const prices = names('Products', 'ProductID', (p) => p['UnitPrice']!)
    const low = of('Order Details').filter((l) =>
      exact(l).lt(new Decimal(prices.get(l['ProductID']!)!).times('0.95').times(l['Quantity']!)),
    )
    expect(low.length).toBeGreaterThan(500)
    const told = await w.kolo.summary(w.admin, 'floorBreach', { group: 'outcome' })
    expect(told).toMatchObject([{ value: 'past', count: low.length }])
  })

  it('what is sold today below its floor is refused all the same', async () => {
    const [product] = (await w.kolo.list(w.admin, 'product', { filter: ['sku', 'is', '11'], limit: 1 })).items
    const [account] = (await w.kolo.list(w.admin, 'account', { limit: 1 })).items
    const make = async (entity: string, item: object) =>
      (await w.kolo.call(w.admin, `${entity}.create`, { items: [item] })).items[0]
    const order = await make('order', { account: account!.id, currency: 'USD' })
    const line = {
      order: order.id,
      product: product!.id,
      quantity: 1,
      unitPrice: { amount: '14', currency: 'USD' },
    }
    await expect(make('orderLine', line)).rejects.toThrow()
  })
})
