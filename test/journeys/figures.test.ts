import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

const group = { uk: 'Група товарів', en: 'Product group' }
const wonDeals = { uk: 'Виграно угод', en: 'Deals won' }

describe.each(['uk', 'en'] as const)('what was sold and what will be, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const day = new Date().toISOString().slice(0, 10)
  let site: Site
  let who: { email: string; password: string }

  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
    const system = systemActor('cli')
    const make = async (entity: string, items: object[]) =>
      (await site.kolo.call(system, `${entity}.create`, { items })).items as { id: string }[]
    const [user] = (await site.kolo.list(system, 'user', { filter: ['email', 'is', who.email] })).items
    const groups = await make('productGroup', [{ name: 'Насоси' }, { name: 'Котли' }])
    const products = await make(
      'product',
      groups.map((g, i) => ({ name: `Товар ${i}`, group: g.id })),
    )
    const deals = await make(
      'deal',
      [0, 0, 0, 1, 1].map((at, i) => ({
        name: `Угода ${i}`,
        owner: user!.id,
        product: products[at]!.id,
        amount: { amount: '1000.00', currency: 'UAH' },
        closeDate: day,
      })),
    )
    for (const { id } of deals.slice(0, 4)) await site.kolo.call(system, 'deal.win', { id })
  }, 120_000)
  afterAll(() => site?.close())

  test('a figure opens as many deals as it says', { timeout: 60_000 }, async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
    const choose = async (label: string, option: string) => {
      await page.getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    /** The deals in the list that has opened, without the row of the heads. */
    const listed = async () => {
      await page.waitForURL('**/deals?**')
      await page.locator('[role=row][aria-rowindex="2"]').waitFor()
      await page.waitForLoadState('networkidle')
      return (await page.locator('[role=row][aria-rowindex]').count()) - 1
    }
    await signIn(page, who)
    await page.goto('/my-numbers')
    await page.getByRole('heading', { name: t('analysis.numbers.mine') }).waitFor()
    await page.getByRole('list', { name: t('analysis.byMonth') }).waitFor()
    await expectAccessible(page)

    await page.goto('/sales-volume')
    await choose(t('analysis.andBy'), group[locale])
    await choose(t('analysis.figure'), wonDeals[locale])
    const row = page
      .getByRole('region', { name: t('analysis.table') })
      .getByRole('row', { name: 'Оксана Коваль' })
    await expect.poll(() => row.getByRole('link').allInnerTexts()).toEqual(['4', '3', '1'])
    await expectAccessible(page)
    await page.getByRole('button', { name: t('list.saveView') }).click()
    await page.getByRole('textbox', { name: t('list.viewName') }).fill('Угоди груп')
    await page.getByRole('button', { name: t('ui.save'), exact: true }).click()
    await page.waitForURL('**view=**')
    await page.goto('/sales-volume')
    await page.getByRole('button', { name: t('analysis.volume') }).click()
    await page.getByRole('menuitem', { name: 'Угоди груп' }).click()
    await expect.poll(() => row.getByRole('link').allInnerTexts()).toEqual(['4', '3', '1'])
    await row.getByRole('link', { name: '3' }).click()
    expect(await listed()).toBe(3)

    await page.goto('/forecast')
    await choose(t('forecast.period'), t('forecast.kinds.month'))
    await page.getByRole('button', { name: t('forecast.earlier') }).click()
    await page.getByRole('button', { name: t('forecast.later') }).click()
    const mine = page.getByRole('row', { name: 'Оксана Коваль' })
    await mine.getByRole('link').first().waitFor()
    await expectAccessible(page)
    await mine.getByRole('link').first().click()
    expect(await listed()).toBe(4)
    expect(faults).toEqual([])
    await context.close()
  })

  test('nothing is wider than a phone', { timeout: 60_000 }, async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'phone', locale)
    await signIn(page, who)
    for (const path of ['/my-numbers', '/sales-volume?columns=productGroup', '/forecast']) {
      await page.goto(path)
      await page
        .getByText(/[14][,.]?0?\s(тис|млн)|₴|UAH/)
        .first()
        .waitFor()
      const { scroll, screen } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        screen: document.documentElement.clientWidth,
      }))
      expect(scroll, path).toBeLessThanOrEqual(screen)
    }
    await expectAccessible(page)
    expect(faults).toEqual([])
    await context.close()
  })
})
