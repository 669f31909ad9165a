import { describe, expect, it } from 'vitest'
import { BadForm, boundaryOf, partsOf } from '#doors/import/multipart.ts'

async function read(body: Uint8Array, boundary: string, size: number) {
  async function* pieces() {
    for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size)
  }
  const parts = []
  for await (const part of partsOf(pieces(), boundary)) {
    const content: Buffer[] = []
    for await (const piece of part.content) content.push(Buffer.from(piece))
    parts.push({ name: part.name, file: part.file, text: Buffer.concat(content).toString('utf8') })
  }
  return parts
}

describe('a multipart form', () => {
  it('reads the same in whatever pieces it comes', async () => {
    const form = new FormData()
    form.set('entity', 'contact')
    form.set('file', new File(['a;б\r\n--not a boundary\r\n\r\n1;2'], 'Список "2".csv'))
    form.set('empty', '')
    const request = new Request('http://x', { method: 'POST', body: form })
    const boundary = boundaryOf(request.headers.get('content-type') ?? '')!
    const bytes = new Uint8Array(await request.arrayBuffer())
    const expected = [
      { name: 'entity', file: null, text: 'contact' },
      { name: 'file', file: 'Список "2".csv', text: 'a;б\r\n--not a boundary\r\n\r\n1;2' },
      { name: 'empty', file: null, text: '' },
    ]
    for (const size of [1, 2, 3, 7, 64, 100_000]) expect(await read(bytes, boundary, size)).toEqual(expected)
  })

  it.each([
    ['cut short', '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nxy'],
    ['without a boundary', 'nothing of it'],
    ['with a part that has no name', '--b\r\ncontent-type: text/plain\r\n\r\nx\r\n--b--'],
    ['with endless headers', `--b\r\n${'x'.repeat(20_000)}`],
  ])('%s is refused', async (_, body) => {
    await expect(read(Buffer.from(body), 'b', 10)).rejects.toThrow(BadForm)
  })
})
