import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

test('rows that look like records are shown before, and made, taken in or left out as was said', async () => {
  const make = async (item: Record<string, unknown>) =>
    (await w.kolo.call(admin, 'contact.create', { items: [item] })).items[0].id
  const names = [
    { last: 'Мельничук', first: 'Соломія' },
    { last: 'Гнатишин', first: 'Орест' },
    { last: 'Якимчук', first: 'Дарина' },
  ]
  const ids = []
  for (const [i, name] of names.entries())
    ids.push(await make({ name, phones: [{ value: `+38067200300${i}` }], code: `c${i}` }))
  const csv =
    'Код,Прізвище,Ім’я,Телефон,Посада\n' +
    'n1,Melnychuk,Solomiia,067 200 30 00,директорка\n' +
    'n2,Гнатишин,Орест,067 200 30 01,юрист\n' +
    'n3,Якимчук,Дарина,067 200 30 02,лікарка\n' +
    'n4,Зовсім,Інша,050 999 88 77,ткаля\n'
  const form = new FormData()
  form.set('file', new File([csv], 'people.csv'))
  form.set('entity', 'contact')
  const begun = await w.ask(admin, 'POST', '/imports', form)
  const run = begun.json as { id: string }
  const at = `/imports/${run.id}`
  type Shown = {
    status: string
    twins?: { line: number; id: string; choice: string }[]
    check?: { new: number; changed: number; unchanged: number; refused: number }
    counts?: { new: number; changed: number; unchanged: number; refused: number }
  }
  const until = async (status: string): Promise<Shown> => {
    for (;;) {
      const now = (await w.ask(admin, 'GET', at)).json as Shown
      if (now.status === status) return now
      if (now.status === 'failed') throw new Error(JSON.stringify(now))
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await w.ask(admin, 'POST', `${at}/check`)
  const checked = await until('checked')
  expect(checked.check).toMatchObject({ new: 4, changed: 0 })
  expect(checked.twins).toMatchObject([
    { line: 2, id: ids[0], choice: 'create' },
    { line: 3, id: ids[1], choice: 'create' },
    { line: 4, id: ids[2], choice: 'create' },
  ])
  await w.ask(admin, 'PUT', at, {
    twins: [
      { line: 2, choice: 'update' },
      { line: 3, choice: 'skip' },
      { line: 4, choice: 'create' },
    ],
  })
  await w.ask(admin, 'POST', `${at}/check`)
  const again = await until('checked')
  expect(again.check).toMatchObject({ new: 2, changed: 1, unchanged: 1, refused: 0 })
  expect(again.twins!.map((t) => t.choice)).toEqual(['update', 'skip', 'create'])
  await w.ask(admin, 'POST', `${at}/run`)
  expect((await until('done')).counts).toMatchObject({ new: 2, changed: 1, unchanged: 1, refused: 0 })
  expect((await w.kolo.get(admin, 'contact', ids[0]!))['jobTitle']).toBe('директорка')
  expect((await w.kolo.get(admin, 'contact', ids[1]!))['jobTitle']).toBeNull()
  const { items } = await w.kolo.list(admin, 'contact', { filter: ['name', 'contains', 'Якимчук'] })
  expect(items).toHaveLength(2)
})
