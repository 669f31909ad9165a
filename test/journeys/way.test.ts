import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import type { File } from '#core/kinds/index.ts'
import { openSink } from '../mail/sink.ts'
import { pdfText } from '../world/pdf-text.ts'
import {
  addPerson,
  expectAccessible,
  openPage,
  openSite,
  setUp,
  signIn,
  type Locale,
  type Site,
} from './journey.ts'
import { sayer } from './say.ts'

type Item = Record<string, any>
const uah = (amount: string) => ({ amount, currency: 'UAH' })
const inLanguage = {
  uk: { paper: 'Рахунок на оплату', total: 'Разом', note: 'Видаткова накладна', hello: 'Добрий день, Ірино' },
  en: { paper: 'Invoice', total: 'Total', note: 'Delivery note', hello: 'Dear Ірино' },
} as const

describe.each(['uk', 'en'] as const)('from a lead to the paid order, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const l = inLanguage[locale]
  const system = systemActor('cli')
  let site: Site
  let sink: Awaited<ReturnType<typeof openSink>>
  let seller: Awaited<ReturnType<typeof addPerson>>
  let manager: Awaited<ReturnType<typeof addPerson>>
  let lead: string
  const make = async (entity: string, ...items: Item[]): Promise<string[]> =>
    (await site.kolo.call(system, `${entity}.create`, { items })).items.map((i: { id: string }) => i.id)
  const only = async (entity: string) =>
    (await site.kolo.list(system, entity, { limit: 1, sort: '-createdAt' })).items[0] as Item
  const does = (name: string) => site.kolo.operation(name).summary[locale]
  const pdfOf = async (entity: string) => {
    const paper = await site.kolo.db.system((tx) =>
      tx.one<{ file: File }>(
        sql`select file from documents where entity = ${entity} order by created_at desc limit 1`,
      ),
    )
    return pdfText(await site.kolo.files.bytes(paper!.file))
  }

  beforeAll(async () => {
    site = await openSite()
    sink = await openSink()
    await setUp(site, locale)
    seller = await addPerson(site, { role: 'sales', name: 'Олена Коваль', email: 'olena@kolo.example' })
    manager = await addPerson(site, { role: 'manager', name: 'Петро Бойко', email: 'petro@kolo.example' })
    await make('issuer', {
      name: 'ТОВ «Джерело»',
      englishName: 'Dzherelo LLC',
      isMain: true,
      director: 'О. Коваль',
    })
    const goods = { unit: 'piece', vatRate: '20' }
    const [boiler] = await make(
      'product',
      { name: 'Котел КХ', price: uah('60000'), ...goods },
      { name: 'Фільтр ФМ', price: uah('1500'), ...goods },
    )
    await make('floorRule', { kind: 'discount', value: 10 })
    const [model] = await make('optionModel', { name: 'Котельня', currency: 'UAH' })
    await make(
      'modelOption',
      { model, key: 'room', name: 'Котельня' },
      { model, key: 'boiler', name: 'Котел', parent: 'room', isRequired: true, product: boiler },
    )
    await site.kolo.call(system, 'optionModel.release', { id: model })
    await site.kolo.call(seller.actor, 'mailbox.create', {
      items: [
        {
          name: 'Олена',
          address: 'olena@kolo.example',
          smtpHost: '127.0.0.1',
          smtpPort: sink.port,
          smtpSecurity: 'none',
          smtpUser: 'olena',
          password: 'right',
        },
      ],
    })
    ;[lead] = (
      await site.kolo.call(seller.actor, 'lead.create', {
        items: [
          {
            person: { first: 'Ірино', last: 'Гай' },
            company: 'Ромашка',
            emails: [{ value: 'iryna@client.example' }],
            interest: 'Котельня',
            owner: seller.actor.user,
          },
        ],
      })
    ).items.map((i: { id: string }) => i.id)
  }, 120_000)
  afterAll(async () => {
    await site?.close()
    await sink?.close()
  })

  const dialog = (page: Page) => page.getByRole('dialog')
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
  const run = (page: Page) =>
    dialog(page)
      .getByRole('button', { name: t('record.run') })
      .click()

  test('each as himself, in his own browser', { timeout: 120_000 }, async () => {
    const { page, faults } = await openPage(site.browser, site.address, 'desk', locale)
    await signIn(page, seller)

    // The lead becomes a client with a deal, and the deal gets a configured boiler room.
    await page.goto(`/leads/${lead}`)
    await press(page, t('leads.convert'))
    await dialog(page)
      .getByRole('button', { name: t('leads.convertDo') })
      .click()
    await page.waitForURL(/\/deals\//)
    const deal = (await only('deal'))['id'] as string
    await page.goto(`/configure?record=deal:${deal}`)
    await page
      .getByRole('complementary')
      .getByRole('button', { name: new RegExp(t('configurator.add', { what: '' }).slice(0, 8)) })
      .click()
    await page.waitForURL(/\/deals\//)
    await page.goto(`/deals/${deal}?tab=sales`)
    await page.getByRole('gridcell').getByText('Котел КХ').waitFor()
    await press(page, does('deal.quote'))
    await page.waitForURL(/\/quotes\//)
    const quote = (await only('quote'))['id'] as string

    // Typed in the grid: a product by its name, how many, a price below the floor.
    const grid = page.getByRole('grid')
    await grid.getByText('Котел КХ').waitFor()
    await page.getByRole('combobox', { name: t('lines.add') }).click()
    await page.keyboard.type('фільтр')
    await page.getByRole('option', { name: /Фільтр ФМ/ }).waitFor()
    await page.keyboard.press('Enter')
    const row = grid.getByRole('row').filter({ hasText: 'Фільтр ФМ' })
    await row
      .getByText(/1[,.\s\u00a0]800/)
      .first()
      .waitFor()
    await row.getByRole('gridcell').nth(1).click()
    await page.keyboard.type('4')
    await page.keyboard.press('Enter')
    await row.getByRole('gridcell').nth(3).click()
    await page.keyboard.type('1200')
    await page.keyboard.press('Enter')
    await page.getByText(t('selling.below', { lowest: '' }).trim()).waitFor()
    await expect
      .poll(() => site.kolo.get(system, 'quote', quote).then((q: Item) => q['total']), { timeout: 20_000 })
      .toEqual(uah('76800.00'))
    await expectAccessible(page)

    // It may not go out so; the manager lets it.
    await press(page, does('quote.ask'))
    await dialog(page).getByRole('textbox').fill('Перше замовлення')
    await run(page)
    await page.getByText(t('selling.awaits')).waitFor()
    const boss = await openPage(site.browser, site.address, 'desk', locale)
    await signIn(boss.page, manager)
    await boss.page.goto('/to-approve')
    await boss.page.getByText('Перше замовлення').waitFor()
    await press(boss.page, t('pricing.approve'))
    await page
      .getByText(
        site.kolo.entity('quote').fields['status']!.options!.find((o) => o.key === 'approved')!.label[locale],
      )
      .first()
      .waitFor()

    // By mail, to the contact of the deal, with the PDF and the address of its page.
    await press(page, t('selling.send'))
    await dialog(page).getByText(l.hello).waitFor()
    await dialog(page)
      .getByRole('button', { name: t('mail.send') })
      .click()
    await expect.poll(() => sink.caught.length, { timeout: 15_000 }).toBe(1)
    const letter = sink.caught[0]!
    expect(letter.to).toEqual(['iryna@client.example'])
    const paper = await pdfText(letter.mail.attachments[0]!.content)
    expect(paper).toContain('Фільтр ФМ')
    expect(paper).toContain(l.total)
    expect(paper).toMatch(/76[\s,]800[,.]00/)
    const link = /\/q\/[\w-]{27}/.exec(String(letter.mail.html))![0]

    // The client reads on a phone, asks, is answered, accepts.
    const client = await openPage(site.browser, site.address, 'phone', locale)
    await client.page.goto(link)
    await expectAccessible(client.page)
    await client.page.locator('section summary').click()
    const ask = client.page.locator('form[action$="/ask"]')
    await ask.locator('[name=name]').fill('Ірина Гай')
    await ask.locator('[name=question]').fill('Коли привезете?')
    await ask.locator('button').click()
    await page.getByText('Коли привезете?').waitFor()
    await page.getByPlaceholder(t('selling.answerHow')).fill('За тиждень.')
    await press(page, t('selling.answer'))
    await page.getByText('За тиждень.').waitFor()
    await client.page.goto(link)
    await client.page.getByText('За тиждень.').waitFor()
    const answer = client.page.locator('#answer')
    await answer.locator('[name=name]').fill('Ірина Гай')
    await answer.locator('[name=agree]').check()
    await answer.locator('button.yes').click()
    await client.page.getByRole('status').waitFor()

    // The order: a part of it goes out, all of it is invoiced and paid.
    const order = await only('order')
    await page
      .getByRole('link', { name: new RegExp(order['number']) })
      .first()
      .click()
    await press(page, does('order.confirm'))
    await press(page, does('order.ship'))
    const counts = dialog(page).locator('input[inputmode=decimal]')
    await counts.nth(0).fill('0')
    await counts.nth(1).fill('3')
    await expectAccessible(page)
    await run(page)
    await page.getByText(t('selling.written.shipment')).waitFor()
    expect(await site.kolo.get(system, 'order', order['id'])).toMatchObject({ state: 'partShipped' })
    await press(page, does('order.invoice'))
    await run(page)
    // The shipment’s message may still offer to open that.
    await page.getByText(t('selling.written.invoice')).waitFor()
    await press(page, t('selling.open'))
    await page.goto(`/invoices/${(await only('invoice'))['id']}`)
    await press(page, does('invoice.print'))
    await page
      .getByRole('menuitem')
      .nth(locale === 'uk' ? 0 : 1)
      .click()
    await page.getByRole('link', { name: /\.pdf/ }).waitFor()
    expect(await pdfOf('invoice')).toContain(l.paper)
    expect(await pdfOf('invoice')).toMatch(/76[\s,]800[,.]00/)
    await press(page, does('invoice.pay'))
    await run(page)
    await expect
      .poll(() => site.kolo.get(system, 'order', order['id']).then((o: Item) => [o['paid'], o['shipped']]), {
        timeout: 20_000,
      })
      .toEqual(['all', 'part'])
    const shipment = await only('shipment')
    await site.kolo.call(seller.actor, 'shipment.print', { id: shipment['id'], language: locale })
    const note = await pdfOf('shipment')
    expect(note).toContain(l.note)
    expect(note).not.toContain('Котел КХ')
    await page.goto(`/orders/${order['id']}`)
    await page
      .getByText(
        site.kolo.entity('order').fields['state']!.options!.find((o) => o.key === 'paid')!.label[locale],
      )
      .first()
      .waitFor()
    expect([...faults, ...boss.faults, ...client.faults]).toEqual([])
  })
})
