import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { read } from './read-file.ts'

const corpora = `${import.meta.dirname}/../../shared/data/csv-corpora`

describe.skipIf(!existsSync(corpora))('csv-corpora', () => {
  const json = (path: string) => JSON.parse(readFileSync(`${corpora}/${path}`, 'utf8')) as unknown
  const files = (folder: string) => readdirSync(`${corpora}/${folder}`)

  describe('csv-spectrum reads as its JSON says', () => {
    // location_coordinates is refused below: its cells carry unescaped quotes.
    for (const file of files('csv-spectrum/csvs').filter((f) => f !== 'location_coordinates.csv'))
      it(file, async () => {
        const { header, rows } = await read(`${corpora}/csv-spectrum/csvs/${file}`)
        const found = rows.map((r) => Object.fromEntries(header.map((h, i) => [h, r.cells[i]])))
        // The stored copy of newlines_crlf.csv has lost its carriage returns; its JSON has not.
        const lost = !readFileSync(`${corpora}/csv-spectrum/csvs/${file}`, 'utf8').includes('\r')
        const expected = JSON.stringify(json(`csv-spectrum/json/${file.replace('.csv', '.json')}`))
        expect(found).toEqual(JSON.parse(lost ? expected.replaceAll('\\r', '') : expected))
      })

    it('location_coordinates.csv is refused by line, or read when told', async () => {
      const path = `${corpora}/csv-spectrum/csvs/location_coordinates.csv`
      expect((await read(path)).rows[0]).toMatchObject({
        line: 2,
        problem: expect.stringContaining('not in quotes'),
      })
      const { rows } = await read(path, { looseQuotes: true })
      expect(rows[0]!.cells.slice(1)).toEqual(['37�36\'37.8"N 121�2\'17.9"W', 'Modesto', 'Stanislaus'])
    })
  })

  describe('csv-test-data reads as its JSON says', () => {
    for (const file of files('csv-test-data/csv').filter(
      (f) => !f.startsWith('bad-') && f !== 'all-empty.csv',
    ))
      it(file, async () => {
        const { header, rows } = await read(`${corpora}/csv-test-data/csv/${file}`)
        const expected = json(`csv-test-data/json/${file.replace('.csv', '.json')}`) as unknown[]
        const cells = rows.map((r) => r.cells)
        const named = file.startsWith('header-')
        expect(
          named ? cells.map((c) => Object.fromEntries(header.map((h, i) => [h, c[i]]))) : [header, ...cells],
        ).toEqual(expected)
      })
  })

  it.each([
    ['bad-header-more-fields.csv', 2, '4 cells here, but 3 columns'],
    ['bad-missing-quote.csv', 2, 'never closed'],
    ['bad-quotes-with-unescaped-quote.csv', 2, 'must be doubled'],
    ['bad-unescaped-quote.csv', 2, 'not in quotes'],
  ])('%s is refused at line %i', async (file, line, reason) => {
    const { rows } = await read(`${corpora}/csv-test-data/csv/${file}`)
    expect(rows).toEqual([expect.objectContaining({ line, problem: expect.stringContaining(reason) })])
  })

  it.each(['bad-header-no-header.csv', 'all-empty.csv'])('%s is refused as empty', async (file) => {
    await expect(read(`${corpora}/csv-test-data/csv/${file}`)).rejects.toThrow('empty')
  })

  it('bad-header-less-fields.csv is read with the missing cell empty, and says so', async () => {
    const { rows } = await read(`${corpora}/csv-test-data/csv/bad-header-less-fields.csv`)
    expect(rows).toEqual([{ line: 2, cells: ['1', '2', ''], short: true }])
  })

  it('bad-header-wrong-header.csv is a table with other columns and no rows', async () => {
    const { header, rows } = await read(`${corpora}/csv-test-data/csv/bad-header-wrong-header.csv`)
    expect([header, rows]).toEqual([['qux', 'quux', 'quuz'], []])
  })

  describe('Ukrainian text in every encoding', () => {
    const expected = json('ua-cp1251-derived/expected_rows.json') as string[][]
    const exact = (s: string) => s
    // The files in sets without an apostrophe, і, or ґ carry what stands there for them.
    const unmarked = (s: string) => s.replaceAll('’', '?')
    const latinised = (s: string) => unmarked(s).replaceAll('і', 'i').replaceAll('І', 'I')
    it.each([
      ['katottg_500_utf8bom_semicolon.csv', 'utf-8', ';', exact],
      ['katottg_500_utf16le_bom_tab.csv', 'utf-16le', '\t', exact],
      ['katottg_500_cp1251_semicolon_crlf.csv', 'windows-1251', ';', exact],
      ['katottg_500_koi8u_tab.csv', 'koi8-u', '\t', unmarked],
      ['katottg_500_cp866_semicolon.csv', 'ibm866', ';', latinised],
    ])('%s', async (file, encoding, delimiter, as) => {
      const { header, rows, ...found } = await read(`${corpora}/ua-cp1251-derived/${file}`)
      expect(found).toMatchObject({ encoding, delimiter })
      expect([header, ...rows.map((r) => r.cells)]).toEqual(expected.map((r) => r.map(as)))
      expect(rows.at(-1)!.line).toBe(expected.length)
    })
  })

  it.each(files('crm-exports-real-headers'))('the header of %s is read', async (file) => {
    const { header, rows } = await read(`${corpora}/crm-exports-real-headers/${file}`)
    expect(header.length).toBeGreaterThan(8)
    expect(rows.filter((r) => r.problem)).toEqual([])
  })
})
