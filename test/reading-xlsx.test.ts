import { describe, expect, it } from 'vitest'
import { bytesOf, read } from './read-file.ts'

describe('an XLSX file', () => {
  const workbook = async (sheets: Record<string, unknown>[]) => {
    const { default: write } = await import('write-excel-file/node')
    return (await (write as unknown as (s: unknown) => { toBuffer(): Promise<Buffer> })(
      sheets,
    ).toBuffer()) as Buffer
  }
  const cell = (value: unknown, format?: string) => ({ value, ...(format ? { format } : {}) })

  it('reads dates from serial numbers, plain numbers, and text that looks like a number as it stands', async () => {
    const day = new Date(Date.UTC(2026, 10, 23))
    const file = await workbook([
      {
        sheet: 'Угоди',
        data: [
          [cell('Назва'), cell('Код'), cell('Дата'), cell('Сума'), cell('Так')],
          [cell('Ґанок'), cell('00032129'), cell(day, 'dd.mm.yyyy'), cell(0.1 + 0.2), cell(true)],
          [cell('порожній рядок далі'), null, null, cell(1e6), null],
          [null, null, null, null, null],
          [cell('останній'), cell('1.50'), null, cell(-5), null],
        ],
      },
    ])
    const { format, header, rows, sheets } = await read(file)
    expect({ format, header, sheets }).toEqual({
      format: 'xlsx',
      header: ['Назва', 'Код', 'Дата', 'Сума', 'Так'],
      sheets: ['Угоди'],
    })
    expect(rows).toEqual([
      { line: 2, cells: ['Ґанок', '00032129', '2026-11-23', '0.3', 'true'] },
      { line: 3, cells: ['порожній рядок далі', '', '', '1000000', ''] },
      { line: 5, cells: ['останній', '1.50', '', '-5', ''] },
    ])
  })

  it.each([
    ['cut short', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'not a whole XLSX'],
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'old .xls'],
    ['a PDF', bytesOf('%PDF-1.7'), 'PDF'],
  ])('refuses %s', async (_, bytes, reason) => {
    await expect(read(bytes)).rejects.toThrow(reason)
  })
})
