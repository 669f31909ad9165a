import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labelOf } from '#core/entity.ts'
import type { Actor } from '#core/actor.ts'
import { guarded, unguarded } from '#doors/export/guard.ts'
import { exportList } from '#doors/export/index.ts'
import { openTable } from '#doors/import/reading/open-table.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

describe('what a spreadsheet would run is guarded, and comes back as it was', () => {
  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1+1)',
    "=cmd|' /C calc'!A0",
    '\t=1+1',
    '\r=1+1',
    '=)',
    '＝1+1',
    '＋1+1',
    '－1+1',
    '＠SUM(1)',
    ' =1+1',
    "'=1+1",
    '-2+3+cmd',
    '+380-44-123',
    '-A1',
    '@SUM(A1)',
  ])('%j', (text) => {
    expect(guarded(text)).toBe(`'${text}`)
    expect(unguarded(guarded(text))).toBe(text)
  })
  it.each([
    '-5',
    '+380441234567',
    '+380 44 123 45 67',
    '-2,50',
    '-2.50',
    '@handle',
    '-',
    'plain',
    "'quoted'",
    "м'ята",
    '1+1',
    '',
    '-15%',
  ])('%j is innocent', (text) => {
    expect(guarded(text)).toBe(text)
    expect(unguarded(text)).toBe(text)
  })

  const injection = `${import.meta.dirname}/../../shared/data/bad-input/csv-injection`
  it.skipIf(!existsSync(injection))('every line of bad-input/csv-injection', () => {
    const lines = ['formula_prefixes.txt', 'Intruder/csv-payload.txt'].flatMap((f) =>
      readFileSync(`${injection}/${f}`, 'utf8').split('\n'),
    )
    for (const line of lines) expect(unguarded(guarded(line))).toBe(line)
    const innocent = ['-5', '+380441234567', '-2,50', '@handle']
    const open = lines.filter((l) => /^\s*[=+\-@＝＋－＠]/.test(l) && guarded(l) === l)
    expect(open).toEqual(innocent)
  })
})

