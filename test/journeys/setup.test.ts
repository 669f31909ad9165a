import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

const password = 'вишневий сад 7'
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows for a key: RFC 6238, SHA-1, 30 seconds, 6 digits. */
function appCode(key: string, at = Date.now()): string {
  const bits = [...key].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  return String((mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe.each(['uk', 'en'] as const)('the first visit, in %s', (locale: Locale) => {
  const t = sayer(locale)
  let site: Site
  beforeEach(async () => {
    site = await openSite()
  }, 60_000)
  afterEach(() => site?.close())

  const fill = async (page: Page, email: string, secret: string) => {
    await page.getByLabel(t('setup.fields.name')).fill('Оксана Коваль')
    await page.getByLabel(t('setup.fields.email')).fill(email)
    await page.getByLabel(t('setup.fields.password')).fill(secret)
  }

  test('my company: made, offered an import; its people are invited and sign in with a second factor', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
    await page.goto('/')
    await page.waitForURL('**/setup')
    await expectAccessible(page)
    await page.getByRole('button', { name: t('setup.ownAbout') }).click()
    await page.getByLabel(t('setup.fields.company')).fill('Джерело')
    await fill(page, 'boss@example.com', 'short')
    await page.getByRole('button', { name: t('setup.makeOwn') }).click()
    await page
      .getByText(locale === 'uk' ? 'Щонайменше 10 символів.' : 'Use at least 10 characters.', { exact: true })
      .waitFor()
    await expectAccessible(page)
    await page.getByLabel(t('setup.fields.password')).fill(password)
    await page.getByRole('button', { name: t('setup.makeOwn') }).click()
    await page.waitForURL('**/start')
    await page.getByText(t('setup.start.importAbout')).waitFor()
    await expectAccessible(page)

    await page.goto('/settings/users')
    await page.getByRole('button', { name: t('settings.users.add') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('Марко Гнатюк')
    await dialog.locator('input[type=email]').fill('marko@example.com')
    await dialog.getByRole('combobox').first().click()
    await page.getByRole('option', { name: locale === 'uk' ? 'Продажі' : 'Sales', exact: true }).click()
    await dialog.getByRole('button', { name: t('form.create') }).click()
    const link = page.getByLabel(t('settings.users.link', { name: 'Марко Гнатюк' }), { exact: true })
    await link.getByRole('textbox').waitFor()
    const invitation = await link.getByRole('textbox').inputValue()
    expect(faults).toEqual([])
    await context.close()
    await acceptAndGuard(invitation)
  })

  /** The invited sets a password, switches a second factor on, and comes back with it from another browser. */
  async function acceptAndGuard(invitation: string) {
    const { page, context, faults } = await openPage(site.browser, site.address, 'phone', locale)
    await page.goto(invitation)
    await page.getByLabel(t('signIn.newPassword')).fill(password)
    await expectAccessible(page)
    await page.getByRole('button', { name: t('signIn.invitation.accept') }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/invitation'))
    await page.goto('/settings/security')
    await page.getByRole('button', { name: t('settings.security.switchOn') }).click()
    await page.getByLabel(t('settings.security.confirm')).fill(password)
    await page.keyboard.press('Enter')
    const key = ((await page.getByRole('dialog').locator('code').textContent()) ?? '').replaceAll(' ', '')
    await expectAccessible(page)
    await page.getByLabel(t('signIn.code')).fill(appCode(key))
    await page.keyboard.press('Enter')
    await page.getByText(t('settings.security.backupAbout')).waitFor()
    const spare = (await page.getByRole('dialog').getByRole('listitem').first().textContent())!
    expect(faults).toEqual([])
    await context.close()

    const back = await openPage(site.browser, site.address, 'phone', locale)
    await back.page.goto('/sign-in')
    await back.page.getByLabel(t('signIn.email')).fill('marko@example.com')
    await back.page.getByLabel(t('signIn.password')).fill('not this one')
    await back.page.getByRole('button', { name: t('signIn.enter'), exact: true }).click()
    await back.page.getByRole('alert').waitFor()
    await expectAccessible(back.page)
    await back.page.getByLabel(t('signIn.password')).fill(password)
    await back.page.getByRole('button', { name: t('signIn.enter'), exact: true }).click()
    await back.page.getByLabel(t('signIn.code')).waitFor()
    await expectAccessible(back.page)
    await back.page.getByRole('button', { name: t('signIn.useSpare') }).click()
    await back.page.getByLabel(t('signIn.spare'), { exact: true }).fill(spare)
    await back.page.keyboard.press('Enter')
    await back.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    expect(back.faults).toEqual([])
    await back.context.close()
  }

  // In one language: what is said there is looked at elsewhere.
  if (locale === 'en')
    test('a passkey is added, and signs in', async () => {
      const made = await setUp(site, locale)
      const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
      const device = await context.newCDPSession(page)
      await device.send('WebAuthn.enable')
      await device.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
        },
      })
      await signIn(page, made)
      await page.goto('/settings/security')
      await page.getByLabel(t('settings.security.deviceName')).fill('Ноутбук')
      await page.getByRole('button', { name: t('settings.security.addPasskey') }).click()
      await page.getByText('Ноутбук').waitFor()
      await expectAccessible(page)
      await context.clearCookies()
      await page.goto('/sign-in')
      await page.getByRole('button', { name: t('signIn.passkey') }).click()
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
      expect(faults).toEqual([])
      await context.close()
    })

  if (locale === 'uk')
    test('a sample company, on a phone: progress, then its people, one of whom signs in', async () => {
      const { page, context, faults } = await openPage(site.browser, site.address, 'phone', locale)
      await page.goto('/')
      await page.getByRole('button', { name: t('setup.sampleAbout') }).click()
      await fill(page, 'boss@example.com', password)
      await page.getByRole('button', { name: t('setup.makeSample') }).click()
      await page.getByRole('progressbar').waitFor()
      await page.getByText('kyiv.sales@vodolii.example').waitFor({ timeout: 200_000 })
      await expectAccessible(page)
      await context.clearCookies()
      await signIn(page, { email: 'kyiv.sales@vodolii.example', password })
      await page.locator('main').getByRole('link').first().waitFor()
      expect(faults).toEqual([])
      await context.close()
    }, 300_000)
})
