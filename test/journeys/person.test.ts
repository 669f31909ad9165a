import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Site } from './journey.ts'
import { sayer } from './say.ts'

const t = sayer('uk')
const system = systemActor('cli')
let site: Site
let who: { email: string; password: string }
const make = async (entity: string, item: object): Promise<string> =>
  (await site.kolo.call(system, `${entity}.create`, { items: [item] })).items[0].id
const open = async (path: string) => {
  const opened = await openPage(site.browser, site.address, 'desk', 'uk')
  await signIn(opened.page, who)
  await opened.page.goto(path)
  return opened
}

beforeAll(async () => {
  site = await openSite()
  who = await setUp(site, 'uk')
}, 120_000)
afterAll(() => site?.close())

test('a person agrees in a web form, withdraws it, and is erased', async () => {
  const name = 'Новини'
  await make('consentPurpose', { name, text: 'Згоден на новини', channels: ['email'], asksInForms: true })
  await make('webForm', { name: 'Новини', slug: 'novyny', locale: 'uk', asks: ['name', 'email'] })
  const visitor = await openPage(site.browser, site.address, 'phone', 'uk')
  await visitor.page.goto('/f/novyny')
  await visitor.page.locator('#name').fill('Марта Левченко')
  await visitor.page.locator('#email').fill('marta@poshta.example')
  await visitor.page.getByText('Згоден на новини').click()
  await expectAccessible(visitor.page)
  // Nobody fills a form in at once: it would be taken for a machine's.
  await visitor.page.waitForTimeout(3200)
  await visitor.page.getByRole('button').click()
  const leads = async () => (await site.kolo.list(system, 'lead', {})).items
  await expect.poll(async () => (await leads()).length, { timeout: 20_000 }).toBe(1)
  await visitor.context.close()

  const [lead] = await leads()
  const { page, context, faults } = await open(`/leads/${lead!.id}`)
  const state = async () =>
    (await site.kolo.list(system, 'consent', { sort: 'createdAt' })).items.map((c) => c['state'])
  expect(await state()).toEqual(['given'])
  await page.getByRole('button', { name: t('privacy.withdrawAll') }).click()
  await expect.poll(state, { timeout: 20_000 }).toEqual(['given', 'withdrawn'])

  await page.getByRole('tab', { name: t('record.tab.more') }).click()
  await page.getByRole('button', { name: t('privacy.erase') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t('privacy.fates.own')).waitFor()
  await expectAccessible(page)
  await dialog.getByRole('textbox').fill('Просить стерти')
  await dialog.getByRole('button', { name: t('privacy.erase') }).click()
  const found = async () => JSON.stringify((await site.kolo.list(system, 'lead', {})).items)
  await expect.poll(found, { timeout: 20_000 }).not.toContain('Левченко')
  expect(await found()).not.toContain('marta@')
  expect(faults).toEqual([])
  await context.close()
}, 90_000)

test('dragged in the calendar, a meeting is later and as long', async () => {
  const at = new Date()
  at.setUTCHours(11, 0, 0, 0)
  const { user } = (await site.kolo.list(system, 'user', { limit: 1 })).items.map((u) => ({ user: u.id }))[0]!
  const ends = new Date(at.getTime() + 3_600_000)
  const id = await make('activity', {
    kind: 'meeting',
    subject: 'Пересувна нарада',
    startsAt: at.toISOString(),
    endsAt: ends.toISOString(),
    assignee: user,
  })
  const { page, context, faults } = await open('/calendar')
  const event = page.locator('.ec-event', { hasText: 'Пересувна нарада' })
  await event.scrollIntoViewIfNeeded()
  const box = (await event.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 10)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 2.5, { steps: 8 })
  await page.mouse.up()
  const times = async () => {
    const a = await site.kolo.get(system, 'activity', id)
    return [a['startsAt'], a['endsAt']].map((x) => Date.parse(x as string))
  }
  await expect.poll(async () => (await times())[0]! > at.getTime(), { timeout: 20_000 }).toBe(true)
  const [start, end] = await times()
  expect(end! - start!).toBe(3_600_000)
  expect(faults).toEqual([])
  await context.close()
}, 60_000)
