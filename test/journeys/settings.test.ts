import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

const pages = [
  'profile',
  'security',
  'keys',
  'workspace',
  'users',
  'teams',
  'roles',
  'fields',
  'objects',
  'pipelines',
  'providers',
  'webhooks',
  'audit',
]

describe.each(['uk', 'en'] as const)('the settings, in %s', (locale: Locale) => {
  const t = sayer(locale)
  let site: Site
  let who: { email: string; password: string }
  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
  }, 120_000)
  afterAll(() => site?.close())

  // Each language on one of the sizes: what is wrong with one shows on either.
  const size = locale === 'uk' ? 'phone' : 'desk'
  test(`every page is whole and accessible, on a ${size}`, async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, size, locale)
    await signIn(page, who)
    for (const key of pages) {
      await page.goto(`/settings/${key}`)
      await page.getByRole('heading', { level: 1, name: t(`settings.pages.${key}`) }).waitFor()
      // A text without its translation reads like "settings.users.add".
      expect(await page.locator('main').innerText()).not.toMatch(
        /\b(settings|ui|record|form|import|signIn)\.[a-z]\w+/,
      )
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      await expectAccessible(page)
    }
    expect(faults).toEqual([])
    await context.close()
  }, 90_000)

  if (locale === 'uk')
    test('an own field and an own object are there at once', async () => {
      const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
      await signIn(page, who)
      await page.goto('/settings/fields')
      await page.getByRole('button', { name: t('settings.fields.add') }).click()
      await page.getByRole('dialog').getByRole('textbox').first().fill('Розмір знижки')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('form.create') })
        .click()
      await page.getByText('rozmirZnyzhky').waitFor()
      await page.goto('/contacts')
      await page.locator('main').waitFor()
      await page.keyboard.press('c')
      await page.getByRole('dialog').waitFor()
      await page.getByRole('button', { name: 'Власні поля' }).click()
      await page.getByLabel('Розмір знижки').waitFor()
      await expectAccessible(page)

      await page.goto('/settings/objects')
      await page
        .getByRole('button', { name: t('settings.objects.add') })
        .first()
        .click()
      const names = page.getByRole('dialog').getByRole('textbox')
      await names.nth(0).fill('Котел')
      await page
        .getByRole('dialog')
        .getByLabel(/^Назва у множині *\*?$/)
        .fill('Котли')
      await expectAccessible(page)
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('form.create') })
        .click()
      await page.getByRole('navigation').getByRole('link', { name: 'Котли' }).click()
      await page.waitForURL('**/kotly')
      expect(faults).toEqual([])
      await context.close()
    }, 60_000)

  if (locale === 'en')
    test('a right taken away is in force at once', async () => {
      const { page, context } = await openPage(site.browser, site.address, 'desk', locale)
      await signIn(page, who)
      await page.goto('/settings/roles')
      await page.getByRole('button', { name: /^Sales / }).click()
      const deals = 'Deals'
      await page.getByLabel(`${deals}: ${t('settings.roles.verbs.read')}`, { exact: true }).click()
      await page.getByRole('option', { name: t('settings.roles.scopes.none') }).click()
      await expectAccessible(page)
      await page.getByRole('button', { name: t('ui.save'), exact: true }).click()
      await page.getByText(t('settings.roles.saved')).waitFor()
      const rights = await site.kolo.db.system(
        async (tx) =>
          (await tx.client.query(`select rights->'deal' as deal from roles where key = 'sales'`)).rows[0],
      )
      expect(rights.deal).toMatchObject({ read: 'none', update: 'none', delete: 'none' })
      await context.close()
    })
})
