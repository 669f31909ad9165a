import AxeBuilder from '@axe-core/playwright'
import pg from 'pg'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { systemActor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { Files, folderPlace } from '#core/files.ts'
import { Kolo } from '#core/kolo.ts'
import { setPassword } from '#doors/auth/login.ts'
import { serve } from '#doors/http/server.ts'
import { makeCatalogue } from '#modules/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Installation } from '../../server/installation.ts'
import { readSettings } from '../../server/settings.ts'
import { freePort } from '../auth-world.ts'
import { launchBrowser } from '../world/browser.ts'
import { newDatabase } from '../world/database.ts'
import { scratchFolder } from '../world/scratch.ts'

export type Locale = 'en' | 'uk'
export const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } } as const
export type Size = keyof typeof sizes

const password = 'a long enough password'

// One browser for all sites of a file; what they must not share, contexts keep apart.
let launched: Promise<Browser> | undefined
afterAll(async () => (await launched)?.close())

/** The whole product on a database of its own, as people meet it: over HTTP, with the web that was built. */
export async function openSite() {
  const database = await newDatabase()
  const folder = scratchFolder('journey')
  const kolo = new Kolo(makeCatalogue(), new Database({ config: database.config }))
  kolo.files = new Files(kolo.db, folderPlace(folder))
  await kolo.refresh()
  const port = await freePort()
  const address = `http://localhost:${port}`
  kolo.address = address
  const settings = { ...readSettings({}), host: '127.0.0.1', port, baseUrl: address }
  const data = {
    root: folder,
    files: folder,
    secret: 'a secret of the journeys, at least thirty-two letters',
  }
  const serving = await serve(kolo, {
    settings,
    data,
    postgres: { config: database.config },
    kolo,
  } as unknown as Installation)
  const browser = await (launched ??= launchBrowser())
  return {
    address,
    config: database.config,
    kolo,
    browser,
    async close() {
      await serving.close()
      await kolo.db.close()
      await database.drop()
    },
  }
}
export type Site = Awaited<ReturnType<typeof openSite>>

/** Sets the company up with an administrator who speaks this language. */
export async function setUp(site: Site, locale: Locale, email = 'boss@example.com') {
  const response = await fetch(`${site.address}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site.address },
    body: JSON.stringify({ company: 'Джерело', name: 'Оксана Коваль', email, password, locale }),
  })
  if (!response.ok) throw new Error(await response.text())
  return { email, password }
}

/** Somebody of this role who can sign in, with a password already. */
export async function addPerson(
  site: Site,
  { role, ...person }: { role: string; name: string; email: string },
) {
  const actor = systemActor('cli')
  const team = (await site.kolo.call(actor, 'team.create', { items: [{ name: person.name }] })).items[0].id
  const { items } = await site.kolo.list(actor, 'role', { filter: ['key', 'is', role], limit: 1 })
  const made = await site.kolo.call(actor, 'user.create', {
    items: [{ ...person, role: items[0]!.id, team, isActive: true }],
  })
  const id = made.items[0].id as string
  const pool = new pg.Pool({
    ...site.config,
    max: 1,
    options: `-c search_path=${site.kolo.db.workspace}_auth,${site.kolo.db.workspace},public`,
  })
  await setPassword({ pool, locale: site.kolo.workspace.locale, forget: () => {} } as never, id, password)
  await pool.end()
  return {
    email: person.email,
    password,
    actor: (await site.kolo.db.system((tx) => actorOfUser(tx, id, 'api')))!,
  }
}

export async function openPage(
  browser: Browser,
  address: string,
  size: Size,
  locale: Locale,
  more: BrowserContextOptions = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const context = await browser.newContext({
    viewport: sizes[size],
    locale: locale === 'uk' ? 'uk-UA' : 'en-GB',
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    baseURL: address,
    reducedMotion: 'reduce',
    // Keeping the application's files on each of them costs time; the journey without a network does it.
    serviceWorkers: 'block',
    ...more,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text())
  })
  return { page, context, faults }
}

/** Signs in through the form, as a person does. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.goto('/sign-in')
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[type=password]').fill(password)
  await page.locator('input[type=password]').press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** axe finds nothing serious on what is now on the screen. */
export async function expectAccessible(page: Page) {
  // Invisible stops at the edges of a popup that send the focus back into it: never left focused themselves.
  const { violations } = await new AxeBuilder({ page })
    .exclude('[data-base-ui-focus-guard]')
    // Of what is well it would tell every place, which takes longer than the looking.
    .options({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    })
    // All in this page: else each look opens a page of its own to sum up.
    .setLegacyMode()
    .analyze()
  const bad = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  expect(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join('\n')}`)).toEqual([])
}
