import { Buffer } from 'node:buffer'

/** One part of a form. Its content is to be read before the next part is asked for. */
export type Part = { name: string; file: string | null; content: AsyncIterable<Buffer> }

/** The body is not a form, or is cut short. */
export class BadForm extends Error {}

const longestHeaders = 16_384

export const boundaryOf = (contentType: string | undefined) =>
  /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i
    .exec(contentType ?? '')
    ?.slice(1)
    .find(Boolean)

/** The parts of a multipart form as they arrive (RFC 7578): a file of gigabytes is never whole in memory. */
export async function* partsOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncIterable<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const chunks = body[Symbol.asyncIterator]()
  // The first delimiter stands at the very beginning, without a line end.
  let buffer: Buffer = Buffer.from('\r\n')
  const more = async () => {
    const next = await chunks.next()
    if (next.done) throw new BadForm('The form is cut short.')
    buffer = Buffer.concat([buffer, next.value])
  }
  const upTo = async function* (): AsyncIterable<Buffer> {
    for (;;) {
      const at = buffer.indexOf(delimiter)
      const ready = buffer.subarray(0, at >= 0 ? at : Math.max(0, buffer.length - delimiter.length))
      if (ready.length) yield ready
      buffer = buffer.subarray(at >= 0 ? at + delimiter.length : ready.length)
      if (at >= 0) return
      await more()
    }
  }
  const drain = async (content: AsyncIterable<Buffer>) => {
    for await (const _ of content);
  }
  await drain(upTo())
  for (;;) {
    while (buffer.length < 2) await more()
    if (buffer.subarray(0, 2).toString('latin1') === '--') return
    let end = buffer.indexOf('\r\n\r\n')
    while (end < 0) {
      if (buffer.length > longestHeaders)
        throw new BadForm('The form has a part without an end to its headers.')
      await more()
      end = buffer.indexOf('\r\n\r\n')
    }
    const { name, file } = namesOf(buffer.subarray(0, end).toString('utf8'))
    buffer = buffer.subarray(end + 4)
    const content = upTo()
    yield { name, file, content }
    await drain(content)
  }
}

function namesOf(headers: string): { name: string; file: string | null } {
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1] ?? ''
  const value = (key: string) => new RegExp(`;\\s*${key}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition)?.[1]
  const name = value('name')
  if (name === undefined) throw new BadForm('The form has a part without a name.')
  // Browsers write a quote in a name as %22.
  const plain = (text: string) => text.replaceAll('%22', '"').replaceAll(/%0[DA]/gi, ' ')
  const file = value('filename')
  return { name: plain(name), file: file === undefined ? null : plain(file) }
}
