import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openDavWorld } from './dav-world.ts'

// The library behind calendar-cli and Home Assistant (Debian: apt-get install python3-caldav).
const python = '/usr/bin/python3'
const isHere = (() => {
  try {
    execFileSync(python, ['-c', 'import caldav'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
})()

test.skipIf(!isHere)(
  'python-caldav: calendars are found, written, searched, synchronised; an invitation is answered',
  async () => {
    const w = await openDavWorld()
    try {
      const [me, guest] = ['olena@example.com', 'petro@example.com']
      const args = [
        `${w.url}/dav/`,
        me,
        await w.passwordOf(w.olena, me),
        guest,
        await w.passwordOf(w.petro, guest),
      ]
      const script = join(import.meta.dirname, 'python-caldav.py')
      const { stdout } = await promisify(execFile)(python, ['-B', script, ...args])
      expect(stdout).toBe('all of it\n')
    } finally {
      await w.close()
    }
  },
)
