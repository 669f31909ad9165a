import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { importFile, type FileImport } from '#doors/import/import-file.ts'
import { ledger } from '#doors/import/ledger.ts'
import { undoRun } from '#doors/import/work.ts'
import { world, type World } from '#test/world/world.ts'

const folder = `${import.meta.dirname}/../../shared/data/crm-maven`

describe.skipIf(!existsSync(folder))('crm-maven', () => {
  let w: World
  let admin: Actor
  const runs: string[] = []

  const take = async (file: string, given: Omit<FileImport, 'file'>) => {
    const run = await importFile(w.kolo, admin, { file: `${folder}/${file}`, ...given })
    runs.push(run.id)
    return run
  }
  const count = async (entity: string, filter?: unknown) =>
    (await w.kolo.list(admin, entity, { limit: 1, count: true, ...(filter ? { filter } : {}) })).count!.value
  const users = () =>
    take('sales_teams.csv', { entity: 'user', set: { role: 'reader' }, createMissing: true })
  const accounts = () => take('accounts.csv', { entity: 'account', createMissing: true })
  const products = () => take('products.csv', { entity: 'product', createMissing: true })
  const deals = (file = 'sales_pipeline.csv') =>
    take(file, { entity: 'deal', createMissing: ['stage'], acceptMendings: true })

  beforeAll(async () => {
    w = await world()
    admin = await w.asRole('administrator')
    const pipeline = (
      await w.kolo.call(admin, 'pipeline.create', { items: [{ name: 'Sales', isDefault: true }] })
    ).items[0]
    await w.kolo.call(admin, 'stage.create', {
      items: [
        { name: 'New', pipeline: pipeline.id, outcome: 'open', position: 1 },
        { name: 'Виграно', pipeline: pipeline.id, outcome: 'won', position: 2 },
        { name: 'Програно', pipeline: pipeline.id, outcome: 'lost', position: 3 },
      ],
    })
  })
  afterAll(() => w.close())

  it('85 accounts, with the companies they belong to', async () => {
    const run = await accounts()
    expect(run).toMatchObject({ status: 'done', result: { counts: { total: 85, new: 85, refused: 0 } } })
    expect(await count('account')).toBe(85)
    expect(await count('account', ['parent', 'notEmpty'])).toBe(15)
  })

  it('7 products in their series', async () => {
    expect((await products()).result.counts).toMatchObject({
      new: 7,
      refused: 0,
      created: { productGroup: 3 },
    })
    expect(await count('product')).toBe(7)
  })

  it('35 people as users, with their managers and offices', async () => {
    const run = await users()
    expect(run.result.counts).toMatchObject({ new: 35, refused: 0, created: { user: 6, team: 3 } })
  })

  it('shows in a dry run what a misspelt product may mean, and writes nothing', async () => {
    const run = await take('sales_pipeline.csv', { entity: 'deal', createMissing: ['stage'], dryRun: true })
    expect(run.status).toBe('checked')
    expect(run.settings.mendings).toEqual([
      expect.objectContaining({ field: 'product', text: 'GTXPro', title: 'GTX Pro', confirmed: false }),
    ])
    expect(run.result.check).toMatchObject({ total: 8800, refused: run.settings.mendings[0]!.lines })
    expect(await count('deal')).toBe(0)
  })

  it('8,800 deals: every one finds its product, 1,425 are shown to be without an account', async () => {
    const run = await deals()
    expect(run).toMatchObject({ status: 'done', problem: null })
    expect(run.result.counts).toMatchObject({
      total: 8800,
      new: 8800,
      refused: 0,
      without: { account: 1425 },
    })
    expect(await count('deal')).toBe(8800)
    expect(await count('deal', ['product', 'empty'])).toBe(0)
    expect(await count('deal', ['account', 'empty'])).toBe(1425)
    expect(await count('deal', ['status', 'is', 'won'])).toBe(4238)
    expect(await count('deal', ['status', 'is', 'lost'])).toBe(2473)
  })

  it('twice changes nothing', async () => {
    for (const again of [accounts, products, users])
      expect((await again()).result.counts).toMatchObject({ new: 0, changed: 0, refused: 0 })
    const run = await deals()
    expect(run.result.counts).toMatchObject({ new: 0, changed: 0, unchanged: 8800, refused: 0 })
  })

  it('the file that Excel saved says the same; the mending is remembered', async () => {
    const run = await take('as_edited_in_excel/sales_pipeline.csv', {
      entity: 'deal',
      createMissing: ['stage'],
    })
    expect(run.settings.columns.find((c) => c.field === 'closeDate')?.format).toEqual({ date: 'MDY' })
    expect(run.result.counts).toMatchObject({ new: 0, changed: 0, unchanged: 8800, refused: 0 })
  })

  it('undone, nothing is left', async () => {
    const book = ledger(w.kolo)
    for (const id of runs.toReversed()) {
      const run = await book.get(admin, id)
      if (run.status !== 'done') continue
      const { status, result } = await undoRun(w.kolo, admin, book, id)
      expect([status, result.undo?.kept]).toEqual(['undone', []])
    }
    for (const entity of ['deal', 'account', 'product', 'productGroup', 'choiceOption'])
      expect([entity, await count(entity)]).toEqual([entity, 0])
    expect(await count('user')).toBe(1)
    expect(await count('team')).toBe(1)
    expect(await count('stage')).toBe(3)
  })
})
