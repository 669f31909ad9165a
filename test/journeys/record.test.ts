import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

const labels = {
  uk: {
    name: 'Назва',
    code: 'Код',
    phones: 'Телефони',
    company: 'Компанія',
    contact: 'контакт',
    win: 'Закрити угоду як виграну',
    won: 'Виграно',
    surname: 'Прізвище',
  },
  en: {
    name: 'Name',
    code: 'Code',
    phones: 'Phones',
    company: 'Account',
    contact: 'contact',
    win: 'Close a deal as won',
    won: 'Won',
    surname: 'Surname',
  },
} as const

describe.each(['uk', 'en'] as const)('a record, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const l = labels[locale]
  let site: Site
  let who: { email: string; password: string }
  let account: { id: string; revision: number }
  let deal: { id: string }
  const system = systemActor('cli')

  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
    const made = await site.kolo.call(system, 'account.create', {
      items: [{ name: 'Ромашка' }, { name: 'Волошка' }],
    })
    account = made.items[0]
    const deals = await site.kolo.call(system, 'deal.create', {
      items: [{ name: 'Насоси', account: account.id, amount: { amount: '1500.00', currency: 'UAH' } }],
    })
    deal = deals.items[0]
  }, 120_000)
  afterAll(() => site?.close())

  const open = async (size: 'desk' | 'phone', path: string) => {
    const opened = await openPage(site.browser, site.address, size, locale)
    await signIn(opened.page, who)
    await opened.page.goto(path)
    await opened.page.getByRole('heading', { level: 1 }).waitFor()
    return opened
  }

  test('edited in place; two telephones, each with its label; the history tells', async () => {
    const { page, context, faults } = await open('desk', `/accounts/${account.id}`)
    await expectAccessible(page)
    await page.getByRole('button', { name: t('record.edit', { what: l.code }) }).click()
    await page.keyboard.type('К-7')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: t('record.edit', { what: l.phones }) }).click()
    const lines = page.locator('input[type=tel]')
    await lines.first().fill('067 000 00 01')
    await page.getByLabel(t('ui.wayLabel')).first().fill('склад')
    await page.getByRole('button', { name: t('ui.addLine') }).click()
    await lines.nth(1).fill('067 000 00 02')
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await page.getByText('склад').first().waitFor()
    await expect
      .poll(() => site.kolo.get(system, 'account', account.id), { timeout: 20_000 })
      .toMatchObject({
        code: 'К-7',
        phones: [{ value: '+380670000001', label: 'склад', primary: true }, { value: '+380670000002' }],
      })
    await page
      .getByRole('region', { name: t('record.history') })
      .getByText('К-7')
      .waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('somebody else was quicker: both values, and a choice', async () => {
    const { page, context } = await open('desk', `/accounts/${account.id}`)
    await page.getByRole('button', { name: t('record.edit', { what: l.code }) }).click()
    await site.kolo.call(system, 'account.update', { items: [{ id: account.id, code: 'theirs' }] })
    await page.keyboard.press('Control+A')
    await page.keyboard.type('mine')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('cell', { name: 'theirs' }).waitFor()
    await dialog.getByRole('cell', { name: 'mine' }).waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: t('shell.conflict.replace') }).click()
    await expect
      .poll(async () => (await site.kolo.get(system, 'account', account.id))['code'], { timeout: 20_000 })
      .toBe('mine')
    await context.close()
  })

  test('a contact is added where it belongs, and the account is filled in already', async () => {
    const { page, context, faults } = await open('desk', `/accounts/${account.id}`)
    await page.getByRole('button', { name: t('record.add', { what: l.contact }), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect.poll(() => dialog.getByLabel(l.company).inputValue(), { timeout: 20_000 }).toBe('Ромашка')
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await dialog.locator('[aria-invalid=true]').first().waitFor()
    await dialog.getByLabel(new RegExp(l.surname)).fill('Гнатюк')
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Гнатюк' }).first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('on a phone: a deal is won by its operation, binned, and back by Undo', async () => {
    const { page, context, faults } = await open('phone', `/deals/${deal.id}`)
    await expectAccessible(page)
    await page.getByRole('button', { name: t('record.actions') }).click()
    await page.getByRole('menuitem', { name: l.win }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: t('record.run') }).click()
    await page.getByText(l.won, { exact: true }).first().waitFor()
    await page.getByRole('button', { name: t('record.actions') }).click()
    await page.getByRole('menuitem', { name: t('record.delete') }).click()
    await page.waitForURL('**/deals*')
    await page.getByRole('button', { name: t('ui.undo') }).click()
    await page.getByText('Насоси').first().waitFor()
    expect((await site.kolo.get(system, 'deal', deal.id))['status']).toBe('won')
    expect(faults).toEqual([])
    await context.close()
  })
})
