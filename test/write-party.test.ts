import { expect, test } from 'vitest'
import { identified } from '../server/modules/parties/write-party.ts'
import { openDoorWorld } from './door-world.ts'

const bad = { problem: 'mistyped' }

test.each([
  ['registrationCode', '32855961', { value: '32855961' }],
  ['registrationCode', '32855968', bad],
  ['registrationCode', '00000000', bad],
  ['registrationCode', 'HRB 12345', { value: 'HRB 12345' }],
  ['taxId', '1759013776', { value: '1759013776' }],
  ['taxId', '1759013777', bad],
  ['taxId', 'КВ123456', { value: 'КВ123456' }],
  ['iban', 'ua21 3223 1300 0002 6007 2335 6600 1', { value: 'UA213223130000026007233566001' }],
  ['iban', 'UA213223130000026007233566002', bad],
  ['vatId', '123456789012', { value: '123456789012' }],
  ['vatId', 'DE136695976', { value: 'DE136695976' }],
  ['vatId', 'DE136695978', bad],
])('%s %s', (key, value, expected) => expect(identified(key, value)).toEqual(expected))

test('a mistyped code is refused where it is typed; an old mistake does not block another field', async () => {
  const w = await openDoorWorld()
  const refused = w.kolo.call(w.olena, 'account.create', {
    items: [{ name: 'ТОВ', registrationCode: '32855968' }],
  })
  await expect(refused).rejects.toMatchObject({
    problems: [{ path: 'items.0.registrationCode', code: 'mistyped' }],
  })
  const { items } = await w.kolo.call(w.olena, 'account.create', { items: [{ name: 'ТОВ' }] })
  await w.db.system((tx) => tx.client.query('update accounts set registration_code = $1', ['32855968']))
  const again = { id: items[0].id, registrationCode: '32855968', name: 'ТОВ «Нова»' }
  const { items: after } = await w.kolo.call(w.olena, 'account.update', { items: [again] })
  expect(after[0].name).toBe('ТОВ «Нова»')
  await w.close()
})
