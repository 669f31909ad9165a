import { crc32, deflateRawSync } from 'node:zlib'

type Entry = { name: string; bytes: Uint8Array }

// PKWARE APPNOTE 6.3: version 2.0, names in UTF-8 (bit 11), the day of 1980 that has no meaning.
const fields = (name: Buffer, sum: number, packed: number, size: number): Buffer => {
  const b = Buffer.alloc(26)
  b.writeUInt16LE(20, 0)
  b.writeUInt16LE(0x0800, 2)
  b.writeUInt16LE(8, 4)
  b.writeUInt16LE(0x21, 8)
  b.writeUInt32LE(sum, 10)
  b.writeUInt32LE(packed, 14)
  b.writeUInt32LE(size, 18)
  b.writeUInt16LE(name.length, 22)
  return b
}
const signature = (n: number) => Buffer.from([0x50, 0x4b, n & 0xff, n >> 8])

/** An archive of files of under 4 GB in all, one file in memory at a time. */
export async function* zip(entries: AsyncIterable<Entry>): AsyncIterable<Uint8Array> {
  const directory: Buffer[] = []
  let at = 0
  for await (const { name: text, bytes } of entries) {
    const name = Buffer.from(text)
    const packed = deflateRawSync(bytes)
    const head = fields(name, crc32(bytes), packed.length, bytes.length)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([signature(0x0201), Buffer.from([20, 0]), head, rest, name]))
    const local = Buffer.concat([signature(0x0403), head, name])
    yield local
    yield packed
    at += local.length + packed.length
  }
  const size = directory.reduce((sum, d) => sum + d.length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(at, 12)
  yield Buffer.concat([...directory, signature(0x0605), end])
}
