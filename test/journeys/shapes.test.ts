import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Size, type Site } from './journey.ts'

const month = new Date().toISOString().slice(0, 7)

describe('a list drawn otherwise', () => {
  let site: Site
  let who: { email: string; password: string }

  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, 'uk')
    const system = systemActor('cli')
    const { items: stages } = await site.kolo.list(system, 'stage', { sort: 'position' })
    await site.kolo.call(system, 'deal.create', {
      items: ['Насос', 'Котел', 'Труба'].map((name, i) => ({
        name,
        stage: stages[i % 2]!.id,
        amount: { amount: `${(i + 1) * 1000}.50`, currency: 'UAH' },
        closeDate: `${month}-1${i}`,
      })),
    })
    await site.kolo.call(system, 'account.create', {
      items: ['Київ', 'Бровари', 'Варшава', 'Ніде'].map((city) => ({
        name: `Клієнт: ${city}`,
        addresses: [{ city }],
      })),
    })
  }, 120_000)
  afterAll(() => site?.close())

  test('a card of the board is moved by keyboard', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', 'uk')
    await signIn(page, who)
    await page.goto('/deals?as=board')
    const lane = (name: string) => page.getByRole('region', { name, exact: true })
    await lane('Нова').getByText('Насос').waitFor()
    await expectAccessible(page)
    await lane('Нова').locator('[data-card]', { hasText: 'Насос' }).focus()
    await page.keyboard.press('m')
    await page.getByRole('menuitem', { name: 'Переговори' }).click()
    await lane('Переговори').getByText('Насос').waitFor()
    await page.reload()
    await lane('Переговори').getByText('Насос').waitFor()
    expect(faults).toEqual([])
    await context.close()
  }, 60_000)

  test.each(['desk', 'phone'] as Size[])(
    'table, board, calendar and chart at a %s, light and dark',
    async (size) => {
      const { page, context, faults } = await openPage(site.browser, site.address, size, 'uk')
      await signIn(page, who)
      for (const as of ['table', 'board', 'calendar', 'chart']) {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(`/deals?as=${as}`)
        if (as === 'calendar' && size === 'phone')
          await page.getByRole('button', { name: '1', exact: true }).first().waitFor()
        else
          await page
            .getByText(as === 'chart' ? 'Нова' : 'Котел')
            .first()
            .waitFor()
        await expectAccessible(page)
        await page.emulateMedia({ colorScheme: 'dark' })
        await page.locator('html[data-theme=dark]').waitFor()
        await page.waitForTimeout(200)
        await expectAccessible(page)
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      }
      expect(faults).toEqual([])
      await context.close()
    },
    60_000,
  )

  test.each(['desk', 'phone'] as Size[])(
    'a map at a %s: its places, their records, and the list of those',
    async (size) => {
      const { page, context, faults } = await openPage(site.browser, site.address, size, 'uk')
      const elsewhere: string[] = []
      page.on('request', (r) => !r.url().startsWith(site.address) && elsewhere.push(r.url()))
      await signIn(page, who)
      await page.goto('/accounts?as=map')
      await page.getByRole('button', { name: 'Варшава' }).waitFor()
      await page.locator('[data-bubble]').first().waitFor()
      await expectAccessible(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('html[data-theme=dark]').waitFor()
      await page.waitForTimeout(200)
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Київ', exact: true }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'Клієнт: Київ' }).waitFor()
      await expectAccessible(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      await page.getByRole('button', { name: 'У списку' }).click()
      await page.waitForURL((url) => url.searchParams.get('as') === 'table')
      await page.getByText('Клієнт: Київ').first().waitFor()
      expect(await page.getByText(/^Клієнт: /).count()).toBe(1)
      await page.goto('/accounts?as=map')
      await page.getByRole('button', { name: '1 без місця' }).click()
      await page.getByText('Клієнт: Ніде').first().waitFor()
      expect(await page.getByText(/^Клієнт: /).count()).toBe(1)
      expect([faults, elsewhere]).toEqual([[], []])
      await context.close()
    },
    60_000,
  )

  test('a view is saved, opened from its address, and dropped', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', 'uk')
    await signIn(page, who)
    await page.goto('/deals?sort=-amount&group=stage')
    await page.getByRole('row').nth(2).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Зберегти як вигляд' }).click()
    await page.getByLabel('Назва').last().fill('Найбільші')
    await page.getByRole('dialog').getByRole('button', { name: 'Зберегти' }).click()
    await page.locator('h1').getByText('Найбільші').waitFor()
    expect(new URL(page.url()).searchParams.has('sort')).toBe(false)
    await page.reload()
    await page.locator('h1').getByText('Найбільші').waitFor()
    await page.locator('h1 button').click()
    await expectAccessible(page)
    await page.getByRole('menuitem', { name: 'Прибрати вигляд' }).click()
    await page.locator('h1').getByText('Угоди').waitFor()
    expect(faults).toEqual([])
    await context.close()
  }, 60_000)
})
