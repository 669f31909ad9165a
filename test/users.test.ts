import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoorWorld, type DoorWorld } from './door-world.ts'

let w: DoorWorld
beforeAll(async () => {
  w = await openDoorWorld()
})
afterAll(() => w.close())

const one = async (name: string, item: object, who = w.admin) =>
  (await w.kolo.call(who, name, { items: [item] })).items[0]

test('who moves to another team takes his records along, and their parts', async () => {
  const account = await one('account.create', { name: 'ТОВ «Переїзд»' }, w.olena)
  const part = await one('accountRole.create', { account: account.id, role: 'customer' }, w.olena)
  const seenByPetro = async () =>
    (await w.kolo.list(w.petro, 'account', { filter: ['id', 'is', account.id] })).items.length
  expect(await seenByPetro()).toBe(0)
  await one('user.update', { id: w.olena.user, team: w.petro.teams[0] })
  expect(await seenByPetro()).toBe(1)
  expect((await w.kolo.list(w.petro, 'accountRole', { filter: ['id', 'is', part.id] })).items).toHaveLength(1)
})

test.each([
  ['deactivated', { isActive: false }],
  ['given another role', {}],
])('the last administrator cannot be %s', async (_, patch) => {
  const [sales] = (await w.kolo.list(w.admin, 'role', { filter: ['key', 'is', 'sales'] })).items
  const change = { id: w.admin.user, ...('isActive' in patch ? patch : { role: sales!.id }) }
  await expect(one('user.update', change)).rejects.toMatchObject({ code: 'last_administrator' })
  await expect(w.kolo.call(w.admin, 'user.delete', { ids: [w.admin.user] })).rejects.toMatchObject({
    code: 'last_administrator',
  })
})

test('a built-in role stays', async () => {
  const [sales] = (await w.kolo.list(w.admin, 'role', { filter: ['key', 'is', 'reader'] })).items
  await expect(w.kolo.call(w.admin, 'role.delete', { ids: [sales!.id] })).rejects.toMatchObject({
    code: 'built_in',
  })
})

test('a role made on screen is enforced at once, and its rights as they are changed', async () => {
  const read = {
    read: 'all',
    create: false,
    update: 'none',
    delete: 'none',
    export: false,
    fields: { phones: 'none' },
  }
  const role = await one('role.create', {
    name: 'Дзвінки',
    key: 'callers_of_this_test',
    rights: { account: read },
  })
  const caller = { ...w.petro, role: 'callers_of_this_test' }
  await one('account.create', { name: 'ТОВ «Телефон»', phones: ['067 123 45 67'] }, w.olena)
  const shown = async () => (await w.kolo.list(caller, 'account', { q: 'Телефон' })).items[0]!
  expect(await shown()).not.toHaveProperty('phones')
  await w.kolo.call(w.admin, 'role.set_rights', { id: role.id, rights: { account: { ...read, fields: {} } } })
  expect((await shown())['phones']).toEqual([{ value: '+380671234567', primary: true }])
  const further = w.kolo.call(w.admin, 'role.set_rights', {
    id: role.id,
    rights: { account: { ...read, read: 'own', update: 'all' } },
  })
  await expect(further).rejects.toMatchObject({ problems: [{ path: 'rights.account.update' }] })
})
