import { UnreadableFile } from './table.ts'

/** What the directory of a zip archive says its files come to when unpacked. */
export function unpackedSize(zip: Uint8Array): number {
  const b = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = b.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 20 > b.length) throw new UnreadableFile(0, 'this is not a whole XLSX file.')
  let at = b.readUInt32LE(end + 16)
  let size = 0
  for (let left = b.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > b.length || b.readUInt32LE(at) !== 0x02014b50)
      throw new UnreadableFile(0, 'the XLSX file is damaged.')
    size += b.readUInt32LE(at + 24)
    at += 46 + b.readUInt16LE(at + 28) + b.readUInt16LE(at + 30) + b.readUInt16LE(at + 32)
  }
  return size
}

export const isZip = (head: Uint8Array) =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4
