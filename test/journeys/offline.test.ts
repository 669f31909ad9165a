import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { addPerson, expectAccessible, openPage, openSite, setUp, signIn, type Site } from './journey.ts'
import { sayer } from './say.ts'

const t = sayer('uk')
const photo = {
  name: 'kotel.png',
  mimeType: 'image/png',
  buffer: readFileSync(join(import.meta.dirname, '../../web/public/icon-192.png')),
}
const system = systemActor('cli')
let site: Site
let boss: { email: string; password: string }
let seller: Awaited<ReturnType<typeof addPerson>>

beforeAll(async () => {
  site = await openSite()
  boss = await setUp(site, 'uk')
  seller = await addPerson(site, { role: 'sales', name: 'Юлія Бондар', email: 'yulia@kolo.example' })
}, 120_000)
afterAll(() => site?.close())

const soon = { timeout: 40_000 }

test('a day without a network: read, written down, sent once, and never by another', async () => {
  const make = async (name: string, values: object) =>
    (await site.kolo.call(seller.actor, name, { items: [values] })).items[0].id as string
  const account = await make('account.create', {
    name: 'Ромашка',
    owner: seller.actor.user,
    phones: [{ value: '+380440000783' }],
  })
  const record = { entity: 'account', id: account }
  const dueAt = new Date().toISOString()
  const visit = await make('activity.create', { kind: 'visit', subject: 'Оглянути котел', record, dueAt })
  const call = await make('activity.create', { kind: 'call', subject: 'Нагадати про оплату', record, dueAt })
  const listed = async (entity: string) =>
    (await site.kolo.list(system, entity, { filter: ['record', 'is', `account:${account}`] })).items
  const more = { serviceWorkers: 'allow' } as const
  const { page, context } = await openPage(site.browser, site.address, 'phone', 'uk', more)
  const write = async (text: string) => {
    await page.getByRole('button', { name: t('offline.acts.note'), exact: true }).click()
    await page.getByLabel(t('activities.comment'), { exact: true }).fill(text)
    await page.getByRole('button', { name: t('offline.save.note'), exact: true }).click()
    await page.getByText(t('offline.waits')).last().waitFor()
  }
  const keptOf = () =>
    page.evaluate(
      () =>
        new Promise<string | undefined>((resolve) => {
          const request = indexedDB.open('kolo')
          request.onsuccess = () => {
            const day = request.result.transaction('kept').objectStore('kept').get('day')
            day.onsuccess = () => {
              request.result.close()
              resolve((day.result as { user: string } | undefined)?.user)
            }
          }
        }),
    )
  const enter = async (who: { email: string; password: string }) => {
    await signIn(page, who)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await expect.poll(keptOf, soon).toBeTruthy()
  }
  await enter(seller)
  await expect.poll(keptOf, soon).toBe(seller.actor.user)

  await context.setOffline(true)
  await page.goto('/my-day')
  await page.getByText(t('shell.away'), { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Оглянути котел' }).click()
  await page.getByRole('link', { name: '+380 44 000 07 83' }).waitFor()
  await write('Просять рахунок')
  await page.getByLabel(t('offline.acts.photo'), { exact: true }).setInputFiles(photo)
  await page.getByText(photo.name).waitFor()
  await page.getByRole('button', { name: t('offline.acts.complete'), exact: true }).click()
  await page.getByLabel(t('activities.result')).fill('Тиск у нормі')
  await page
    .getByRole('button', { name: t('offline.save.complete'), exact: true })
    .last()
    .click()
  await page.getByText('Тиск у нормі').waitFor()
  await page.goto('/deals')
  await page.getByText(t('ui.away')).waitFor()
  // An address that is kept opens as it is kept.
  await page.goto(`/activities/${call}`)
  await page.getByRole('button', { name: t('offline.acts.complete'), exact: true }).click()
  await page
    .getByRole('button', { name: t('offline.save.complete'), exact: true })
    .last()
    .click()
  await page.reload()
  await page.getByRole('button', { name: t('shell.waiting_few', { count: '4' }) }).click()
  await page.getByText('Тиск у нормі').waitFor()
  await expectAccessible(page)
  expect(await listed('comment')).toEqual([])

  // Meanwhile somebody has cancelled the call; and the answer to the comment is lost on its way.
  await site.kolo.call(system, 'activity.cancel', { id: call })
  let lost = 0
  await context.route('**/api/comments', async (route) => {
    if (lost++ > 0) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await context.setOffline(false)
  await expect.poll(async () => (await listed('attachment')).length, soon).toBe(1)
  const done = async () => (await site.kolo.get(system, 'activity', visit, ['status', 'result'])) as object
  await expect.poll(done, soon).toMatchObject({ status: 'done', result: 'Тиск у нормі' })
  expect(lost).toBeGreaterThan(1)
  expect((await listed('comment')).map((c) => c['body'])).toEqual(['Просять рахунок'])
  await page.getByText('Її вже виконано або скасовано.').waitFor()
  await page.getByRole('button', { name: t('offline.discard'), exact: true }).click()
  await page.getByRole('button', { name: t('offline.discardSure'), exact: true }).click()
  await page.getByText(t('offline.allSent')).waitFor()

  // Another one on the same phone neither sees nor sends what waits.
  await context.setOffline(true)
  await page.goto(`/accounts/${account}`)
  await write('Моє, не його')
  await context.clearCookies()
  await context.setOffline(false)
  await enter(boss)
  await expect.poll(keptOf, soon).not.toBe(seller.actor.user)
  await page.goto('/my-day')
  await page.getByText(t('activities.free')).waitFor()
  expect(await page.getByText(t('shell.waiting_one', { count: '1' })).count()).toBe(0)
  expect(await listed('comment')).toHaveLength(1)
  await context.clearCookies()
  await enter(seller)
  await expect.poll(async () => (await listed('comment')).length, soon).toBe(2)
  expect(await listed('attachment')).toHaveLength(1)
  await context.close()
}, 180_000)
