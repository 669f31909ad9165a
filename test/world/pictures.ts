import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'

// The pictures of README.md and docs, taken from a running Kolo with the sample company in Ukrainian, all or those named:
//   node test/world/pictures.ts http://localhost:3000 EMAIL PASSWORD [NAME...]

const [address = '', email = '', password = '', ...named] = process.argv.slice(2)
const folder = join(import.meta.dirname, '../../docs/pictures')

type Picture = {
  name: string
  path: string
  theme?: 'light' | 'dark'
  phone?: boolean
  prepare?: (page: Page) => Promise<unknown>
}

const openFirst = async (page: Page) => {
  await page.locator('[role=row][aria-rowindex="4"] a').click()
  await page.waitForURL(/[0-9a-f-]{36}/)
}

const clients = `name,phones,source,address
Київський тепловий завод,+380 44 000 12 34,Site,Kyiv
Смерека Пак,+380 56 000 99 99,Partner,Dnipro
Полісся Енерго,не знаю,Exhibition,Zhytomyr
`

/** A file as far as the dry run: what would be new, changed and refused. */
const dryRun = async (page: Page) => {
  const file = { name: 'clients.csv', mimeType: 'text/csv', buffer: Buffer.from(clients) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.waitForURL(/import\/[0-9a-f-]{36}/)
  await page.locator('main button.bg-solid').click()
  await page.locator('main dl').waitFor()
}

/** The first in a list that says this. */
const openOne = (said: string) => async (page: Page) => {
  await page.getByRole('row').filter({ hasText: said }).first().getByRole('link').first().click()
  await page.waitForURL(/[0-9a-f-]{36}/)
}

const openClientPage = async (page: Page) => {
  await openOne('Надіслано')(page)
  const id = page.url().split('/').at(-1)
  const headers = { origin: address }
  const link = await page.request.post('/api/operations/quote.link', { data: { id }, headers })
  await page.goto((await link.json()).path)
}

const pictures: Picture[] = [
  { name: 'deals', path: '/deals', prepare: (page) => page.keyboard.press('j') },
  { name: 'board', path: '/deals?as=board' },
  {
    name: 'map',
    path: '/accounts?as=map',
    // The first time places are looked up.
    prepare: (page) => page.getByRole('cell', { name: /Київ/ }).first().waitFor(),
  },
  {
    name: 'company',
    // One with orders, a debt and people.
    path: `/accounts?filter=${encodeURIComponent(JSON.stringify(['order.account', 'some', ['state', 'is', 'overdue']]))}`,
    prepare: openFirst,
  },
  { name: 'phone', path: '/contacts', theme: 'dark', phone: true },
  {
    name: 'quote',
    path: '/quotes',
    prepare: async (page) => {
      await openOne('Погоджено')(page)
      await page.getByRole('button', { name: 'Перегляд' }).click()
    },
  },
  { name: 'client-page', path: '/quotes', prepare: openClientPage },
  { name: 'order', path: '/orders', prepare: openOne('Частково відвантажено') },
  { name: 'import', path: '/import?of=account', prepare: dryRun },
  { name: 'analysis', path: '/sales-volume?columns=productGroup' },
  { name: 'forecast', path: '/forecast' },
]

const browser = await launchBrowser()
mkdirSync(folder, { recursive: true })
for (const { name, path, theme = 'light', phone = false, prepare } of pictures) {
  if (named.length && !named.includes(name)) continue
  const context = await browser.newContext({
    baseURL: address,
    viewport: phone ? { width: 360, height: 740 } : { width: 1440, height: 900 },
    deviceScaleFactor: phone ? 2 : 1,
    isMobile: phone,
    hasTouch: phone,
    colorScheme: theme,
  })
  await context.request.post('/api/auth/sign-in/email', {
    data: { email, password },
    headers: { origin: address },
  })
  const page = await context.newPage()
  await page.goto(path)
  await page.locator('main h1').waitFor()
  await page.waitForTimeout(1500)
  await prepare?.(page)
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await context.close()
}
await browser.close()
