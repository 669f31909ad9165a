import { parentPort, workerData } from 'node:worker_threads'
import { TemplateTrouble } from '../tags.ts'
import { fillDocx, inspectDocx } from './docx.ts'
import type { Job, Answer } from './fill.ts'
import { fillXlsx, inspectXlsx } from './xlsx.ts'

const { kind, bytes, data } = workerData as Job

let answer: Answer
try {
  answer = data
    ? { bytes: (kind === 'docx' ? fillDocx : fillXlsx)(bytes, data) }
    : { tags: (kind === 'docx' ? inspectDocx : inspectXlsx)(bytes) }
} catch (error) {
  answer =
    error instanceof TemplateTrouble
      ? { trouble: error.trouble }
      : { trouble: { code: 'broken', place: (error as Error).message.slice(0, 200) } }
}
parentPort!.postMessage(answer)
