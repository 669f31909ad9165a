import pg from 'pg'
import { Database } from '#core/database.ts'
import { Kolo } from '#core/kolo.ts'
import { makeCatalogue } from '#modules/index.ts'
import { remind } from '../../server/modules/activities/reminders.ts'

// What of a server reminds, as a process that a test can kill: in a hurry, and a little ahead of its time.
const config = JSON.parse(process.argv[2]!) as pg.PoolConfig
const kolo = new Kolo(makeCatalogue(), new Database({ config }))
await kolo.refresh()
console.log('ready')
for (;;) {
  await remind(kolo, Date.now() + 3_600_000)
  await new Promise((done) => setTimeout(done, 5))
}
