import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { expectAccessible, openPage, openSite, setUp, signIn, type Locale, type Site } from './journey.ts'
import { sayer } from './say.ts'

const contact = { uk: 'Контакт', en: 'Contact' } as const

describe.each(['uk', 'en'] as const)('duplicates, in %s', (locale: Locale) => {
  const t = sayer(locale)
  const system = systemActor('cli')
  let site: Site
  let who: { email: string; password: string }
  let ids: string[]

  beforeAll(async () => {
    site = await openSite()
    who = await setUp(site, locale)
    const made = await site.kolo.call(system, 'contact.create', {
      items: ['Мельничук', 'Мельничук', 'Гнатишин', 'Гнатишин'].map((last, i) => ({
        name: { last, first: 'Соломія' },
        phones: [{ value: `+38067200300${i >> 1}` }],
        jobTitle: `№ ${i + 1}`,
      })),
    })
    ids = made.items.map((item: { id: string }) => item.id)
    // As a search leaves them.
    for (const [a, b, weight] of [
      [ids[0], ids[1], 30],
      [ids[2], ids[3], 20],
    ])
      await site.kolo.db.system((tx) =>
        tx.rows(sql`insert into duplicate_pairs (entity, a_id, b_id, group_id, probability, weight, parts)
          values ('contact', ${a}::uuid, ${b}::uuid, ${a}::uuid, 0.9995, ${weight}, '[]')`),
      )
  }, 120_000)
  afterAll(() => site?.close())

  const open = async (size: 'desk' | 'phone', path: string) => {
    const opened = await openPage(site.browser, site.address, size, locale)
    await signIn(opened.page, who)
    await opened.page.goto(path)
    return opened
  }
  const jobOf = async (id: string) => {
    const now = await site.kolo.get(system, 'contact', id)
    return [now.id, now['jobTitle']]
  }

  test('looked through by keys: merged with a chosen value, undone, said to be different', async () => {
    const { page, context, faults } = await open('desk', '/duplicates?entity=contact')
    await page.getByRole('region', { name: t('duplicates.sideBySide') }).waitFor()
    await expectAccessible(page)
    await page.locator('td', { hasText: '№ 2' }).getByRole('button').click()
    await page.keyboard.press('m')
    await expect.poll(() => jobOf(ids[1]!), { timeout: 20_000 }).toEqual([ids[0], '№ 2'])
    await page.locator('td', { hasText: '№ 3' }).waitFor()
    await page.keyboard.press('u')
    await expect.poll(() => jobOf(ids[1]!), { timeout: 20_000 }).toEqual([ids[1], '№ 2'])
    expect(await jobOf(ids[0]!)).toEqual([ids[0], '№ 1'])
    await page.keyboard.press('j')
    await page.locator('td', { hasText: '№ 3' }).waitFor()
    await page.keyboard.press('n')
    await expect
      .poll(
        async () =>
          (await site.kolo.call(system, 'duplicate.list', { entity: 'contact' })).items.map(
            (g: { id: string }) => g.id,
          ),
        { timeout: 20_000 },
      )
      .not.toContain(ids[2])
    expect(faults).toEqual([])
    await context.close()
  })

  test('while a new one is typed it is told who is there already, and the way is free', async () => {
    const { page, context } = await open('desk', '/contacts')
    await page
      .getByRole('button', { name: t('shell.create'), exact: true })
      .first()
      .click()
    await page.getByRole('menuitem', { name: contact[locale], exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByPlaceholder(t('ui.name.last'), { exact: true }).fill('Мельничук')
    await dialog.getByPlaceholder(t('ui.name.first'), { exact: true }).fill('Соломія')
    await dialog.getByText(t('duplicates.isThere')).waitFor()
    await expectAccessible(page)
    await context.close()
  })

  test('on a phone: from the record to its likely double, and back to the list', async () => {
    const { page, context, faults } = await open('phone', `/contacts/${ids[0]}`)
    await page.getByRole('link', { name: t('duplicates.compareThem') }).click()
    await page.getByRole('region', { name: t('duplicates.sideBySide') }).waitFor()
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(faults).toEqual([])
    await context.close()
  })
})
