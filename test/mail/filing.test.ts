import { describe, expect, test } from 'vitest'
import { fileByAddress, isPrivateAddress } from '#modules/mail/filing.ts'

describe('filing by address', () => {
  const c = (id: string, address: string, changed = '1', account: string | null = 'A') => ({
    id,
    address,
    changed,
    account,
  })
  const d = (id: string, contact: string | null, changed = '1') => ({
    id,
    contact,
    account: 'A',
    changed,
  })
  const cases: [string, Parameters<typeof fileByAddress>, object][] = [
    [
      'nobody known',
      [['x'], { contacts: [], leads: [], accounts: [], deals: [] }],
      { filedBy: null, contact: null, isAmbiguous: false },
    ],
    [
      'a contact, his account, his one deal',
      [['x'], { contacts: [c('C', 'x')], leads: [], accounts: [], deals: [d('D', 'C')] }],
      { contact: 'C', account: 'A', deal: 'D', isAmbiguous: false },
    ],
    [
      'two share an address: who has a deal',
      [
        ['x'],
        { contacts: [c('C1', 'x', '9'), c('C2', 'x')], leads: [], accounts: [], deals: [d('D', 'C2')] },
      ],
      { contact: 'C2', deal: 'D', isAmbiguous: true },
    ],
    [
      'two deals: the one changed last',
      [
        ['x'],
        { contacts: [c('C', 'x')], leads: [], accounts: [], deals: [d('D1', 'C', '1'), d('D2', 'C', '2')] },
      ],
      { deal: 'D2', isAmbiguous: true },
    ],
    [
      'another contact’s deal is not his',
      [['x'], { contacts: [c('C', 'x')], leads: [], accounts: [], deals: [d('D', 'Z')] }],
      { contact: 'C', deal: null },
    ],
    [
      'an account by its own address',
      [
        ['x'],
        {
          contacts: [],
          leads: [],
          accounts: [{ id: 'A', address: 'x', changed: '1' }],
          deals: [d('D', null)],
        },
      ],
      { account: 'A', contact: null, deal: 'D', filedBy: 'address' },
    ],
    [
      'who matters most comes first',
      [['y', 'x'], { contacts: [c('C1', 'x'), c('C2', 'y')], leads: [], accounts: [], deals: [] }],
      { contact: 'C2' },
    ],
  ]
  test.each(cases)('%s', (_, [addresses, known], filing) =>
    expect(fileByAddress(addresses, known)).toMatchObject(filing),
  )

  test('private addresses, one or a whole domain', () => {
    const rules = ['doctor@x.ua', '@family.ua']
    expect(['doctor@x.ua', 'a@family.ua', 'nurse@x.ua'].map((a) => isPrivateAddress(a, rules))).toEqual([
      true,
      true,
      false,
    ])
  })
})
