import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveUp, install, root } from './install.mjs'
import { runNode } from './node.mjs'
import { buildWeb } from './web.mjs'

// npm test [-- FILES]: everything, the browser's journeys too. With --server (npm run test:server) the same on the
// PostgreSQL server of TEST_DATABASE_URL or DATABASE_URL.

const args = process.argv.slice(2)
const onServer = args.includes('--server')
// A hundred rounds of killing everything while people write, where the usual run has a few.
const rounds = args.includes('--kill') ? { KOLO_KILL_ROUNDS: '100' } : {}
const databaseUrl = process.env.TEST_DATABASE_URL || (onServer ? process.env.DATABASE_URL : '')
if (onServer && !databaseUrl)
  giveUp(
    'Give the server to test on: TEST_DATABASE_URL=postgres://user:password@host/database npm run test:server',
    64,
  )

await install()
await buildWeb()
const folder = mkdtempSync(join(tmpdir(), 'kolo-test-'))
const counts = join(folder, 'counts.json')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const code = await runNode(
  [vitest, 'run', '--root', root, ...args.filter((a) => !['--server', '--kill'].includes(a))],
  {
    env: { ...process.env, ...rounds, TEST_DATABASE_URL: databaseUrl ?? '', KOLO_TEST_COUNTS: counts },
  },
)
const found = existsSync(counts)
  ? JSON.parse(readFileSync(counts, 'utf8'))
  : { passed: 0, failed: 1, skipped: 0 }
rmSync(folder, { recursive: true, force: true })
if (found.passed + found.failed === 0) console.error('No test ran.')
console.log(`${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped`)
process.exit(found.failed > 0 || found.passed === 0 ? code || 1 : code)
