import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { ledger } from '#doors/import/ledger.ts'
import { doRun, undoRun } from '#doors/import/work.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

describe('values', () => {
  it('dates, numbers and money are read as the file writes them, and Ukrainian text in windows-1251', async () => {
    const text =
      'Назва;Код;Річний дохід;Працівників;Галузь;Телефони\r\nТОВ "Ґанок";Ґ-1;1 234,56;12;Агро;067 123 45 67\r\n'
    const bytes = Buffer.from([...text].map((ch) => cp1251(ch)))
    const run = await w.take(admin, bytes, {
      entity: 'account',
      options: { looseQuotes: true },
      createMissing: ['industry'],
    })
    expect(run.settings.encoding).toBe('windows-1251')
    expect(run.result.counts).toMatchObject({ new: 1, created: { choiceOption: 1 } })
    const found = await w.one(admin, 'account', ['code', 'is', 'Ґ-1'])
    expect(found).toMatchObject({
      name: 'ТОВ "Ґанок"',
      revenue: { amount: '1234.56' },
      employees: 12,
      phones: [{ value: '+380671234567' }],
    })
    expect(w.kolo.entity('account').fields['industry']!.options?.at(-1)).toMatchObject({
      key: found['industry'],
      label: { uk: 'Агро' },
    })
  })

  it('an ambiguous date format is said to be so; what is stated is used', async () => {
    const text = 'name,code,close date\nA,amb1,03/04/2026\n'
    const pipeline = (
      await w.kolo.call(admin, 'pipeline.create', { items: [{ name: 'P', isDefault: true }] })
    ).items[0]
    await w.kolo.call(admin, 'stage.create', {
      items: [{ name: 'New', pipeline: pipeline.id, position: 1, outcome: 'open' }],
    })
    const run = await w.take(admin, text, { entity: 'deal', dryRun: true })
    expect(run.settings.ambiguous).toEqual([{ column: 'close date', formats: ['DMY', 'MDY'] }])
    await w.take(admin, text, {
      entity: 'deal',
      columns: [{ column: 'close date', field: 'closeDate', format: { date: 'MDY' } }],
    })
    expect((await w.one(admin, 'deal', ['code', 'is', 'amb1']))['closeDate']).toBe('2026-03-04')
  })
})

