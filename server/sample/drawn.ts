import { crc32, deflateSync } from 'node:zlib'
import type { Random } from './random.ts'

/** A page of lines and figures, as a plain PDF: A4 across, in points from the lower left corner. */
export function pdfOf(drawing: readonly string[]): Buffer {
  const content = drawing.join('\n')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj${object}endobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  )
}

const line = (...[x, y, to, up]: number[]) => `${x} ${y} m ${to} ${up} l S`
const box = (...[x, y, w, h]: number[]) => `${x} ${y} ${w} ${h} re S`
const figure = (x: number, y: number, text: string | number) => `BT /F 11 Tf ${x} ${y} Td (${text}) Tj ET`

/** A well, a pump, a tank and the pipes between them, with their measures. */
export function pumpDrawing(random: Random, number: number): Buffer {
  const [depth, pipe, tank] = [random.int(18, 64), random.pick([25, 32, 40, 50]), random.int(2, 10) * 100]
  return pdfOf([
    '1.2 w',
    box(30, 30, 782, 535)!,
    box(560, 30, 252, 70)!,
    line(60, 330, 780, 330),
    box(130, 90, 46, 240)!,
    box(142, 120, 22, 60)!,
    line(153, 180, 153, 400),
    line(153, 400, 380, 400),
    box(380, 350, 120, 100)!,
    line(500, 400, 700, 400),
    box(640, 330, 130, 140)!,
    line(640, 470, 705, 530),
    line(705, 530, 770, 470),
    '0.5 w',
    line(100, 90, 100, 330),
    figure(66, 205, `${depth}.0`),
    figure(250, 408, `D ${pipe}`),
    figure(415, 395, `${tank} L`),
    figure(580, 408, `D ${pipe}`),
    figure(575, 72, `No. ${number}`),
    figure(575, 48, '1 : 50'),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

const [width, height] = [480, 320]

/** A house under the sky with its water tank: a picture as from a telephone, but smaller. */
export function sitePicture(random: Random): Buffer {
  const hue = random.int(0, 60)
  const left = random.int(120, 240)
  const roof = random.int(40, 70)
  const rows = Buffer.alloc(height * (width * 3 + 1))
  const colour = (x: number, y: number): readonly [number, number, number] => {
    const up = 210 - y
    const across = x - left
    if (up > 0 && up < 90 && across > 0 && across < 160)
      return across % 54 > 16 && across % 54 < 38 && up > 30 && up < 62
        ? [120, 150, 175]
        : [226, 214 - hue / 3, 190]
    if (up >= 90 && up < 90 + roof && Math.abs(across - 80) < (90 + roof - up) * 1.4)
      return [150 + hue, 84, 62]
    if (Math.hypot(x - left - 215, (y - 190) * 1.3) < 34) return [70, 120, 165]
    return y < 210 ? [150 + y / 4, 190 + y / 8, 228] : [110 - (y - 210) / 5, 142, 84]
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set(colour(x, y), y * (width * 3 + 1) + 1 + x * 3)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
