import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newDatabase } from './world/database.ts'
import { scratchFolder } from './world/scratch.ts'

const root = join(import.meta.dirname, '..')

type Block = { path: string; before: string | undefined; text: string }

/** The page's blocks that name a file: the whole of a new one, or what comes in before a word of one that is there. */
const blocks = (): Block[] => {
  const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const found = page.matchAll(/```\w+ (\S+)(?: before="([^"]+)")?\n([^]*?)```/g)
  return [...found].map(([, path = '', before, text = '']) => ({ path, before, text }))
}

function putInto(folder: string, { path, before, text }: Block): void {
  const file = join(folder, path)
  if (!before) return writeFileSync(file, text)
  const there = readFileSync(file, 'utf8')
  const at = there.indexOf(before)
  expect(at).toBeGreaterThan(0)
  const line = there.lastIndexOf('\n', at) + 1
  writeFileSync(file, there.slice(0, line) + text + there.slice(line))
}

// What a developer sees after the next start.
const script = `
import { makeCatalogue } from '#modules/index.ts'
import { migrate } from '#database/migrate.ts'
import { Database } from '#core/database.ts'
import { Kolo } from '#core/kolo.ts'
import { systemActor } from '#core/actor.ts'
const config = JSON.parse(process.argv[2])
const catalogue = makeCatalogue()
const { applied } = await migrate({ config, catalogue })
const kolo = new Kolo(catalogue, new Database({ config }))
await kolo.refresh()
const actor = { ...systemActor(), role: 'administrator' }
const [made] = (await kolo.call(actor, 'contact.create', { items: [{ name: { last: 'Коваль' }, drink: 'Узвар' }] })).items
await kolo.call(actor, 'contact.create', { items: [{ name: { last: 'Інша' } }] })
const names = (page) => page.items.map((i) => i.drink ?? null)
const told = await kolo.call(actor, 'contact.update', { items: [{ id: made.id, drink: 'Чай' }] })
console.log(JSON.stringify({
  last: applied.at(-1),
  made: made.drink,
  label: kolo.entity('contact').fields.drink.label,
  filtered: names(await kolo.list(actor, 'contact', { filter: ['drink', 'is', 'чай'] })),
  sorted: names(await kolo.list(actor, 'contact', { sort: 'drink' })),
  found: (await kolo.search(actor, 'чай')).items.length,
  changes: (await kolo.history(actor, 'contact', made.id)).items[0].changes,
}))
await kolo.db.close()
`

test(
  'the new field that CONTRIBUTING.md shows takes the two files that it says',
  { timeout: 120_000 },
  async () => {
    const wanted = blocks()
    expect(wanted.map((b) => b.path)).toEqual([
      'server/modules/parties/contact.ts',
      'migrations/9000-contact-drink.sql',
    ])
    const folder = scratchFolder('contributing')
    const database = await newDatabase(null)
    try {
      for (const part of ['server', 'migrations', 'package.json'])
        cpSync(join(root, part), join(folder, part), { recursive: true })
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
      for (const block of wanted) putInto(folder, block)
      writeFileSync(join(folder, 'try.ts'), script)
      const run = spawnSync(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', 'try.ts', JSON.stringify(database.config)],
        { cwd: folder, encoding: 'utf8' },
      )
      expect(run.stderr).toBe('')
      expect(JSON.parse(run.stdout)).toEqual({
        last: '9000-contact-drink.sql',
        made: 'Узвар',
        label: { en: 'Favourite drink', uk: 'Улюблений напій' },
        filtered: ['Чай'],
        sorted: ['Чай', null],
        found: 1,
        changes: { drink: ['Узвар', 'Чай'] },
      })
    } finally {
      await database.drop()
    }
  },
)