describe('a run', () => {
  it('shows field by field what would change, refuses bad rows with line, column and reason, and writes nothing', async () => {
    await w.kolo.call(admin, 'account.create', {
      items: [{ name: 'Old name', code: 'c1', employees: 5, emails: ['a@x.example'] }],
    })
    const text =
      'name,code,employees,emails\nNew name,c1,5,b@x.example\nFresh,c2,7,\nBad,c3,many,\n,c4,1,\nTwo,c5,1,"not an address"\n"broken,c6,1\n'
    const run = await w.take(admin, text, { entity: 'account', dryRun: true })
    const check = run.result.check!
    expect(check).toMatchObject({ total: 6, new: 1, changed: 1, unchanged: 0, refused: 4 })
    expect(check.samples.changed).toEqual([
      {
        line: 2,
        id: expect.any(String),
        title: 'Old name',
        changes: {
          name: ['Old name', 'New name'],
          emails: [
            [expect.objectContaining({ value: 'a@x.example' })],
            [expect.anything(), expect.objectContaining({ value: 'b@x.example' })],
          ],
        },
      },
    ])
    expect(check.samples.refused.map((r) => [r.line, r.column])).toEqual([
      [4, 'employees'],
      [5, 'name'],
      [6, 'emails'],
      [7, null],
    ])
    expect(check.samples.refused[0]!.reason).toContain('“many”')
    expect(await w.items(admin, 'account', ['code', 'is', 'c2'])).toEqual([])
  })

  it('gives the refused rows back to be mended; mended, they come in', async () => {
    const run = await w.take(admin, 'name;code;employees\nGood;m1;1\n"Bad; one";m2;x\n', {
      entity: 'account',
    })
    expect(run.result.counts).toMatchObject({ new: 1, refused: 1 })
    const { text } = await w.ask(admin, 'GET', `/imports/${run.id}/errors.csv`)
    expect(text).toBe(
      'name;code;employees;Kolo: line;Kolo: what is wrong\r\n"Bad; one";m2;x;3;employees: “x” is not a number.\r\n',
    )
    const mended = await w.take(admin, text.replace(';x;', ';2;'), { entity: 'account' })
    expect(mended.result.counts).toMatchObject({ new: 1, refused: 0 })
    expect(await w.one(admin, 'account', ['code', 'is', 'm2'])).toMatchObject({
      name: 'Bad; one',
      employees: 2,
    })
  })

  it('finds people by e-mail or phone; the same row twice is one record; the bin does not clash', async () => {
    const text =
      'last name,first name,email,phone\nКоваль,Ольга,O@x.example,067 111 22 33\nКоваль,Ольга,o@X.example,\nБез,Пошти,,050 111 22 33\n'
    expect((await w.take(admin, text, { entity: 'contact', dryRun: true })).result.check).toMatchObject({
      new: 2,
      changed: 1,
    })
    expect((await w.take(admin, text, { entity: 'contact' })).result.counts).toMatchObject({
      new: 2,
      unchanged: 1,
    })
    expect((await w.take(admin, text, { entity: 'contact' })).result.counts).toMatchObject({
      new: 0,
      changed: 0,
      unchanged: 3,
    })
    const [olha] = await w.items(admin, 'contact', ['emails', 'has', 'o@x.example'])
    await w.kolo.call(admin, 'contact.delete', { ids: [olha!['id']] })
    expect((await w.take(admin, text, { entity: 'contact' })).result.counts).toMatchObject({
      new: 1,
      unchanged: 2,
    })
  })

  it('names found however they are spaced and cased; a misspelt one is proposed, confirmed once, remembered', async () => {
    await w.kolo.call(admin, 'account.create', { items: [{ name: "Сім'я Плюс", code: 'fam' }] })
    const text =
      'last name,email,company\nA,ref1@x.example,СІМʼЯ  плюс\nB,ref2@x.example,Сім’яПлюс\nC,ref3@x.example,Nobody\n'
    const run = await w.take(admin, text, { entity: 'contact', dryRun: true })
    expect(run.result.check).toMatchObject({ new: 1, refused: 2 })
    const mending = run.settings.mendings.find((m) => m.text === 'Сім’яПлюс')!
    expect(mending).toMatchObject({ field: 'account', title: "Сім'я Плюс", confirmed: false })
    await w.take(admin, text, {
      entity: 'contact',
      mendings: [{ field: 'account', text: 'Сім’яПлюс', value: mending.value }],
    })
    const again = await w.take(admin, text.replaceAll('ref', 'again'), { entity: 'contact' })
    expect(again.result.counts).toMatchObject({ new: 2, refused: 1 })
    expect(again.result.counts!.samples.refused).toEqual([
      expect.objectContaining({ line: 4, column: 'company', reason: 'There is no “Nobody”.' }),
    ])
  })

  it('takes back what it made and changed; what people worked on since is kept and said', async () => {
    await w.kolo.call(admin, 'account.create', {
      items: [{ name: 'Before', code: 'u1', employees: 1, industry: 'it' }],
    })
    const text = 'name,code,employees,industry\nAfter,u1,2,retail\nMade,u2,3,\nTouched,u3,4,\n'
    const run = await w.take(admin, text, { entity: 'account' })
    const id = async (code: string) => (await w.one(admin, 'account', ['code', 'is', code]))['id'] as string
    await w.kolo.call(admin, 'account.update', {
      items: [
        { id: await id('u1'), employees: 99 },
        { id: await id('u3'), name: 'Mine now' },
      ],
    })
    const { result, status } = await undoRun(w.kolo, admin, ledger(w.kolo), run.id)
    expect(status).toBe('undone')
    expect(result.undo).toMatchObject({ gone: 1, restored: 1 })
    expect(result.undo!.kept.map((k) => k.reason).toSorted()).toEqual([
      'It was edited since.',
      'employees: it was edited since.',
    ])
    expect(await w.one(admin, 'account', ['code', 'is', 'u1'])).toMatchObject({
      name: 'Before',
      employees: 99,
      industry: 'it',
    })
    expect(await w.items(admin, 'account', ['code', 'is', 'u2'])).toEqual([])
    expect(await w.one(admin, 'account', ['code', 'is', 'u3'])).toMatchObject({ name: 'Mine now' })
  })

  it('goes on after the last committed row when its process was killed', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `Company ${i},r${i}`)
    const book = ledger(w.kolo)
    const run = await w.take(admin, `name,code\n${rows.join('\n')}\n`, { entity: 'account', dryRun: true })
    await expect(
      doRun(w.kolo, admin, book, run.id, (_, line) => {
        if (line > 3000) throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect((await book.get(admin, run.id)).atLine).toBe(4001)
    expect((await doRun(w.kolo, admin, book, run.id)).result.counts).toMatchObject({ total: 5000, new: 5000 })
    expect(
      await w.kolo.list(admin, 'account', { filter: ['code', 'startsWith', 'r'], count: true, limit: 1 }),
    ).toMatchObject({ count: { value: 5000 } })
  })

  it('a row that the database refuses is refused alone', async () => {
    const other = await w.asRole('sales')
    await w.kolo.call(other, 'account.create', { items: [{ name: 'Hidden', code: 'taken' }] })
    const seller = await w.asRole('sales')
    const run = await w.take(seller, 'name,code\nOne,d1\nTwo,taken\nThree,d3\n', { entity: 'account' })
    expect(run.result.counts).toMatchObject({ new: 2, refused: 1 })
    expect(run.result.counts!.samples.refused[0]).toMatchObject({ line: 3 })
  })
})

describe('rights', () => {
  it('a role takes in what it may create and change, no more', async () => {
    const reader = await w.asRole('reader')
    await expect(w.take(reader, 'name\nX\n', { entity: 'account' })).rejects.toThrow('may not')
    const seller = await w.asRole('sales')
    const colleague = await w.asRole('sales', { team: seller.teams[0]! })
    await w.kolo.call(colleague, 'account.create', { items: [{ name: 'Of a colleague', code: 'col' }] })
    const run = await w.take(seller, 'name,code\nMine now,col\n', { entity: 'account' })
    expect(run.result.counts).toMatchObject({ changed: 0, refused: 1 })
    expect(run.result.counts!.samples.refused[0]!.reason).toContain('may not change')
    await expect(w.take(seller, 'name,price,cost\nP,1,1\n', { entity: 'product' })).rejects.toThrow('may not')
  })
  it('nobody sees the imports of another, but administrators', async () => {
    const seller = await w.asRole('sales')
    const run = await w.take(seller, 'name,code\nS,s1\n', { entity: 'account' })
    const other = await w.asRole('sales')
    expect((await w.ask(other, 'GET', `/imports/${run.id}`)).status).toBe(404)
    expect((await w.ask(admin, 'GET', `/imports/${run.id}`)).status).toBe(200)
    const facts = await w.kolo.history(
      admin,
      'account',
      (await w.one(admin, 'account', ['code', 'is', 's1']))['id'],
    )
    expect(facts.items[0]).toMatchObject({
      name: 'account.created',
      via: 'import',
      actor: { id: seller.user },
    })
  })
})

function cp1251(ch: string): number {
  const code = ch.codePointAt(0)!
  if (code < 0x80) return code
  const table = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 128 }, (_, i) => i + 128))
  return table.indexOf(ch) + 128
}
