import { crc32, deflateSync } from 'node:zlib'

export type Shape = {
  at: [x: number, y: number, width: number, height: number]
  color: string
  round?: boolean
}

const [width, height] = [480, 360]

/** A picture of plain shapes on nothing, as PNG: layers of it lie over one another. */
export function draw(shapes: readonly Shape[]): Buffer {
  const pixels = Buffer.alloc(width * height * 4)
  for (const s of shapes) fill(pixels, s)
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(y * width * 4, (y + 1) * width * 4)]),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function fill(pixels: Buffer, { at: [left, top, w, h], color, round }: Shape): void {
  const value = Number.parseInt(color.slice(1), 16)
  for (let y = Math.max(0, top); y < Math.min(height, top + h); y++)
    for (let x = Math.max(0, left); x < Math.min(width, left + w); x++) {
      const [dx, dy] = [(2 * (x - left + 0.5)) / w - 1, (2 * (y - top + 0.5)) / h - 1]
      if (round && dx * dx + dy * dy > 1) continue
      pixels.writeUInt32BE(((value << 8) | 0xff) >>> 0, (y * width + x) * 4)
    }
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const out = Buffer.alloc(named.length + 8)
  out.writeUInt32BE(data.length, 0)
  named.copy(out, 4)
  out.writeUInt32BE(crc32(named), named.length + 4)
  return out
}
