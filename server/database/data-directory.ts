import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { CannotStart, explained } from './cannot-start.ts'

/** Where an installation keeps everything it owns. */
export type DataDirectory = {
  root: string
  postgres: string
  files: string
  log: string
  secret: string
  secretFile: string
}

const marker = 'kolo.json'
/** What file systems and desktops put into an empty directory by themselves. */
const notContents = new Set(['lost+found', '.DS_Store', '.gitkeep', '.gitignore'])

/** Opens the data directory, making it when it is absent or empty. A directory with anybody else's files in it is
 * refused: a mistyped KOLO_DATA must not fill somebody's home. */
export function openDataDirectory(path: string): DataDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const root = realpathSync(path)
    if (!existsSync(join(root, marker))) claim(root)
    mkdirSync(join(root, 'files'), { recursive: true, mode: 0o700 })
    return {
      root,
      postgres: join(root, 'postgres'),
      files: join(root, 'files'),
      log: join(root, 'postgres.log'),
      secret: secretOf(root),
      secretFile: join(root, 'secret'),
    }
  } catch (error) {
    throw explained(error, resolve(path))
  }
}

function claim(root: string) {
  if (readdirSync(root).some((name) => !notContents.has(name)))
    throw new CannotStart(
      'settings',
      `${root} has files in it that are not Kolo's: give an empty or new directory with KOLO_DATA.`,
    )
  const mark = { product: 'kolo', layout: 1, madeAt: new Date().toISOString() }
  writeFileSync(join(root, marker), JSON.stringify(mark, null, 2) + '\n')
}

/** The installation's key: signs sessions and seals stored passwords. Losing it signs everybody out. */
function secretOf(root: string): string {
  const path = join(root, 'secret')
  if (!existsSync(path)) {
    // Written aside and linked: of two processes that start at once one wins, and both read the whole key.
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, randomBytes(32).toString('base64url') + '\n', { mode: 0o600 })
    try {
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft)
    }
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32)
    throw new CannotStart(
      'settings',
      `${path} is damaged: put it back from a backup, or delete it (everybody signs in again).`,
    )
  return secret
}
