import { describe, expect, it } from 'vitest'
import { bytesOf, csv, read } from './read-file.ts'

const refusal = async (s: string) => {
  const { rows } = await csv(s)
  return rows.find((r) => r.problem)
}

describe('a CSV file', () => {
  it('keeps what is in quotes: delimiters, line ends, doubled quotes', async () => {
    const { rows } = await csv('a,b\r\n1,"x, ""y""\r\nz"\r\n2,\r\n')
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'x, "y"\r\nz'] },
      { line: 4, cells: ['2', ''] },
    ])
  })

  it.each([
    ['a quote that is never closed', 'a,b,c\n1,"open,3\n4,5,6\n', 2, 'never closed'],
    ['a quote inside an unquoted cell', 'a,b,c\n1,2,3\n1,so "said" he,3\n', 3, 'not in quotes'],
    ['a quote inside a quoted cell', 'a,b\n"x " y",2\n', 2, 'must be doubled'],
    ['too many cells', 'a,b\n1,2\n1,2,3\n', 3, '3 cells here, but 2 columns'],
  ])('refuses %s, with its line and the reason', async (_, file, line, reason) => {
    const row = await refusal(file)
    expect(row).toMatchObject({ line })
    expect(row?.problem).toContain(reason)
  })

  it('loses one row to a broken quote, not the rest of the file', async () => {
    const { rows } = await csv('a,b\n1,"open\n2,x\n3,y\n')
    expect(rows.map((r) => [r.line, r.cells[0], Boolean(r.problem)])).toEqual([
      [2, '1', true],
      [3, '2', false],
      [4, '3', false],
    ])
  })

  it('takes quotes inside a value as they stand when told so', async () => {
    const { rows } = await csv('size,name\n5" pipe,x\n', { looseQuotes: true })
    expect(rows[0]).toEqual({ line: 2, cells: ['5" pipe', 'x'] })
  })

  it('fills up a row that is short and says so; ignores empty cells beyond the header', async () => {
    const { rows } = await csv('a,b,c\n1\n1,2,3,,\n\n4,5,6\n')
    expect(rows).toEqual([
      { line: 2, cells: ['1', '', ''], short: true },
      { line: 3, cells: ['1', '2', '3'] },
      { line: 5, cells: ['4', '5', '6'] },
    ])
  })

  it.each([
    ['nothing', '', 'empty'],
    ['blank lines', '\n\n', 'empty'],
    ['no names', ',,\n1,2,3\n', 'no column names'],
  ])('refuses a file with %s', async (_, file, reason) => {
    await expect(csv(file)).rejects.toThrow(reason)
  })

  it('names columns that have no name or a repeated one, and warns', async () => {
    const { header, warnings } = await csv('a,,a\n1,2,3\n')
    expect(header).toEqual(['a', 'Column 2', 'a (2)'])
    expect(warnings[0]).toContain('“a”')
  })

  it('finds out the delimiter, also from Excel’s own mark, and Mac line ends', async () => {
    expect((await csv('a;b\n1,5;2,5\n')).rows[0]!.cells).toEqual(['1,5', '2,5'])
    expect((await csv('a\tb\n"1,\t2"\t3\n')).rows[0]!.cells).toEqual(['1,\t2', '3'])
    expect((await csv('a|b\n1|2\n')).delimiter).toBe('|')
    expect((await csv('sep=;\r\na;b\r\n1;2\r\n')).rows).toEqual([{ line: 3, cells: ['1', '2'] }])
    expect((await csv('a,b\r1,2\r')).rows).toEqual([{ line: 2, cells: ['1', '2'] }])
  })

  it('reads the same whatever way it is cut into pieces', async () => {
    const { readCsv } = await import('#doors/import/reading/csv.ts')
    const file = 'a,b\r\n"x ""q""\r\ny","2"\r\n3,"4"\r\n"",5\r\n'
    const by = async (size: number) => {
      async function* pieces() {
        for (let i = 0; i < file.length; i += size) yield file.slice(i, i + size)
      }
      const rows = []
      for await (const row of readCsv(pieces(), { delimiter: ',' })) rows.push(row)
      return rows
    }
    const whole = await by(1000)
    expect(whole).toHaveLength(4)
    for (const size of [1, 2, 3, 5, 7, 11]) expect(await by(size)).toEqual(whole)
  })

  it('stops at bytes the encoding cannot have, with the line', async () => {
    const bytes = new Uint8Array([...bytesOf('a,б\n1,2\n'), 0xff, 0xfe, 0x0a])
    await expect(read(bytes, { encoding: 'utf-8' })).rejects.toThrow('not utf-8')
  })

  it('finds a one-byte encoding although the file begins with ASCII alone', async () => {
    const ascii = bytesOf(`a,b\n${'1,2\n'.repeat(100_000)}`)
    const word = new Uint8Array([0xca, 0xe8, 0xbf, 0xe2, 0x2c, 0x31, 0x0a])
    const { encoding, rows } = await read(Buffer.concat([ascii, word]))
    expect(encoding).toBe('windows-1251')
    expect(rows.at(-1)!.cells[0]).toBe('Київ')
  })

  it('tells Western letters from Cyrillic', async () => {
    const bytes = Buffer.from('name;city\nJörg Müller;Köln\nFrançois;Orléans\nBjörk;Malmö\n', 'latin1')
    expect((await read(bytes)).rows[0]!.cells).toEqual(['Jörg Müller', 'Köln'])
  })
})
