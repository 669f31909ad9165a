import { request } from 'node:http'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import S3rver from '@20minutes/s3rver'
import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { typeOf } from '#core/file-type.ts'
import { Files, folderPlace, type Place } from '#core/files.ts'
import { s3Place } from '#core/s3-place.ts'
import { openHttpWorld, type HttpWorld } from './http-world.ts'
import { scratchFolder } from './world/scratch.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const html = Buffer.from('<!doctype html><script>alert(1)</script>')
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

describe('what a file is, its content says', () => {
  test.each([
    ['a picture called a text', png, 'text/plain', 'image/png'],
    ['a PDF called a picture', pdf, 'image/png', 'application/pdf'],
    ['a page called a picture', html, 'image/png', 'text/plain'],
    ['a page called a page', html, 'text/html', 'text/plain'],
    ['a drawing that can run', svg, 'image/svg+xml', 'text/plain'],
    [
      'one with a declaration',
      Buffer.from(`<?xml version="1.0"?>${String(svg)}`),
      'image/svg+xml',
      'text/plain',
    ],
    ['a table', Buffer.from('a;b\nтак;ні\n'), 'text/csv', 'text/csv'],
    ['a text cut in a letter', Buffer.from('Привіт').subarray(0, 11), 'text/plain', 'text/plain'],
    ['bytes', Buffer.from([1, 2, 3, 0, 255]), 'image/png', 'application/octet-stream'],
    ['nothing', Buffer.alloc(0), 'image/png', 'application/octet-stream'],
  ])('%s', async (_, bytes, said, is) => expect(await typeOf(bytes, said)).toBe(is))
})

