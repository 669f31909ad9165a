import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

const products = 'name,price\nGTX Pro,100\nMG Special,55\n'
const deals = [
  'code,name,product,opened',
  'A1,Перша,GTXPro,23.11.2025',
  'A2,Друга,MG Special,24.11.2025',
  'A3,Третя,Unheard Of,32.11.2025',
].join('\r\n')

describe.each(['uk', 'en'] as const)('an import, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const system = systemActor('cli')
  let site: Site
  let who: { email: string; password: string }
  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
  }, 120_000)
  afterAll(() => site?.close())

  const count = async (entity: string) => (await site.kolo.list(system, entity, { limit: 100 })).items.length

  test('looked at before, mended once, taken in, brought again for nothing, undone', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
    await signIn(page, who)
    const bring = async (entity: string, name: string, text: string) => {
      await page.goto(`/import?of=${entity}`)
      await page.getByText(t('import.drop')).waitFor()
      await page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.getByRole('button', { name: t('import.columns.check') }).waitFor()
    }
    const check = async () => {
      await page.getByRole('button', { name: t('import.columns.check') }).click()
      await page.getByRole('heading', { name: t('import.checked.title') }).waitFor()
    }
    const tile = (kind: string) =>
      page
        .locator('dl div', { hasText: t(`import.counts.${kind}`) })
        .locator('dd')
        .textContent()
    const run = async () => {
      await page
        .locator('main')
        .getByRole('button', { name: new RegExp(`^${t('import.checked.run_one').split(' ')[0]} \\d`) })
        .click()
      await page.getByRole('heading', { name: t('import.ended.done'), exact: true }).waitFor()
    }

    await bring('product', 'products.csv', products)
    await expectAccessible(page)
    await check()
    expect(await tile('new')).toBe('2')
    expect(await count('product')).toBe(0)
    await run()
    expect(await count('product')).toBe(2)

    await bring('deal', 'deals.csv', deals)
    await check()
    await expectAccessible(page)
    await page.getByText(t('import.mendings.title')).waitFor()
    expect(await page.getByLabel(t('import.mendings.meansOf', { text: 'GTXPro' })).inputValue()).toBe(
      'GTX Pro',
    )
    await page.getByRole('button', { name: t('import.mendings.confirmAndCheck') }).click()
    await expect.poll(() => tile('new'), { timeout: 20_000 }).toBe('2')
    expect(await tile('refused')).toBe('1')
    await run()
    await expectAccessible(page)
    expect(await count('deal')).toBe(2)

    // The same file again: what was confirmed is remembered, and nothing changes.
    await bring('deal', 'deals.csv', deals)
    await check()
    expect([await tile('new'), await tile('changed'), await tile('unchanged')]).toEqual(['0', '0', '2'])

    await page.goto('/import')
    await page.getByText(t('import.former')).waitFor()
    await expectAccessible(page)
    await page
      .locator('tr', { hasText: t('import.statuses.done') })
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('button', { name: t('import.ended.undo') }).click()
    await page.getByRole('heading', { name: t('import.ended.undone') }).waitFor()
    expect(await count('deal')).toBe(0)
    expect(faults).toEqual([])
    await context.close()
  }, 60_000)
})
