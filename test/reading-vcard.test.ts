import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csv, read } from './read-file.ts'

const cards = `${import.meta.dirname}/../../shared/data/vcard`

describe('a vCard file', () => {
  it('reads version 2.1 in quoted-printable windows-1251, and 3.0 with groups', async () => {
    const file = [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CA=EE=E2=E0=EB=FC;=CE=EB=',
      '=FC=E3=E0',
      'TEL;CELL;VOICE:+380 44 123 45 67',
      'TEL;WORK:0501234567',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:Acme\\, Inc',
      'item1.EMAIL;TYPE=INTERNET,WORK:a@b.example',
      'NOTE:one',
      '  two\\nthree',
      'END:VCARD',
    ].join('\r\n')
    const { header, rows } = await csv(file)
    const named = rows.map((r) =>
      Object.fromEntries(header.map((h, i) => [h, r.cells[i]]).filter(([, v]) => v)),
    )
    expect(named).toEqual([
      {
        'First Name': 'Ольга',
        'Last Name': 'Коваль',
        'Phone 1 - Label': 'cell',
        'Phone 1 - Value': '+380 44 123 45 67',
        'Phone 2 - Label': 'work',
        'Phone 2 - Value': '0501234567',
      },
      {
        Name: 'Acme, Inc',
        'E-mail 1 - Label': 'work',
        'E-mail 1 - Value': 'a@b.example',
        Notes: 'one two\nthree',
      },
    ])
    expect(rows.map((r) => r.line)).toEqual([1, 8])
  })

  it('refuses a card that is not closed, and goes on', async () => {
    const { rows } = await csv('BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n')
    expect(rows.map((r) => r.problem)).toEqual(['the card has no END:VCARD.', undefined])
  })

  describe.skipIf(!existsSync(cards))('of the vcard set', () => {
    const folder = `${cards}/ez-vcard/src/test/resources/ezvcard/io/text`
    const counts: Record<string, number> = {
      'gmail-list.vcf': 3,
      'John_Doe_MAC_ADDRESS_BOOK.vcf': 1,
      'outlook-2007.vcf': 1,
    }
    for (const file of existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.vcf')) : [])
      it(file, async () => {
        const { rows, header } = await read(`${folder}/${file}`)
        expect(rows.filter((r) => r.problem)).toEqual([])
        expect(rows.length).toBeGreaterThanOrEqual(counts[file] ?? 1)
        expect(header.some((h) => /Name|Organization/.test(h))).toBe(true)
      })
  })
})
