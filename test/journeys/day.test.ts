import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { newId } from '#core/id.ts'
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

const said = {
  uk: {
    line: 'о 23:30 зателефонувати в Ромашку',
    subject: 'Зателефонувати в Ромашку',
    comment: 'Подивіться, @Окс',
    boss: 'Оксана Коваль',
  },
  en: {
    line: 'call Daisy at 11:30pm',
    subject: 'Call Daisy',
    comment: 'Please look, @Окс',
    boss: 'Оксана Коваль',
  },
} as const

describe.each(['uk', 'en'] as const)('a day’s work, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const s = said[locale]
  let site: Site
  let who: { email: string; password: string }
  let account: { id: string }
  const system = systemActor('cli')

  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
    account = (await site.kolo.call(system, 'account.create', { items: [{ name: 'Ромашка' }] })).items[0]
    const other = await addPerson(site, { role: 'sales', name: 'Інша людина', email: 'other@kolo.example' })
    await site.kolo.db.system((tx) =>
      tx.rows(sql`insert into notifications (id, owner_id, reason, text, key, created_at, updated_at, revision)
        values (${newId()}, ${other.actor.user}, 'assigned', 'Не вам', 'other', now(), now(), 1)`),
    )
  }, 120_000)
  afterAll(() => site?.close())

  test('planned in a line, seen in the calendar, completed by a key, undone', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'desk', locale)
    await signIn(page, who)
    await page.goto('/my-day')
    await page.getByText(t('activities.free')).waitFor()
    // An administrator may read what others are told, but he is not told it.
    await page.getByText(t('shell.noNewsHow')).waitFor()
    await page.getByRole('button', { name: t('shell.notifications'), exact: true }).waitFor()
    await expectAccessible(page)
    await page.getByLabel(t('activities.add')).fill(s.line)
    await page.getByText(t('activities.kind.call')).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: s.subject }).waitFor()
    await page.goto('/calendar')
    await page.getByText(s.subject).first().waitFor()
    await expectAccessible(page)
    for (const shape of ['day', 'month'] as const) {
      await page.getByRole('button', { name: t(`activities.shapes.${shape}`), exact: true }).click()
      await page.getByText(s.subject).first().waitFor()
    }
    await page.goto('/my-day')
    await page.getByRole('link', { name: s.subject }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    const status = async () =>
      (await site.kolo.list(system, 'activity', { fields: ['status'] })).items[0]!['status']
    await expect.poll(status, { timeout: 20_000 }).toBe('done')
    await page.getByRole('button', { name: t('ui.undo') }).click()
    await expect.poll(status, { timeout: 20_000 }).toBe('planned')
    expect(faults).toEqual([])
    await context.close()
  }, 90_000)

  test('on a record: planned, logged, commented with a colleague called', async () => {
    const { page, context, faults } = await openPage(site.browser, site.address, 'phone', locale)
    await signIn(page, who)
    await page.goto(`/accounts/${account.id}`)
    await page.getByRole('button', { name: t('activities.log'), exact: true }).click()
    await page.getByLabel(t('activities.subject')).fill(s.subject)
    await page
      .getByRole('button', { name: t('activities.logIt'), exact: true })
      .last()
      .click()
    await page.getByRole('link', { name: s.subject }).first().waitFor()
    const box = page.getByLabel(t('activities.comment'), { exact: true })
    await box.click()
    await page.keyboard.type(s.comment)
    await page.getByRole('option', { name: s.boss }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(async () => (await site.kolo.list(system, 'comment', {})).items[0]?.['mentions'], {
        timeout: 20_000,
      })
      .toHaveLength(1)
    expect(faults).toEqual([])
    await context.close()
  }, 90_000)
})