describe('attachments', () => {
  let w: HttpWorld
  let folder: string
  beforeAll(async () => {
    w = await openHttpWorld()
    folder = scratchFolder('files')
    w.kolo.files = new Files(w.db, folderPlace(folder))
  })
  afterAll(() => w.close())

  const send = async (who: Actor, bytes: Buffer, name = 'file.bin', type = 'application/octet-stream') =>
    w.ask(who, '/api/files', {
      method: 'POST',
      raw: new Uint8Array(bytes),
      headers: {
        'content-type': type,
        'x-file-name': encodeURIComponent(name),
        'content-length': `${bytes.length}`,
      },
    })
  const account = async (who: Actor, name = 'Клієнт') =>
    (await w.kolo.call(who, 'account.create', { items: [{ name }] })).items[0].id as string
  const attach = async (who: Actor, id: string, bytes = pdf, name = 'Договір.pdf') => {
    const { json: file } = await send(who, bytes, name)
    return w.ask(who, '/api/attachments', {
      method: 'POST',
      body: { name, file, record: { entity: 'account', id } },
    })
  }
  const lying = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).length

  test('uploaded, carried, and given back as it was, under its name', async () => {
    const id = await account(w.olena)
    const { status, json } = await attach(w.olena, id)
    expect(status).toBe(201)
    expect(json).toMatchObject({ name: 'Договір.pdf', type: 'application/pdf', size: pdf.length, version: 1 })
    const got = await w.ask(w.olena, `/api/attachments/${json.id}/files/file`)
    expect(got.text).toBe(String(pdf))
    expect(got.headers.get('content-disposition')).toBe(
      `inline; filename*=UTF-8''${encodeURIComponent('Договір.pdf')}`,
    )
    expect(got.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    const saved = await w.ask(w.olena, `/api/attachments/${json.id}/files/file?save=true`)
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('a page is never served so that it can run, whatever it calls itself', async () => {
    const { json } = await attach(w.olena, await account(w.olena), html, 'photo.png')
    const got = await w.ask(w.olena, `/api/attachments/${json.id}/files/file`)
    expect(got.headers.get('content-type')).toBe('application/octet-stream')
    expect(got.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(got.headers.get('content-security-policy')).toMatch(/sandbox/)
  })

  test('rights as the record’s: who does not see it, sees neither its files nor their content', async () => {
    const id = await account(w.olena)
    const { json } = await attach(w.olena, id)
    expect((await w.ask(w.petro, `/api/attachments/${json.id}`)).status).toBe(404)
    expect((await w.ask(w.petro, `/api/attachments/${json.id}/files/file`)).status).toBe(404)
    expect((await w.ask(w.petro, `/api/attachments/${json.id}/versions/1`)).status).toBe(404)
    expect((await w.ask(w.admin, `/api/attachments/${json.id}/files/file`)).status).toBe(200)
    await w.kolo.call(w.admin, 'account.update', { items: [{ id, owner: w.petro.user }] })
    expect((await w.ask(w.petro, `/api/attachments/${json.id}/files/file`)).status).toBe(200)
  })

  test('a file’s id proves nothing: another’s upload, one that is carried, one that is not there', async () => {
    const [hers, his] = [await account(w.olena), await account(w.petro)]
    const { json: file } = await send(w.olena, pdf)
    const body = (id: string, given: object) => ({
      name: 'x',
      file: given,
      record: { entity: 'account', id },
    })
    const post = (who: Actor, b: object) => w.ask(who, '/api/attachments', { method: 'POST', body: b })
    expect((await post(w.petro, body(his, file))).json.errors[0]).toMatchObject({
      path: 'file',
      code: 'no_file',
    })
    const made = await post(w.olena, body(hers, { ...file, type: 'image/png', size: 5 }))
    expect(made.json).toMatchObject({ type: 'application/pdf', size: pdf.length })
    expect((await post(w.olena, body(hers, file))).status).toBe(400)
    expect((await post(w.olena, body(hers, { ...file, id: crypto.randomUUID() }))).status).toBe(400)
  })

  test('versions: a new one holds, an old one comes back, none is lost', async () => {
    const { json: made } = await attach(w.olena, await account(w.olena))
    const { json: second } = await send(w.olena, png, 'scan.png')
    const { json } = await w.ask(w.olena, `/api/attachments/${made.id}`, {
      method: 'PATCH',
      body: { file: second },
    })
    expect(json).toMatchObject({ version: 2, type: 'image/png' })
    const { json: back } = await w.ask(w.olena, '/api/operations/attachment.restore_version', {
      method: 'POST',
      body: { id: made.id, version: 1 },
    })
    expect(back).toMatchObject({ version: 3, type: 'application/pdf' })
    expect(back.versions.map((v: { number: number; by: string }) => [v.number, v.by])).toEqual(
      [1, 2, 3].map((n) => [n, w.olena.user]),
    )
    expect((await w.ask(w.olena, `/api/attachments/${made.id}/versions/2`)).headers.get('content-type')).toBe(
      'image/png',
    )
    for (const [version, code] of [
      [9, 'no_version'],
      [3, 'holds'],
    ] as const)
      expect(
        (
          await w.ask(w.olena, '/api/operations/attachment.restore_version', {
            method: 'POST',
            body: { id: made.id, version },
          })
        ).json.code,
      ).toBe(code)
  })

  test('empty, too large, cut off half-way: said so, and nothing is left', async () => {
    const before = lying()
    expect((await send(w.olena, Buffer.alloc(0))).json.errors[0].code).toBe('empty')
    const large = await w.ask(w.olena, '/api/files', {
      method: 'POST',
      raw: new Uint8Array(10),
      headers: { 'content-type': 'application/octet-stream', 'content-length': `${60 * 1024 ** 2}` },
    })
    expect(large.json.errors[0]).toMatchObject({ path: 'file', code: 'too_large' })
    const server = serve({ fetch: w.app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise<void>((resolve) => {
      const half = request({
        port,
        host: '127.0.0.1',
        path: '/api/files',
        method: 'POST',
        headers: {
          authorization: `Bearer ${w.keys.get(w.olena.user)}`,
          'content-type': 'application/octet-stream',
          'content-length': '100000',
        },
      })
      half.on('error', () => resolve())
      half.write(Buffer.alloc(30_000), () => setTimeout(() => half.destroy(), 100))
    })
    await expect.poll(lying, { timeout: 20_000 }).toBe(before)
    const { n } = (await w.db.system((tx) =>
      tx.one<{ n: number }>(sql`select count(*) as n from files where size in (0, 30000)`),
    ))!
    expect(Number(n)).toBe(0)
  })

  test('at night goes what nobody carries; what is carried stays', async () => {
    const carriers = [w.kolo.entity('attachment')]
    const { json: kept } = await attach(w.olena, await account(w.olena))
    const { json: gone } = await attach(w.olena, await account(w.olena), png)
    const { json: waiting } = await send(w.olena, png)
    const { json: fresh } = await send(w.olena, png)
    await w.db.system((tx) =>
      tx.rows(sql`update files set created_at = now() - interval '2 days' where id <> ${fresh.id}::uuid`),
    )
    await w.db.system((tx) => tx.rows(sql`delete from attachments where id = ${gone.id}::uuid`))
    await w.kolo.files.tidy(carriers)
    const ids = (await w.db.system((tx) => tx.rows<{ id: string }>(sql`select id from files`))).map(
      (r) => r.id,
    )
    expect(ids).toEqual(expect.arrayContaining([kept.file.id, fresh.id]))
    expect(ids).not.toContain(waiting.id)
    expect(ids).not.toContain(gone.file.id)
    expect((await w.ask(w.olena, `/api/attachments/${kept.id}/files/file`)).text).toBe(String(pdf))
    expect(await w.kolo.files.tidy(carriers)).toBe(0)
  })
})

describe('every place does the same', () => {
  const folder = scratchFolder('place')
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'kolo', configs: [] }],
  })
  let s3: { endpoint: string; bucket: string; region: string; key: string; secret: string; prefix: string }
  beforeAll(async () => {
    const { port } = await server.run()
    s3 = {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'kolo',
      region: 'us-east-1',
      key: 'S3RVER',
      secret: 'S3RVER',
      prefix: 'files/',
    }
  })
  afterAll(() => server.close())

  test.each([
    ['a folder', () => folderPlace(join(folder, 'here'))],
    ['an S3 server', () => s3Place(s3)],
  ] as [string, () => Place][])('%s', async (_, open) => {
    const place = open()
    const [a, b] = [crypto.randomUUID(), crypto.randomUUID()]
    const bytes = Buffer.alloc(3_000_000, 'дані ')
    await place.put(a, Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]))
    await place.put(b, Readable.from([]))
    const found = (await place.read(a))!
    expect(found.size).toBe(bytes.length)
    expect(Buffer.concat(await Array.fromAsync(found.bytes as AsyncIterable<Buffer>)).equals(bytes)).toBe(
      true,
    )
    const lying = await Array.fromAsync(place.list())
    expect(lying.map((l) => [l.id, l.size]).toSorted()).toEqual(
      [
        [a, bytes.length],
        [b, 0],
      ].toSorted(),
    )
    expect(Math.abs(lying[0]!.at.valueOf() - Date.now())).toBeLessThan(60_000)
    await place.remove(a)
    await place.remove(a)
    expect([await place.read(a), await place.has(a), await place.has(b)]).toEqual([null, false, true])
    const broken = place.put(
      crypto.randomUUID(),
      Readable.from(
        (async function* () {
          yield bytes.subarray(0, 10)
          throw new Error('cut')
        })(),
      ),
    )
    await expect(broken).rejects.toThrow('cut')
  })

  test('a wrong key, and a storage that is not there, are said so', async () => {
    const put = (more: object) => s3Place({ ...s3, ...more }).put(crypto.randomUUID(), Readable.from([png]))
    await expect(put({ secret: 'wrong' })).rejects.toThrow(/403 SignatureDoesNotMatch/)
    await expect(put({ bucket: 'none' })).rejects.toThrow(/404 NoSuchBucket/)
    await expect(put({ endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(/cannot be reached/)
  })
})
