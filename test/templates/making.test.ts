import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { documentRoutes } from '#doors/public/index.ts'
import { until } from '../door-world.ts'
import { openPost } from '../mail/post.ts'
import { openSellingWorld, type SellingWorld } from '../selling-world.ts'
import { pdfText } from '../world/pdf-text.ts'
import { docx, paragraphs } from './office.ts'

let w: SellingWorld
let quote: { id: string }
beforeAll(async () => {
  w = await openSellingWorld()
  quote = await w.quote(w.olena, [
    { product: w.pump.id, quantity: 2 },
    { product: w.filter.id, quantity: 1 },
  ])
})
afterAll(() => w.close())

const upload = (bytes: Buffer, name = 'template.docx') =>
  w.kolo.files.put({ name, type: '', bytes, by: w.admin.user, upload: { most: 1e7, expected: null } })
const template = async (item: Record<string, unknown>) =>
  (await w.make(w.admin, 'documentTemplate', { name: 'Лист', entity: 'quote', ...item }))[0]!
type Made = { document: string; attachment: string; number: string | null; version: number }
const make = (who: Actor, id: string, record: unknown = { entity: 'quote', id: quote.id }, more = {}) =>
  w.act<Made>(who, 'document.make', { template: id, record, ...more })
const bytesOf = async (made: Made) =>
  w.kolo.files.bytes((await w.read(w.olena, 'attachment', made.attachment))['file'] as never)
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

const body = `# Лист № {document.number}

Кому: {#account.name}{account.name}{/account.name}, від {ours.name}. Разом **{total}** ({total|words}), {date|long}.

| Що | Сума |
|---|---|
{#lines}
| {index}. {product} | {amount} |
{/lines}

{#status = "draft"}Чернетка{/}{#status = "sent"}Надіслано{/}`

test('a text becomes a PDF among the files; made again it is the next version with the same number', async () => {
  const t = await template({ body, prefix: 'Л' })
  const first = await make(w.olena, t.id)
  const year = new Date().getFullYear()
  expect(first).toMatchObject({ number: `Л-${year}-0001`, version: 1 })
  const text = plain(await pdfText(await bytesOf(first)))
  expect(text).toContain(`Лист № Л-${year}-0001`)
  expect(text).toContain('Кому: Аква, від ТОВ «Водолій»')
  expect(text).toContain('3 000,60 ₴ (Три тисячі гривень 60 копійок)')
  expect(text).toContain('1. Насос циркуляційний')
  expect(text).toContain('2. Фільтр')
  expect(text).toContain('Чернетка')
  expect(text).not.toContain('Надіслано')
  const again = await make(w.olena, t.id)
  expect(again).toMatchObject({ number: first.number, version: 2, attachment: first.attachment })
  const kept = await w.read(w.olena, 'attachment', first.attachment)
  expect(kept).toMatchObject({ version: 2, record: { entity: 'quote', id: quote.id } })
  const ledger = await w.kolo.list(w.olena, 'document', { filter: ['template', 'is', t.id], sort: 'version' })
  expect(ledger.items.map((d) => [d['version'], (d['author'] as { id: string }).id])).toEqual([
    [1, w.olena.user],
    [2, w.olena.user],
  ])
})

test('a Word file is filled in the language asked for, and reading its address is noted', async () => {
  const file = await upload(docx(['{account.name}: {total}', '|{#lines}{product}|{quantity}{/lines}|']))
  const t = await template({ format: 'docx', file })
  const made = await make(w.olena, t.id, undefined, { language: 'en' })
  expect(
    paragraphs(await bytesOf(made))
      .map(plain)
      .filter(Boolean),
  ).toEqual(['Аква: UAH 3,000.60', 'Насос циркуляційний', '2', 'Фільтр', '1'])
  const { path } = await w.act<{ path: string }>(w.olena, 'document.link', { id: made.document })
  const app = new Hono().route('/d', documentRoutes(w.kolo) as never)
  expect((await app.request(path, { method: 'HEAD' })).status).toBe(200)
  expect((await w.read(w.olena, 'document', made.document))['opens']).toBe(0)
  const opened = await app.request(path)
  expect(opened.status).toBe(200)
  expect(opened.headers.get('content-disposition')).toContain('attachment')
  expect(Buffer.from(await opened.arrayBuffer()).equals(await bytesOf(made))).toBe(true)
  expect((await w.read(w.olena, 'document', made.document))['opens']).toBe(1)
  expect((await app.request('/d/aaaaaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404)
})

test.each([
  [{ body: '{acount.name}' }, 'items.0.body', '{acount.name}: there is no such field.'],
  [{ body: 'a\n{#lines}' }, 'items.0.body', '{#lines}, ↓2: is opened and never closed.'],
  [{ body: '{#lines}{#lines}x{/}{/}' }, 'items.0.body', '{lines}: there is no such field.'],
  [{ body: '{total|loud}' }, 'items.0.body', '{total|loud}: a value cannot be written so.'],
  [{ body: 'x', entity: 'nothing' }, 'items.0.entity', null],
  [{ format: 'docx' }, 'items.0.file', null],
])('%j is refused where it is wrong', async (item, path, message) => {
  const refused = await template(item).then(
    () => null,
    (e: { problems: { path: string; message: string }[] }) => e.problems[0],
  )
  expect(refused?.path).toBe(path)
  if (message) expect(refused?.message).toBe(message)
})

test('nobody makes a document of what he may not see, nor of a field hidden from him', async () => {
  const t = await template({ body: '{total}' })
  await expect(make(w.petro, t.id)).rejects.toThrow('no such quote')
  const cost = await template({ body: '{#lines}{cost}{/lines}' })
  const rights = w.kolo.rightsOf(w.olena)
  const hidden = structuredClone(rights['quoteLine']!)
  hidden.fields['cost'] = 'none'
  rights['quoteLine'] = hidden
  await expect(make(w.olena, cost.id)).rejects.toThrow('{cost}')
  const other = await template({ entity: 'account', body: '{name}' })
  await expect(make(w.olena, other.id)).rejects.toThrow('another kind')
})

test('a document goes out by mail: its file, its address, and the ledger says to whom', async () => {
  w.kolo.address = 'https://kolo.vodolii.example'
  const post = await openPost(w)
  try {
    await w.make(w.olena, 'mailbox', post.box('olena@vodolii.example', 'Олена'))
    const t = await template({ name: 'Умови', body: '{account.name}' })
    const made = await make(w.olena, t.id)
    await w.act(w.olena, 'document.send', {
      id: made.document,
      to: ['Іван Бойко <ivan@aqua.example>'],
      subject: 'Умови',
    })
    await until(() => post.sink.caught.length > 0)
    const { mail } = post.sink.caught.at(-1)!
    expect(mail.attachments.map((a) => [a.filename, a.contentType])).toEqual([
      ['Умови.pdf', 'application/pdf'],
    ])
    expect(mail.html).toMatch(/https:\/\/kolo\.vodolii\.example\/d\/[\w-]{27}/)
    expect(await w.read(w.olena, 'document', made.document)).toMatchObject({ sentTo: 'ivan@aqua.example' })
    const send = { id: made.document, to: ['a@b.example'], subject: 'x' }
    await expect(w.act(w.petro, 'document.send', send)).rejects.toThrow('no such document')
  } finally {
    await post.close()
  }
})
