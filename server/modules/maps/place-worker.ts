import { parentPort, workerData } from 'node:worker_threads'
import { readGazetteer } from './gazetteer.ts'
import { placeOf } from './place-of.ts'

// The gazetteer is large and seldom asked: it is read in a thread, and goes with it.
const { keys, home } = workerData as { keys: string[]; home: string }
const gazetteer = readGazetteer()
parentPort!.postMessage(keys.map((key) => placeOf(key, gazetteer, home)))
