import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

describe.each(['uk', 'en'] as const)('the page of a client, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const system = systemActor('cli')
  let site: Site
  let who: { email: string; password: string }
  let account: string

  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
    account = (await site.kolo.call(system, 'account.create', { items: [{ name: 'Ромашка' }] })).items[0].id
    const [deal] = (
      await site.kolo.call(system, 'deal.create', {
        items: [
          { name: 'Насоси', account, amount: { amount: '1500.00', currency: 'UAH' } },
          { name: 'Труби', account, amount: { amount: '700.00', currency: 'UAH' } },
        ],
      })
    ).items
    await site.kolo.call(system, 'deal.win', { id: deal.id })
  }, 120_000)
  afterAll(() => site?.close())

  test('its worth at a glance, its story, a file with two versions', { timeout: 90_000 }, async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
    await signIn(page, who)
    await page.goto(`/accounts/${account}`)
    const card = page.getByRole('region', { name: t('record.card') })
    await card.getByText(/1[,.]5/).waitFor()
    const story = page.getByRole('region', { name: t('record.history') })
    await story.getByRole('link', { name: 'Насоси' }).first().waitFor()
    await expectAccessible(page)

    // Live: what a colleague does is told here too.
    await site.kolo.call(system, 'contact.create', { items: [{ name: { last: 'Гнатюк' }, account }] })
    await story.getByRole('link', { name: 'Гнатюк' }).waitFor()

    await page.getByRole('tab', { name: t('record.tab.files') }).click()
    await page.waitForURL('**tab=files')
    const text = (body: string, name = 'Договір.txt') => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(body),
    })
    await page.getByLabel(t('files.add')).setInputFiles([text('перший'), text('', 'порожній.txt')])
    await page
      .getByRole('button', { name: /Договір\.txt/ })
      .first()
      .waitFor()
    await page.getByRole('alert').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: t('files.dismiss') }).click()

    await page.getByLabel(t('files.newVersion')).setInputFiles(text('другий'))
    await page.getByText(t('files.version', { n: 2 })).waitFor()
    await page.getByRole('button', { name: t('files.actions', { name: 'Договір.txt' }) }).click()
    await page.getByRole('menuitem', { name: t('files.versions') }).click()
    await expectAccessible(page)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('files.restore') })
      .click()
    await page
      .getByRole('dialog')
      .getByText(t('files.version', { n: 3 }))
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: t('files.versions') }).waitFor({ state: 'hidden' })

    await page.keyboard.press('2')
    await page.waitForURL('**tab=timeline')
    await story.getByRole('link', { name: 'Договір.txt' }).first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('on a phone all of it is there', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'phone', locale)
    await signIn(page, who)
    await page.goto(`/accounts/${account}?tab=more`)
    await page
      .getByRole('region', { name: t('relations.title') })
      .getByRole('link', { name: 'Гнатюк' })
      .waitFor()
    await expectAccessible(page)
    expect(faults).toEqual([])
    await context.close()
  })
})
