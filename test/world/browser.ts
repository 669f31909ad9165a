import { mkdirSync, rmdirSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import sparticuz, { inflate } from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

const archives = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin')

/** Unpacking takes three seconds and two hundred megabytes: one process does it, the others wait. */
async function unpackedOnce(): Promise<{ program: string; libraries: string }> {
  const lock = join(tmpdir(), 'kolo-chromium.lock')
  for (let tries = 0; tries < 120; tries++) {
    try {
      mkdirSync(lock)
      break
    } catch {
      await wait(500)
    }
  }
  try {
    const program = await sparticuz.executablePath()
    // The libraries a bare machine lacks (NSS) come in the package too.
    const libraries = join(tmpdir(), 'al2023', 'lib')
    if (!existsSync(libraries)) await inflate(join(archives, 'al2023.tar.br'))
    return { program, libraries }
  } finally {
    rmdirSync(lock)
  }
}

/** A headless Chromium from the package registry; on other systems the Chrome that is installed. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' })
  const { program, libraries } = await unpackedOnce()
  return chromium.launch({
    executablePath: program,
    env: { ...process.env, LD_LIBRARY_PATH: libraries } as Record<string, string>,
    args: ['--headless=shell', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}
