import pg from 'pg'
import { Database } from '#core/database.ts'
import { Kolo } from '#core/kolo.ts'
import { startJobs } from '#doors/jobs/index.ts'
import { startRelay } from '#doors/relay/index.ts'
import { webhookDoor } from '#doors/webhook/index.ts'
import { makeCatalogue } from '#modules/index.ts'

// What of a server delivers webhooks, as a process that a test can kill.
const config = JSON.parse(process.argv[2]!) as pg.PoolConfig
const kolo = new Kolo(makeCatalogue(), new Database({ config }))
await kolo.refresh()
const door = webhookDoor(kolo, { allowPrivate: true, timeoutMs: 2000, slackSeconds: 1 })
const jobs = await startJobs({ config, kolo, queues: [door.queue], supervise: 1 })
await startRelay(kolo, [door.consumer(jobs)], { idle: 50 })
await door.start(jobs)
console.log('ready')
process.stdin.resume()
