import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { event, openDavWorld } from './dav-world.ts'

// Clients of others' making (Debian: apt-get install vdirsyncer todoman).
const isThere = (program: string) => {
  try {
    return execFileSync(program, ['--version'], { stdio: 'pipe' }).length > 0
  } catch {
    return false
  }
}
const isHere = isThere('vdirsyncer')

let w: Awaited<ReturnType<typeof openDavWorld>>
let folder: string
beforeAll(async () => {
  w = await openDavWorld()
  folder = mkdtempSync(join(tmpdir(), 'kolo-vdirsyncer-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await w.close()
})

type Ran = { code: number; text: string }
const run = (...args: string[]) =>
  new Promise<Ran>((done) => {
    const child = execFile('vdirsyncer', ['-c', join(folder, 'config'), ...args], (error, stdout, stderr) =>
      done({ code: error ? 1 : 0, text: stdout + stderr }),
    )
    child.stdin?.end('y\n'.repeat(20))
  })

const configure = (password: string, conflicts: string, collection = 'appointments') =>
  writeFileSync(
    join(folder, 'config'),
    `[general]
status_path = "${folder}/status/"
[pair cal]
a = "local"
b = "kolo"
collections = ["${collection}"]
conflict_resolution = ${conflicts}
[storage local]
type = "filesystem"
path = "${folder}/cal/"
fileext = ".ics"
[storage kolo]
type = "caldav"
url = "${w.url}/"
username = "olena@example.com"
password = "${password}"
`,
  )

const local = () => join(folder, 'cal/appointments')
const files = () => readdirSync(local()).map((f) => join(local(), f))
const subjectIn = (text: string) => /^SUMMARY:(.*)$/m.exec(text)![1]!.trim()
const here = () =>
  files()
    .map((f) => subjectIn(readFileSync(f, 'utf8')))
    .toSorted()
const there = async () =>
  (await w.kolo.list(w.olena, 'activity', { limit: 500, filter: ['kind', 'is', 'meeting'] })).items
    .map((i) => String(i['subject']))
    .toSorted()
const fileOf = (subject: string) => files().find((f) => subjectIn(readFileSync(f, 'utf8')) === subject)!
const rename = (subject: string, to: string) => {
  const file = fileOf(subject)
  writeFileSync(file, readFileSync(file, 'utf8').replace(`SUMMARY:${subject}`, `SUMMARY:${to}`))
}
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
const at = (i: number) => `2026-06-${String(1 + (i % 28)).padStart(2, '0')}T09:00:00Z`

test.skipIf(!isHere)(
  'vdirsyncer: a hundred changes on both sides at once; none lost, none doubled, conflicts shown',
  async () => {
    const make = async (subjects: string[]) =>
      (
        await w.kolo.call(w.olena, 'activity.create', {
          items: subjects.map((subject, i) => ({ kind: 'meeting', subject, startsAt: at(i) })),
        })
      ).items as { id: string }[]
    const made = await make(numbers(0, 100).map((i) => `old ${i}`))
    const id = (i: number) => made[i]!.id
    const password = await w.passwordOf(w.olena, 'olena@example.com')
    configure(password, 'null')
    mkdirSync(local(), { recursive: true })
    expect((await run('discover')).text).toContain('appointments')
    expect(await run('sync')).toMatchObject({ code: 0 })
    expect(here()).toEqual(await there())
    expect(here()).toHaveLength(100)

    // Here: 40 new, 40 changed, 20 removed. There: as many; the last of each are the same ones.
    for (const i of numbers(0, 40))
      writeFileSync(
        join(local(), `new-${i}.ics`),
        event(`here-${i}`, [`SUMMARY:here ${i}`, 'DTSTART:20260605T100000Z']),
      )
    for (const i of numbers(0, 40)) rename(`old ${i}`, `old ${i} here`)
    for (const i of numbers(80, 100)) unlinkSync(fileOf(`old ${i}`))
    await make(numbers(0, 40).map((i) => `there ${i}`))
    await w.kolo.call(w.olena, 'activity.update', {
      items: numbers(37, 77).map((i) => ({ id: id(i), subject: `old ${i} there` })),
    })
    await w.kolo.call(w.olena, 'activity.delete', { ids: numbers(78, 98).map(id) })
    const first = await run('sync')
    // Three were changed on both sides: they stand as they are, and are told.
    expect([first.code, first.text]).toEqual([1, expect.stringMatching(/conflict/i)])
    const expected = [
      ...numbers(0, 37).map((i) => `old ${i} here`),
      ...numbers(37, 77).map((i) => `old ${i} there`),
      'old 77',
      ...numbers(0, 40).flatMap((i) => [`here ${i}`, `there ${i}`]),
    ].toSorted()
    expect(await there()).toEqual(expected)
    configure(password, '"b wins"')
    expect(await run('sync')).toMatchObject({ code: 0 })
    expect(here()).toEqual(expected)
    expect(await there()).toEqual(expected)
    // Nothing goes on being sent to and fro.
    expect((await run('sync')).text).not.toMatch(/Copying|Deleting/)
  },
)

test.skipIf(!isHere || !isThere('todoman'))(
  'todoman: a task of Kolo is ticked there, and one that is made there comes',
  async () => {
    const item = { kind: 'task', subject: 'Звірити акти', dueAt: '2026-06-01T09:00:00Z', priority: 'high' }
    const { id } = (await w.kolo.call(w.olena, 'activity.create', { items: [item] })).items[0]
    configure(await w.passwordOf(w.olena, 'olena@example.com'), 'null', 'tasks')
    mkdirSync(join(folder, 'cal/tasks'), { recursive: true })
    await run('discover')
    expect(await run('sync')).toMatchObject({ code: 0 })
    const settings = `path = "${folder}/cal/*"\ndefault_list = "tasks"\ncache_path = "${folder}/todo.db"\n`
    writeFileSync(join(folder, 'todo.py'), `${settings}date_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n`)
    const todo = (...args: string[]) =>
      execFileSync('todoman', ['-c', join(folder, 'todo.py'), ...args], { encoding: 'utf8' })
    const [line] = todo('list', 'tasks').split('\n')
    expect(line).toContain('Звірити акти')
    todo('done', /\d+/.exec(line!)![0])
    todo('new', '-l', 'tasks', '-d', '2026-06-05', 'Купити насос')
    expect(await run('sync')).toMatchObject({ code: 0 })
    expect(await w.kolo.get(w.olena, 'activity', id)).toMatchObject({ status: 'done', percent: 100 })
    const filter = ['subject', 'is', 'Купити насос']
    expect((await w.kolo.list(w.olena, 'activity', { filter, limit: 5 })).items).toMatchObject([
      { kind: 'task', status: 'planned' },
    ])
    expect((await run('sync')).text).not.toMatch(/Copying|Deleting/)
  },
)
