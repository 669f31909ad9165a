import { existsSync, readdirSync } from 'node:fs'
import pg from 'pg'
import { CannotStart } from '#database/cannot-start.ts'
import { openDataDirectory, type DataDirectory } from '#database/data-directory.ts'
import { openPostgres, type Postgres } from '#database/launcher.ts'
import { migrate } from '#database/migrate.ts'
import { livingServer } from '#database/launcher-process.ts'
import { makeCatalogue } from '#modules/index.ts'
import { placeOf } from '../../place.ts'
import { readSettings, type Settings } from '../../settings.ts'
import { type Command, print } from './command.ts'
import { company } from './doctor/company.ts'
import { database, isNew } from './doctor/database.ts'
import { bad, type Finding, warn } from './doctor/finding.ts'
import { machine } from './doctor/machine.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Says what is wrong with this installation and how to mend it',
  async run() {
    const findings = await examine()
    const marks = { good: 'ok  ', warn: 'look', bad: 'BAD ' }
    for (const { state, what, remedy } of findings) {
      print(`${marks[state]}  ${what}${remedy ? '' : '.'}`)
      if (remedy) print(`      → ${remedy}`)
    }
    const bads = findings.filter((f) => f.state === 'bad').length
    print(bads === 0 ? 'Kolo is well.' : `${bads === 1 ? 'One thing' : `${bads} things`} must be mended.`)
    if (bads > 0) process.exitCode = 1
  },
}

/** What prevents even looking is a finding too. */
async function examine(): Promise<Finding[]> {
  const found: Finding[] = []
  try {
    const settings = readSettings()
    if (!isThere(settings.dataDir))
      return [warn(`There is no installation in ${settings.dataDir} yet`, 'npm start makes one')]
    const data = openDataDirectory(settings.dataDir)
    found.push(...(await machine(settings, data)))
    found.push(...(await inside(settings, data)))
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
    const [what = '', ...rest] = error.message.split(': ')
    found.push(bad(what, rest.join(': ') || 'see above'))
  }
  return found
}

/** Looking must not make anything. */
const isThere = (path: string) => existsSync(path) && readdirSync(path).length > 0

async function inside(settings: Settings, data: DataDirectory): Promise<Finding[]> {
  const wasRunning = !settings.databaseUrl && livingServer(data.postgres) !== undefined
  const postgres = await openPostgres(settings)
  const client = new pg.Client(postgres.config)
  try {
    await client.connect()
    const orphan = wasRunning && (await users(client)) === 1
    return [
      ...(orphan
        ? [
            warn(
              'The database had been left running by a process that was killed',
              'nothing: it is stopped now',
            ),
          ]
        : []),
      ...(await database(client, postgres, makeCatalogue())),
      ...((await isReady(client, postgres)) ? await company(client, placeOf(settings, data)) : []),
    ]
  } finally {
    await client.end()
    await postgres.stop()
  }
}

const users = async (client: pg.Client): Promise<number> =>
  (
    await client.query(
      `select count(*)::int as n from pg_stat_activity where application_name = 'kolo keeper'`,
    )
  ).rows[0].n

/** Questions about the company's tables need the tables of this version. */
async function isReady(client: pg.Client, { config }: Postgres) {
  if (await isNew(client)) return false
  const plan = await migrate({ config, catalogue: makeCatalogue(), plan: true }).catch(() => undefined)
  return plan?.pending.length === 0
}