describe('a list as a file', () => {
  let w: ImportWorld
  let admin: Actor
  let uk: Actor

  beforeAll(async () => {
    w = await importWorld()
    admin = await w.asRole('administrator', { name: 'Ганна Керівна' })
    uk = { ...admin, locale: 'uk' }
    await w.kolo.call(admin, 'customField.create', {
      items: [{ entity: 'contact', key: 'size', kind: 'number', label: 'Shoe size' }],
    })
    const accounts = (
      await w.kolo.call(admin, 'account.create', {
        items: [
          {
            name: '=HYPERLINK("http://x")',
            code: '0007',
            revenue: { amount: '1234567890.55', currency: 'UAH' },
            employees: 5,
            industry: 'it',
            tags: ['a', 'b'],
            website: 'https://x.example',
          },
          {
            name: 'Two, "quoted"; lines\nhere',
            code: '-5',
            description: ' spaced ',
            phones: ['+380441234567'],
          },
        ],
      })
    ).items
    await w.kolo.call(admin, 'contact.create', {
      items: [
        {
          name: { last: 'Коваль', first: 'Ольга', middle: 'Іванівна' },
          account: accounts[1].id,
          birthday: '1990-02-28',
          emails: [{ value: 'o@x.example', label: 'work' }, { value: 'p@x.example' }],
          phones: ['067 123 45 67'],
          addresses: [
            { city: 'Київ', street: 'Хрещатик, 1', postcode: '01001' },
            { city: 'Львів', latitude: 49.8397, longitude: -24.0297 },
          ],
          messengers: [{ kind: 'telegram', value: '@olha' }],
          custom: { size: 38.5 },
        },
      ],
    })
  })
  afterAll(() => w.close())

  const bytes = async (actor: Actor, entity: string, query: Parameters<typeof exportList>[3] = {}) => {
    const parts: Buffer[] = []
    for await (const part of await exportList(w.kolo, actor, entity, query))
      parts.push(Buffer.from(part as string))
    return Buffer.concat(parts)
  }
  const read = async (content: Uint8Array) => {
    const table = await openTable(content)
    const rows = []
    for await (const row of table.rows)
      rows.push(Object.fromEntries(table.header.map((h, i) => [h, row.cells[i]])))
    return { ...table, rows }
  }

  it('shows references by name, values the same in every locale, and guards what a spreadsheet would run', async () => {
    const { rows } = await read(
      await bytes(admin, 'account', {
        fields: ['name', 'code', 'revenue', 'industry', 'owner', 'owner.email'],
        sort: 'code',
      }),
    )
    expect(rows).toMatchObject([
      {
        Name: 'Two, "quoted"; lines\nhere',
        Code: '-5',
        Owner: 'Ганна Керівна',
        'Owner → E-mail': 'person1@example.com',
      },
      {
        Name: `'=HYPERLINK("http://x")`,
        Code: '0007',
        'Annual revenue': '1234567890.55',
        'Annual revenue: currency': 'UAH',
        Industry: 'IT',
      },
    ])
  })

  it('with a mark and semicolons for Excel when asked', async () => {
    const file = await bytes(uk, 'account', { fields: ['name'], delimiter: ';', bom: true })
    expect(file.toString('utf8').startsWith('\ufeffKolo id;Назва\r\n')).toBe(true)
  })

  it.each([
    ['CSV in English', 'csv', () => admin],
    ['CSV in Ukrainian', 'csv', () => uk],
    ['a workbook in English', 'xlsx', () => admin],
    ['a workbook in Ukrainian', 'xlsx', () => uk],
  ] as const)('taken in again, %s changes nothing', async (_, format, actor) => {
    for (const entity of ['account', 'contact']) {
      const file = w.file(await bytes(actor(), entity, { format }), `${entity}.${format}`)
      const { importFile } = await import('#doors/import/import-file.ts')
      const run = await importFile(w.kolo, actor(), { file, entity, dryRun: true })
      expect(run.settings.key[0]).toBe('id')
      expect(run.result.check!.samples.changed).toEqual([])
      expect(run.result.check).toMatchObject({ new: 0, refused: 0, unchanged: entity === 'account' ? 2 : 1 })
      // What only the product itself writes goes out and is not taken in.
      const managed = Object.entries(w.kolo.entity(entity).fields).filter(([, f]) => f.managed)
      const labels = managed.map(([key, f]) => labelOf(key, f)[actor().locale])
      const lost = run.settings.columns.filter((c) => c.column && !c.field && !labels.includes(c.column))
      expect(lost).toEqual([])
    }
  })

  it('a change made in the file comes back', async () => {
    const text = (await bytes(admin, 'contact', {})).toString('utf8').replace('Київ', 'Одеса')
    const run = await w.take(admin, text.replace('1990-02-28', '1990-03-01'), {
      entity: 'contact',
      dryRun: true,
    })
    expect(run.result.check!.samples.changed[0]!.changes).toMatchObject({
      birthday: ['1990-02-28', '1990-03-01'],
    })
  })

  it('needs the right to export, shows no field and no row that is not his, and stands in the audit log', async () => {
    const seller = await w.asRole('sales')
    await expect(bytes(seller, 'account')).rejects.toThrow('may not export')
    const marketer = await w.asRole('marketing')
    await expect(bytes(marketer, 'deal')).rejects.toThrow('may not export')
    await bytes(marketer, 'account', { filter: ['code', 'is', '0007'] })
    const log = await w.db.system((tx) =>
      tx.client.query("select actor_id, payload from events where name = 'export' and actor_id = $1", [
        marketer.user,
      ]),
    )
    expect(log.rows).toMatchObject([{ payload: { format: 'csv', filter: ['code', 'is', '0007'] } }])
  })

  it('over HTTP: a file with a name, or a problem', async () => {
    const ok = await w.ask(admin, 'GET', '/accounts/export?format=csv&fields=name&delimiter=;&bom=true')
    expect([ok.status, ok.headers.get('content-type'), ok.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="accounts.csv"',
    ])
    for (const query of ['format=pdf', 'fields=nonsense', 'filter=[', 'sort=nonsense', 'delimiter=xx'])
      expect([query, (await w.ask(admin, 'GET', `/accounts/export?${query}`)).status]).toEqual([query, 400])
    expect((await w.ask(admin, 'GET', '/nonsense/export')).status).toBe(404)
    expect(w.faults).toEqual([])
  })
})
