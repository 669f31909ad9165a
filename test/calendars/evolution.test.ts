import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#test/door-world.ts'
import { openDavWorld } from './dav-world.ts'

// Evolution's libraries (Debian: apt-get install evolution-data-server gir1.2-ecal-2.0 gir1.2-ebook-1.2 python3-gi
// gnome-keyring dbus).
const python = '/usr/bin/python3'
const isHere = (() => {
  try {
    const needs = ["('ECal','2.0')", "('EBook','1.2')"].map((n) => `gi.require_version${n}`).join(';')
    execFileSync(python, ['-c', `import gi;${needs}`], { stdio: 'pipe' })
    for (const program of ['dbus-run-session', 'gnome-keyring-daemon'])
      execFileSync(program, ['--version'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
})()

let w: Awaited<ReturnType<typeof openDavWorld>>
let home: string
let program: ChildProcess
let answers: AsyncIterator<string>
beforeAll(async () => {
  if (!isHere) return
  w = await openDavWorld()
  home = mkdtempSync(join(tmpdir(), 'kolo-evolution-'))
  const password = await w.passwordOf(w.olena, 'olena@example.com')
  program = spawn('dbus-run-session', ['--', python, join(import.meta.dirname, 'evolution.py')], {
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_RUNTIME_DIR: home,
      GSETTINGS_BACKEND: 'memory',
      LANG: 'C.UTF-8',
    },
    stdio: ['pipe', 'pipe', process.env['KOLO_EVOLUTION_LOG'] ? 'inherit' : 'ignore'],
  })
  answers = createInterface({ input: program.stdout! })[Symbol.asyncIterator]()
  const { hostname, port } = new URL(w.url)
  const path = (collection: string) => `/dav/${w.olena.user}/${collection}/`
  const paths = {
    events: path('calendars/appointments'),
    tasks: path('calendars/tasks'),
    contacts: path('contacts/contacts'),
  }
  tell({ host: hostname, port: Number(port), user: 'olena@example.com', password, paths })
})
afterAll(async () => {
  // At the end of its input it ends by itself, and its session with all its services.
  if (program?.exitCode === null) {
    program.stdin!.end()
    await once(program, 'exit')
  }
  if (home) rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  await w?.close()
})

type Kind = 'events' | 'tasks' | 'contacts'
const tell = (line: object) => void program.stdin!.write(`${JSON.stringify(line)}\n`)
async function ask<T = string>(kind: Kind, verb: string, more: object = {}): Promise<T> {
  tell({ kind, verb, ...more })
  const { value, done } = await answers.next()
  if (done) throw new Error('Evolution’s libraries have ended.')
  const { said, error } = JSON.parse(value) as { said: T; error?: string }
  if (error) throw new Error(error)
  return said
}
const list = (kind: Kind) => ask<string[]>(kind, 'list')
const find = async (kind: Kind, text: string) => (await list(kind)).find((one) => one.includes(text))
const appears = (kind: Kind, text: string) => until(() => find(kind, text), 15_000)
const make = async (entity: string, item: object): Promise<string> =>
  (await w.kolo.call(w.olena, `${entity}.create`, { items: [item] })).items[0].id
const named = async (subject: string) =>
  (await w.kolo.list(w.olena, 'activity', { filter: ['subject', 'is', subject], limit: 5 })).items
const component = (name: string, uid: string, lines: string[]) =>
  [`BEGIN:${name}`, `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, `END:${name}`, ''].join('\r\n')

test.skipIf(!isHere)(
  'Evolution: an event of Kolo is read and changed there; one made there comes, changes and goes',
  async () => {
    const id = await make('activity', {
      kind: 'meeting',
      subject: 'Нарада',
      startsAt: '2026-06-01T09:00:00Z',
      endsAt: '2026-06-01T10:00:00Z',
    })
    const there = await appears('events', 'SUMMARY:Нарада')
    await ask('events', 'modify', { text: there!.replace('SUMMARY:Нарада', 'SUMMARY:Нарада з планом') })
    expect(await w.kolo.get(w.olena, 'activity', id)).toMatchObject({
      subject: 'Нарада з планом',
      startsAt: '2026-06-01T09:00:00.000Z',
    })
    const uid = await ask('events', 'create', {
      text: component('VEVENT', 'evo-1', [
        'DTSTART:20260602T080000Z',
        'DTEND:20260602T090000Z',
        'SUMMARY:Звідти',
      ]),
    })
    expect(await named('Звідти')).toMatchObject([{ kind: 'meeting', startsAt: '2026-06-02T08:00:00.000Z' }])
    await ask('events', 'remove', { uid })
    expect(await named('Звідти')).toEqual([])
    await w.kolo.call(w.olena, 'activity.delete', { ids: [id] })
    await until(async () => !(await find('events', 'Нарада з планом')), 15_000)
  },
)

test.skipIf(!isHere)(
  'Evolution: one occurrence of a series is moved there, and another in Kolo',
  async () => {
    const text = component('VEVENT', 'evo-series', [
      'DTSTART:20260601T090000Z',
      'DTEND:20260601T100000Z',
      'SUMMARY:Щотижня',
      'RRULE:FREQ=WEEKLY;COUNT=5',
    ])
    await ask('events', 'create', { text })
    await appears('events', 'SUMMARY:Щотижня')
    await ask('events', 'modify', {
      mod: 'THIS',
      text: component('VEVENT', 'evo-series', [
        'RECURRENCE-ID:20260608T090000Z',
        'DTSTART:20260608T120000Z',
        'DTEND:20260608T130000Z',
        'SUMMARY:Щотижня, пізніше',
      ]),
    })
    expect(await named('Щотижня, пізніше')).toMatchObject([{ startsAt: '2026-06-08T12:00:00.000Z' }])
    expect(await named('Щотижня')).toHaveLength(1)
    await appears('events', 'SUMMARY:Щотижня\\, пізніше')
    const [series] = await named('Щотижня')
    const inKolo = {
      id: series!.id,
      occursAt: '2026-06-15T09:00:00Z',
      scope: 'one',
      subject: 'Щотижня у Києві',
    }
    await w.kolo.call(w.olena, 'activity.change_series', inKolo)
    expect(await appears('events', 'SUMMARY:Щотижня у Києві')).toMatch(/RECURRENCE-ID.*20260615T/)
  },
)

test.skipIf(!isHere)('Evolution: a task is ticked there, and one that is made there comes', async () => {
  const id = await make('activity', { kind: 'task', subject: 'Звірити акти', dueAt: '2026-06-01T09:00:00Z' })
  const there = await appears('tasks', 'SUMMARY:Звірити акти')
  const done = there!
    .replace(/^STATUS:.*\r?\n/m, '')
    .replace(
      'END:VTODO',
      'STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\nCOMPLETED:20260601T080000Z\r\nEND:VTODO',
    )
  await ask('tasks', 'modify', { text: done })
  expect(await w.kolo.get(w.olena, 'activity', id)).toMatchObject({ status: 'done', percent: 100 })
  const uid = await ask('tasks', 'create', {
    text: component('VTODO', 'evo-task', ['SUMMARY:Купити насос', 'DUE:20260605T090000Z']),
  })
  expect(await named('Купити насос')).toMatchObject([{ kind: 'task', status: 'planned' }])
  await ask('tasks', 'remove', { uid })
  expect(await named('Купити насос')).toEqual([])
})

test.skipIf(!isHere)(
  'Evolution: a contact of Kolo is read and changed there; one made there comes and goes',
  async () => {
    const id = await make('contact', {
      name: { last: 'Коваль', first: 'Ольга' },
      emails: ['olha@client.example'],
    })
    const there = await appears('contacts', 'olha@client.example')
    const text = there!.replace(/(END:VCARD)/, 'TEL;TYPE=CELL:+380671234567\r\n$1')
    await ask('contacts', 'modify', { text })
    expect(await w.kolo.get(w.olena, 'contact', id)).toMatchObject({
      name: { last: 'Коваль', first: 'Ольга' },
      phones: [{ value: '+380671234567' }],
    })
    const uid = await ask('contacts', 'create', {
      text: [
        'BEGIN:VCARD',
        'VERSION:3.0',
        'N:Гринь;Іван;;;',
        'FN:Іван Гринь',
        'EMAIL:ivan@client.example',
        'END:VCARD',
        '',
      ].join('\r\n'),
    })
    const made = async () => (await w.kolo.list(w.olena, 'contact', { q: 'Гринь', limit: 5 })).items
    expect(await made()).toMatchObject([{ name: { last: 'Гринь', first: 'Іван' } }])
    await ask('contacts', 'remove', { uid })
    expect(await made()).toEqual([])
  },
)
